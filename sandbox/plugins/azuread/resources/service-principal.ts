import { randomUUID } from "node:crypto";
import type { ValueMap } from "../../rpc/values";
import { block, flag, list, map, object, output, text, texts, textSet } from "../../schema/property";
import { atMost, notEmpty, oneOf, uuid, webAddress } from "../../schema/validators";
import type { Directory } from "../directory";
import { quoted, type Json } from "../graph";
import { servicePrincipalId } from "../ids";
import { newOwners, replaceReferences, settleOwners } from "../owners";
import { featureFields, featureTagFields, permissionOutputs, tagsFrom } from "../permissions";
import { arriving, during, exists, problem } from "../problem";
import type { Change, ResourceType } from "../resource-type";
import { servicePrincipalState } from "../service-principal-state";
import { idsOf, textOf, type Args } from "../values";

const typed = { "@odata.type": "#microsoft.graph.servicePrincipal" };
/** Refusals while a new application has not arrived everywhere. */
const applicationPending =
  /does not reference a valid application object|backing application of the service principal being created must in the local tenant/;

/** A service principal (enterprise application), made from a client ID or taken over. */
export const servicePrincipal: ResourceType = {
  token: "azuread:index/servicePrincipal:ServicePrincipal",
  minutes: { create: 10, delete: 5, read: 5, update: 10 },
  schemaVersion: 1,
  fields: {
    accountEnabled: flag({ default: true }),
    alternativeNames: textSet({}, notEmpty),
    appRoleAssignmentRequired: flag(),
    appRoleIds: output(map()),
    ...permissionOutputs,
    applicationTenantId: output(text()),
    clientId: text({ required: true, replaces: true, validate: uuid }),
    description: text({ validate: atMost(1024) }),
    displayName: output(text()),
    featureTags: list(object(featureTagFields), { computed: true, conflictsWith: ["features", "tags"] }),
    features: list(object(featureFields), { computed: true, conflictsWith: ["featureTags", "tags"] }),
    homepageUrl: output(text()),
    loginUrl: text({ validate: webAddress }),
    logoutUrl: output(text()),
    notes: text({ validate: atMost(1024) }),
    notificationEmailAddresses: textSet({}, notEmpty),
    oauth2PermissionScopeIds: output(map()),
    objectId: output(text()),
    owners: textSet({}, uuid),
    preferredSingleSignOnMode: text({ validate: oneOf("", "notSupported", "oidc", "password", "saml") }),
    redirectUris: output(texts()),
    samlMetadataUrl: output(text()),
    samlSingleSignOn: block({ relayState: text({ validate: notEmpty }) }),
    servicePrincipalNames: output(texts()),
    signInAudience: output(text()),
    tags: textSet({ computed: true, conflictsWith: ["features", "featureTags"] }),
    type: output(text()),
    useExisting: flag(),
  },

  async create(tenant, args, created) {
    const found = await existing(tenant, args.text("clientId"));
    if (found !== undefined && !args.flag("useExisting")) throw exists("azuread_service_principal", found);
    if (found === undefined) return createNew(tenant, args, created);
    created(`/servicePrincipals/${found}`);
    const touches = (...names: string[]) => names.some((name) => args.has(name));
    await write(tenant, found, { args, prior: args, touches });
    return undefined;
  },

  async read(tenant, id): Promise<ValueMap | undefined> {
    const path = `/servicePrincipals/${servicePrincipalId(id)}`;
    const principal = await tenant.v1.find(path);
    if (principal === undefined) return undefined;
    const more = await tenant.beta.get(path, { $select: "samlMetadataUrl" });
    const owners = idsOf(await tenant.v1.list(`${path}/owners`));
    return { ...servicePrincipalState(principal, more), owners };
  },

  async update(tenant, id, change) {
    await write(tenant, servicePrincipalId(id), change);
    return undefined;
  },

  async delete(tenant, id, prior) {
    const path = `/servicePrincipals/${servicePrincipalId(id)}`;
    const deleted = tenant.v1.delete(path);
    // one that was taken over may be protected; then it stays, and nobody is told
    if (prior.flag("useExisting")) return deleted.catch(() => undefined);
    await during(`Deleting ${id}`, deleted);
    await tenant.until(`deletion of ${id}`, async () => (await tenant.v1.find(path)) === undefined);
  },
};

async function existing({ v1 }: Directory, clientId: string): Promise<string | undefined> {
  const found = await during(
    "Could not list existing service principals",
    v1.list("/servicePrincipals", { $filter: `appId eq ${quoted(clientId)}` }),
  );
  if (found.length > 1) {
    const reason = `unexpected number of service principals returned (expected: 1, received: ${found.length})`;
    throw problem("Could not list existing service principals", reason);
  }
  return found[0] === undefined ? undefined : textOf(found[0]["id"]);
}

async function createNew(tenant: Directory, args: Args, created: (id: string) => void): Promise<undefined> {
  const owners = newOwners(tenant, args.textSet("owners"));
  const body = {
    ...commonBody(args),
    appId: args.text("clientId"),
    description: `TERRAFORM_UPDATE_${randomUUID()}`,
    "owners@odata.bind": owners.bound,
    tags: tagsFrom(args, () => true),
  };
  const principal = await during(
    "Could not create service principal",
    tenant.v1.post("/servicePrincipals", body, { transient: applicationPending }),
  );
  const path = `/servicePrincipals/${textOf(principal["id"])}`;
  created(path);
  // shows that the object is there
  const description = { ...typed, description: args.textOrNull("description") };
  await arriving(
    "service principal",
    "Failed to patch service principal after creating",
    tenant.v1.patch(path, description),
  );
  await settleOwners(tenant, path, owners);
  return undefined;
}

async function write({ v1 }: Directory, objectId: string, { args, touches }: Change): Promise<void> {
  const path = `/servicePrincipals/${objectId}`;
  const body = {
    ...commonBody(args),
    description: args.textOrNull("description"),
    tags: tagsFrom(args, (name) => touches(name)),
  };
  await during(`Updating ${path}`, v1.patch(path, body));
  if (touches("owners")) await replaceReferences(v1, `${path}/owners`, args.textSet("owners"));
}

function commonBody(args: Args): Json {
  return {
    ...typed,
    accountEnabled: args.values["accountEnabled"] !== false,
    alternativeNames: args.textSet("alternativeNames"),
    appRoleAssignmentRequired: args.flag("appRoleAssignmentRequired"),
    loginUrl: args.textOrNull("loginUrl"),
    notes: args.textOrNull("notes"),
    notificationEmailAddresses: args.textSet("notificationEmailAddresses"),
    preferredSingleSignOnMode: args.textOrNull("preferredSingleSignOnMode"),
    samlSingleSignOnSettings: args.has("samlSingleSignOn")
      ? { relayState: args.block("samlSingleSignOn").text("relayState") }
      : {},
  };
}
