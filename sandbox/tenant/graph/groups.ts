import { randomInt, randomUUID } from "node:crypto";
import { graphTime } from "../cloud";
import { findObject, groupsOf, removeGroup, transitiveGroupsOf, transitiveMembersOf } from "../directory";
import { GraphError } from "../errors";
import type { Group, Tenant } from "../model";
import { boundIds, directoryObjectType, renderObjects } from "./directory-object";
import { groupDefaults, groupType, renderGroup } from "./group-type";
import { badRequest, findGroup, notFound, referencedObject } from "./lookup";
import type { Json } from "./odata/query";
import { alreadyThere, registerOwners } from "./owners";
import { invalidValue, mergeProperties, requiredText, withoutAnnotations } from "./properties";
import type { GraphCall, GraphRouter } from "./router";

const HANDLED = [
  ...["id", "displayName", "description", "mailEnabled", "mailNickname", "securityEnabled", "groupTypes", "visibility"],
];

/** Groups. The provider uses the beta version for all of these. */
export function registerGroups(route: GraphRouter): void {
  route("GET", "/groups", (call) => call.collection(groupType, [...call.tenant.groups.values()].map(renderGroup)));
  route("GET", "/groups/$count", (call) => call.count(groupType, [...call.tenant.groups.values()].map(renderGroup)));
  route("POST", "/groups", create);
  route("GET", "/groups/:id", (call) => call.object(groupType, renderGroup(groupOf(call))));
  route("PATCH", "/groups/:id", update);
  route("DELETE", "/groups/:id", (call) => {
    const group = writableGroup(call, "Delete");
    removeGroup(call.tenant, group);
    return undefined;
  });
  registerMembers(route);
  registerOwners(
    route,
    "/groups",
    (call) => (call.request.method === "GET" ? groupOf(call) : writableGroup(call, "Update")),
    () => 1,
  );
}

const groupOf = (call: GraphCall): Group => findGroup(call.tenant, call.param("id"));

function registerMembers(route: GraphRouter): void {
  const navigations: Record<string, (tenant: Tenant, group: Group) => Iterable<string>> = {
    members: (_tenant, group) => group.members,
    transitiveMembers: transitiveMembersOf,
    memberOf: (tenant, group) => groupsOf(tenant, group.id).map(({ id }) => id),
    transitiveMemberOf: (tenant, group) => transitiveGroupsOf(tenant, group.id).map(({ id }) => id),
  };
  for (const [navigation, find] of Object.entries(navigations)) {
    route("GET", `/groups/:id/${navigation}`, (call) =>
      call.collection(directoryObjectType, renderObjects(call, find(call.tenant, groupOf(call)))),
    );
  }
  for (const kind of ["group", "user"] as const) {
    route("GET", `/groups/:id/members/microsoft.graph.${kind}`, (call) => {
      const ids = [...groupOf(call).members].filter((id) => findObject(call.tenant, id)?.kind === kind);
      return call.collection(directoryObjectType, renderObjects(call, ids));
    });
  }
  route("POST", "/groups/:id/members/$ref", (call) => {
    const group = writableGroup(call, "Update");
    const { kind, entity } = referencedObject(call.tenant, call.body());
    if (kind === "application" || entity.id === group.id) throw invalidValue("members", "Group");
    if (group.members.has(entity.id)) throw alreadyThere("members");
    group.members.add(entity.id);
    call.setTarget(`${group.id} member ${entity.id}`);
    return undefined;
  });
  route("DELETE", "/groups/:id/members/:memberId/$ref", (call) => {
    const group = writableGroup(call, "Update");
    const memberId = call.param("memberId").toLowerCase();
    if (!group.members.delete(memberId)) throw notFound(memberId);
    call.setTarget(`${group.id} member ${memberId}`);
    return undefined;
  });
}

function create(call: GraphCall): Json {
  const body = call.body();
  const mailEnabled = flag(body, "mailEnabled");
  const groupTypes = textList(body["groupTypes"] ?? [], "groupTypes");
  if (groupTypes.length > 0) {
    throw new GraphError(
      501,
      "NotImplemented",
      `POST /${call.version}/groups with groupTypes ${JSON.stringify(groupTypes)} is not implemented by the simulated tenant; it creates security groups.`,
    );
  }
  if (mailEnabled) throw exchangeManages("Create");
  if (!flag(body, "securityEnabled")) throw badRequest("Both Mail Enabled and Security Enabled cannot be false.");
  const group: Group = {
    id: randomUUID(),
    displayName: requiredText(body, "displayName", "Group"),
    description: nullableText(body, "description") ?? null,
    mailEnabled,
    mailNickname: requiredText(body, "mailNickname", "Group"),
    mail: null,
    securityEnabled: true,
    groupTypes,
    visibility: nullableText(body, "visibility") ?? null,
    onPremisesSyncEnabled: null,
    securityIdentifier: newSecurityIdentifier(),
    members: new Set(boundIds(call, body, "members")),
    owners: new Set(boundIds(call, body, "owners")),
    other: {
      ...mergeProperties({}, withoutAnnotations(body, ...HANDLED), groupDefaults),
      createdDateTime: graphTime(call.context.cloud.clock.now()),
    },
  };
  call.tenant.groups.set(group.id, group);
  call.setTarget(group.id);
  return call.created(groupType, renderGroup(group));
}

function update(call: GraphCall): undefined {
  const group = writableGroup(call, "Update");
  const body = call.body();
  const other = mergeProperties(group.other, withoutAnnotations(body, ...HANDLED), groupDefaults);
  if (body["mailEnabled"] === true) throw exchangeManages("Update");
  const members = boundIds(call, body, "members");
  const known = members.find((id) => group.members.has(id));
  if (known) throw alreadyThere("members");
  for (const property of ["displayName", "mailNickname"] as const) {
    if (body[property] !== undefined) group[property] = requiredText(body, property, "Group");
  }
  for (const property of ["description", "visibility"] as const) {
    const text = nullableText(body, property);
    if (text !== undefined) group[property] = text;
  }
  for (const id of members) group.members.add(id);
  group.other = other;
  return undefined;
}

/** A group that Graph may change: not one that Exchange or an on-premises directory owns. */
function writableGroup(call: GraphCall, verb: "Update" | "Delete"): Group {
  const group = groupOf(call);
  if (group.onPremisesSyncEnabled) {
    throw badRequest(
      "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.",
    );
  }
  if (group.mailEnabled && !group.groupTypes.includes("Unified")) throw exchangeManages(verb);
  return group;
}

const exchangeManages = (verb: "Create" | "Update" | "Delete") =>
  badRequest(`Cannot ${verb} a mail-enabled security groups and or distribution list.`);

function flag(body: Json, name: string): boolean {
  const value = body[name];
  if (typeof value === "boolean") return value;
  throw badRequest(`A value is required for property '${name}' of resource 'Group'.`);
}

function nullableText(body: Json, name: string): string | null | undefined {
  const value = body[name];
  if (value === undefined || value === null || typeof value === "string") return value;
  throw invalidValue(name, "Group");
}

function textList(value: unknown, name: string): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw invalidValue(name, "Group");
}

/** A SID of the form that Entra gives to its groups. */
const newSecurityIdentifier = (): string =>
  ["S-1-12-1", ...Array.from({ length: 4 }, () => randomInt(1, 2 ** 32))].join("-");
