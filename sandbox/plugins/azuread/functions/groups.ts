import type { ValueMap } from "../../rpc/values";
import { flag, text, texts } from "../../schema/property";
import type { Directory } from "../directory";
import { quoted, type Json } from "../graph";
import { groupState } from "../group-state";
import { during, problem } from "../problem";
import { flagOf, idsOf, textOf, type Args } from "../values";
import { digestId, type FunctionType } from "./function";

export const getGroup: FunctionType = {
  token: "azuread:index/getGroup:getGroup",
  inputs: {
    displayName: text({ conflictsWith: ["mailNickname", "objectId"] }),
    includeTransitiveMembers: flag({ default: false }),
    mailEnabled: flag(),
    mailNickname: text({ conflictsWith: ["displayName", "objectId"] }),
    objectId: text({ conflictsWith: ["displayName", "mailNickname"] }),
    securityEnabled: flag(),
  },
  needsOneOf: ["displayName", "mailNickname", "objectId"],

  async run(tenant, args): Promise<ValueMap> {
    const group = args.has("objectId") ? await byId(tenant, args) : await byName(tenant, args);
    const path = `/groups/${textOf(group["id"])}`;
    const transitive = args.flag("includeTransitiveMembers");
    const members = idsOf(await tenant.beta.list(`${path}/${transitive ? "transitiveMembers" : "members"}`));
    const owners = idsOf(await tenant.beta.list(`${path}/owners`));
    const { dynamicMembership, ...state } = groupState(group);
    return {
      ...state,
      dynamicMemberships: dynamicMembership === null || dynamicMembership === undefined ? [] : [dynamicMembership],
      id: path,
      includeTransitiveMembers: transitive,
      members,
      owners,
    };
  },
};

/** Kinds that the caller insists on; only those that were given. */
function kinds(args: Args): { name: string; graphName: string; value: boolean }[] {
  return ["mailEnabled", "securityEnabled"].flatMap((name) => {
    const value = args.values[name];
    return typeof value === "boolean" ? [{ name, graphName: name, value }] : [];
  });
}

async function byName({ beta }: Directory, args: Args): Promise<Json> {
  const name = ["displayName", "mailNickname"].find((each) => args.has(each));
  if (name === undefined) throw problem("nothing to look for is given");
  const conditions = kinds(args).map(({ graphName, value }) => `${graphName} eq ${value}`);
  const filter = [`${name} eq ${quoted(args.text(name))}`, ...conditions].join(" and ");
  const groups = await during(`Retrieving groups for filter (${filter})`, beta.list("/groups", { $filter: filter }));
  const attribute = name === "displayName" ? "display_name" : "mail_nickname";
  if (groups.length > 1)
    throw problem(`More than one group found matching specified filter (${filter})`, undefined, attribute);
  const [group] = groups;
  if (group === undefined) throw problem(`No group found matching specified filter (${filter})`, undefined, attribute);
  return group;
}

async function byId({ beta }: Directory, args: Args): Promise<Json> {
  const objectId = args.text("objectId");
  const group = await during(`Retrieving group with object ID: "${objectId}"`, beta.find(`/groups/${objectId}`));
  if (group === undefined) throw problem(`No group found with object ID: "${objectId}"`, undefined, "object_id");
  for (const { name, graphName, value } of kinds(args)) {
    const actual = flagOf(group[graphName]);
    if (actual === value) continue;
    const attribute = name === "mailEnabled" ? "mail_enabled" : "security_enabled";
    throw problem(
      `Group with object ID "${objectId}" does not have the specified ${attribute} setting (expected: ${value}, actual: ${actual})`,
      undefined,
      attribute,
    );
  }
  return group;
}

export const getGroups: FunctionType = {
  token: "azuread:index/getGroups:getGroups",
  inputs: {
    displayNamePrefix: text({ conflictsWith: ["displayNames", "objectIds", "returnAll"] }),
    displayNames: texts({ conflictsWith: ["displayNamePrefix", "objectIds", "returnAll"] }),
    ignoreMissing: flag({ default: false, conflictsWith: ["returnAll"] }),
    mailEnabled: flag({ conflictsWith: ["objectIds"] }),
    objectIds: texts({ conflictsWith: ["displayNamePrefix", "displayNames", "returnAll"] }),
    returnAll: flag({ default: false }),
    securityEnabled: flag({ conflictsWith: ["objectIds"] }),
  },

  async run(tenant, args): Promise<ValueMap> {
    const groups = await found(tenant, args);
    const displayNames = groups.map((group) => textOf(group["displayName"]));
    const given = (name: string): ValueMap => {
      const value = args.values[name];
      return typeof value === "boolean" ? { [name]: value } : {};
    };
    return {
      displayNamePrefix: args.text("displayNamePrefix"),
      displayNames,
      id: digestId("groups", displayNames, "-"),
      ignoreMissing: args.flag("ignoreMissing"),
      ...given("mailEnabled"),
      objectIds: idsOf(groups),
      ...(args.flag("ignoreMissing") ? {} : { returnAll: args.flag("returnAll") }),
      ...given("securityEnabled"),
    };
  },
};

async function found(tenant: Directory, args: Args): Promise<Json[]> {
  const conditions = kinds(args).map(({ graphName, value }) => `${graphName} eq ${value}`);
  const query = (...more: string[]) => {
    const $filter = [...conditions, ...more].join(" and ");
    return tenant.beta.list("/groups", $filter === "" ? {} : { $filter });
  };
  if (args.flag("returnAll")) {
    const groups = await during("Could not retrieve groups", query());
    if (groups.length === 0) throw problem("No groups found", undefined, "return_all");
    return groups;
  }
  const prefix = args.text("displayNamePrefix");
  if (prefix !== "") {
    const message = `No groups found with display name prefix: "${prefix}"`;
    const groups = await during(message, query(`startsWith(displayName, ${quoted(prefix)})`));
    if (groups.length === 0) throw problem(message, undefined, "display_name_prefix");
    return groups;
  }
  return oneByOne(tenant, args, query);
}

async function oneByOne(tenant: Directory, args: Args, query: (filter: string) => Promise<Json[]>): Promise<Json[]> {
  const groups: Json[] = [];
  for (const name of args.texts("displayNames")) {
    const matching = await query(`displayName eq ${quoted(name)}`);
    if (matching.length > 1)
      throw problem(`More than one group found with display name: "${name}"`, undefined, "display_names");
    if (matching.length === 0 && !args.flag("ignoreMissing")) {
      throw problem(`No group found with display name: "${name}"`, undefined, "display_names");
    }
    groups.push(...matching);
  }
  for (const id of args.texts("objectIds")) {
    const group = await tenant.beta.find(`/groups/${id}`);
    if (group !== undefined) groups.push(group);
    else if (!args.flag("ignoreMissing"))
      throw problem(`No group found with object ID: "${id}"`, undefined, "object_id");
  }
  return groups;
}
