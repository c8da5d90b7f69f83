import type { ValueMap } from "../../rpc/values";
import { list, output, text } from "../../schema/property";
import { idOf, lengthBetween, notEmpty } from "../../schema/validators";
import type { Json } from "../graph";
import { applicationId, partOf } from "../ids";
import { during, problem } from "../problem";
import type { ResourceType } from "../resource-type";
import { textOf, textsOf, type Args } from "../values";

const kind = "federatedIdentityCredential";
const pathOf = (objectId: string, keyId: string) => `/applications/${objectId}/federatedIdentityCredentials/${keyId}`;

/** A trust in another issuer's tokens, in place of a secret. */
export const applicationFederatedIdentityCredential: ResourceType = {
  token: "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential",
  minutes: { create: 15, delete: 5, read: 5, update: 5 },
  fields: {
    applicationId: text({ required: true, replaces: true, validate: idOf("Application", "applications") }),
    audiences: list(text({ validate: notEmpty }), { required: true, maxItems: 1 }),
    credentialId: output(text()),
    description: text(),
    displayName: text({ required: true, replaces: true, validate: lengthBetween(1, 120) }),
    issuer: text({ required: true }),
    subject: text({ required: true }),
  },

  async create(tenant, args, created) {
    const objectId = applicationId(args.text("applicationId"), "application_id");
    const id = await tenant.exclusively(objectId, async () => {
      await during(`retrieving application "${objectId}"`, tenant.v1.get(`/applications/${objectId}`));
      const credential = await during(
        `Adding federated identity credential for application "${objectId}"`,
        tenant.v1.post(`/applications/${objectId}/federatedIdentityCredentials`, bodyOf(args)),
      );
      return textOf(credential["id"]);
    });
    if (id === "") throw problem("API error adding federated identity credential", "nil or empty ID received");
    created(`${objectId}/${kind}/${id}`);
    return undefined;
  },

  async read({ v1 }, id): Promise<ValueMap | undefined> {
    const { objectId, keyId } = partOf(kind, id);
    const credential = await v1.find(pathOf(objectId, keyId));
    if (credential === undefined) return undefined;
    return {
      applicationId: `/applications/${objectId}`,
      audiences: textsOf(credential["audiences"]),
      credentialId: keyId,
      description: textOf(credential["description"]),
      displayName: textOf(credential["name"]),
      issuer: textOf(credential["issuer"]),
      subject: textOf(credential["subject"]),
    };
  },

  async update(tenant, id, { args }) {
    const { objectId, keyId } = partOf(kind, id);
    await tenant.exclusively(objectId, () =>
      during(
        `Updating federated identity credential with ID "${keyId}"`,
        tenant.v1.patch(pathOf(objectId, keyId), { ...bodyOf(args), id: keyId }),
      ),
    );
    return undefined;
  },

  async delete(tenant, id) {
    const { objectId, keyId } = partOf(kind, id);
    await tenant.exclusively(objectId, () =>
      during(`Removing federated identity credential ${id}`, tenant.v1.delete(pathOf(objectId, keyId))),
    );
    await tenant.until(`deletion of federated identity credential ${id}`, async () => {
      return (await tenant.v1.find(pathOf(objectId, keyId))) === undefined;
    });
  },
};

function bodyOf(args: Args): Json {
  return {
    "@odata.type": "#microsoft.graph.federatedIdentityCredential",
    audiences: args.texts("audiences"),
    description: args.text("description"),
    issuer: args.text("issuer"),
    name: args.text("displayName"),
    subject: args.text("subject"),
  };
}
