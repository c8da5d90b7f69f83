import type { ValueMap } from "../../rpc/values";
import { flag, text, texts } from "../../schema/property";
import { uuid } from "../../schema/validators";
import type { Directory } from "../directory";
import { quoted, type Json } from "../graph";
import { during, problem } from "../problem";
import { servicePrincipalNamesOf, servicePrincipalState } from "../service-principal-state";
import { flagOf, idsOf, sameId, textOf, textsOf, type Args } from "../values";
import { digestId, type FunctionType } from "./function";

export const getServicePrincipal: FunctionType = {
  token: "azuread:index/getServicePrincipal:getServicePrincipal",
  inputs: {
    clientId: text({ validate: uuid, conflictsWith: ["displayName", "objectId"] }),
    displayName: text({ conflictsWith: ["clientId", "objectId"] }),
    objectId: text({ conflictsWith: ["clientId", "displayName"] }),
  },
  needsOneOf: ["clientId", "displayName", "objectId"],

  async run(tenant, args): Promise<ValueMap> {
    const principal = await found(tenant, args);
    const id = `/servicePrincipals/${textOf(principal["id"])}`;
    const more = await tenant.beta.get(id, { $select: "samlMetadataUrl" });
    const { samlSingleSignOn, ...state } = servicePrincipalState(principal, more);
    const single = (principal["samlSingleSignOnSettings"] ?? null) === null ? [] : [samlSingleSignOn ?? {}];
    return { ...state, id, samlSingleSignOns: single };
  },
};

async function found(tenant: Directory, args: Args): Promise<Json> {
  const { v1 } = tenant;
  if (args.has("objectId")) {
    const objectId = args.text("objectId");
    const message = `Service Principal (Service Principal: "${objectId}")`;
    const principal = await during(`Retrieving ${message}`, v1.find(`/servicePrincipals/${objectId}`));
    if (principal === undefined) throw problem(`${message} was not found`, undefined, "object_id");
    return principal;
  }
  if (args.has("displayName")) return byDisplayName(tenant, args.text("displayName"));
  const clientId = args.text("clientId");
  const principal = (await filtered(tenant, `appId eq ${quoted(clientId)}`)).find((each) =>
    sameId(each["appId"], clientId),
  );
  if (principal === undefined) throw problem("No service principal found", "no service principal found");
  return principal;
}

async function byDisplayName(tenant: Directory, name: string): Promise<Json> {
  const filter = `displayName eq ${quoted(name)}`;
  const principals = await filtered(tenant, filter);
  const [principal] = principals;
  if (principal === undefined) {
    throw problem("Service principal not found", `no service principals found matching filter: "${filter}"`);
  }
  if (principals.length > 1) {
    throw problem(
      "Multiple service principals found",
      `found multiple service principals matching filter: "${filter}"`,
    );
  }
  return principal;
}

async function filtered({ v1 }: Directory, $filter: string, more: Record<string, string> = {}): Promise<Json[]> {
  const listing = v1.list("/servicePrincipals", { $filter, ...more });
  return during(`Listing service principals for filter "${$filter}"`, listing);
}

const selection = {
  $select:
    "accountEnabled,appId,appOwnerOrganizationId,appRoleAssignmentRequired,displayName,id,preferredSingleSignOnMode," +
    "servicePrincipalNames,servicePrincipalType,signInAudience,tags",
};

export const getServicePrincipals: FunctionType = {
  token: "azuread:index/getServicePrincipals:getServicePrincipals",
  inputs: {
    clientIds: texts({ conflictsWith: ["displayNames", "objectIds", "returnAll"] }),
    displayNames: texts({ conflictsWith: ["clientIds", "objectIds", "returnAll"] }),
    ignoreMissing: flag({ default: false, conflictsWith: ["returnAll"] }),
    objectIds: texts({ conflictsWith: ["clientIds", "displayNames", "returnAll"] }),
    returnAll: flag({ default: false }),
  },
  needsOneOf: ["clientIds", "displayNames", "objectIds", "returnAll"],

  async run(tenant, args): Promise<ValueMap> {
    const principals = await several(tenant, args);
    const names = (property: string) => principals.map((each) => textOf(each[property]));
    const objectIds = idsOf(principals);
    return {
      clientIds: names("appId"),
      displayNames: names("displayName"),
      id: digestId("serviceprincipals", objectIds, "/"),
      ignoreMissing: args.flag("ignoreMissing"),
      objectIds,
      returnAll: args.flag("returnAll"),
      servicePrincipals: await Promise.all(principals.map((each) => summary(tenant, each))),
    };
  },
};

async function several(tenant: Directory, args: Args): Promise<Json[]> {
  if (args.flag("returnAll")) {
    const all = await during("Could not retrieve service principals", tenant.v1.list("/servicePrincipals", selection));
    if (all.length === 0) throw problem("No service principals found", undefined, "return_all");
    return all;
  }
  const principals: Json[] = [];
  const add = (found: Json[], missing: string, many: string) => {
    if (found.length > 1) throw problem(many);
    if (found.length === 0 && !args.flag("ignoreMissing")) throw problem(missing, undefined, "mail_nicknames");
    principals.push(...found);
  };
  for (const id of args.texts("clientIds")) {
    const found = await filtered(tenant, `appId eq ${quoted(id)}`, selection);
    const what = `found with application ID: "${id}"`;
    add(found, `Service principal not ${what}`, `More than one service principal ${what}`);
  }
  for (const name of args.texts("displayNames")) {
    const found = await filtered(tenant, `displayName eq ${quoted(name)}`, selection);
    const missing = `No service principals with display name "${name}" were found`;
    add(
      found,
      missing,
      `Finding service principals with display name: "${name}": more than one service principal returned`,
    );
  }
  for (const id of args.texts("objectIds")) {
    const found = await tenant.v1.find(`/servicePrincipals/${id}`, selection);
    add(found === undefined ? [] : [found], `Service principal not found with object ID: "${id}"`, "");
  }
  return principals;
}

async function summary({ beta }: Directory, principal: Json): Promise<ValueMap> {
  const of = (property: string) => textOf(principal[property]);
  const more = await beta.find(`/servicePrincipals/${of("id")}`, { $select: "samlMetadataUrl" });
  return {
    accountEnabled: flagOf(principal["accountEnabled"]),
    appRoleAssignmentRequired: flagOf(principal["appRoleAssignmentRequired"]),
    applicationTenantId: of("appOwnerOrganizationId"),
    clientId: of("appId"),
    displayName: of("displayName"),
    objectId: of("id"),
    preferredSingleSignOnMode: of("preferredSingleSignOnMode"),
    samlMetadataUrl: textOf(more?.["samlMetadataUrl"]),
    servicePrincipalNames: servicePrincipalNamesOf(principal),
    signInAudience: of("signInAudience"),
    tags: textsOf(principal["tags"]),
    type: of("servicePrincipalType"),
  };
}
