import { randomUUID } from "node:crypto";
import { z } from "zod";
import { GraphError } from "../errors";
import type { PermissionGrantConditionSet, PermissionGrantPolicy } from "../model";
import { badRequest, notFound } from "./lookup";
import type { Json, ResourceType } from "./odata/query";
import { parsedBody } from "./parsed-body";
import type { GraphCall, GraphRouter } from "./router";

const policyType: ResourceType = { name: "permissionGrantPolicy", set: "permissionGrantPolicies" };
const setType: ResourceType = { name: "permissionGrantConditionSet", set: "permissionGrantConditionSets" };
const PATH = "/policies/permissionGrantPolicies";

const newPolicy = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][\w-]{0,63}$/),
  displayName: z.string().min(1),
  description: z.string().default(""),
});
const changedPolicy = z.strictObject({ displayName: z.string().min(1), description: z.string() }).partial();

const idsOr = (everything: string) =>
  z
    .array(z.string().min(1))
    .min(1)
    .refine((ids) => ids.length === 1 || !ids.includes(everything), `'${everything}' stands alone`)
    .default([everything]);
const conditionSet = z.strictObject({
  permissionType: z.enum(["application", "delegated"]),
  permissionClassification: z.enum(["all", "low", "medium", "high"]).default("all"),
  resourceApplication: z.string().default("any"),
  permissions: idsOr("all"),
  clientApplicationIds: idsOr("all"),
  clientApplicationTenantIds: idsOr("all"),
  clientApplicationPublisherIds: idsOr("all"),
  clientApplicationsFromVerifiedPublisherOnly: z.boolean().default(false),
});

/** App consent policies: which permissions of which apps may be consented to. Microsoft's own cannot be changed. */
export function registerPermissionGrantPolicies(route: GraphRouter): void {
  route("GET", PATH, (call) =>
    call.collection(policyType, [...call.tenant.policies.permissionGrant.values()].map(render)),
  );
  route("GET", `${PATH}/:id`, (call) => call.object(policyType, render(findPolicy(call))));
  route("POST", PATH, create);
  route("PATCH", `${PATH}/:id`, (call) => {
    Object.assign(changeablePolicy(call), parsedBody(call, changedPolicy));
    return undefined;
  });
  route("DELETE", `${PATH}/:id`, (call) => {
    call.tenant.policies.permissionGrant.delete(changeablePolicy(call).id);
    return undefined;
  });
  for (const side of ["includes", "excludes"] as const) {
    route("GET", `${PATH}/:id/${side}`, (call) => call.collection(setType, findPolicy(call)[side].map(renderSet)));
    route("GET", `${PATH}/:id/${side}/:setId`, (call) => call.object(setType, renderSet(findSet(call, side))));
    route("POST", `${PATH}/:id/${side}`, (call) => {
      const policy = changeablePolicy(call);
      const added: PermissionGrantConditionSet = { id: randomUUID(), ...parsedBody(call, conditionSet) };
      refuseAimlessClassification(added);
      policy[side].push(added);
      return call.created(setType, renderSet(added));
    });
    route("DELETE", `${PATH}/:id/${side}/:setId`, (call) => {
      const policy = changeablePolicy(call);
      policy[side].splice(policy[side].indexOf(findSet(call, side)), 1);
      return undefined;
    });
  }
}

function create(call: GraphCall): Json {
  const body = parsedBody(call, newPolicy);
  const { permissionGrant } = call.tenant.policies;
  if (body.id.toLowerCase().startsWith("microsoft-")) {
    throw badRequest("Invalid value specified for property 'id': the prefix 'microsoft-' is reserved.");
  }
  if (permissionGrant.has(body.id)) {
    throw new GraphError(
      409,
      "Request_MultipleObjectsWithSameKeyValue",
      `A permission grant policy with id '${body.id}' already exists.`,
    );
  }
  const policy: PermissionGrantPolicy = { ...body, builtIn: false, includes: [], excludes: [] };
  permissionGrant.set(policy.id, policy);
  call.setTarget(policy.id);
  return call.created(policyType, render(policy));
}

function findPolicy(call: GraphCall): PermissionGrantPolicy {
  const id = call.param("id");
  const policy = call.tenant.policies.permissionGrant.get(id);
  if (!policy) throw notFound(id);
  return policy;
}

function changeablePolicy(call: GraphCall): PermissionGrantPolicy {
  const policy = findPolicy(call);
  if (!policy.builtIn) return policy;
  throw new GraphError(
    403,
    "Authorization_RequestDenied",
    `The built-in permission grant policy '${policy.id}' cannot be changed.`,
  );
}

function findSet(call: GraphCall, side: "includes" | "excludes"): PermissionGrantConditionSet {
  const id = call.param("setId");
  const found = findPolicy(call)[side].find((each) => each.id === id);
  if (!found) throw notFound(id);
  return found;
}

/** Only delegated permissions are classified. */
function refuseAimlessClassification({ permissionClassification, permissionType }: PermissionGrantConditionSet): void {
  if (permissionType === "delegated" || permissionClassification === "all") return;
  throw badRequest("permissionClassification must be 'all' when permissionType is 'application'.");
}

const render = (policy: PermissionGrantPolicy): Json => ({
  id: policy.id,
  displayName: policy.displayName,
  description: policy.description,
  deletedDateTime: null,
  includes: policy.includes.map(renderSet),
  excludes: policy.excludes.map(renderSet),
});

const renderSet = (set: PermissionGrantConditionSet): Json => ({ ...set });
