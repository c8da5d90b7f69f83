import { randomUUID } from "node:crypto";
import { graphTime } from "../cloud";
import { findUser as findExisting, groupsOf, removeUser, transitiveGroupsOf } from "../directory";
import { idFor } from "../ids";
import type { User } from "../model";
import { directoryObjectType, renderObjects } from "./directory-object";
import { badRequest, findUser, notFound, referencedObject } from "./lookup";
import type { Json, ResourceType } from "./odata/query";
import { invalidValue, mergeProperties, requiredText, withoutAnnotations } from "./properties";
import type { GraphCall, GraphRouter } from "./router";
import { partOfUser, renderUser, userDefaults, userType } from "./user-type";

const TEXTS = ["givenName", "surname", "department", "jobTitle", "officeLocation", "usageLocation"] as const;
const HANDLED = [
  ...TEXTS,
  "id",
  "displayName",
  "userPrincipalName",
  "mailNickname",
  "accountEnabled",
  "mail",
  "passwordProfile",
];

export function registerUsers(route: GraphRouter): void {
  route("GET", "/users", (call) =>
    call.collection(userType, { objects: [...call.tenant.users.values()], render: renderUser, only: partOfUser }),
  );
  route("GET", "/users/$count", (call) => call.count(userType, [...call.tenant.users.values()].map(renderUser)));
  route("POST", "/users", create);
  route("GET", "/users/:id", (call) => call.object(userType, renderUser(userOf(call))));
  route("PATCH", "/users/:id", update);
  route("DELETE", "/users/:id", (call) => {
    removeUser(call.tenant, userOf(call));
    return undefined;
  });
  registerManager(route);
  registerMemberships(route);
  route("GET", "/users/:id/licenseDetails", (call) => call.collection(licenseType, licenseDetails(call, userOf(call))));
}

const userOf = (call: GraphCall): User => findUser(call.tenant, call.param("id"));

function registerManager(route: GraphRouter): void {
  route("GET", "/users/:id/manager", (call) => {
    const [manager] = renderObjects(call, [userOf(call).managerId ?? ""]);
    if (!manager) throw notFound("manager");
    return call.object(directoryObjectType, manager);
  });
  route("PUT", "/users/:id/manager/$ref", (call) => {
    const { kind, entity } = referencedObject(call.tenant, call.body());
    if (kind !== "user") throw badRequest("The reference target is invalid for the 'manager' reference.");
    userOf(call).managerId = entity.id;
    return undefined;
  });
  route("DELETE", "/users/:id/manager/$ref", (call) => {
    userOf(call).managerId = null;
    return undefined;
  });
  route("GET", "/users/:id/directReports", (call) => {
    const { id } = userOf(call);
    const reports = [...call.tenant.users.values()].filter((user) => user.managerId === id);
    return call.collection(
      directoryObjectType,
      renderObjects(
        call,
        reports.map((user) => user.id),
      ),
    );
  });
}

function registerMemberships(route: GraphRouter): void {
  for (const [navigation, find] of [
    ["memberOf", groupsOf],
    ["transitiveMemberOf", transitiveGroupsOf],
  ] as const) {
    route("GET", `/users/:id/${navigation}`, (call) =>
      call.collection(
        directoryObjectType,
        renderObjects(
          call,
          find(call.tenant, userOf(call).id).map(({ id }) => id),
        ),
      ),
    );
  }
}

function create(call: GraphCall): Json {
  const body = call.body();
  if (typeof body["accountEnabled"] !== "boolean")
    throw badRequest("A value is required for property 'accountEnabled' of resource 'User'.");
  if (typeof body["passwordProfile"] !== "object")
    throw badRequest("A value is required for property 'passwordProfile' of resource 'User'.");
  const user: User = {
    id: randomUUID(),
    userPrincipalName: freeName(call, requiredText(body, "userPrincipalName", "User")),
    displayName: requiredText(body, "displayName", "User"),
    givenName: null,
    surname: null,
    mail: null,
    mailNickname: requiredText(body, "mailNickname", "User"),
    department: null,
    jobTitle: null,
    officeLocation: null,
    usageLocation: null,
    accountEnabled: body["accountEnabled"],
    userType: "Member",
    managerId: null,
    assignedLicenses: [],
    ...textsOf(body),
    other: {
      ...mergeProperties({}, withoutAnnotations(body, ...HANDLED), userDefaults),
      createdDateTime: graphTime(call.context.cloud.clock.now()),
    },
  };
  call.tenant.users.set(user.id, user);
  call.setTarget(user.id);
  return call.created(userType, renderUser(user));
}

function update(call: GraphCall): undefined {
  const user = userOf(call);
  const body = call.body();
  const other = mergeProperties(user.other, withoutAnnotations(body, ...HANDLED), userDefaults);
  const name = body["userPrincipalName"];
  Object.assign(
    user,
    textsOf(body),
    { other },
    typeof name === "string" && { userPrincipalName: freeName(call, name, user) },
  );
  for (const property of ["displayName", "mailNickname"] as const) {
    if (body[property] !== undefined) user[property] = requiredText(body, property, "User");
  }
  if (typeof body["accountEnabled"] === "boolean") user.accountEnabled = body["accountEnabled"];
  return undefined;
}

function textsOf(body: Json): Partial<User> {
  const written = TEXTS.filter((name) => body[name] !== undefined);
  const wrong = written.find((name) => body[name] !== null && typeof body[name] !== "string");
  if (wrong) throw invalidValue(wrong, "User");
  return Object.fromEntries(written.map((name) => [name, body[name]]));
}

/** A user principal name in a verified domain that nobody else has. */
function freeName(call: GraphCall, name: string, self?: User): string {
  const domain = name.split("@")[1]?.toLowerCase();
  if (!call.tenant.domains.some(({ id, isVerified }) => isVerified && id === domain)) {
    throw badRequest(
      "The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.",
    );
  }
  const other = findExisting(call.tenant, name);
  if (other && other !== self)
    throw badRequest("Another object with the same value for property userPrincipalName already exists.");
  return name;
}

const licenseType: ResourceType = {
  name: "licenseDetails",
  set: "licenseDetails",
  properties: new Set(["id", "skuId", "skuPartNumber", "servicePlans"]),
};

function licenseDetails(call: GraphCall, user: User): Json[] {
  return user.assignedLicenses.flatMap(({ skuId, disabledPlans }) => {
    const sku = call.tenant.subscribedSkus.find((candidate) => candidate.skuId === skuId);
    if (!sku) return [];
    const servicePlans = sku.servicePlans.map((plan) => ({
      servicePlanId: plan.servicePlanId,
      servicePlanName: plan.servicePlanName,
      provisioningStatus: disabledPlans.includes(plan.servicePlanId) ? "Disabled" : plan.provisioningStatus,
      appliesTo: "User",
    }));
    return [{ id: idFor("license", user.id, skuId), skuId, skuPartNumber: sku.skuPartNumber, servicePlans }];
  });
}
