import { randomUUID } from "node:crypto";
import type { ValueMap } from "../../rpc/values";
import { text, type Validator } from "../../schema/property";
import { idOf, oneOf, uuid } from "../../schema/validators";
import type { Directory } from "../directory";
import type { Json } from "../graph";
import { applicationId, partOf, servicePrincipalId } from "../ids";
import { during, exists, problem } from "../problem";
import type { ResourceType } from "../resource-type";
import { jsonsOf, sameId, textOf, type Args } from "../values";
import { dateFields, datesOf } from "./credential-dates";

const replacing = { replaces: true } as const;

/** What holds a certificate. */
interface Holder {
  collection: "applications" | "servicePrincipals";
  /** The property that names it. */
  property: "applicationId" | "servicePrincipalId";
  odataType: string;
  /** The ID in the holder's resource ID. */
  objectId(id: string, attribute: string): string;
  validate: Validator;
  /** The kind of key that is no plain certificate. */
  otherType: string;
  /** The resource's name in messages. */
  resource: string;
}

const certificateOf = (holder: Holder): Omit<ResourceType, "token" | "minutes" | "schemaVersion"> => ({
  fields: {
    [holder.property]: text({ ...replacing, required: true, validate: holder.validate }),
    encoding: text({ ...replacing, default: "pem", validate: oneOf("base64", "hex", "pem") }),
    ...dateFields,
    keyId: text({ ...replacing, computed: true, validate: uuid }),
    type: text({ ...replacing, validate: oneOf("AsymmetricX509Cert", holder.otherType) }),
    value: text({ ...replacing, required: true, secret: true }),
  },

  async create(tenant, args, created) {
    const objectId = holder.objectId(args.text(holder.property), holder.property);
    const credential = keyCredential(args);
    const keyId = textOf(credential["keyId"]);
    const id = `${objectId}/certificate/${keyId}`;
    await changeKeys(tenant, holder, objectId, (existing) => {
      if (existing.some((each) => sameId(each["keyId"], keyId))) throw exists(holder.resource, id);
      return [...existing, credential];
    });
    created(id);
    await tenant.until(`certificate credential ${id}`, async () =>
      (await keysOf(tenant, holder, objectId)).some((each) => sameId(each["keyId"], keyId)),
    );
    return undefined;
  },

  async read({ v1 }, id): Promise<ValueMap | undefined> {
    const { objectId, keyId } = partOf("certificate", id);
    const owner = await v1.find(`/${holder.collection}/${objectId}`);
    const credential = jsonsOf(owner?.["keyCredentials"]).find((each) => sameId(each["keyId"], keyId));
    if (credential === undefined) return undefined;
    return {
      [holder.property]: `/${holder.collection}/${objectId}`,
      endDate: textOf(credential["endDateTime"]),
      keyId,
      startDate: textOf(credential["startDateTime"]),
      type: textOf(credential["type"]),
    };
  },

  async delete(tenant, id) {
    const { objectId, keyId } = partOf("certificate", id);
    const others = (keys: Json[]) => keys.filter((each) => !sameId(each["keyId"], keyId));
    await changeKeys(tenant, holder, objectId, others);
    await tenant.until(`deletion of certificate credential ${id}`, async () => {
      const keys = await keysOf(tenant, holder, objectId);
      return others(keys).length === keys.length;
    });
  },
});

async function keysOf({ v1 }: Directory, holder: Holder, objectId: string): Promise<Json[]> {
  const owner = await during(`Retrieving ${objectId}`, v1.get(`/${holder.collection}/${objectId}`));
  return jsonsOf(owner["keyCredentials"]);
}

/** Graph takes certificates as a whole list. */
async function changeKeys(
  tenant: Directory,
  holder: Holder,
  id: string,
  change: (existing: Json[]) => Json[],
): Promise<void> {
  await tenant.exclusively(id, async () => {
    const keyCredentials = change(await keysOf(tenant, holder, id));
    const body = { "@odata.type": holder.odataType, id, keyCredentials };
    await during(`Writing certificates of ${id}`, tenant.v1.patch(`/${holder.collection}/${id}`, body));
  });
}

/** A certificate as Graph takes it: PEM, base64 once more. */
function keyCredential(args: Args): Json {
  return {
    key: Buffer.from(pemOf(args.text("value"), args.text("encoding"))).toString("base64"),
    keyId: args.text("keyId") || randomUUID(),
    type: args.text("type"),
    usage: "Verify",
    ...datesOf(args),
  };
}

function pemOf(value: string, encoding: string): string {
  if (encoding === "pem") return value;
  const der = Buffer.from(value.trim(), encoding === "hex" ? "hex" : "base64");
  if (der.length === 0) throw problem(`failed to decode ${encoding} certificate data`, undefined, "value");
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

/** A certificate of an application. */
export const applicationCertificate: ResourceType = {
  token: "azuread:index/applicationCertificate:ApplicationCertificate",
  minutes: { create: 10, delete: 5, read: 5, update: 10 },
  ...certificateOf({
    collection: "applications",
    property: "applicationId",
    odataType: "#microsoft.graph.application",
    objectId: applicationId,
    validate: idOf("Application", "applications"),
    otherType: "Symmetric",
    resource: "azuread_application_certificate",
  }),
};

/** A certificate of a service principal. */
export const servicePrincipalCertificate: ResourceType = {
  token: "azuread:index/servicePrincipalCertificate:ServicePrincipalCertificate",
  minutes: { create: 5, delete: 5, read: 5 },
  ...certificateOf({
    collection: "servicePrincipals",
    property: "servicePrincipalId",
    odataType: "#microsoft.graph.servicePrincipal",
    objectId: servicePrincipalId,
    validate: idOf("ServicePrincipal", "servicePrincipals"),
    otherType: "X509CertAndPassword",
    resource: "azuread_service_principal_certificate",
  }),
};
