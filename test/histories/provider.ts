import type { Declared } from "./declared";
import { principalPlaceholder } from "./declared";
import { parseManifest, runExchangeStep } from "./rooms";
import { appId, type HistoryTenant } from "./tenant";

/** What is kept of a resource in the state. */
export interface Kept {
  id: string;
  /** What a command printed. */
  printed?: unknown;
}

type Action = "create" | "update" | "delete";

/** Carries out one step of one resource, as its provider would. */
export async function perform(
  tenant: HistoryTenant,
  { name, type, inputs, retainOnDelete }: Declared,
  action: Action,
  previous: Kept | undefined,
  principalId: string,
): Promise<Kept> {
  if (action === "delete" && retainOnDelete) return { id: "" };
  if (type === "command:local:Command") {
    const manifest = parseManifest(String(inputs.stdin));
    const printed = await runExchangeStep(tenant.context(), manifest, action, () => previous?.printed);
    // What is printed passes through text.
    return { id: name, printed: JSON.parse(JSON.stringify(printed)) as unknown };
  }
  const { graph } = tenant.context();
  if (action === "delete") {
    const { status } = await graph.ask("DELETE", previous?.id ?? "");
    if (status >= 400 && status !== 404) throw new Error(`DELETE ${previous?.id} answered ${status}`);
    return { id: "" };
  }
  // Of these, no input changes without making another object of it.
  if (action === "update") return { id: previous?.id ?? "" };
  const existing = inputs.useExisting === true && (await existingPrincipal(tenant, String(inputs.clientId)));
  if (existing) return existing;
  const { path, body } = creation({ name, type, inputs, principalId });
  const { status, body: made } = await graph.ask("POST", path, body);
  if (status >= 400) throw new Error(`POST ${path} answered ${status}: ${JSON.stringify(made)}`);
  if (typeof made.id !== "string") throw new Error(`POST ${path} was answered without an ID`);
  return { id: `${path}/${made.id}` };
}

/** What azuread takes over with `useExisting`. */
async function existingPrincipal(tenant: HistoryTenant, clientId: string): Promise<Kept | undefined> {
  const filter = encodeURIComponent(`appId eq '${clientId}'`);
  const [found] = await tenant.context().graph.list<{ id: string }>(`/servicePrincipals?$filter=${filter}&$select=id`);
  return found && { id: `/servicePrincipals/${found.id}` };
}

function creation({
  type,
  inputs,
  principalId,
}: Pick<Declared, "name" | "type" | "inputs"> & { principalId: string }): {
  path: string;
  body: object;
} {
  switch (type) {
    case "azuread:index/servicePrincipal:ServicePrincipal":
      return { path: "/servicePrincipals", body: { appId: inputs.clientId, appRoleAssignmentRequired: true } };
    case "azuread:index/appRoleAssignment:AppRoleAssignment": {
      const { appRoleId, resourceObjectId: resourceId, principalObjectId } = inputs;
      const principal = principalObjectId === principalPlaceholder ? principalId : principalObjectId;
      return {
        path: `/servicePrincipals/${String(resourceId)}/appRoleAssignedTo`,
        body: { appRoleId, principalId: principal, resourceId },
      };
    }
    default:
      throw new Error(`the model has no provider of ${type}`);
  }
}

/** The object that is there already where a step made it and was not recorded: what an import takes into the state. */
export function findUnrecorded(
  tenant: HistoryTenant,
  { type, inputs }: Declared,
  principalId: string,
): Kept | undefined {
  const { servicePrincipals, appRoleAssignments } = tenant.contoso;
  if (type === "azuread:index/servicePrincipal:ServicePrincipal") {
    const found = [...servicePrincipals.values()].find((each) => each.appId === appId);
    return found && { id: `/servicePrincipals/${found.id}` };
  }
  if (type !== "azuread:index/appRoleAssignment:AppRoleAssignment") return undefined;
  const found = [...appRoleAssignments.values()].find(
    (each) => each.appRoleId === inputs.appRoleId && each.principalId === principalId,
  );
  return found && { id: `/servicePrincipals/${found.resourceId}/appRoleAssignedTo/${found.id}` };
}

/** Whether Pulumi's refresh finds the object: commands are not read by it. */
export function isThere(tenant: HistoryTenant, { type, id }: Pick<Declared, "type"> & Kept): boolean {
  const objectId = id.split("/").at(-1) ?? "";
  const { servicePrincipals, appRoleAssignments } = tenant.contoso;
  if (type === "command:local:Command") return true;
  return servicePrincipals.has(objectId) || appRoleAssignments.has(objectId);
}
