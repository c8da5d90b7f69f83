import { randomUUID } from "node:crypto";
import type { ValueMap } from "../../rpc/values";
import type { Directory } from "../directory";
import { quoted, type Json, type SendOptions } from "../graph";
import { applicationId } from "../ids";
import { newOwners, replaceReferences, settleOwners } from "../owners";
import { tagsFrom } from "../permissions";
import { arriving, during, duplicate } from "../problem";
import type { Change, ResourceType } from "../resource-type";
import { flagOf, idsOf, jsonOf, jsonsOf, sameId, textOf, type Args } from "../values";
import { apiBody, appRoleBody, commonBody, optionalClaimsBody, requiredResourceAccessBody } from "./application-body";
import { applicationFields } from "./application-fields";
import { applicationState } from "./application-state";

const typed = { "@odata.type": "#microsoft.graph.application" };

/** Settings that need more than Graph's application entity; refused, so that none is silently left out. */
const notServed = ["logoImage", "password", "templateId"];

/** An application (registration) with all its settings. */
export const application: ResourceType = {
  token: "azuread:index/application:Application",
  minutes: { create: 10, delete: 5, read: 5, update: 10 },
  schemaVersion: 2,
  fields: applicationFields,
  recomputed: { appRoles: ["appRoleIds"], "api.oauth2PermissionScopes": ["oauth2PermissionScopeIds"] },
  faults: (plan) =>
    notServed
      .filter((name) => plan.has(name))
      .map((name) => `the offline azuread plugin does not serve \`${name}\` of an Application: leave it out`),

  async create(tenant, args, created) {
    const { v1 } = tenant;
    const displayName = args.text("displayName");
    if (args.flag("preventDuplicateNames")) await refuseDuplicate(tenant, displayName);
    const owners = newOwners(tenant, args.textSet("owners"));
    const api = apiBody(args.block("api"));
    const body = {
      ...commonBody(args),
      // Graph refuses mapped claims of a new application to some callers: they are written afterwards
      api: { ...api, acceptMappedClaims: false },
      appRoles: args.objects("appRoles").map(appRoleBody),
      identifierUris: args.textSet("identifierUris"),
      optionalClaims: optionalClaimsBody(args),
      "owners@odata.bind": owners.bound,
      requiredResourceAccess: requiredResourceAccessBody(args),
      tags: tagsFrom(args, () => true),
    };
    const app = await during("Could not create application", v1.post("/applications", body));
    const path = `/applications/${textOf(app["id"])}`;
    created(path);
    // the first write shows that the object is there, the second takes it back
    const names = [`TERRAFORM_UPDATE_${randomUUID()}`, displayName];
    await arriving(
      "application",
      `Failed to patch application with object ID "${textOf(app["id"])}" after creating`,
      rename(tenant, path, names),
    );
    if (args.has("oauth2PostResponseRequired")) await setPostResponseRequired(tenant, path, args, { awaited: true });
    if (api["acceptMappedClaims"] === true) await v1.patch(path, { ...typed, api }, { awaited: true });
    await settleOwners(tenant, path, owners);
    return undefined;
  },

  async read(tenant, id, prior): Promise<ValueMap | undefined> {
    const path = `/applications/${applicationId(id)}`;
    const app = await tenant.v1.find(path);
    if (app === undefined) return undefined;
    const more = await tenant.beta.get(path, { $select: "oauth2RequirePostResponse" });
    const owners = idsOf(await tenant.v1.list(`${path}/owners`));
    return {
      ...applicationState(app),
      logoImage: "",
      oauth2PostResponseRequired: flagOf(more["oauth2RequirePostResponse"]),
      owners,
      preventDuplicateNames: prior.flag("preventDuplicateNames"),
    };
  },

  async update(tenant, id, change) {
    const objectId = applicationId(id);
    await tenant.exclusively(objectId, () => updateApplication(tenant, objectId, change));
    return undefined;
  },

  async delete(tenant, id) {
    const path = `/applications/${applicationId(id)}`;
    await during(`Deleting application "${id}"`, tenant.v1.delete(path));
    await tenant.until(`deletion of ${id}`, async () => (await tenant.v1.find(path)) === undefined);
  },
};

async function rename({ v1 }: Directory, path: string, names: string[]): Promise<void> {
  for (const displayName of names) await v1.patch(path, { ...typed, displayName }, { awaited: true });
}

/** Only the beta API knows this property. */
async function setPostResponseRequired(
  { beta }: Directory,
  path: string,
  args: Args,
  options: SendOptions = {},
): Promise<void> {
  await beta.patch(path, { ...typed, oauth2RequirePostResponse: args.flag("oauth2PostResponseRequired") }, options);
}

async function updateApplication(tenant: Directory, objectId: string, { args, touches }: Change): Promise<void> {
  const { v1 } = tenant;
  const path = `/applications/${objectId}`;
  if (args.flag("preventDuplicateNames")) await refuseDuplicate(tenant, args.text("displayName"), objectId);
  const api = apiBody(args.block("api"));
  const body: Json = { ...commonBody(args), api, tags: tagsFrom(args, (name) => touches(name)) };
  if (touches("appRoles")) {
    body["appRoles"] = args.objects("appRoles").map(appRoleBody);
    await disable(tenant, path, (app) => ({ appRoles: leaving(app["appRoles"], body["appRoles"]) }));
  }
  if (touches("api")) {
    await disable(tenant, path, (app) => {
      const existing = jsonOf(app["api"])["oauth2PermissionScopes"];
      return { api: { oauth2PermissionScopes: leaving(existing, api["oauth2PermissionScopes"]) } };
    });
  } else {
    delete api["oauth2PermissionScopes"];
  }
  if (touches("identifierUris")) body["identifierUris"] = args.textSet("identifierUris");
  if (touches("optionalClaims")) body["optionalClaims"] = optionalClaimsBody(args);
  if (touches("requiredResourceAccesses")) body["requiredResourceAccess"] = requiredResourceAccessBody(args);
  await during(`Could not update application with object ID: "${objectId}"`, v1.patch(path, body));
  if (touches("oauth2PostResponseRequired")) await setPostResponseRequired(tenant, path, args);
  if (touches("owners")) await replaceReferences(v1, `${path}/owners`, args.textSet("owners"));
}

/** Graph changes or removes only permissions that are disabled. */
async function disable({ v1 }: Directory, path: string, bodyFor: (app: Json) => Json): Promise<void> {
  const body = bodyFor(await v1.get(path));
  if (JSON.stringify(body).includes('"isEnabled":false')) await v1.patch(path, { ...typed, ...body });
}

/** Existing permissions; those that change or go are disabled. */
function leaving(existing: unknown, wanted: unknown): Json[] {
  return jsonsOf(existing).map((permission) => {
    const next = jsonsOf(wanted).find((each) => sameId(each["id"], permission["id"]));
    const stays = next !== undefined && Object.entries(next).every(([name, value]) => same(permission[name], value));
    return stays ? permission : { ...permission, isEnabled: false };
  });
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? "") === JSON.stringify(b ?? "");

async function refuseDuplicate({ v1 }: Directory, name: string, self?: string): Promise<void> {
  const found = await v1.list("/applications", { $filter: `displayName eq ${quoted(name)}` });
  const other = found.find((app) => !sameId(app["id"], self));
  if (other !== undefined) throw duplicate("azuread_application", textOf(other["id"]), name);
}
