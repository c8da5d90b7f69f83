import { filtered, guidOf, type Finder } from "./finder";

/** There is one service principal of an app. */
export const servicePrincipal: Finder = async ({ inputs }, graph) => {
  const clientId = guidOf(inputs.clientId);
  if (clientId === undefined) return [];
  const found = await graph.list<{ id: string; displayName: string }>(
    filtered("/servicePrincipals", `appId eq '${clientId}'`, "id,displayName"),
  );
  return found.slice(0, 1).map(({ id, displayName }) => ({
    id: `/servicePrincipals/${id}`,
    words: `the service principal ${displayName} (${id})`,
    fate: "take",
  }));
};

/** A principal has an app role once. */
export const appRoleAssignment: Finder = async ({ inputs }, graph) => {
  const [principal, resource, role] = [inputs.principalObjectId, inputs.resourceObjectId, inputs.appRoleId].map(guidOf);
  if (principal === undefined || resource === undefined || role === undefined) return [];
  const assigned = await graph.list<{
    id: string;
    appRoleId: string;
    principalId: string;
    principalDisplayName: string;
  }>(`/servicePrincipals/${resource}/appRoleAssignedTo`);
  return assigned
    .filter((each) => each.appRoleId === role && each.principalId === principal)
    .map(({ id, principalDisplayName }) => ({
      id: `/servicePrincipals/${resource}/appRoleAssignedTo/${id}`,
      words: `the assignment of app role ${role} to ${principalDisplayName} (${principal})`,
      fate: "take",
    }));
};

/** There is one grant of a client, an API and a principal. */
export const delegatedGrant: Finder = async ({ inputs }, graph) => {
  const [client, resource] = [inputs.servicePrincipalObjectId, inputs.resourceServicePrincipalObjectId].map(guidOf);
  if (client === undefined || resource === undefined) return [];
  const grants = await graph.list<{ id: string; clientId: string; resourceId: string; principalId: string | null }>(
    filtered("/oauth2PermissionGrants", `clientId eq '${client}'`),
  );
  const user = guidOf(inputs.userObjectId) ?? null;
  return grants
    .filter((each) => each.clientId === client && each.resourceId === resource && (each.principalId ?? null) === user)
    .map(({ id }) => ({
      id: `/oauth2PermissionGrants/${id}`,
      words: `the delegated grant ${id} of ${client}`,
      fate: "take",
    }));
};
