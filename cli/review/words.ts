import type { Principal, ReviewedCredential, ReviewedPermission, Scope } from "./model";

/** `a`, `a and b`, `a, b and c`; beyond the limit how many more there are. */
export function listed(values: readonly string[], most = 6): string {
  const shown = values.slice(0, most);
  const all = values.length > most ? [...shown, `${values.length - most} more`] : shown;
  const [last = "", ...others] = [...all].reverse();
  return others.length > 0 ? `${others.reverse().join(", ")} and ${last}` : last;
}

/** `1 mailbox`, `3 mailboxes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Which mailboxes, as the end of "it reaches". */
export function scopeWords(scope: Omit<Scope, "change" | "widens">): string {
  const { mode, group, administrativeUnit, filter, mailboxes, reason } = scope;
  if (mode === "everyone") return `every mailbox, because: ${reason ?? "no reason is given"}`;
  if (mode === "unconfined") return "every mailbox, as nothing in this stack confines it";
  if (mode === "notKnown") return "mailboxes that are not known in a preview";
  const which = mode === "allow" ? "" : "every mailbox but ";
  if (administrativeUnit !== undefined) return `${which}the mailboxes of the administrative unit ${administrativeUnit}`;
  if (filter !== undefined) return `${which}the mailboxes that the filter ${filter} finds`;
  const by = group === undefined ? "" : ` (group ${group})`;
  if (mailboxes) return `${which}${counted(mailboxes.length, "mailbox", "mailboxes")}: ${listed(mailboxes)}${by}`;
  return group === undefined ? "mailboxes that are not known in a preview" : `${which}the members of ${group}`;
}

export function mechanismWords({ mechanism }: Pick<Scope, "mechanism">): string {
  if (mechanism === "accessPolicy") return "an access policy";
  return mechanism === "rbac" ? "roles of Exchange" : "nothing";
}

/** For whom a delegated permission counts; empty for an application permission. */
export function forWhom({ kind, users, given }: Pick<ReviewedPermission, "kind" | "users" | "given">): string {
  if (kind === "application" || given === "asked") return "";
  return users ? ` for ${listed(users)}` : " for all users";
}

export function whoConsents(consent: string): string {
  if (consent === "users") return "each user consents";
  return consent === "request" ? "an administrator consents" : "this stack does not consent to it";
}

export function permissionGained(each: ReviewedPermission, consent: string): string {
  const what = `the ${each.kind} permission ${each.name}`;
  if (each.given === "role") return `It gets ${each.name} by a role of Exchange (${each.risk}): ${each.reason}`;
  if (each.given === "asked") return `It asks for ${what} (${each.risk}), ${whoConsents(consent)}: ${each.reason}`;
  return `It gets ${what}${forWhom(each)} (${each.risk}): ${each.reason}`;
}

export function permissionLost(each: ReviewedPermission): string {
  if (each.given === "role") return `It loses ${each.name}, which a role of Exchange gave: ${each.reason}`;
  const what = `the ${each.kind} permission ${each.name}${forWhom(each)}`;
  return each.given === "asked" ? `It does not ask for ${what} any more.` : `It loses ${what}: ${each.reason}`;
}

export function principalWords({ kind, name }: Pick<Principal, "kind" | "name">): string {
  return kind === "group" ? `the direct members of the group ${name}` : name;
}

export function credentialWords({ kind, name, until }: Omit<ReviewedCredential, "change">): string {
  const what = { certificate: "the certificate", secret: "the client secret", federated: "the federated identity" }[
    kind
  ];
  return `${what} ${name}${until === undefined ? "" : `, until ${until}`}`;
}
