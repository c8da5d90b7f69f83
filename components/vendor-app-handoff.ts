import * as pulumi from "@pulumi/pulumi";
import { cloudEndpoints } from "./clouds";
import { adminConsentUrl } from "./consent-url";
import type { Directory } from "./directory";
import { isGivenByRole, scopeMode } from "./exchange/scope-choice";
import type { Permission } from "./graph";
import type { HandOff } from "./handoff";
import type { VendorApp } from "./vendor-app";
import type { VendorAppArgs, VendorMailboxScopeArgs } from "./vendor-app-args";

/** Where an administrator consents to what a vendor's app asks for. */
export function consentUrl(
  args: VendorAppArgs,
  permissions: readonly Permission[],
  tenantId: string,
  clientId: string,
): string {
  const { login, graphResource } = cloudEndpoints(process.env);
  const redirectUri = args.redirectUri ?? args.registration?.redirectUris?.web?.[0];
  return adminConsentUrl({
    login,
    graphResource,
    tenantId,
    clientId,
    permissions,
    redirectUri,
    state: args.consentState,
  });
}

/** What the vendor and `consentra check` are told. */
export function handOffOf(
  args: VendorAppArgs,
  permissions: readonly Permission[],
  directory: pulumi.Output<Directory>,
  { clientId, servicePrincipalId, adminConsentUrl: url, nodes }: VendorApp,
): pulumi.Output<HandOff> {
  return pulumi
    .all([
      directory,
      clientId,
      servicePrincipalId,
      url,
      nodes.mailboxScope?.group,
      nodes.credential?.certificates,
      nodes.credential?.expires,
      nodes.assignments.addresses,
    ])
    .apply(([found, id, principal, consentAt, group, certificates, expires, addresses]): HandOff => ({
      consentra: "handoff/1",
      vendor: args.vendor,
      tenantId: found.tenantId,
      clientId: id,
      servicePrincipalId: principal,
      adminConsentUrl: consentAt,
      adminCenterUrl: adminCenterUrl(args, id, principal),
      consent: args.consent ?? "grant",
      permissions: permissions.map((each) => ({ api: each.api, kind: each.kind, name: each.name, id: each.id })),
      ...(args.mailboxScope && { mailboxScope: describeScope(args.mailboxScope, permissions, found, group) }),
      assignmentRequired: args.assignment?.required ?? true,
      assignment: { managedBy: args.assignment?.managedBy ?? "stack", ...addresses },
      ...(certificates && { certificates }),
      ...(expires !== undefined && { credentialExpires: expires }),
      nextSteps: args.nextSteps ?? [],
    }));
}

/** The page of the Entra admin center where the app's permissions are seen. */
function adminCenterUrl(args: VendorAppArgs, clientId: string, servicePrincipalId: string): string {
  const { adminCenter } = cloudEndpoints(process.env);
  return args.registration
    ? `${adminCenter}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/${clientId}`
    : `${adminCenter}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Permissions/objectId/${servicePrincipalId}/appId/${clientId}`;
}

function describeScope(
  scope: VendorMailboxScopeArgs,
  permissions: readonly Permission[],
  directory: Directory,
  group: string | undefined,
): NonNullable<HandOff["mailboxScope"]> {
  const { members = [], administrativeUnit, filter } = scope.allow ?? scope.except ?? {};
  const byRole = permissions.filter((each) => isGivenByRole(each, scope)).map((each) => each.name);
  return {
    mechanism: scope.mechanism ?? "accessPolicy",
    mode: scopeMode(scope),
    ...(group !== undefined && { group }),
    ...(administrativeUnit !== undefined && { administrativeUnit }),
    ...(filter !== undefined && { filter }),
    mailboxes: members.map((each) => directory.mailboxes[each]?.primarySmtpAddress ?? each).sort(),
    ...(scope.everyone && { reason: scope.everyone.reason }),
    ...(byRole.length > 0 && { permissionsByRole: byRole }),
  };
}
