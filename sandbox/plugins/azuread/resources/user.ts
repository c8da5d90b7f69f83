import type { ValueMap } from "../../rpc/values";
import { flag, output, text, texts, textSet, type Fields } from "../../schema/property";
import { atMost, emailAddress, language, lengthBetween, notEmpty, oneOf, time } from "../../schema/validators";
import type { Directory } from "../directory";
import type { Json, SendOptions } from "../graph";
import { userId } from "../ids";
import { during, problem } from "../problem";
import type { ResourceType } from "../resource-type";
import { textOf, type Args } from "../values";
import { userProperties, userState } from "../user-state";

const typed = { "@odata.type": "#microsoft.graph.user" };

/** Texts that are cleared when they are no longer given. */
const plainTexts = [
  "ageGroup",
  "city",
  "companyName",
  "consentProvidedForMinor",
  "country",
  "department",
  "employeeId",
  "employeeType",
  "faxNumber",
  "givenName",
  "jobTitle",
  "mobilePhone",
  "officeLocation",
  "postalCode",
  "preferredLanguage",
  "state",
  "streetAddress",
  "surname",
  "usageLocation",
];

const outputTexts = [
  "aboutMe",
  "creationType",
  "externalUserState",
  "objectId",
  "onpremisesDistinguishedName",
  "onpremisesDomainName",
  "onpremisesSamAccountName",
  "onpremisesSecurityIdentifier",
  "onpremisesUserPrincipalName",
  "userType",
];

/** A user of the tenant. */
export const user: ResourceType = {
  token: "azuread:index/user:User",
  minutes: { create: 5, delete: 5, read: 5, update: 5 },
  schemaVersion: 1,
  fields: sorted({
    ...Object.fromEntries(plainTexts.map((name) => [name, text()])),
    ...Object.fromEntries(outputTexts.map((name) => [name, output(text())])),
    accountEnabled: flag({ default: true }),
    ageGroup: text({ validate: oneOf("Adult", "Minor", "NotAdult") }),
    businessPhones: texts({ computed: true }),
    consentProvidedForMinor: text({ validate: oneOf("Denied", "Granted", "NotRequired") }),
    costCenter: text(),
    preferredLanguage: text({ validate: language }),
    disablePasswordExpiration: flag({ default: false }),
    disableStrongPassword: flag({ default: false }),
    displayName: text({ required: true, validate: notEmpty }),
    division: text(),
    employeeHireDate: text({ validate: time }),
    employeeId: text({ validate: atMost(16) }),
    forcePasswordChange: flag({ default: false }),
    imAddresses: output(texts()),
    mail: text({ computed: true }),
    mailNickname: text({ computed: true }),
    managerId: text(),
    onpremisesImmutableId: text({ computed: true }),
    onpremisesSyncEnabled: output(flag()),
    otherMails: textSet(),
    password: text({ computed: true, secret: true, validate: lengthBetween(1, 256) }),
    proxyAddresses: output(texts()),
    showInAddressList: flag({ default: true }),
    userPrincipalName: text({ required: true, validate: emailAddress }),
  }),

  async create(tenant, args, created) {
    const upn = args.text("userPrincipalName");
    if (!args.has("password")) {
      throw problem("Could not create user", "`password` is required when creating a new user", "password");
    }
    const body = {
      ...commonBody(args),
      mail: args.textOrNull("mail"),
      mailNickname: args.text("mailNickname") || (upn.split("@")[0] ?? upn),
      passwordProfile: passwordProfile(args),
      ...(args.has("businessPhones") ? { businessPhones: args.texts("businessPhones") } : {}),
      ...(args.has("onpremisesImmutableId") ? { onPremisesImmutableId: args.text("onpremisesImmutableId") } : {}),
      ...(args.has("employeeHireDate") ? { employeeHireDate: args.text("employeeHireDate") } : {}),
    };
    const made = await during(
      `Creating user "${upn}"`,
      tenant.v1.post("/users", body, { transient: /One or more property values specified are invalid/ }),
    );
    const path = `/users/${textOf(made["id"])}`;
    created(path);
    await setShown(tenant, path, args, { awaited: true });
    if (args.has("managerId")) await setManager(tenant, path, args.text("managerId"));
    return undefined;
  },

  async read({ v1, beta }, id, prior): Promise<ValueMap | undefined> {
    const path = `/users/${userId(id)}`;
    const found = await v1.find(path, { $select: [...userProperties, "passwordPolicies"].join(",") });
    if (found === undefined) return undefined;
    const shown = await beta.get(path, { $select: "showInAddressList" });
    const manager = await v1.find(`${path}/manager`);
    const policies = textOf(found["passwordPolicies"]).toLowerCase();
    return {
      ...userState(found),
      aboutMe: textOf(found["aboutMe"]),
      disablePasswordExpiration: policies.includes("disablepasswordexpiration"),
      disableStrongPassword: policies.includes("disablestrongpassword"),
      forcePasswordChange: prior.flag("forcePasswordChange"),
      managerId: textOf(manager?.["id"]),
      showInAddressList: shown["showInAddressList"] === true,
    };
  },

  async update(tenant, id, { args, touches }) {
    const path = `/users/${userId(id)}`;
    const body: Json = { ...commonBody(args), mailNickname: args.textOrNull("mailNickname") };
    if (touches("password") && args.has("password")) body["passwordProfile"] = passwordProfile(args);
    if (touches("businessPhones")) body["businessPhones"] = args.texts("businessPhones");
    if (touches("mail") && args.has("mail")) body["mail"] = args.text("mail");
    if (touches("onpremisesImmutableId")) body["onPremisesImmutableId"] = args.textOrNull("onpremisesImmutableId");
    if (touches("employeeHireDate")) body["employeeHireDate"] = args.textOrNull("employeeHireDate");
    await during(`Could not update user "${id}"`, tenant.v1.patch(path, body));
    if (touches("showInAddressList")) await setShown(tenant, path, args);
    if (touches("managerId")) await setManager(tenant, path, args.text("managerId"));
    return undefined;
  },

  async delete(tenant, id) {
    const path = `/users/${userId(id)}`;
    await during(`Deleting user "${id}"`, tenant.v1.delete(path));
    await tenant.until(`deletion of ${id}`, async () => (await tenant.v1.find(path)) === undefined);
  },
};

function commonBody(args: Args): Json {
  const policies = [
    ...(args.flag("disablePasswordExpiration") ? ["DisablePasswordExpiration"] : []),
    ...(args.flag("disableStrongPassword") ? ["DisableStrongPassword"] : []),
  ];
  return {
    ...typed,
    ...Object.fromEntries(plainTexts.map((name) => [name, args.textOrNull(name)])),
    accountEnabled: args.values["accountEnabled"] !== false,
    displayName: args.text("displayName"),
    employeeOrgData: { costCenter: args.textOrNull("costCenter"), division: args.textOrNull("division") },
    otherMails: args.textSet("otherMails"),
    passwordPolicies: policies.join(", ") || null,
    userPrincipalName: args.text("userPrincipalName"),
  };
}

function passwordProfile(args: Args): Json {
  return { forceChangePasswordNextSignIn: args.flag("forcePasswordChange"), password: args.text("password") };
}

async function setShown({ beta }: Directory, path: string, args: Args, options: SendOptions = {}): Promise<void> {
  const body = { ...typed, showInAddressList: args.values["showInAddressList"] !== false };
  await during(`Setting \`showInAddressList\` for ${path}`, beta.patch(path, body, options));
}

async function setManager({ v1 }: Directory, path: string, manager: string): Promise<void> {
  const reference = `${path}/manager/$ref`;
  const work = manager === "" ? v1.delete(reference) : v1.put(reference, { "@odata.id": v1.reference(manager) });
  await during(`Could not assign or remove manager for ${path}`, work);
}

function sorted(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
}
