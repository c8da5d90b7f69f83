import type { HandOff } from "consentra/handoff";

/** One thing that was checked. */
export interface Finding {
  check: string;
  expected: string;
  found: string;
  ok: boolean;
  /** What to do about a difference. */
  remedy?: string;
}

/** What came of reading one collection of one mailbox. */
export interface ReadResult {
  mailbox: string;
  collection: string;
  status: number;
  items: number;
  code?: string;
}

const delay =
  "a change of an access policy can take an hour, sometimes longer, until Graph enforces it; check again then";

/** Compares the application permissions in the token with those that the stack declares. */
export function comparePermissions(handOff: HandOff, roles: readonly string[], api = "Microsoft Graph"): Finding[] {
  // What roles of Exchange give is never in the token.
  const byRole = handOff.mailboxScope?.permissionsByRole ?? [];
  const declared = handOff.permissions
    .filter((each) => each.kind === "application" && each.api === api && !byRole.includes(each.name))
    .map((each) => each.name);
  const missing = declared.filter((name) => !roles.includes(name)).sort();
  const surplus = roles.filter((name) => !declared.includes(name)).sort();
  const show = (names: readonly string[]) => [...names].sort().join(", ") || "none";
  const remedies = [
    missing.length > 0 &&
      `not in the token: ${missing.join(", ")}; ${handOff.consent === "request" ? `an administrator has to consent at ${handOff.adminConsentUrl}` : "run `pulumi up`; a new grant takes minutes to reach tokens"}`,
    surplus.length > 0 &&
      `granted but not declared: ${surplus.join(", ")}; somebody consented beside the stack: declare them or remove the grants in the Entra admin center`,
  ].filter((each) => typeof each === "string");
  return [
    {
      check: "application permissions",
      expected: show(declared),
      found: show(roles),
      ok: remedies.length === 0,
      ...(remedies.length > 0 && { remedy: remedies.join("; ") }),
    },
  ];
}

/** Which collections of a mailbox the declared permissions open. */
export function collectionsOf(handOff: HandOff): string[] {
  const names = handOff.permissions.filter((each) => each.kind === "application").map((each) => each.name);
  const families: [RegExp, string][] = [
    [/^Mail\.Read/, "messages"],
    [/^Calendars\.Read/, "events"],
    [/^Contacts\.Read/, "contacts"],
  ];
  return families.filter(([family]) => names.some((name) => family.test(name))).map(([, collection]) => collection);
}

/** Judges a read of a mailbox that the app has to reach. */
export function judgeInside(read: ReadResult): Finding {
  const ok = read.status === 200;
  return {
    check: `${read.mailbox} ${read.collection} (inside)`,
    expected: "readable",
    found: ok ? `${read.items} items` : describe(read),
    ok,
    ...(!ok && {
      remedy:
        read.code === "MailboxNotEnabledForRESTAPI"
          ? "the user has no mailbox: check the licence"
          : `the app is kept out of a mailbox of its scope: ${delay}`,
    }),
  };
}

/** Judges a read of a mailbox that the app must not reach. */
export function judgeOutside(read: ReadResult): Finding {
  const ok = read.status === 403;
  return {
    check: `${read.mailbox} ${read.collection} (outside)`,
    expected: "refused",
    found: read.status === 200 ? `${read.items} items` : describe(read),
    ok,
    ...(!ok && {
      remedy:
        read.status === 200
          ? `the app reads a mailbox outside its scope: withdraw the consent first, then find out why; ${delay}`
          : "the mailbox could not be tested: name another one with --outside",
    }),
  };
}

function describe(read: ReadResult): string {
  return `${read.status}${read.code ? ` ${read.code}` : ""}`;
}
