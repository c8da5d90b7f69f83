import { scopedRoles } from "./exchange/scope-names";
import { isGivenByRole, scopeMode } from "./exchange/scope-choice";
import { apis, type Permission } from "./graph";
import type { PreflightAction, PreflightActionName } from "./preflight/actions";
import type { VendorAppArgs } from "./vendor-app-args";

/** What making a vendor app does in the tenant, each with the argument that asks for it: the deployer's rights are compared with it first. */
export function preflightActions(
  args: VendorAppArgs,
  permissions: readonly Permission[],
  prefix: string,
): PreflightAction[] {
  const actions: PreflightAction[] = [];
  const needs = (action: PreflightActionName, path: string, api?: string) =>
    actions.push({ action, path: `${prefix}${path}`, ...(api !== undefined && { api }) });
  if (args.registration) {
    needs("createApplication", "registration");
    needs("createOwnServicePrincipal", "registration");
    if (args.registration.purge) needs("purgeApplication", "registration.purge");
  } else {
    needs("createServicePrincipal", "clientId");
  }
  if (args.owners) needs("setOwners", "owners");
  const { users = [], groups = [] } = args.assignment ?? {};
  if (users.length > 0 || args.owners || args.consentUsers)
    needs("readUsers", users.length > 0 ? "assignment.users" : "owners");
  if (groups.length > 0) needs("readGroups", "assignment.groups");
  if (users.length + groups.length > 0) needs("assignUsers", "assignment");
  if (args.mailboxScope) {
    const choice = args.mailboxScope.allow ?? args.mailboxScope.except;
    if (scopeMode(args.mailboxScope) !== "everyone") {
      needs("readDomains", "mailboxScope");
      needs("readRecipients", "mailboxScope");
      if (args.mailboxScope.mechanism === "rbac") {
        const roles = scopedRoles(permissions).map(({ role }) => role);
        actions.push({ action: "manageRbacScope", path: `${prefix}mailboxScope`, roles });
      } else {
        needs("manageAccessPolicy", "mailboxScope");
      }
    }
    if (choice?.members) needs("manageExchangeGroup", "mailboxScope");
  }
  if (args.permissions && (args.consent ?? "grant") === "grant") {
    const consented = permissions.filter((each) => !isGivenByRole(each, args.mailboxScope));
    for (const api of new Set(consented.filter((each) => each.kind === "application").map((each) => each.api)))
      needs("grantApplicationPermission", "permissions", apis[api].clientId);
    if (permissions.some((each) => each.kind === "delegated")) needs("grantDelegatedPermission", "permissions");
  }
  return actions;
}
