import type { ValueMap } from "../../rpc/values";
import { snake } from "../../schema/place";
import { flag, text, texts } from "../../schema/property";
import { notEmpty } from "../../schema/validators";
import type { Directory } from "../directory";
import { quoted, type Json } from "../graph";
import { during, problem } from "../problem";
import { flagOf, textOf, type Args } from "../values";
import { userProperties, userState } from "../user-state";
import { digestId, type FunctionType } from "./function";

/** What a user may be looked up by, in the order in which the real provider looks. */
const keys = [
  { one: "userPrincipalName", many: "userPrincipalNames", known: "UPN" },
  { one: "objectId", many: "objectIds", known: "object ID" },
  { one: "mail", many: "mails", known: "mail" },
  { one: "mailNickname", many: "mailNicknames", known: "email alias" },
  { one: "employeeId", many: "employeeIds", known: "employee ID" },
];

type Key = (typeof keys)[number];

const missing = (key: Key, value: string): string =>
  key.one === "userPrincipalName"
    ? `User with UPN "${value}" was not found`
    : `User not found with ${key.known}: "${value}"`;

export const getUser: FunctionType = {
  token: "azuread:index/getUser:getUser",
  inputs: Object.fromEntries(
    keys.map(({ one }) => [
      one,
      text({ validate: notEmpty, conflictsWith: keys.map((key) => key.one).filter((name) => name !== one) }),
    ]),
  ),
  needsOneOf: keys.map(({ one }) => one),

  async run(tenant, args): Promise<ValueMap> {
    const key = keys.find(({ one }) => args.has(one));
    if (key === undefined) throw problem("nothing to look for is given");
    const value = args.text(key.one);
    const [user, ...others] = await matches(tenant, key, value);
    if (others.length > 0)
      throw problem(`More than one user found with ${key.known}: "${value}"`, undefined, snake(key.one));
    // the real plugin leaves the address of a mailbox out of what it says
    if (user === undefined) throw problem(missing(key, key.one === "mail" ? "" : value), undefined, snake(key.one));
    const path = `/users/${textOf(user["id"])}`;
    const found = await during(`Retrieving ${path}`, tenant.v1.get(path, { $select: userProperties.join(",") }));
    const manager = await tenant.v1.find(`${path}/manager`);
    const { costCenter, division, ...state } = userState(found);
    const organisation = (found["employeeOrgData"] ?? null) === null ? {} : { costCenter, division };
    return { ...state, ...(organisation as ValueMap), id: path, managerId: textOf(manager?.["id"]) };
  },
};

const selected =
  "accountEnabled,displayName,employeeId,id,mail,mailNickname,onPremisesImmutableId,onPremisesSamAccountName," +
  "onPremisesUserPrincipalName,usageLocation,userPrincipalName,userType";

async function matches({ v1 }: Directory, { one, known }: Key, value: string, $select?: string): Promise<Json[]> {
  const selection: Record<string, string> = $select === undefined ? {} : { $select };
  if (one === "objectId") {
    const user = await during(`Retrieving user with object ID: "${value}"`, v1.find(`/users/${value}`, selection));
    return user === undefined ? [] : [user];
  }
  const query = { $filter: `${one} eq ${quoted(value)}`, ...selection };
  return during(`Finding user with ${known}: "${value}"`, v1.list("/users", query));
}

export const getUsers: FunctionType = {
  token: "azuread:index/getUsers:getUsers",
  inputs: {
    ...Object.fromEntries(keys.map(({ many }) => [many, texts()])),
    ignoreMissing: flag({ default: false, conflictsWith: ["returnAll"] }),
    returnAll: flag({ default: false, conflictsWith: ["ignoreMissing"] }),
  },
  needsOneOf: [...keys.map(({ many }) => many), "returnAll"],

  async run(tenant, args): Promise<ValueMap> {
    const users = args.flag("returnAll")
      ? await tenant.v1.list("/users", { $select: selected })
      : await listed(tenant, args);
    if (args.flag("returnAll") && users.length === 0) throw problem("No users found", undefined, "return_all");
    const names = (property: string) => users.map((user) => textOf(user[property])).filter((value) => value !== "");
    const upns = names("userPrincipalName");
    return {
      employeeIds: users.map((user) => textOf(user["employeeId"])),
      id: digestId("users", upns, "/"),
      ignoreMissing: args.flag("ignoreMissing"),
      mailNicknames: names("mailNickname"),
      mails: names("mail"),
      objectIds: names("id"),
      returnAll: args.flag("returnAll"),
      userPrincipalNames: upns,
      users: users.map(summary),
    };
  },
};

/** The same in the words for several. */
const knownAs = ({ one, known }: Key): string => (one === "mail" ? "mail address" : known);
const missingOf = (key: Key, value: string): string =>
  key.one === "mailNickname"
    ? `no user(s) found with ${key.known}: "${value}"`
    : missing({ ...key, known: knownAs(key) }, value);

async function listed(tenant: Directory, args: Args): Promise<Json[]> {
  const key = keys.find(({ many }) => args.texts(many).length > 0);
  if (key === undefined) throw problem("nothing to look for is given");
  const users: Json[] = [];
  for (const value of args.texts(key.many)) {
    const found = await matches(tenant, key, value, selected);
    if (found.length === 0 && !args.flag("ignoreMissing")) {
      throw problem(missingOf(key, value), undefined, snake(key.one === "objectId" ? key.one : key.many));
    }
    if (found.length > 1 && key.one !== "mailNickname") {
      throw problem(`More than one user found with ${knownAs(key)}: "${value}"`, undefined, snake(key.many));
    }
    users.push(...found);
  }
  return users;
}

function summary(user: Json): ValueMap {
  const of = (property: string) => textOf(user[property]);
  return {
    accountEnabled: flagOf(user["accountEnabled"]),
    displayName: of("displayName"),
    employeeId: of("employeeId"),
    mail: of("mail"),
    mailNickname: of("mailNickname"),
    objectId: of("id"),
    onpremisesImmutableId: of("onPremisesImmutableId"),
    onpremisesSamAccountName: of("onPremisesSamAccountName"),
    onpremisesUserPrincipalName: of("onPremisesUserPrincipalName"),
    usageLocation: of("usageLocation"),
    userPrincipalName: of("userPrincipalName"),
  };
}
