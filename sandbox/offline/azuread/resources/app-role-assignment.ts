import { text } from "../values";
import type { ResourceHandler } from "../schema-types";

const path = (id: string) => id;

export const appRoleAssignment: ResourceHandler = {
  async create(graph, inputs) {
    const resourceId = text(inputs.resourceObjectId);
    if (!(await graph.find(`/servicePrincipals/${resourceId}`))) {
      throw new Error(`Service principal not found for resource with object ID "${resourceId}"`);
    }
    const created = await graph.post(`/servicePrincipals/${resourceId}/appRoleAssignedTo`, {
      "@odata.type": "#microsoft.graph.appRoleAssignment",
      appRoleId: inputs.appRoleId,
      principalId: inputs.principalObjectId,
      resourceId,
    });
    return { id: `/servicePrincipals/${resourceId}/appRoleAssignedTo/${text(created.id)}` };
  },

  async read(graph, id) {
    const found = await graph.find(path(id));
    if (!found) return undefined;
    return {
      appRoleId: text(found.appRoleId),
      principalDisplayName: text(found.principalDisplayName),
      principalObjectId: text(found.principalId),
      principalType: text(found.principalType),
      resourceDisplayName: text(found.resourceDisplayName),
      resourceObjectId: text(found.resourceId),
    };
  },

  delete: (graph, id) => graph.delete(path(id)),
};
