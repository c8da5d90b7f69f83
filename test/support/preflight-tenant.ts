import type { Sandbox } from "@consentra/sandbox";
import { DEPLOYER_APP_ID, idFor } from "@consentra/sandbox/tenant";
import { directoryRoles, type DirectoryRole } from "consentra/preflight";

const principalId = idFor("Contoso", "service principal", "Consentra Deployer");

/** Takes rights from the deployer of the simulated tenant and gives others, behind the API's back. */
export function deployerRights(sandbox: Sandbox) {
  const tenant = sandbox.tenants.contoso;
  const find = (name: string) => {
    const found = [...tenant.servicePrincipals.values()].flatMap((resource) =>
      resource.appRoles.filter(({ value }) => value === name).map((appRole) => ({ resource, appRole })),
    )[0];
    if (!found) throw new Error(`the simulated tenant has no application permission ${name}`);
    return found;
  };
  return {
    clientId: DEPLOYER_APP_ID,
    /** Names of the application permissions that it has now. */
    permissions: (): string[] =>
      [...tenant.appRoleAssignments.values()]
        .filter((each) => each.principalId === principalId)
        .flatMap(({ resourceId, appRoleId }) =>
          (tenant.servicePrincipals.get(resourceId)?.appRoles ?? [])
            .filter(({ id }) => id === appRoleId)
            .map(({ value }) => value),
        ),
    revoke(name: string): void {
      const { resource, appRole } = find(name);
      for (const [id, each] of tenant.appRoleAssignments) {
        const same = each.resourceId === resource.id && each.appRoleId === appRole.id;
        if (each.principalId === principalId && same) tenant.appRoleAssignments.delete(id);
      }
    },
    grant(name: string): void {
      const { resource, appRole } = find(name);
      tenant.appRoleAssignments.set(`test-${name}`, {
        id: `test-${name}`,
        appRoleId: appRole.id,
        principalId,
        principalType: "ServicePrincipal",
        resourceId: resource.id,
        createdDateTime: "2026-01-01T00:00:00Z",
      });
    },
    revokeRole(name: DirectoryRole): void {
      tenant.directoryRoles = tenant.directoryRoles.filter(
        (each) => each.principalId !== principalId || each.roleTemplateId !== directoryRoles[name],
      );
    },
    grantRole(name: DirectoryRole): void {
      tenant.directoryRoles.push({ roleTemplateId: directoryRoles[name], displayName: name, principalId });
    },
    /** Leaves it without any right. */
    clear(): void {
      for (const [id, each] of tenant.appRoleAssignments)
        if (each.principalId === principalId) tenant.appRoleAssignments.delete(id);
      tenant.directoryRoles = tenant.directoryRoles.filter((each) => each.principalId !== principalId);
    },
  };
}
