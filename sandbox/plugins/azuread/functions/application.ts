import type { Value, ValueMap } from "../../rpc/values";
import { text } from "../../schema/property";
import type { Directory } from "../directory";
import { quoted, type Json } from "../graph";
import { during, problem } from "../problem";
import { applicationState } from "../resources/application-state";
import { flagOf, idsOf, textOf, type Args } from "../values";
import type { FunctionType } from "./function";

/** What an application may be looked up by besides its object ID. */
const filters: Record<string, (value: string) => string> = {
  clientId: (value) => `appId eq ${quoted(value)}`,
  displayName: (value) => `displayName eq ${quoted(value)}`,
  identifierUri: (value) => `identifierUris/any(uri:uri eq ${quoted(value)})`,
};

/** Nested objects that the resource has once are lists here. */
const lists: Record<string, string> = {
  api: "apis",
  optionalClaims: "optionalClaims",
  publicClient: "publicClients",
  singlePageApplication: "singlePageApplications",
  web: "webs",
};

const names = ["clientId", "displayName", "identifierUri", "objectId"];

export const getApplication: FunctionType = {
  token: "azuread:index/getApplication:getApplication",
  inputs: Object.fromEntries(
    names.map((name) => [name, text({ conflictsWith: names.filter((each) => each !== name) })]),
  ),
  needsOneOf: names,

  async run(tenant, args): Promise<ValueMap> {
    const app = await found(tenant, args);
    const id = `/applications/${textOf(app["id"])}`;
    const more = await tenant.beta.get(id, { $select: "oauth2RequirePostResponse" });
    const owners = idsOf(await tenant.v1.list(`${id}/owners`));
    const state = applicationState(app);
    delete state["templateId"];
    return {
      ...Object.fromEntries(Object.entries(state).map(([name, value]) => listed(name, value))),
      id,
      identifierUri: args.text("identifierUri"),
      oauth2PostResponseRequired: flagOf(more["oauth2RequirePostResponse"]),
      owners,
    };
  },
};

function listed(name: string, value: Value): [string, Value] {
  const list = lists[name];
  if (list === undefined || typeof value !== "object" || value === null) return [name, value];
  if (name !== "web") return [list, [value]];
  const { implicitGrant, ...web } = value as ValueMap;
  return [list, [{ ...web, implicitGrants: [implicitGrant ?? {}] }]];
}

async function found({ v1 }: Directory, args: Args): Promise<Json> {
  if (args.has("objectId")) {
    const objectId = args.text("objectId");
    const message = `Application with object ID "${objectId}"`;
    const app = await during(`Retrieving ${message}`, v1.find(`/applications/${objectId}`));
    if (app === undefined) throw problem(`${message} was not found`, undefined, "object_id");
    return app;
  }
  const [name, filterOf] = Object.entries(filters).find(([each]) => args.has(each)) ?? [];
  if (name === undefined || filterOf === undefined) {
    throw problem("nothing to look for is given");
  }
  const filter = filterOf(args.text(name));
  const apps = await during(
    `Listing applications for filter "${filter}"`,
    v1.list("/applications", { $filter: filter }),
  );
  const [app] = apps;
  if (app === undefined) throw problem("Application not found", `no applications found matching filter: "${filter}"`);
  if (apps.length > 1) {
    throw problem("Multiple applications found", `found multiple applications matching filter: "${filter}"`);
  }
  return app;
}
