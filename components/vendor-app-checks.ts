import * as pulumi from "@pulumi/pulumi";
import { checkCredentials } from "./app-credential";
import { checkRegistration } from "./app-registration";
import type { Directory, DirectoryRequest } from "./directory";
import { checkScopeChoice, isGivenByRole, scopeMode, scopeRequest } from "./exchange/scope-choice";
import { noteSameRoles, noteWithoutRole } from "./exchange/scope-names";
import { Faults } from "./faults";
import { apis, isFilteredByAccessPolicy, reachesMailboxes, type ApiName, type Permission } from "./graph";
import { checkedClientId } from "./guid";
import { checkOperations } from "./operation-args";
import { checkDistinct, checkFoundPrincipals, checkNames, principalRequest } from "./principals";
import type { VendorAppArgs, VendorMailboxScopeArgs } from "./vendor-app-args";
import { preflightActions } from "./vendor-app-preflight";

/**
 * Notes everything that is wrong with the arguments and can be seen without the tenant.
 *
 * @returns the app's client ID, which is checked as soon as it is known; empty where there is none, which is a fault
 */
export function checkArgs(
  subject: string,
  args: VendorAppArgs,
  permissions: readonly Permission[],
  faults: Faults,
): pulumi.Output<string> {
  if (args.vendor.trim() === "") faults.add("vendor", args.vendor, "the vendor's name", "name it");
  const clientId = checkWhichApp(subject, args, faults);
  checkOperations(args.operations, "operations", faults);
  checkConsent(args, permissions, faults);
  checkNames(args.consentUsers, "consentUsers", faults);
  checkManagedBy(args, faults);
  checkNames(args.owners, "owners", faults);
  checkNames(args.assignment?.users, "assignment.users", faults);
  checkNames(args.assignment?.groups, "assignment.groups", faults);
  checkMailboxScope(args.mailboxScope, permissions.filter(reachesMailboxes), faults);
  checkThatNobodyConsentsBeside(args, permissions, faults);
  return clientId;
}

function checkWhichApp(
  subject: string,
  { clientId, registration, adopt }: VendorAppArgs,
  faults: Faults,
): pulumi.Output<string> {
  const expected = "exactly one of clientId and registration";
  if (registration) {
    if (clientId !== undefined) faults.add("registration", "both", expected, "remove one");
    if (adopt)
      faults.add("adopt", true, "nothing beside a registration that is made here", "its principal is new; remove it");
    checkRegistration(registration, "registration.", faults);
    if (registration.credential) checkCredentials(registration.credential, "registration.credential.", faults);
    return pulumi.output("");
  }
  if (clientId !== undefined) return checkedClientId(subject, "clientId", clientId, faults);
  faults.add("clientId", undefined, expected, "take the application (client) ID from the vendor's guide");
  return pulumi.output("");
}

function checkConsent(
  { consent, consentUsers, redirectUri }: VendorAppArgs,
  permissions: readonly Permission[],
  faults: Faults,
): void {
  // A value from a stack's configuration is whatever somebody wrote there.
  if (consent !== undefined && !["grant", "request", "users"].includes(consent)) {
    faults.add(
      "consent",
      consent,
      "grant, request or users",
      "choose whether the stack consents, an administrator does, or each user",
    );
  }
  if (consentUsers !== undefined && consent !== undefined && consent !== "grant") {
    faults.add(
      "consentUsers",
      consentUsers,
      `nothing beside consent: ${consent}`,
      "the stack consents for these users itself; choose one of both ways",
    );
  }
  const application = permissions.filter((each) => each.kind === "application").map((each) => each.name);
  if (consent === "users" && application.length > 0) {
    faults.add(
      "consent",
      "users",
      "grant or request",
      `users cannot consent to application permissions (${application.join(", ")})`,
    );
  }
  if (redirectUri !== undefined && !URL.canParse(redirectUri)) {
    faults.add("redirectUri", redirectUri, "an absolute address", "use one of the app's own redirect URIs");
  }
}

function checkManagedBy({ assignment, owners }: VendorAppArgs, faults: Faults): void {
  const managedBy = assignment?.managedBy;
  if (managedBy !== undefined && !["stack", "owners"].includes(managedBy))
    faults.add("assignment.managedBy", managedBy, "stack or owners", "choose who keeps the list");
  if (managedBy === "owners" && (owners ?? []).length === 0)
    faults.add("owners", owners, "at least one owner", "somebody has to keep the list of users: name them");
}

function checkMailboxScope(
  scope: VendorMailboxScopeArgs | undefined,
  reaching: readonly Permission[],
  faults: Faults,
): void {
  if (scope) {
    checkScopeChoice(scope, "mailboxScope", faults);
    checkThatAGroupIsMade(scope, faults);
    if (scope.mechanism === "rbac") checkThatRolesExist(reaching, faults);
    else checkThatThePolicyFilters(scope, reaching, faults);
  } else if (reaching.length > 0) {
    faults.add(
      "mailboxScope",
      undefined,
      `a scope, because ${reaching.map((each) => each.name).join(", ")} would reach every mailbox`,
      "name the mailboxes with `allow`, or, if it has to be all of them, say so with `everyone: { reason }`",
    );
  }
}

/** By Microsoft's consent page an administrator grants everything that a vendor's app asks for: the permissions that roles give as well. */
function checkThatNobodyConsentsBeside(
  { clientId, consent, mailboxScope }: VendorAppArgs,
  permissions: readonly Permission[],
  faults: Faults,
): void {
  if (clientId === undefined || consent !== "request") return;
  const byRole = permissions.filter((each) => isGivenByRole(each, mailboxScope)).map((each) => each.name);
  if (byRole.length === 0) return;
  faults.add(
    "consent",
    consent,
    "grant, with `mechanism: rbac`",
    `an administrator who consents grants everything that the vendor's app asks for, with it ${byRole.join(", ")} for every mailbox, whatever the ` +
      "roles' scope is; let the stack consent to the rest, or use `mechanism: accessPolicy`",
  );
}

/** What is said of the group that is made is an error where none is made, instead of being passed over in silence. */
function checkThatAGroupIsMade(scope: VendorMailboxScopeArgs, faults: Faults): void {
  if (scope.allow?.members ?? scope.except?.members) return;
  for (const key of ["groupAddress", "managedBy"] as const) {
    if (scope[key] === undefined) continue;
    faults.add(
      `mailboxScope.${key}`,
      scope[key],
      "nothing, because no group is made",
      "remove it, or name the mailboxes with `members`",
    );
  }
}

/** An access policy filters some mailbox permissions only; one that it does not filter would reach every mailbox beside it. */
function checkThatThePolicyFilters(
  scope: VendorMailboxScopeArgs,
  reaching: readonly Permission[],
  faults: Faults,
): void {
  if (scopeMode(scope) === "everyone") return;
  const unfiltered = reaching.filter((each) => !isFilteredByAccessPolicy(each)).map((each) => each.name);
  if (unfiltered.length === 0) return;
  faults.add(
    "mailboxScope",
    unfiltered.join(", "),
    "permissions that an application access policy filters",
    "Exchange does not apply the policy to these, so they would reach every mailbox; use a permission that it filters, such as Mail.Read or Calendars.Read",
  );
}

/** RBAC for Applications has roles for most mailbox permissions. */
function checkThatRolesExist(reaching: readonly Permission[], faults: Faults): void {
  if (reaching.length === 0) {
    faults.add(
      "mailboxScope.mechanism",
      "rbac",
      "an application permission that reaches mailboxes",
      "roles are made of permissions such as Mail.Read; name one, or remove the scope",
    );
  }
  noteSameRoles(reaching, "mailboxScope.mechanism", faults);
  noteWithoutRole(reaching, "mailboxScope.mechanism", faults);
}

/** Everything that is to be known of the tenant, with the property path of each name for the faults. */
export function directoryRequest(
  args: VendorAppArgs,
  permissions: readonly Permission[],
  prefix = "",
): DirectoryRequest {
  const { users, groups } = principalRequest(args.assignment ?? {}, `${prefix}assignment.`);
  const named = (key: "owners" | "consentUsers") =>
    (args[key] ?? []).map((value, index) => ({ path: `${prefix}${key}[${index}]`, value }));
  const scope = args.mailboxScope ? scopeRequest(args.mailboxScope, `${prefix}mailboxScope`) : {};
  return {
    users: [...users, ...named("owners"), ...named("consentUsers")],
    groups,
    ...scope,
    servicePrincipals: [...new Set(permissions.map((each) => each.api))].map((api) => ({
      path: `${prefix}permissions`,
      appId: apis[api].clientId,
    })),
    defaultDomain: args.mailboxScope !== undefined,
    preflight: preflightActions(args, permissions, prefix),
  };
}

/**
 * Checks what only the directory tells.
 *
 * @returns the directory
 * @throws pulumi.InputPropertiesError with every fault
 */
export function checkFound(
  subject: string,
  args: VendorAppArgs,
  permissions: readonly Permission[],
  found: Directory,
): Directory {
  const faults = new Faults();
  noteFound(args, permissions, "", found, faults);
  faults.throwIfAny(subject);
  return found;
}

/** Notes what only the directory tells. @param prefix of property paths */
export function noteFound(
  args: VendorAppArgs,
  permissions: readonly Permission[],
  prefix: string,
  found: Directory,
  faults: Faults,
): void {
  checkFoundPrincipals(args.assignment ?? {}, `${prefix}assignment.`, found, faults);
  checkDistinct(args.owners, `${prefix}owners`, (value) => found.users[value]?.id, faults);
  checkDistinct(args.consentUsers, `${prefix}consentUsers`, (value) => found.users[value]?.id, faults);
  for (const [index, value] of (args.owners ?? []).entries()) {
    if (found.users[value]?.userType !== "Guest") continue;
    faults.add(
      `${prefix}owners[${index}]`,
      value,
      "a member of the tenant",
      "a guest's account belongs to another organisation, and an owner decides who gets in; name a member",
    );
  }
  for (const kind of ["allow", "except"] as const) {
    const members = args.mailboxScope?.[kind]?.members;
    checkDistinct(members, `${prefix}mailboxScope.${kind}.members`, (value) => found.mailboxes[value]?.id, faults);
  }
  checkApis(permissions, prefix, found, faults);
}

function checkApis(permissions: readonly Permission[], prefix: string, found: Directory, faults: Faults): void {
  for (const api of new Set<ApiName>(permissions.map((each) => each.api))) {
    if (found.servicePrincipals[apis[api].clientId]) continue;
    faults.add(
      `${prefix}permissions`,
      api,
      "an API that the tenant has",
      "the tenant has no service principal of it: is it licensed?",
    );
  }
}

/** Object IDs of the APIs' service principals, by API name. */
export function apiIds(
  directory: pulumi.Output<Directory>,
  permissions: readonly Permission[],
): pulumi.Output<Record<string, string>> {
  return directory.apply((found) => {
    const ids: Record<string, string> = {};
    for (const { api } of permissions) {
      const principal = found.servicePrincipals[apis[api].clientId];
      if (principal) ids[api] = principal.id;
    }
    return ids;
  });
}
