import type { ValueMap } from "../../rpc/values";
import { map, output, text } from "../../schema/property";
import { idOf } from "../../schema/validators";
import { applicationId, partOf } from "../ids";
import { during, problem } from "../problem";
import type { Directory } from "../directory";
import type { Json } from "../graph";
import type { ResourceType } from "../resource-type";
import { jsonsOf, sameId, textOf } from "../values";
import { dateFields, datesOf } from "./credential-dates";

/** A client secret of an application. Graph tells its value once. */
export const applicationPassword: ResourceType = {
  token: "azuread:index/applicationPassword:ApplicationPassword",
  minutes: { create: 15, delete: 5, read: 5, update: 5 },
  schemaVersion: 1,
  fields: {
    applicationId: text({ required: true, replaces: true, validate: idOf("Application", "applications") }),
    displayName: text({ replaces: true, computed: true }),
    ...dateFields,
    keyId: output(text()),
    rotateWhenChanged: map({ replaces: true }),
    value: output(text({ secret: true })),
  },

  async create(tenant, args, created): Promise<ValueMap | undefined> {
    const objectId = applicationId(args.text("applicationId"), "application_id");
    const path = `/applications/${objectId}`;
    return tenant.exclusively(objectId, async () => {
      await during(`Retrieving application "${objectId}"`, tenant.v1.get(path));
      const passwordCredential = {
        ...(args.has("displayName") ? { displayName: args.text("displayName") } : {}),
        ...datesOf(args),
      };
      const credential = await during(
        `Adding password for application "${objectId}"`,
        tenant.v1.post(`${path}/addPassword`, { passwordCredential }),
      );
      const [keyId, value] = [textOf(credential["keyId"]), textOf(credential["secretText"])];
      if (keyId === "" || value === "") throw problem("API error adding password", "nil or empty password received");
      const id = `${objectId}/password/${keyId}`;
      created(id);
      await tenant.until(`password credential ${id}`, async () => (await credentialOf(tenant, id)) !== undefined);
      return { value };
    });
  },

  async read(tenant, id, prior): Promise<ValueMap | undefined> {
    // what is not known yet cannot be imported: nobody tells a password again
    if (!prior.has("applicationId")) return undefined;
    const { objectId, keyId } = partOf("password", id);
    const credential = await credentialOf(tenant, id);
    if (credential === undefined) return undefined;
    return {
      applicationId: `/applications/${objectId}`,
      displayName: textOf(credential["displayName"]),
      endDate: textOf(credential["endDateTime"]),
      keyId,
      startDate: textOf(credential["startDateTime"]),
    };
  },

  async delete(tenant, id) {
    const { objectId, keyId } = partOf("password", id);
    await tenant.exclusively(objectId, () =>
      during(
        `Removing password credential "${keyId}" from application "${objectId}"`,
        tenant.v1.post(`/applications/${objectId}/removePassword`, { keyId }),
      ),
    );
    await tenant.until(`deletion of password credential ${id}`, async () => {
      return (await credentialOf(tenant, id)) === undefined;
    });
  },
};

async function credentialOf({ v1 }: Directory, id: string): Promise<Json | undefined> {
  const { objectId, keyId } = partOf("password", id);
  const app = await v1.find(`/applications/${objectId}`);
  return jsonsOf(app?.["passwordCredentials"]).find((each) => sameId(each["keyId"], keyId));
}
