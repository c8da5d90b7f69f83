import { succeeded, type GraphStepContext } from "./context";
import type { PermissionClassificationSpec } from "./manifest";

/** A classification that the stack made; others are left alone. */
export interface MadeClassification {
  servicePrincipalId: string;
  id: string;
  permissionId: string;
}

/** What is kept in the stack's state. */
export interface PermissionClassificationState {
  made: MadeClassification[];
}

interface Classification {
  id: string;
  permissionId: string;
  classification: string;
}

/** Classifies what is not classified yet, and takes back what the stack classified before and does not list any more. */
export async function classifyPermissions(
  context: GraphStepContext,
  spec: PermissionClassificationSpec,
  previous: PermissionClassificationState = { made: [] },
): Promise<PermissionClassificationState> {
  const made: MadeClassification[] = [];
  for (const apiClientId of new Set(spec.permissions.map((each) => each.apiClientId))) {
    const servicePrincipalId = await principalOf(context, apiClientId);
    const existing = await list(context, servicePrincipalId);
    for (const wanted of spec.permissions.filter((each) => each.apiClientId === apiClientId)) {
      const found = existing.find((each) => each.permissionId === wanted.id);
      if (found) {
        if (found.classification !== spec.classification) {
          throw new Error(
            `${wanted.name} is classified as ${found.classification} already, expected ${spec.classification}: change it in the Entra admin ` +
              "center, or leave it out here",
          );
        }
        if (previous.made.some((each) => each.id === found.id))
          made.push({ servicePrincipalId, id: found.id, permissionId: wanted.id });
        continue;
      }
      const id = await add(context, servicePrincipalId, wanted, spec.classification);
      made.push({ servicePrincipalId, id, permissionId: wanted.id });
    }
  }
  await remove(
    context,
    previous.made.filter(({ id }) => !made.some((each) => each.id === id)),
  );
  return { made };
}

export function declassifyPermissions(
  context: GraphStepContext,
  previous: PermissionClassificationState,
): Promise<void> {
  return remove(context, previous.made);
}

async function principalOf({ graph }: GraphStepContext, appId: string): Promise<string> {
  const filter = encodeURIComponent(`appId eq '${appId}'`);
  const [principal] = await graph.list<{ id: string }>(`/servicePrincipals?$filter=${filter}&$select=id`);
  if (principal) return principal.id;
  throw new Error(`the tenant has no service principal of the API ${appId}`);
}

function list({ graph }: GraphStepContext, servicePrincipalId: string): Promise<Classification[]> {
  return graph.list<Classification>(`/servicePrincipals/${servicePrincipalId}/delegatedPermissionClassifications`);
}

async function add(
  context: GraphStepContext,
  servicePrincipalId: string,
  { id: permissionId, name }: PermissionClassificationSpec["permissions"][number],
  classification: string,
): Promise<string> {
  const path = `/servicePrincipals/${servicePrincipalId}/delegatedPermissionClassifications`;
  const answer = await context.graph.ask("POST", path, { permissionId, permissionName: name, classification });
  if (answer.status < 400) return String(answer.body.id);
  // The request may have been done although its answer was an error.
  const found = (await list(context, servicePrincipalId)).find((each) => each.permissionId === permissionId);
  if (found) return found.id;
  return String(succeeded(`classifying ${name}`, answer).id);
}

async function remove({ graph }: GraphStepContext, made: readonly MadeClassification[]): Promise<void> {
  for (const { servicePrincipalId, id } of made) {
    const path = `/servicePrincipals/${servicePrincipalId}/delegatedPermissionClassifications/${id}`;
    const answer = await graph.ask("DELETE", path);
    if (answer.status !== 404) succeeded("taking a classification back", answer);
  }
}
