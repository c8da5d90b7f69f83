import { z } from "zod";
import { GraphError } from "../errors";
import type { Tenant } from "../model";
import { badRequest } from "./lookup";
import { parsedBody } from "./parsed-body";
import { registerPermissionClassifications } from "./permission-classifications";
import { registerPermissionGrantPolicies } from "./permission-grant-policies";
import type { Json, ResourceType } from "./odata/query";
import type { GraphCall, GraphRouter } from "./router";

const authorizationPolicyType: ResourceType = { name: "authorizationPolicy", set: "policies/authorizationPolicy" };
const consentRequestPolicyType: ResourceType = {
  name: "adminConsentRequestPolicy",
  set: "policies/adminConsentRequestPolicy",
};

/** Days that a request for approval may wait. */
const LONGEST_REQUEST = 60;

const authorizationPatch = z
  .strictObject({
    allowInvitesFrom: z.enum(["none", "adminsAndGuestInviters", "adminsGuestInvitersAndAllMembers", "everyone"]),
    allowedToSignUpEmailBasedSubscriptions: z.boolean(),
    allowedToUseSSPR: z.boolean(),
    allowEmailVerifiedUsersToJoinOrganization: z.boolean(),
    allowUserConsentForRiskyApps: z.boolean().nullable(),
    blockMsolPowerShell: z.boolean(),
    defaultUserRolePermissions: z
      .strictObject({
        allowedToCreateApps: z.boolean(),
        allowedToCreateSecurityGroups: z.boolean(),
        allowedToCreateTenants: z.boolean(),
        allowedToReadBitlockerKeysForOwnedDevice: z.boolean(),
        allowedToReadOtherUsers: z.boolean(),
        permissionGrantPoliciesAssigned: z.array(z.string()),
      })
      .partial(),
    description: z.string(),
    displayName: z.string(),
    guestUserRoleId: z.guid(),
  })
  .partial();

const consentRequestBody = z.strictObject({
  isEnabled: z.boolean(),
  notifyReviewers: z.boolean(),
  remindersEnabled: z.boolean(),
  requestDurationInDays: z.int().min(1).max(LONGEST_REQUEST),
  reviewers: z.array(
    z.strictObject({
      query: z.string().regex(/^\/(?:v1\.0|beta)\/(?:users|groups|directoryRoles|roleManagement)\b/),
      queryType: z.literal("MicrosoftGraph"),
      queryRoot: z.string().nullable().default(null),
    }),
  ),
  version: z.int().optional(),
});

/** The tenant's rules about consent: what users may do, app consent policies, classifications, and who is asked. */
export function registerPolicies(route: GraphRouter): void {
  route("GET", "/policies/authorizationPolicy", (call) => {
    refuseBeta(call);
    return singleton(call, authorizationPolicyType, {
      id: "authorizationPolicy",
      ...call.tenant.policies.authorization,
      deletedDateTime: null,
    });
  });
  route("PATCH", "/policies/authorizationPolicy", (call) => {
    refuseBeta(call);
    const { defaultUserRolePermissions, ...changes } = parsedBody(call, authorizationPatch);
    refuseUnknownPolicies(call.tenant, defaultUserRolePermissions?.permissionGrantPoliciesAssigned ?? []);
    const policy = call.tenant.policies.authorization;
    Object.assign(policy.defaultUserRolePermissions, defaultUserRolePermissions);
    Object.assign(policy, changes);
    return undefined;
  });
  route("GET", "/policies/adminConsentRequestPolicy", (call) =>
    singleton(call, consentRequestPolicyType, { ...call.tenant.policies.adminConsentRequest }),
  );
  route("PUT", "/policies/adminConsentRequestPolicy", (call) => {
    const body = parsedBody(call, consentRequestBody);
    if (body.isEnabled && body.reviewers.length === 0) {
      throw badRequest("At least one reviewer is required when the admin consent workflow is enabled.");
    }
    const version = call.tenant.policies.adminConsentRequest.version + 1;
    call.tenant.policies.adminConsentRequest = { ...body, version };
    return undefined;
  });
  registerPermissionGrantPolicies(route);
  registerPermissionClassifications(route);
}

/** One object without a key of its own. */
function singleton(call: GraphCall, type: ResourceType, item: Json): Json {
  const answer = call.object(type, item);
  return { ...answer, "@odata.context": String(answer["@odata.context"]).replace(/\/\$entity$/, "") };
}

/** In beta this policy has another form (a collection, with other names), which is not simulated. */
function refuseBeta(call: GraphCall): void {
  if (call.version === "v1.0") return;
  const message = "authorizationPolicy is implemented by the simulated tenant in v1.0 only.";
  throw new GraphError(501, "NotImplemented", message);
}

const ASSIGNED = /^ManagePermissionGrantsFor(?:Self|OwnedResource)\.(.+)$/;

function refuseUnknownPolicies(tenant: Tenant, assigned: readonly string[]): void {
  for (const name of assigned) {
    const id = ASSIGNED.exec(name)?.[1];
    if (id === undefined || (name.includes("ForSelf.") && !tenant.policies.permissionGrant.has(id))) {
      throw badRequest(
        `Invalid value '${name}' in permissionGrantPoliciesAssigned: it names no permission grant policy of this tenant.`,
      );
    }
  }
}
