import type { ValueMap } from "../../rpc/values";
import { text, textSet } from "../../schema/property";
import { clientRedirect, idOf as idOfKind, oneOf, uuid } from "../../schema/validators";
import type { Directory } from "../directory";
import type { Json } from "../graph";
import { applicationId, applicationWords, nestedPart } from "../ids";
import { during, exists, problem } from "../problem";
import type { ResourceType } from "../resource-type";
import { jsonOf, jsonsOf, sameId, textOf, textsOf, type Args } from "../values";

const typed = { "@odata.type": "#microsoft.graph.application" };
const application = text({ required: true, replaces: true, validate: idOfKind("Application", "applications") });
const idOf = (args: Args): string => applicationId(args.text("applicationId"), "application_id");

/** The permissions that a registration asks of one API. */
export const applicationApiAccess: ResourceType = {
  token: "azuread:index/applicationApiAccess:ApplicationApiAccess",
  minutes: { create: 10, delete: 5, read: 5, update: 10 },
  repeatsFailures: true,
  fields: {
    apiClientId: text({ required: true, replaces: true, validate: uuid }),
    applicationId: application,
    roleIds: textSet({ atLeastOneOf: ["roleIds", "scopeIds"] }, uuid),
    scopeIds: textSet({ atLeastOneOf: ["roleIds", "scopeIds"] }, uuid),
  },

  async create(tenant, args, created) {
    const objectId = idOf(args);
    const api = args.text("apiClientId");
    const id = `/applications/${objectId}/apiAccess/${api}`;
    await changeAccesses(tenant, objectId, (existing) => {
      if (existing.some((each) => sameId(each["resourceAppId"], api))) {
        throw exists("azuread_application_api_access", id);
      }
      return [...existing, accessBody(args)];
    });
    created(id);
    return undefined;
  },

  async read({ v1 }, id): Promise<ValueMap | undefined> {
    const { objectId, key } = nestedPart("applications", "apiAccess", id);
    const app = await v1.find(`/applications/${objectId}`);
    const access = jsonsOf(app?.["requiredResourceAccess"]).find((each) => sameId(each["resourceAppId"], key));
    if (access === undefined) return undefined;
    const of = (type: string) =>
      jsonsOf(access["resourceAccess"])
        .filter((each) => each["type"] === type)
        .map((each) => textOf(each["id"]));
    return {
      apiClientId: textOf(access["resourceAppId"]),
      applicationId: `/applications/${objectId}`,
      roleIds: of("Role"),
      scopeIds: of("Scope"),
    };
  },

  async update(tenant, id, { args }) {
    const { objectId, key } = nestedPart("applications", "apiAccess", id);
    await changeAccesses(tenant, objectId, (existing) => {
      if (!existing.some((each) => sameId(each["resourceAppId"], key))) {
        throw problem(`updating ${id}`, "could not identify existing API");
      }
      return existing.map((each) => (sameId(each["resourceAppId"], key) ? accessBody(args) : each));
    });
    return undefined;
  },

  async delete(tenant, id) {
    const { objectId, key } = nestedPart("applications", "apiAccess", id);
    await changeAccesses(tenant, objectId, (existing) => {
      const others = existing.filter((each) => !sameId(each["resourceAppId"], key));
      if (others.length === existing.length) throw problem(`deleting ${id}`, "could not identify existing API");
      return others;
    });
  },
};

function accessBody(args: Args): Json {
  const typedIds = (name: string, type: string) => args.texts(name).map((id) => ({ id, type }));
  return {
    resourceAccess: [...typedIds("roleIds", "Role"), ...typedIds("scopeIds", "Scope")],
    resourceAppId: args.text("apiClientId"),
  };
}

/** Graph takes the list as a whole: it is read, changed and written back by one at a time. */
async function changeAccesses(tenant: Directory, id: string, change: (existing: Json[]) => Json[]): Promise<void> {
  await tenant.exclusively(id, async () => {
    const app = await during(`retrieving ${applicationWords(id)}`, tenant.v1.get(`/applications/${id}`));
    const requiredResourceAccess = change(jsonsOf(app["requiredResourceAccess"]));
    await tenant.v1.patch(`/applications/${id}`, { ...typed, id, requiredResourceAccess });
  });
}

/** One owner of a registration. */
export const applicationOwner: ResourceType = {
  token: "azuread:index/applicationOwner:ApplicationOwner",
  minutes: { create: 10, delete: 5, read: 5 },
  repeatsFailures: true,
  fields: { applicationId: application, ownerObjectId: text({ required: true, replaces: true, validate: uuid }) },

  async create(tenant, args, created) {
    const objectId = idOf(args);
    const owner = args.text("ownerObjectId");
    const id = `/applications/${objectId}/owners/${owner}`;
    await tenant.exclusively(objectId, async () => {
      if (await isOwner(tenant, objectId, owner)) throw exists("azuread_application_owner", id);
      const body = { "@odata.id": tenant.v1.reference(owner) };
      await during(`adding ${id}`, tenant.v1.post(`/applications/${objectId}/owners/$ref`, body, { awaited: true }));
    });
    created(id);
    return undefined;
  },

  async read(tenant, id): Promise<ValueMap | undefined> {
    const { objectId, key } = nestedPart("applications", "owners", id);
    if (!(await isOwner(tenant, objectId, key))) return undefined;
    return { applicationId: `/applications/${objectId}`, ownerObjectId: key };
  },

  async delete(tenant, id) {
    const { objectId, key } = nestedPart("applications", "owners", id);
    await tenant.exclusively(objectId, () =>
      during(`removing ${id}`, tenant.v1.delete(`/applications/${objectId}/owners/${key}/$ref`)),
    );
  },
};

async function isOwner({ v1 }: Directory, objectId: string, owner: string): Promise<boolean> {
  const found = await v1.listOf(`/applications/${objectId}`, "owners", { $filter: `id eq '${owner}'` });
  return found.some((each) => sameId(each["id"], owner));
}

const uriParts: Record<string, string> = { PublicClient: "publicClient", SPA: "spa", Web: "web" };
const uriPart = (type: string): string => uriParts[type] ?? "web";

/** The redirect URIs of one kind. */
export const applicationRedirectUris: ResourceType = {
  token: "azuread:index/applicationRedirectUris:ApplicationRedirectUris",
  minutes: { create: 10, delete: 5, read: 5, update: 10 },
  repeatsFailures: true,
  fields: {
    applicationId: application,
    redirectUris: textSet({ required: true }, clientRedirect),
    type: text({ required: true, replaces: true, validate: oneOf(...Object.keys(uriParts)) }),
  },

  async create(tenant, args, created) {
    const objectId = idOf(args);
    const type = args.text("type");
    const id = `/applications/${objectId}/redirectUris/${type}`;
    await tenant.exclusively(objectId, async () => {
      const app = await during(`retrieving ${applicationWords(objectId)}`, tenant.v1.get(`/applications/${objectId}`));
      if (textsOf(jsonOf(app[uriPart(type)])["redirectUris"]).length > 0) {
        throw exists("azuread_application_redirect_uris", id);
      }
      await during(`creating ${id}`, writeUris(tenant, objectId, type, args.textSet("redirectUris")));
    });
    created(id);
    return undefined;
  },

  async read({ v1 }, id): Promise<ValueMap | undefined> {
    const { objectId, key } = nestedPart("applications", "redirectUris", id);
    const app = await v1.find(`/applications/${objectId}`);
    const redirectUris = textsOf(jsonOf(app?.[uriPart(key)])["redirectUris"]);
    if (redirectUris.length === 0) return undefined;
    return { applicationId: `/applications/${objectId}`, redirectUris, type: key };
  },

  async update(tenant, id, { args }) {
    const { objectId, key } = nestedPart("applications", "redirectUris", id);
    const uris = args.textSet("redirectUris");
    await tenant.exclusively(objectId, () => during(`updating ${id}`, writeUris(tenant, objectId, key, uris)));
    return undefined;
  },

  async delete(tenant, id) {
    const { objectId, key } = nestedPart("applications", "redirectUris", id);
    await tenant.exclusively(objectId, () => during(`deleting ${id}`, writeUris(tenant, objectId, key, [])));
  },
};

async function writeUris({ v1 }: Directory, objectId: string, type: string, redirectUris: string[]): Promise<void> {
  await v1.patch(`/applications/${objectId}`, { ...typed, [uriPart(type)]: { redirectUris } });
}
