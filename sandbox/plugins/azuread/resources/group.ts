import { randomUUID } from "node:crypto";
import type { ValueMap } from "../../rpc/values";
import { block, flag, list, output, text, textSet } from "../../schema/property";
import { mailNickname, notEmpty, oneOf, uuid } from "../../schema/validators";
import type { Directory } from "../directory";
import { quoted, type Json } from "../graph";
import { groupState } from "../group-state";
import { groupId } from "../ids";
import { replaceReferences } from "../owners";
import { arriving, duplicate, during } from "../problem";
import type { ResourceType } from "../resource-type";
import { idsOf, sameId, textOf, type Args } from "../values";

const typed = { "@odata.type": "#microsoft.graph.group" };
const ownersAtCreation = 20;

const behavior = oneOf(
  "AllowOnlyMembersToPost",
  "CalendarMemberReadOnly",
  "ConnectorsDisabled",
  "HideGroupInOutlook",
  "SkipExchangeInstantOn",
  "SubscribeMembersToCalendarEventsDisabled",
  "SubscribeNewGroupMembers",
  "WelcomeEmailDisabled",
);

/** Only for unified groups, and not served here: refused, so that none is silently left out. */
const notServed = [
  "administrativeUnitIds",
  "autoSubscribeNewMembers",
  "externalSendersAllowed",
  "hideFromAddressLists",
  "hideFromOutlookClients",
];

/** A group of users, groups and service principals. */
export const group: ResourceType = {
  token: "azuread:index/group:Group",
  minutes: { create: 30, delete: 5, read: 5, update: 30 },
  schemaVersion: 1,
  fields: {
    administrativeUnitIds: textSet({}, uuid),
    assignableToRole: flag({ replaces: true }),
    autoSubscribeNewMembers: flag({ computed: true }),
    behaviors: textSet({ replaces: true }, behavior),
    description: text(),
    displayName: text({ required: true, validate: notEmpty }),
    dynamicMembership: block(
      { enabled: flag({ required: true }), rule: text({ required: true }) },
      { conflictsWith: ["members"] },
    ),
    externalSendersAllowed: flag({ computed: true }),
    hideFromAddressLists: flag({ computed: true }),
    hideFromOutlookClients: flag({ computed: true }),
    mail: output(text()),
    mailEnabled: flag({ atLeastOneOf: ["mailEnabled", "securityEnabled"] }),
    mailNickname: text({ computed: true, replaces: true, validate: mailNickname }),
    members: textSet({ computed: true, conflictsWith: ["dynamicMembership"] }, uuid),
    objectId: output(text()),
    onpremisesDomainName: output(text()),
    onpremisesGroupType: text({
      computed: true,
      validate: oneOf("UniversalDistributionGroup", "UniversalMailEnabledSecurityGroup", "UniversalSecurityGroup"),
    }),
    onpremisesNetbiosName: output(text()),
    onpremisesSamAccountName: output(text()),
    onpremisesSecurityIdentifier: output(text()),
    onpremisesSyncEnabled: output(flag()),
    owners: textSet({ computed: true }, uuid),
    preferredLanguage: output(text()),
    preventDuplicateNames: flag({ default: false }),
    provisioningOptions: textSet({ replaces: true }, oneOf("Team")),
    proxyAddresses: output(list(text())),
    securityEnabled: flag({ atLeastOneOf: ["mailEnabled", "securityEnabled"] }),
    theme: text({ validate: oneOf("", "Blue", "Green", "Orange", "Pink", "Purple", "Red", "Teal") }),
    types: textSet({ replaces: true }, oneOf("DynamicMembership", "Unified")),
    visibility: text({ computed: true, validate: oneOf("Hiddenmembership", "Private", "Public") }),
    writebackEnabled: flag({ default: false }),
  },
  faults,

  async create(tenant, args, created) {
    const { beta } = tenant;
    const displayName = args.text("displayName");
    if (args.flag("preventDuplicateNames")) await refuseDuplicate(tenant, displayName);
    const owners = await orderedOwners(tenant, args.textSet("owners"));
    const body = newGroup(tenant, args, owners.slice(0, ownersAtCreation));
    const made = await during(
      `Creating group "${displayName}"`,
      beta.post("/groups", body, {
        awaited: true,
        transient:
          /One or more property values specified are invalid|does not exist or one of its queried reference-property objects are not present/,
      }),
    );
    const path = `/groups/${textOf(made["id"])}`;
    created(path);
    // the first write shows that the object is there, the second takes it back
    for (const name of [`TERRAFORM_UPDATE_${randomUUID()}`, displayName]) {
      await arriving(
        `group "${path}"`,
        `Failed to patch group "${path}" after creating`,
        beta.patch(path, { ...typed, displayName: name }, { awaited: true }),
      );
    }
    await tenant.until(`update of \`display_name\` for ${path}`, async () => {
      return textOf((await beta.find(path))?.["displayName"]) === displayName;
    });
    const references: [string, string[]][] = [
      ["owners", owners.slice(ownersAtCreation)],
      ["members", args.textSet("members")],
    ];
    for (const [kind, ids] of references) {
      for (const id of ids) await beta.post(`${path}/${kind}/$ref`, { "@odata.id": beta.reference(id) });
    }
    return undefined;
  },

  async read({ beta }, id, prior): Promise<ValueMap | undefined> {
    const path = `/groups/${groupId(id)}`;
    const found = await beta.find(path);
    if (found === undefined) return undefined;
    const owners = idsOf(await beta.list(`${path}/owners`));
    const members = idsOf(await beta.list(`${path}/members`));
    const containers = await beta.list(`${path}/memberOf`);
    const { onpremisesGroupType, ...state } = groupState(found);
    return {
      ...state,
      administrativeUnitIds: idsOf(
        containers.filter((each) => each["@odata.type"] === "#microsoft.graph.administrativeUnit"),
      ),
      ...((found["writebackConfiguration"] ?? null) === null ? {} : { onpremisesGroupType: onpremisesGroupType ?? "" }),
      members,
      owners,
      preventDuplicateNames: prior.flag("preventDuplicateNames"),
    };
  },

  async update(tenant, id, { args, touches }) {
    const objectId = groupId(id);
    const { beta, caller } = tenant;
    await tenant.exclusively(objectId, async () => {
      if (args.flag("preventDuplicateNames")) await refuseDuplicate(tenant, args.text("displayName"), objectId);
      await during(`Updating group "${id}"`, beta.patch(`/groups/${objectId}`, changedGroup(args)));
      if (touches("members")) {
        await replaceReferences(beta, `/groups/${objectId}/members`, args.textSet("members"), "remove first");
      }
      if (touches("owners")) {
        const owners = args.textSet("owners");
        await replaceReferences(beta, `/groups/${objectId}/owners`, owners.length > 0 ? owners : [caller.objectId]);
      }
    });
    return undefined;
  },

  async delete(tenant, id) {
    const path = `/groups/${groupId(id)}`;
    await during(`Retrieving group "${id}"`, tenant.beta.get(path));
    await during(`Deleting group "${id}"`, tenant.beta.delete(path));
    await tenant.until(`deletion of ${id}`, async () => (await tenant.beta.find(path)) === undefined);
  },
};

function newGroup({ beta, caller }: Directory, args: Args, owners: string[]): Json {
  return {
    ...typed,
    description: args.textOrNull("description"),
    displayName: args.text("displayName"),
    groupTypes: args.textSet("types"),
    isAssignableToRole: args.flag("assignableToRole"),
    mailEnabled: args.flag("mailEnabled"),
    // as the Entra admin center makes them up
    mailNickname: args.text("mailNickname") || randomUUID().slice(0, 10),
    ...membershipRule(args),
    "owners@odata.bind": (owners.length > 0 ? owners : [caller.objectId]).map((owner) => beta.reference(owner)),
    resourceBehaviorOptions: args.textSet("behaviors"),
    resourceProvisioningOptions: args.textSet("provisioningOptions"),
    securityEnabled: args.flag("securityEnabled"),
    ...(args.has("theme") ? { theme: args.text("theme") } : {}),
    ...(args.has("visibility") ? { visibility: args.text("visibility") } : {}),
    ...(args.flag("writebackEnabled") ? { writebackConfiguration: writeback(args) } : {}),
  };
}

function changedGroup(args: Args): Json {
  return {
    ...typed,
    description: args.textOrNull("description"),
    displayName: args.text("displayName"),
    mailEnabled: args.flag("mailEnabled"),
    ...membershipRule(args),
    securityEnabled: args.flag("securityEnabled"),
    ...(args.has("theme") ? { theme: args.text("theme") } : {}),
    ...(args.has("visibility") ? { visibility: args.text("visibility") } : {}),
    ...(args.flag("writebackEnabled") ? { writebackConfiguration: writeback(args) } : {}),
  };
}

function membershipRule(args: Args): Json {
  if (!args.has("dynamicMembership")) return { membershipRule: null };
  const dynamic = args.block("dynamicMembership");
  return {
    membershipRule: dynamic.text("rule"),
    membershipRuleProcessingState: dynamic.flag("enabled") ? "On" : "Paused",
  };
}

function writeback(args: Args): Json {
  const type = args.text("onpremisesGroupType");
  return { isEnabled: true, ...(type === "" ? {} : { onPremisesGroupType: type }) };
}

/** Graph wants a user as the first owner: users go before service principals, the caller before all. */
async function orderedOwners({ v1, caller }: Directory, owners: string[]): Promise<string[]> {
  const self = owners.filter((owner) => sameId(owner, caller.objectId));
  const others = owners.filter((owner) => !sameId(owner, caller.objectId));
  const kinds = await Promise.all(
    others.map(async (owner) => {
      const found = await during(
        `Could not retrieve owner principal object "${owner}"`,
        v1.get(`/directoryObjects/${owner}`),
      );
      return textOf(found["@odata.type"]);
    }),
  );
  const isUser = (index: number) => kinds[index] === "#microsoft.graph.user";
  return [...self, ...others.filter((_, index) => isUser(index)), ...others.filter((_, index) => !isUser(index))];
}

function faults(plan: Args): string[] {
  const types = plan.texts("types");
  const mailEnabled = plan.flag("mailEnabled");
  const unified = types.includes("Unified");
  const found: string[] = [];
  for (const name of notServed) {
    if (plan.flag(name) || plan.texts(name).length > 0) {
      found.push(`the offline azuread plugin does not serve \`${name}\` of a Group: leave it out`);
    }
  }
  if (types.includes("DynamicMembership") && !plan.has("dynamicMembership")) {
    found.push('`dynamic_membership` must be specified when `types` contains "DynamicMembership"');
  }
  if (mailEnabled && !unified) found.push('`types` must contain "Unified" for mail-enabled groups');
  if (!mailEnabled && unified) found.push("`mail_enabled` must be true for unified groups");
  if (plan.flag("assignableToRole") && !plan.flag("securityEnabled")) {
    found.push("`assignable_to_role` can only be `true` for security-enabled groups");
  }
  if (!unified) {
    for (const [name, given] of [
      ["behaviors", plan.texts("behaviors").length > 0],
      ["provisioning_options", plan.texts("provisioningOptions").length > 0],
      ["theme", plan.has("theme")],
    ] as const) {
      if (given) found.push(`\`${name}\` is only supported for unified groups`);
    }
  }
  return found;
}

async function refuseDuplicate({ beta }: Directory, name: string, self?: string): Promise<void> {
  const found = await beta.list("/groups", { $filter: `displayName eq ${quoted(name)}` });
  const other = found.find((each) => !sameId(each["id"], self));
  if (other !== undefined) throw duplicate("azuread_group", textOf(other["id"]), name);
}
