import assert from "node:assert/strict";
import { join } from "node:path";
import type { ExchangeObject } from "../../components/exchange/transport";
import { assignmentName } from "../histories/rooms";
import { repository } from "../support/repository";

// Rooms of the package that it does not export: loaded by path, with their types.
const exchange = join(repository, "components", "dist", "exchange");
const { driftRequest, driftsRequest, readDrift, readDrifts } = require(
  join(exchange, "drift", "look-up"),
) as typeof import("../../components/exchange/drift/look-up");
const { ExchangeError } = require(
  join(exchange, "rest-errors"),
) as typeof import("../../components/exchange/rest-errors");

const appId = "6135b4c8-8900-475f-84db-b8ee65fbb329";
const mailRead = "810c84a8-4a9e-49e6-bf7d-12d183f40d01";
const address = "scope@contoso.com";
const none = { granted: [], denied: [] };

const envelope = (kind: string, spec: object) => ({
  consentra: 1,
  kind,
  tenantId: "11111111-2222-4333-8444-555555555555",
  organization: "contoso.onmicrosoft.com",
  spec,
});
const group = envelope("MailEnabledSecurityGroup", {
  name: "scope",
  alias: "scope",
  displayName: "Scope",
  primarySmtpAddress: address,
  managedBy: [],
  members: ["ann@contoso.com"],
});
const policy = envelope("ApplicationAccessPolicy", {
  appId,
  scopeGroup: address,
  accessRight: "RestrictAccess",
  description: "Vendor",
  probes: none,
});
const pointer = envelope("ExchangeServicePrincipal", { appId, displayName: "Vendor" });
const role = envelope("RoleAssignment", {
  name: "vendor-mail",
  appId,
  role: "Application Mail.Read",
  scope: { group: address },
  probes: none,
});

const liveGroup = {
  ExternalDirectoryObjectId: "g1",
  Name: "scope1",
  Guid: "guid-1",
  PrimarySmtpAddress: address,
  DisplayName: "Scope",
  DistinguishedName: "CN=scope1,OU=x",
};
const livePolicy = {
  Identity: `org\\${appId}:S-1;g1`,
  AppId: appId.toUpperCase(),
  ScopeIdentityRaw: "S-1;g1",
  ScopeName: "Scope",
  AccessRight: "RestrictAccess",
  Description: "Vendor",
};
const liveRole = {
  Name: "vendor-mail",
  Role: "Application Mail.Read",
  RecipientWriteScope: "Group",
  CustomResourceScope: "scope1",
  Enabled: true,
};

interface Tenant {
  answers: Record<string, ExchangeObject[] | Error>;
  /** Application permissions that were consented to. */
  granted?: string[];
  /** Answers the first and the second question for role assignments. */
  assigned?: (time: number) => ExchangeObject[];
  /** Answers Get-Recipient by what is asked. */
  recipient?: (parameters: Record<string, unknown>) => ExchangeObject[];
}

const asDeclared: Record<string, ExchangeObject[] | Error> = {
  "Get-Recipient": [liveGroup],
  "Get-DistributionGroupMember": [{ PrimarySmtpAddress: "Ann@contoso.com" }],
  "Get-ApplicationAccessPolicy": [livePolicy],
  "Get-ServicePrincipal": [{ AppId: appId, ObjectId: "sp" }],
  "Get-ManagementRoleAssignment": [liveRole],
};

async function drift(manifests: Record<string, object>, { answers, granted = [], assigned, recipient }: Tenant) {
  const batches: string[][] = [];
  const answer = await readDrift(
    driftRequest.parse({ manifests }),
    {
      list: <T>(path: string) =>
        Promise.resolve(
          (path.includes("appRoleAssignments") ? granted.map((id) => ({ id, appRoleId: id })) : [{ id: "sp" }]) as T[],
        ),
    },
    {
      batch: (reads) => {
        batches.push(reads.map(({ cmdlet }) => cmdlet));
        return Promise.resolve(
          reads.map(({ cmdlet, parameters }) =>
            recipient && cmdlet === "Get-Recipient"
              ? recipient(parameters)
              : assigned && cmdlet === "Get-ManagementRoleAssignment"
                ? assigned(batches.length - 1)
                : ({ ...asDeclared, ...answers }[cmdlet] ?? []),
          ),
        );
      },
    },
  );
  return { ...answer, batches };
}

const failure = (kind: "notFound" | "notAllowed" | "throttled") =>
  new ExchangeError({ cmdlet: "test", status: 400, kind, serviceMessage: "as scripted" });

describe("the comparison of a scope with the tenant", () => {
  it("finds nothing where all is as declared, by two requests", async () => {
    const { found, steps, exposures, isNew, batches } = await drift(
      { group, policy },
      { answers: { "Get-ManagementRoleAssignment": [] }, granted: [mailRead] },
    );
    assert.deepEqual({ found, steps, exposures, isNew }, { found: {}, steps: [], exposures: [], isNew: false });
    assert.deepEqual(batches, [
      [
        "Get-Recipient",
        "Get-DistributionGroup",
        "Get-DistributionGroupMember",
        "Get-ApplicationAccessPolicy",
        "Get-ManagementRoleAssignment",
      ],
      ["Get-ApplicationAccessPolicy", "Get-ManagementRoleAssignment"],
    ]);
    const roles = await drift({ group, pointer, role }, { answers: { "Get-ApplicationAccessPolicy": [] } });
    assert.deepEqual([roles.found, roles.steps, roles.exposures], [{}, [], []]);
  });

  it("says in words what differs, on the object that differs", async () => {
    const foreign = {
      ...livePolicy,
      Identity: "org\\x",
      ScopeIdentityRaw: "S-2;g2",
      ScopeName: "All",
      Description: "x",
    };
    const { found } = await drift(
      { group, policy },
      {
        answers: {
          "Get-Recipient": [{ ...liveGroup, DisplayName: "Renamed", IsDirSynced: true }],
          "Get-DistributionGroup": [{ Description: ["On its way out: Managed"] }],
          "Get-DistributionGroupMember": [{ PrimarySmtpAddress: "eve@contoso.com" }],
          "Get-ApplicationAccessPolicy": [
            { ...livePolicy, AccessRight: "DenyAccess", Description: "a\nb\u0000" },
            foreign,
          ],
        },
      },
    );
    assert.deepEqual(found, {
      group: {
        words:
          'the group is synchronised from an on-premises directory now; its description says that it is being removed; its display name is "Renamed"; it has members beside the declared ones: ' +
          "eve@contoso.com; it lacks members: ann@contoso.com",
      },
      policy: {
        words:
          'its right is DenyAccess; its description is "a b "; there is another policy of the application: RestrictAccess for All ("x"); ' +
          "a role grants beside the policy: vendor-mail (Application Mail.Read for Group scope1)",
      },
    });
  });

  it("says of what is missing that it is", async () => {
    const gone = Object.fromEntries(Object.keys(asDeclared).map((cmdlet) => [cmdlet, failure("notFound")]));
    const { found, isNew } = await drift(
      { group, pointer, role },
      { answers: { ...gone, "Get-ApplicationAccessPolicy": [] } },
    );
    assert.deepEqual(found, {
      group: { words: "the group is not there", change: true },
      pointer: { words: "Exchange has no pointer to the application", change: true },
      role: { words: "the role assignment is not there", change: true },
    });
    assert.ok(isNew);
  });

  it("sees a role assignment that was switched off, widened or doubled, and a pointer to what is gone", async () => {
    const { found } = await drift(
      { pointer, role },
      {
        answers: {
          "Get-ApplicationAccessPolicy": [],
          "Get-ServicePrincipal": [{ AppId: appId, ObjectId: "earlier" }],
          "Get-ManagementRoleAssignment": [
            { ...liveRole, RecipientWriteScope: "Organization", CustomResourceScope: "", Enabled: false },
            { ...liveRole, Name: "other", RecipientWriteScope: "CustomRecipientScope", CustomResourceScope: "wide" },
          ],
        },
      },
    );
    assert.deepEqual(found, {
      pointer: { words: "the pointer is to earlier, which is not the application's service principal any more" },
      role: {
        words:
          "it is vendor-mail (Application Mail.Read for the whole organisation) instead of Application Mail.Read for group scope@contoso.com; it is " +
          "switched off; another assignment gives the same role: other (Application Mail.Read for CustomRecipientScope wide)",
      },
    });
  });

  it("sees roles that are not declared, on the last assignment of a scope, by who made them", async () => {
    const named = (name: string, more: object = {}) => ({ ...liveRole, Name: name, ...more });
    const specOf = (kind: string, more: object) => ({
      ...role.spec,
      name: `vendor-${kind}-0a1b2c3d-group`,
      role: `Application ${kind}`,
      ...more,
    });
    const siblings = [{ name: "vendor-Calendars.Read-0a1b2c3d-group", role: "Application Calendars.Read" }];
    const manifests = (shared?: true) => ({
      pointer,
      calendars: envelope("RoleAssignment", specOf("Calendars.Read", shared ? { shared } : {})),
      mail: envelope("RoleAssignment", specOf("Mail.Read", { siblings, ...(shared && { shared }) })),
    });
    const calendars = { Role: "Application Calendars.Read" };
    const contacts = { Role: "Application Contacts.Read" };
    const live = [
      named("vendor-Mail.Read-0a1b2c3d-group"),
      named("vendor-Calendars.Read-0a1b2c3d-group", calendars),
      named("vendor-Contacts.Read-0a1b2c3d-group", contacts),
      named("vendor-Calendars.Read-0a1b2c3d-filter", calendars),
      named("other-Contacts.Read-99999999-unit", contacts),
      named("by hand", contacts),
      named("Help desk", { Role: "Mail Recipients" }),
    ];
    const answers = { "Get-ApplicationAccessPolicy": [], "Get-ManagementRoleAssignment": live };
    const { found, steps } = await drift(manifests(), { answers });
    assert.deepEqual(found, {
      calendars: {
        words:
          "a role is not declared any more: vendor-Calendars.Read-0a1b2c3d-filter (Application Calendars.Read for Group scope1)",
        change: true,
      },
      mail: {
        words: ["any more: vendor-Contacts.Read-0a1b2c3d-group", ": other-Contacts.Read-99999999-unit", ": by hand"]
          .map((name) =>
            `a role is not declared ${name} (Application Contacts.Read for Group scope1)`.replace(" :", ":"),
          )
          .join("; "),
      },
    });
    assert.deepEqual(steps, [
      "the role assignments vendor-Contacts.Read-0a1b2c3d-group, vendor-Calendars.Read-0a1b2c3d-filter, by hand are removed",
    ]);
    // Where somebody else scopes the application too, what the scope itself left is seen still.
    const shared = await drift(manifests(true), { answers });
    assert.deepEqual(shared.found, {
      calendars: found.calendars,
      mail: {
        words:
          "a role is not declared any more: vendor-Contacts.Read-0a1b2c3d-group (Application Contacts.Read for Group scope1)",
        change: true,
      },
    });
    assert.match(shared.steps.join(), /^the role assignments vendor-Contacts.*, vendor-Calendars\S+ are removed$/);
    const alone = await drift(
      { role },
      { answers: { ...answers, "Get-ManagementRoleAssignment": [liveRole, named("by hand", contacts)] } },
    );
    assert.deepEqual(alone.found, {}, "without siblings only the same role is judged");
  });

  it("warns of what opens every mailbox at this moment", async () => {
    const beside = await drift(
      { pointer, role },
      { answers: { "Get-ApplicationAccessPolicy": [] }, granted: [mailRead] },
    );
    assert.match(
      beside.found.role?.words ?? "",
      /^Mail\.Read is consented to in Entra too, which opens every mailbox$/,
    );
    assert.match(beside.exposures.join(), /can reach every mailbox at this moment: it holds Mail\.Read/);
    const open = await drift(
      { group, policy },
      { answers: { "Get-ApplicationAccessPolicy": [] }, granted: [mailRead] },
    );
    assert.equal(open.exposures.length, 1);
    // While the mechanism changes, the scope's own policy still confines the consent; another's would open that one's mailboxes.
    const before = await drift(
      { pointer, role },
      { answers: { "Get-ManagementRoleAssignment": [] }, granted: [mailRead] },
    );
    assert.equal(before.found.role?.words, "the role assignment is not there");
    const changing = await drift({ pointer, role }, { answers: {}, granted: [mailRead] });
    assert.match(changing.found.role?.words ?? "", /^Mail\.Read is consented to in Entra too/);
    const owner = "organization/people-ai/dev/vendor-scope";
    const name = assignmentName(owner, appId, "Application Mail.Read", { group: address });
    const own = { ...role, spec: { ...role.spec, name } };
    const ending = await drift(
      { pointer, own },
      {
        answers: {
          "Get-ApplicationAccessPolicy": [{ ...livePolicy, Description: `Vendor [${owner}-policy]` }],
          "Get-ManagementRoleAssignment": [{ ...liveRole, Name: name, Identity: name }],
        },
        granted: [mailRead],
      },
    );
    assert.deepEqual(ending.found, {});
    assert.deepEqual(changing.exposures, []);
    assert.deepEqual(changing.steps, [
      "consent to Mail.Read in Entra is taken out: the roles grant on their own from here on",
      "the access policy RestrictAccess for Scope is removed",
    ]);
  });

  it("compares who manages a group by the names that Exchange tells", async () => {
    const managed = { ...group, spec: { ...group.spec, managedBy: ["meg@contoso.com", "pat@contoso.com"] } };
    const meg = { Name: "Megan", PrimarySmtpAddress: "meg@contoso.com" };
    const pat = { Name: "pat_1", DisplayName: "Patti", PrimarySmtpAddress: "pat@contoso.com" };
    const wordsOf = async (managers: unknown, people: ExchangeObject[]) => {
      const found = [{ ...liveGroup, ManagedBy: managers }, ...people];
      const recipient = ({ Identity }: Record<string, unknown>) =>
        found.filter((each) => ("PrimarySmtpAddress" in each ? each.PrimarySmtpAddress : "") === Identity);
      return (await drift({ managed }, { answers: {}, recipient })).found.managed?.words;
    };
    assert.equal(await wordsOf(["pat_1", "Megan"], [meg, pat]), undefined);
    assert.equal(await wordsOf(["contoso.onmicrosoft.com/x/MEGAN", "Patti"], [meg, pat]), undefined);
    assert.equal(
      await wordsOf(["Eve", "Megan"], [meg, pat]),
      "it is managed by Eve, Megan instead of meg@contoso.com, pat@contoso.com",
    );
    assert.match((await wordsOf(["Megan"], [meg, pat])) ?? "", /^it is managed by Megan instead of/);
    assert.match((await wordsOf(undefined, [meg, pat])) ?? "", /^it is managed by nobody instead of/);
    assert.equal(await wordsOf(["Eve"], [meg]), undefined, "one that is not found cannot be compared");
  });

  it("warns of policies for all applications, which add to the scope, and leaves them", async () => {
    const forAll = (more: object) => ({ ...livePolicy, Identity: "org\\*:S-2;g2", AppId: "*", ...more });
    const other = forAll({ ScopeIdentityRaw: "S-2;g2", ScopeName: "All" });
    const beside = async (policies: ExchangeObject[], spec: object = {}) => {
      const answers = { "Get-ApplicationAccessPolicy": policies, "Get-ManagementRoleAssignment": [] };
      const answer = await drift({ group, policy: { ...policy, spec: { ...policy.spec, ...spec } } }, { answers });
      assert.deepEqual(answer.found, {});
      assert.deepEqual(answer.steps, []);
      return answer.exposures;
    };
    assert.deepEqual(await beside([livePolicy, other]), [
      `an access policy for all applications lets application ${appId} into mailboxes beside its scope: RestrictAccess for All ("Vendor")`,
    ]);
    assert.deepEqual(await beside([livePolicy, forAll({})]), [], "of the same group");
    assert.deepEqual(await beside([livePolicy, { ...other, AccessRight: "DenyAccess" }]), []);
    assert.deepEqual(await beside([livePolicy, other], { shared: true }), []);
    // It confines the application too, so that not every mailbox is open without the application's own.
    const open = await drift(
      { group, policy },
      { answers: { "Get-ApplicationAccessPolicy": [other] }, granted: [mailRead] },
    );
    assert.equal(open.exposures.length, 1);
  });

  it("passes on what is no missing object, and does without what the deployer need not read", async () => {
    await assert.rejects(
      drift({ group, policy }, { answers: { "Get-ApplicationAccessPolicy": failure("throttled") } }),
      /throttled|pause/,
    );
    await assert.rejects(
      drift({ group, policy }, { answers: { "Get-ApplicationAccessPolicy": failure("notAllowed") } }),
      /not allowed|Get-|rights|role/i,
    );
    const roles = await drift({ pointer, role }, { answers: { "Get-ApplicationAccessPolicy": failure("notAllowed") } });
    assert.deepEqual(roles.found, {});
    const policies = await drift(
      { group, policy },
      { answers: { "Get-ManagementRoleAssignment": failure("notAllowed") } },
    );
    assert.deepEqual(policies.found, {});
  });

  it("takes what one directory server only knows for there", async () => {
    const orphan = { ...liveRole, Name: "other" };
    for (const known of [0, 1]) {
      const { found } = await drift(
        { pointer, role },
        {
          answers: { "Get-ApplicationAccessPolicy": [] },
          assigned: (time) => (time === known ? [liveRole, orphan] : [liveRole]),
        },
      );
      assert.match(found.role?.words ?? "", /^another assignment gives the same role: other/);
    }
  });

  it("never takes the first of several", async () => {
    await assert.rejects(
      drift({ group }, { answers: { "Get-Recipient": [liveGroup, liveGroup] } }),
      /scope@contoso\.com names 2 objects, expected one/,
    );
  });

  it("compares several scopes with the reads of one, and says of the one that fails what failed", async () => {
    const batches: string[][] = [];
    const lists: string[][] = [];
    const other = "00000000-1111-4222-8333-000000000001";
    const third = "00000000-1111-4222-8333-000000000002";
    const policyOf = (id: string) => ({ ...policy, spec: { ...policy.spec, appId: id } });
    const answers = await readDrifts(
      driftsRequest.parse({
        scopes: [
          { manifests: { group, policy } },
          { manifests: { policy: policyOf(other) } },
          { manifests: { policy: policyOf(third) } },
        ],
      }),
      {
        lists: (paths) => {
          lists.push([...paths]);
          return Promise.resolve(
            paths.map((path) => {
              if (path.includes(third)) return new Error("GET /servicePrincipals failed with 500: down");
              return path.includes("appRoleAssignments") ? [] : [{ id: path.includes(other) ? "other" : "sp" }];
            }),
          );
        },
      },
      {
        batch: (reads) => {
          batches.push(
            reads.map(({ cmdlet, parameters }) => `${cmdlet} ${(parameters.RoleAssignee ?? "") as string}`.trim()),
          );
          return Promise.resolve(
            reads.map(({ cmdlet }) => (cmdlet === "Get-ManagementRoleAssignment" ? [] : (asDeclared[cmdlet] ?? []))),
          );
        },
      },
    );
    const [first, second, failed] = answers;
    assert.deepEqual(first, { found: {}, isNew: false, steps: [], exposures: [] });
    assert.ok(second && "found" in second);
    assert.equal(second.found.policy?.words, "the access policy is not there");
    assert.deepEqual(failed, { error: "GET /servicePrincipals failed with 500: down" });
    // Each read of Exchange once, and for both applications together what another directory server is asked as well.
    const roles = ["Get-ManagementRoleAssignment sp", "Get-ManagementRoleAssignment other"];
    assert.deepEqual(
      batches.map((each) => [...each].sort()),
      [
        [
          "Get-ApplicationAccessPolicy",
          "Get-DistributionGroup",
          "Get-DistributionGroupMember",
          ...roles.toReversed(),
          "Get-Recipient",
        ],
        ["Get-ApplicationAccessPolicy", ...roles.toReversed()],
      ],
    );
    assert.deepEqual(
      lists.map((paths) => paths.length),
      [3, 2],
    );
  });
});
