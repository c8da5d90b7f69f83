import type { GraphReader } from "consentra/graph-reader";

/** A resource that a preview would create. */
export interface PlannedResource {
  urn: string;
  type: string;
  inputs: Record<string, unknown>;
  parent?: string;
  provider?: string;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
  [key: string]: unknown;
}

/** One that is in the tenant already. */
export interface Unrecorded {
  planned: PlannedResource;
  /** As its provider calls it. */
  id: string;
  /** What it is, for people. */
  words: string;
}

type Reader = Pick<GraphReader, "list">;
type Finder = (planned: PlannedResource, graph: Reader) => Promise<Omit<Unrecorded, "planned"> | undefined>;

/** What cannot be made a second time because there is at most one of it; of anything else nobody could say whose it is. */
const finders: Record<string, Finder> = {
  "azuread:index/servicePrincipal:ServicePrincipal": async ({ inputs }, graph) => {
    const clientId = guidOf(inputs.clientId);
    if (clientId === undefined) return undefined;
    const [found] = await graph.list<{ id: string; displayName: string }>(
      `/servicePrincipals?$filter=${encodeURIComponent(`appId eq '${clientId}'`)}&$select=id,displayName`,
    );
    return (
      found && {
        id: `/servicePrincipals/${found.id}`,
        words: `the service principal ${found.displayName} (${found.id})`,
      }
    );
  },
  "azuread:index/appRoleAssignment:AppRoleAssignment": async ({ inputs }, graph) => {
    const [principal, resource, role] = [inputs.principalObjectId, inputs.resourceObjectId, inputs.appRoleId].map(
      guidOf,
    );
    if (principal === undefined || resource === undefined || role === undefined) return undefined;
    const assigned = await graph.list<{
      id: string;
      appRoleId: string;
      principalId: string;
      principalDisplayName: string;
    }>(`/servicePrincipals/${resource}/appRoleAssignedTo`);
    const found = assigned.find((each) => each.appRoleId === role && each.principalId === principal);
    return (
      found && {
        id: `/servicePrincipals/${resource}/appRoleAssignedTo/${found.id}`,
        words: `the assignment of app role ${role} to ${found.principalDisplayName} (${principal})`,
      }
    );
  },
  "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant": async (
    { inputs },
    graph,
  ) => {
    const [client, resource] = [inputs.servicePrincipalObjectId, inputs.resourceServicePrincipalObjectId].map(guidOf);
    if (client === undefined || resource === undefined) return undefined;
    const grants = await graph.list<{ id: string; clientId: string; resourceId: string; principalId: string | null }>(
      `/oauth2PermissionGrants?$filter=${encodeURIComponent(`clientId eq '${client}'`)}`,
    );
    const user = guidOf(inputs.userObjectId) ?? null;
    const found = grants.find(
      (each) => each.clientId === client && each.resourceId === resource && (each.principalId ?? null) === user,
    );
    return (
      found && { id: `/oauth2PermissionGrants/${found.id}`, words: `the delegated grant ${found.id} of ${client}` }
    );
  },
};

/** Of what a preview would create, what is in the tenant already. */
export async function findUnrecorded(planned: readonly PlannedResource[], graph: Reader): Promise<Unrecorded[]> {
  const found: Unrecorded[] = [];
  for (const each of planned) {
    const there = await finders[each.type]?.(each, graph);
    if (there) found.push({ planned: each, ...there });
  }
  return found;
}

/** Object IDs only: a value that a preview does not know yet is none, and none becomes part of a request's path. */
function guidOf(value: unknown): string | undefined {
  return typeof value === "string" && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
    ? value.toLowerCase()
    : undefined;
}
