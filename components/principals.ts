import type { Directory } from "./directory";
import type { Faults } from "./faults";

/** Users and groups by the names that somebody gave them. */
export interface Principals {
  users?: string[];
  groups?: string[];
}

/** Notes empty and repeated names. */
export function checkNames(values: readonly string[] | undefined, path: string, faults: Faults): void {
  const seen = new Set<string>();
  for (const [index, value] of (values ?? []).entries()) {
    const key = value.trim().toLowerCase();
    if (key === "")
      faults.add(`${path}[${index}]`, value, "a name, an address or an object ID", "remove the empty entry");
    else if (seen.has(key)) faults.add(`${path}[${index}]`, value, "each entry once", "remove one");
    seen.add(key);
  }
}

/** Notes what only the directory tells: two names of one user or group, and groups that Entra does not assign to apps. */
export function checkFoundPrincipals(args: Principals, prefix: string, found: Directory, faults: Faults): void {
  checkDistinct(args.users, `${prefix}users`, (value) => found.users[value]?.id, faults);
  checkDistinct(args.groups, `${prefix}groups`, (value) => found.groups[value]?.id, faults);
  for (const [index, value] of (args.groups ?? []).entries()) {
    if (found.groups[value]?.securityEnabled !== false) continue;
    faults.add(
      `${prefix}groups[${index}]`,
      value,
      "a group that is enabled for security",
      "Entra assigns no other groups to apps; use a security group, or enable this one for security",
    );
  }
}

/** Notes two names of one and the same object. */
export function checkDistinct(
  values: readonly string[] | undefined,
  path: string,
  idOf: (value: string) => string | undefined,
  faults: Faults,
): void {
  const seen = new Map<string, number>();
  for (const [index, value] of (values ?? []).entries()) {
    const id = idOf(value);
    if (id === undefined) continue;
    const first = seen.get(id);
    if (first === undefined) seen.set(id, index);
    else faults.add(`${path}[${index}]`, value, "each entry once", `it is the same as ${path}[${first}]; remove one`);
  }
}

/** The look-up of users and groups, each with the path that a fault is told with. */
export function principalRequest(args: Principals, prefix: string) {
  return {
    users: (args.users ?? []).map((value, index) => ({ path: `${prefix}users[${index}]`, value })),
    groups: (args.groups ?? []).map((value, index) => ({ path: `${prefix}groups[${index}]`, value })),
  };
}
