import type { ValueMap } from "../../rpc/values";
import { output, text, textSet } from "../../schema/property";
import { notEmpty, uuid } from "../../schema/validators";
import type { Directory } from "../directory";
import { nestedPart } from "../ids";
import { during, problem } from "../problem";
import type { ResourceType } from "../resource-type";
import { textOf } from "../values";

const required = { required: true, replaces: true, validate: uuid } as const;

/** Says which service principal is missing before Graph says that something is. */
async function mustExist({ v1 }: Directory, objectId: string, missing: string): Promise<void> {
  const found = await during(
    `Could not retrieve service principal "${objectId}"`,
    v1.find(`/servicePrincipals/${objectId}`),
  );
  if (found === undefined) throw problem(missing, undefined, "principal_object_id");
}

/** An application permission consented to an app, or an app assigned to a user or group. */
export const appRoleAssignment: ResourceType = {
  token: "azuread:index/appRoleAssignment:AppRoleAssignment",
  minutes: { create: 5, delete: 5, read: 5 },
  schemaVersion: 1,
  fields: {
    appRoleId: text(required),
    principalDisplayName: output(text()),
    principalObjectId: text(required),
    principalType: output(text()),
    resourceDisplayName: output(text()),
    resourceObjectId: text(required),
  },

  async create(tenant, args, created) {
    const resourceId = args.text("resourceObjectId");
    await mustExist(tenant, resourceId, `Service principal not found for resource (Object ID: "${resourceId}")`);
    const body = {
      "@odata.type": "#microsoft.graph.appRoleAssignment",
      appRoleId: args.text("appRoleId"),
      principalId: args.text("principalObjectId"),
      resourceId,
    };
    const assignment = await during(
      "Could not create app role assignment",
      tenant.v1.post(`/servicePrincipals/${resourceId}/appRoleAssignedTo`, body, {
        awaited: true,
        transient: /Not a valid reference update/,
      }),
    );
    created(`/servicePrincipals/${textOf(assignment["resourceId"])}/appRoleAssignedTo/${textOf(assignment["id"])}`);
    return undefined;
  },

  async read({ v1 }, id): Promise<ValueMap | undefined> {
    nestedPart("servicePrincipals", "appRoleAssignedTo", id);
    const assignment = await v1.find(id);
    if (assignment === undefined) return undefined;
    return {
      appRoleId: textOf(assignment["appRoleId"]),
      principalDisplayName: textOf(assignment["principalDisplayName"]),
      principalObjectId: textOf(assignment["principalId"]),
      principalType: textOf(assignment["principalType"]),
      resourceDisplayName: textOf(assignment["resourceDisplayName"]),
      resourceObjectId: textOf(assignment["resourceId"]),
    };
  },

  async delete({ v1 }, id) {
    nestedPart("servicePrincipals", "appRoleAssignedTo", id);
    await during(`Deleting ${id}`, v1.delete(id));
  },
};

const grantPath = /^\/oauth2PermissionGrants\/[^/]+$/;

function checkedGrant(id: string): string {
  if (grantPath.test(id)) return id;
  throw problem("Parsing ID", `parsing "${id}": expected "/oauth2PermissionGrants/<grant ID>"`, "id");
}

/** Delegated permissions consented to an app, for everybody or for one user. */
export const delegatedPermissionGrant: ResourceType = {
  token: "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant",
  minutes: { create: 5, delete: 5, read: 5, update: 5 },
  schemaVersion: 1,
  fields: {
    claimValues: textSet({ required: true, minItems: 1 }, notEmpty),
    resourceServicePrincipalObjectId: text(required),
    servicePrincipalObjectId: text(required),
    userObjectId: text({ replaces: true, validate: uuid }),
  },

  async create(tenant, args, created) {
    const clientId = args.text("servicePrincipalObjectId");
    const resourceId = args.text("resourceServicePrincipalObjectId");
    await mustExist(tenant, clientId, `Service Principal (Service Principal: "${clientId}") was not found`);
    await mustExist(
      tenant,
      resourceId,
      `Service Principal (Service Principal: "${resourceId}") not found for resource`,
    );
    const user = args.text("userObjectId");
    const body = {
      "@odata.type": "#microsoft.graph.oAuth2PermissionGrant",
      clientId,
      consentType: user === "" ? "AllPrincipals" : "Principal",
      ...(user === "" ? {} : { principalId: user }),
      resourceId,
      scope: args.textSet("claimValues").join(" "),
    };
    const grant = await during(
      "Could not create delegated permission grant",
      tenant.v1.post("/oauth2PermissionGrants", body, {
        awaited: true,
        transient: /does not exist or one of its queried reference-property objects are not present/,
      }),
    );
    created(`/oauth2PermissionGrants/${textOf(grant["id"])}`);
    return undefined;
  },

  async read({ v1 }, id): Promise<ValueMap | undefined> {
    const grant = await v1.find(checkedGrant(id));
    if (grant === undefined) return undefined;
    return {
      claimValues: textOf(grant["scope"]).split(" ").filter(Boolean),
      resourceServicePrincipalObjectId: textOf(grant["resourceId"]),
      servicePrincipalObjectId: textOf(grant["clientId"]),
      userObjectId: textOf(grant["principalId"]),
    };
  },

  async update({ v1 }, id, { args }) {
    const scope = args.textSet("claimValues").join(" ");
    const body = { "@odata.type": "#microsoft.graph.oAuth2PermissionGrant", scope };
    await during(`Updating ${id}`, v1.patch(checkedGrant(id), body));
    return undefined;
  },

  async delete({ v1 }, id) {
    await during(`Deleting ${id}`, v1.delete(checkedGrant(id)));
  },
};
