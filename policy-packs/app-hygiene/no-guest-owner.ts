import type { PolicyResource } from "@pulumi/policy";
import {
  definePolicy,
  frameworks,
  listOf,
  NOT_KNOWN,
  textOf,
  types,
  type Readable,
  type StackView,
} from "@consentra/policy-kit";
import { ledger, ownersUrl } from "./room";

interface Config {
  /** Object IDs of guests. */
  guests: string[];
}

const owning = new Set<string>([types.application, types.servicePrincipal, types.applicationOwner]);

/** An owner can add a credential and sign in as the app. */
export const noGuestOwner = definePolicy<Config>(ledger, {
  name: "no-guest-owner",
  displayName: "No guest owns an application",
  description: "Owners are members of the tenant: an owner can add a credential and act as the application.",
  level: "mandatory",
  severity: "high",
  framework: frameworks.applicationIdentities,
  url: ownersUrl,
  remediationSteps: "Name a member of the tenant as owner instead.",
  exceptions: "application",
  config: {
    guests: {
      type: "array",
      items: { type: "string", minLength: 36 },
      description: "Object IDs of guests, where the stack does not invite them itself.",
      default: [],
    },
  },
  resource: (args, verdict, { guests = [] }) => {
    if (!owning.has(args.type)) return "it has no owners";
    const known = new Set(guests.map((each) => each.toLowerCase()));
    const owners = ownersOf(args);
    if (owners === NOT_KNOWN || owners.includes(NOT_KNOWN))
      verdict.later(args, `whether a guest owns "${args.name}": who its owners are is not known`);
    for (const owner of owners === NOT_KNOWN ? [] : owners)
      if (typeof owner === "string" && known.has(owner.toLowerCase()))
        verdict.violation(args, refusal(args.name, owner));
  },
  stack: (stack, verdict) => {
    const guests = guestsOf(stack);
    if (guests.length === 0) return "the stack invites no guest";
    const ids = new Map(
      guests.flatMap(({ guest, property }) => {
        const id = textOf(guest.props, property);
        return typeof id === "string" ? [[id.toLowerCase(), guest] as const] : [];
      }),
    );
    const urns = new Set(guests.map(({ guest }) => guest.urn));
    for (const each of [...owning].flatMap((type) => stack.ofType(type))) {
      const owners = ownersOf(each);
      const depended = each.propertyDependencies[propertyOf(each.type)] ?? [];
      const guest =
        depended.find(({ urn }) => urns.has(urn)) ??
        (owners === NOT_KNOWN ? [] : owners)
          .map((id) => (typeof id === "string" ? ids.get(id.toLowerCase()) : undefined))
          .find(Boolean);
      if (guest) verdict.violation(each, refusal(each.name, `"${guest.name}"`));
    }
  },
});

function refusal(name: string, guest: string): string {
  return `"${name}" is owned by the guest ${guest}, who can add a credential to it and act as the application. Name a member of the tenant instead.`;
}

function propertyOf(type: string): string {
  return type === types.applicationOwner ? "ownerObjectId" : "owners";
}

function ownersOf({ type, props }: { type: string; props: Record<string, unknown> }): Readable<Readable<unknown>[]> {
  return type === types.applicationOwner ? [textOf(props, "ownerObjectId")] : listOf(props, "owners");
}

/** Guests that the stack itself makes, with the property that holds their object ID. */
function guestsOf(stack: StackView): { guest: PolicyResource; property: string }[] {
  const users = stack.ofType(types.user).filter(({ props }) => {
    const name = textOf(props, "userPrincipalName");
    return textOf(props, "userType") === "Guest" || (typeof name === "string" && /#EXT#/i.test(name));
  });
  return [
    ...stack.ofType(types.invitation).map((guest) => ({ guest, property: "userId" })),
    ...users.map((guest) => ({ guest, property: "objectId" })),
  ];
}
