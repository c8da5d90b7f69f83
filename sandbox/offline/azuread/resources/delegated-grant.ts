import { list, sorted, text } from "../values";
import type { ResourceHandler } from "../schema-types";

const scope = (claims: unknown) => sorted(list(claims)).join(" ");

export const delegatedGrant: ResourceHandler = {
  async create(graph, inputs) {
    const user = text(inputs.userObjectId);
    const created = await graph.post("/oauth2PermissionGrants", {
      "@odata.type": "#microsoft.graph.oAuth2PermissionGrant",
      clientId: inputs.servicePrincipalObjectId,
      consentType: user ? "Principal" : "AllPrincipals",
      ...(user && { principalId: user }),
      resourceId: inputs.resourceServicePrincipalObjectId,
      scope: scope(inputs.claimValues),
    });
    return { id: `/oauth2PermissionGrants/${text(created.id)}` };
  },

  async read(graph, id) {
    const found = await graph.find(id);
    if (!found) return undefined;
    return {
      claimValues: sorted(text(found.scope).split(" ").filter(Boolean)),
      resourceServicePrincipalObjectId: text(found.resourceId),
      servicePrincipalObjectId: text(found.clientId),
      userObjectId: text(found.principalId),
    };
  },

  update: (graph, id, inputs) =>
    graph.patch(id, { "@odata.type": "#microsoft.graph.oAuth2PermissionGrant", scope: scope(inputs.claimValues) }),

  delete: (graph, id) => graph.delete(id),
};
