import { randomUUID } from "node:crypto";
import type { Properties } from "../../rpc/values";
import { GraphRequestError, type Graph, type Json } from "../graph";
import { featureTagsToTags, renderFeatures, renderFeatureTags } from "../feature-tags";
import { bool, list, lastSegment, nullIfEmpty, orNull, text } from "../values";
import type { ResourceHandler } from "../schema-types";
import { reconcileOwners, removeCaller } from "./owners";

const path = (id: string) => `/servicePrincipals/${lastSegment(id)}`;

export const servicePrincipal: ResourceHandler = {
  async create(graph, inputs) {
    const clientId = text(inputs.clientId);
    const [existing] = await graph.list("/servicePrincipals", { $filter: `appId eq '${clientId}'` });
    if (existing) {
      const id = text(existing.id);
      if (inputs.useExisting !== true) {
        throw new Error(
          `A resource with the ID "${id}" already exists - to be managed via this provider this resource needs to be imported into the state. The service principal for application "${clientId}" already exists`,
        );
      }
      await graph.patch(path(id), body(inputs));
      await reconcileOwners(graph, path(id), inputs.owners);
      return { id: `/servicePrincipals/${id}` };
    }
    const caller = await graph.callerObjectId();
    const created = await graph.post("/servicePrincipals", {
      "@odata.type": "#microsoft.graph.servicePrincipal",
      ...body(inputs),
      appId: clientId,
      description: `TERRAFORM_UPDATE_${randomUUID()}`,
      "owners@odata.bind": await Promise.all([caller, ...list(inputs.owners)].map((each) => graph.reference(each))),
    });
    const id = text(created.id);
    await graph.patch(path(id), {
      "@odata.type": "#microsoft.graph.servicePrincipal",
      description: orNull(inputs.description),
    });
    await removeCaller(graph, path(id), caller, inputs.owners);
    return { id: `/servicePrincipals/${id}` };
  },

  async read(graph, id, prior) {
    const found = await graph.find(path(id));
    if (!found) return undefined;
    const saml = await graph.find(`/beta${path(id)}`, { $select: "samlMetadataUrl" });
    const owners = await graph.list(`${path(id)}/owners`);
    return {
      ...render(found),
      owners: nullIfEmpty(owners.map((each) => text(each.id))),
      samlMetadataUrl: text(saml?.samlMetadataUrl),
      useExisting: prior.useExisting ?? null,
    };
  },

  async update(graph, id, inputs) {
    await graph.patch(path(id), { "@odata.type": "#microsoft.graph.servicePrincipal", ...body(inputs) });
    await reconcileOwners(graph, path(id), inputs.owners);
  },

  async delete(graph, id, olds) {
    try {
      await graph.delete(path(id));
    } catch (error) {
      // The real provider drops the error for a principal that it did not make.
      if (olds.useExisting !== true || !(error instanceof GraphRequestError)) throw error;
    }
  },
};

function body(inputs: Properties): Json {
  const tags = inputs.featureTags ? featureTagsToTags(inputs.featureTags) : list(inputs.tags);
  return {
    accountEnabled: bool(inputs.accountEnabled, true),
    alternativeNames: list(inputs.alternativeNames),
    appRoleAssignmentRequired: bool(inputs.appRoleAssignmentRequired),
    description: orNull(inputs.description),
    loginUrl: orNull(inputs.loginUrl),
    notes: orNull(inputs.notes),
    notificationEmailAddresses: list(inputs.notificationEmailAddresses),
    preferredSingleSignOnMode: orNull(inputs.preferredSingleSignOnMode),
    samlSingleSignOnSettings: {},
    tags,
  };
}

interface Permission {
  id: string;
  value: string | null;
  isEnabled: boolean;
}

/** The outputs that the resource and the function of this name share. */
export function render(found: Json): Properties {
  const roles = (found.appRoles ?? []) as (Permission & Json)[];
  const scopes = (found.oauth2PermissionScopes ?? []) as (Permission & Json)[];
  const tags = list(found.tags);
  return {
    accountEnabled: bool(found.accountEnabled),
    alternativeNames: nullIfEmpty(list(found.alternativeNames)),
    appRoleAssignmentRequired: bool(found.appRoleAssignmentRequired),
    appRoleIds: idsByValue(roles),
    appRoles: roles.map((role) => ({
      allowedMemberTypes: list(role.allowedMemberTypes),
      description: text(role.description),
      displayName: text(role.displayName),
      enabled: role.isEnabled,
      id: role.id,
      value: text(role.value),
    })),
    applicationTenantId: text(found.appOwnerOrganizationId),
    clientId: text(found.appId),
    description: text(found.description),
    displayName: text(found.displayName),
    featureTags: renderFeatureTags(tags),
    features: renderFeatures(tags),
    homepageUrl: text(found.homepage),
    loginUrl: text(found.loginUrl),
    logoutUrl: text(found.logoutUrl),
    notes: text(found.notes),
    notificationEmailAddresses: nullIfEmpty(list(found.notificationEmailAddresses)),
    oauth2PermissionScopeIds: idsByValue(scopes),
    oauth2PermissionScopes: scopes.map((scope) => ({
      adminConsentDescription: text(scope.adminConsentDescription),
      adminConsentDisplayName: text(scope.adminConsentDisplayName),
      enabled: scope.isEnabled,
      id: scope.id,
      type: text(scope.type),
      userConsentDescription: text(scope.userConsentDescription),
      userConsentDisplayName: text(scope.userConsentDisplayName),
      value: text(scope.value),
    })),
    objectId: text(found.id),
    preferredSingleSignOnMode: text(found.preferredSingleSignOnMode),
    redirectUris: list(found.replyUrls),
    samlSingleSignOn: { relayState: "" },
    servicePrincipalNames: list(found.servicePrincipalNames),
    signInAudience: text(found.signInAudience),
    tags,
    type: text(found.servicePrincipalType),
  };
}

function idsByValue(permissions: readonly Permission[]): Record<string, string> {
  return Object.fromEntries(permissions.flatMap(({ id, value }) => (value ? [[value, id]] : [])));
}

/** The service principal of an application in this tenant. */
export async function findServicePrincipal(graph: Graph, clientId: string): Promise<Json | undefined> {
  return (await graph.list("/servicePrincipals", { $filter: `appId eq '${clientId}'` }))[0];
}
