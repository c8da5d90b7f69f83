import type * as pulumi from "@pulumi/pulumi";
import type { ExchangeTenantArgs } from "./exchange-command";
import type { SettleArgs } from "./settle";

/** What an access policy and a role assignment have in common: each lets one application into some mailboxes, and consent follows it. */
export interface ScopingArgs extends ExchangeTenantArgs {
  /**
   * Mailboxes by which the step sees that the object is in force before it ends.
   *
   * @default - one of the scope's mailboxes, and up to three that are not in it
   */
  probes?: pulumi.Input<Probes>;
  /** How long the step waits for the object. @default - at most five minutes, and no longer than until it is in force */
  settle?: Omit<SettleArgs, "outside">;
  /**
   * Whether other policies and role assignments of the application are left alone, because somebody else scopes it too. Else they are an error
   * on create, and are removed when they are added later; those of another mailbox scope are an error then too.
   *
   * @default false
   */
  shared?: boolean;
  /** Takes over one that exists already, and keeps it on destroy. @default false */
  adopt?: boolean;
}

interface Probes {
  granted?: string[];
  denied?: string[];
}

/** The part of a manifest that these become. */
export function scopingSpec(probes: Probes, { settle, shared, adopt }: Omit<ScopingArgs, "probes">) {
  return {
    probes: { granted: probes.granted ?? [], denied: probes.denied ?? [] },
    ...(settle && { settle }),
    ...(shared && { shared: true }),
    ...(adopt && { adopt: true }),
  };
}
