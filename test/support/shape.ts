import type { Sandbox } from "@consentra/sandbox";

/**
 * What a stack made in Contoso, by names instead of the ids that differ from run to run: to compare the tenants of two runs.
 */
export function shapeOf(sandbox: Sandbox) {
  const { contoso } = sandbox.tenants;
  const nameOf = (id: string): string =>
    contoso.users.get(id)?.userPrincipalName ??
    contoso.groups.get(id)?.mail ??
    contoso.groups.get(id)?.displayName ??
    contoso.servicePrincipals.get(id)?.appId ??
    id;
  return {
    applications: [...contoso.applications.values()].map((each) => each.displayName).sort(),
    servicePrincipals: [...contoso.servicePrincipals.values()]
      .map(
        (each) =>
          `${each.appId} assignment ${each.appRoleAssignmentRequired} owners ${[...each.owners].map(nameOf).sort().join()}`,
      )
      .sort(),
    appRoleAssignments: [...contoso.appRoleAssignments.values()]
      .map((each) => `${nameOf(each.principalId)} ${each.appRoleId} ${nameOf(each.resourceId)}`)
      .sort(),
    grants: [...contoso.oauth2PermissionGrants.values()]
      .map((each) => `${nameOf(each.clientId)} ${each.consentType} ${nameOf(each.principalId ?? "")} ${each.scope}`)
      .sort(),
    groups: [...contoso.groups.values()]
      .map((each) => `${each.mail ?? each.displayName}: ${[...each.members].map(nameOf).sort().join()}`)
      .sort(),
    policies: [...contoso.exchange.accessPolicies.values()]
      // Which stack manages a policy follows its description.
      .map(
        ({ appId, accessRight, scopeId, description }) =>
          `${appId} ${accessRight} ${nameOf(scopeId)} ${description.replace(/ \[[^\]]+\]$/, "")}`,
      )
      .sort(),
  };
}
