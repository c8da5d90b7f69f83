import { PEOPLE_AI_APP_ID } from "@consentra/sandbox/tenant";
import { VendorApp, type VendorAppArgs } from "consentra";

/** What one of two stacks declares on the tenant. */
export interface Declaration {
  /** Name of the component. */
  name: string;
  args: VendorAppArgs;
}

export type Permissions = ("Mail.Read" | "Calendars.Read" | "User.Read.All")[];
export type Scope = NonNullable<VendorAppArgs["mailboxScope"]>;

export const adele = "adelev@contoso.com";
export const megan = "meganb@contoso.com";
export const patti = "pattif@contoso.com";
/** Was there before both stacks. */
export const existingGroup = "sales-mailboxes@contoso.com";

interface Given {
  clientId?: string;
  application?: Permissions;
  /** Whether the service principal is there already. */
  adopt?: boolean;
}

/** @param scope where it is absent, the application reaches no mailbox */
export function vendor(name: string, scope: Scope | undefined, given: Given = {}): Declaration {
  return {
    name,
    args: {
      vendor: "Vendor",
      clientId: given.clientId ?? PEOPLE_AI_APP_ID,
      permissions: { application: given.application ?? (scope ? ["Mail.Read"] : ["User.Read.All"]) },
      ...(scope && { mailboxScope: scope }),
      ...(given.adopt && { adopt: true }),
    },
  };
}

export const adopting = (name: string, scope: Scope | undefined, application?: Permissions): Declaration =>
  vendor(name, scope, { adopt: true, ...(application && { application }) });

export const allow = (...members: string[]): Scope => ({ allow: { members } });
export const except = (...members: string[]): Scope => ({ except: { members } });
export const rbac = (scope: Scope): Scope => ({ ...scope, mechanism: "rbac" });

/** Address of the group that a vendor's scope makes. */
export const groupOf = (name: string): string => `app-scope-${name}@contoso.com`;

export function declare({ name, args }: Declaration): void {
  new VendorApp(name, args);
}
