import type { Caller } from "../context";
import { directoryRoles } from "../well-known";

const readRoles = ["View-Only Recipients", "View-Only Configuration"];
const administratorRoles = [
  ...readRoles,
  "Distribution Groups",
  "Mail Recipients",
  "Organization Configuration",
  "Role Management",
  "Security Group Creation and Membership",
];

/** The management roles that a caller has by its Entra roles. */
export function allowedRoles(caller: Caller): ReadonlySet<string> {
  const principalId = caller.user?.id ?? caller.servicePrincipal?.id;
  const held = caller.tenant.directoryRoles
    .filter((each) => each.principalId === principalId)
    .map((each) => each.roleTemplateId);
  if (held.includes(directoryRoles.exchangeAdministrator) || held.includes(directoryRoles.globalAdministrator)) {
    return new Set(administratorRoles);
  }
  return new Set(held.includes(directoryRoles.globalReader) ? readRoles : []);
}
