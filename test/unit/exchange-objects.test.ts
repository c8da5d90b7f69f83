import assert from "node:assert/strict";
import { join } from "node:path";
import type { StepContext } from "../../components/exchange/objects/context";
import type { ExchangeError as ExchangeErrorType } from "../../components/exchange/rest-errors";
import type { ExchangeObject } from "../../components/exchange/transport";
import { repository } from "../support/repository";

// Rooms of the package that it does not export: loaded by path, with their types.
const exchange = join(repository, "components", "dist", "exchange");
const { createAccessPolicy, removeAccessPolicy, updateAccessPolicy } = require(
  join(exchange, "objects", "access-policy"),
) as typeof import("../../components/exchange/objects/access-policy");
const { createGroup, removeGroup, updateGroup } = require(
  join(exchange, "objects", "group"),
) as typeof import("../../components/exchange/objects/group");
const { ExchangeError } = require(
  join(exchange, "rest-errors"),
) as typeof import("../../components/exchange/rest-errors");

const appId = "6135b4c8-8900-475f-84db-b8ee65fbb329";
const mailRead = "810c84a8-4a9e-49e6-bf7d-12d183f40d01";
const userReadAll = "df021288-bdef-4463-88db-98f22de89214";

type Handler = (parameters: Record<string, unknown>) => ExchangeObject[];

const byDefault: Record<string, Handler> = {
  // An application without roles of RBAC for Applications.
  "Get-ServicePrincipal": () => [],
  // A group of another kind than stacks make.
  "Get-DistributionGroup": () => {
    throw fault("notFound", 404);
  },
};

/** Exchange by handlers, with a log of what was asked. */
function contextOf(handlers: Record<string, Handler>, granted: string[] = []) {
  const log: string[] = [];
  const invoke = (cmdlet: string, parameters: Record<string, unknown>) => {
    log.push(cmdlet);
    const handler = handlers[cmdlet] ?? byDefault[cmdlet];
    assert.ok(handler, `${cmdlet} was not expected`);
    return handler(parameters);
  };
  const context: StepContext = {
    exchange: {
      invoke: async (cmdlet, parameters) => invoke(cmdlet, parameters),
      batch: async (reads) =>
        reads.map(({ cmdlet, parameters }) => {
          try {
            return invoke(cmdlet, parameters);
          } catch (error) {
            return error as Error;
          }
        }),
    },
    graph: {
      batch: async () => [],
      applicationPermissions: async () => [],
      list: <T>(path: string) =>
        Promise.resolve(
          (path.includes("/appRoleAssignments")
            ? granted.map((appRoleId) => ({ id: appRoleId, appRoleId }))
            : [{ id: "sp" }]) as T[],
        ),
      ask: async () => ({ status: 204, body: {} }),
    },
    progress: () => undefined,
    patience: 2_000,
    wait: async () => undefined,
  };
  return { context, log };
}

const fault = (kind: ExchangeErrorType["kind"], status = 503): ExchangeErrorType =>
  new ExchangeError({ cmdlet: "test", status, kind, serviceMessage: "as scripted" });

const policyOf = (group: string, accessRight: string, description = "People.ai") => ({
  Identity: `org\\${appId}:S-1-5-21-1;${group}`,
  AppId: appId,
  ScopeIdentityRaw: `S-1-5-21-1;${group}`,
  AccessRight: accessRight,
  Description: description,
});

const policySpec = {
  appId,
  scopeGroup: "app-scope@contoso.com",
  accessRight: "RestrictAccess" as const,
  description: "People.ai",
  probes: { granted: ["in@contoso.com"], denied: ["out@contoso.com"] },
};

const scopeGroup = {
  ExternalDirectoryObjectId: "g1",
  PrimarySmtpAddress: "app-scope@contoso.com",
  RecipientTypeDetails: "MailUniversalSecurityGroup",
};

describe("removing an access policy", () => {
  const state = { identity: policyOf("g1", "RestrictAccess").Identity, appId };

  it("is refused while a permission reaches mailboxes and no policy restricts the app any more", async () => {
    const { context, log } = contextOf({ "Get-ApplicationAccessPolicy": () => [policyOf("g1", "RestrictAccess")] }, [
      mailRead,
    ]);
    await assert.rejects(removeAccessPolicy(context, {}, state), /still holds Mail\.Read/);
    assert.deepEqual(log, ["Get-ApplicationAccessPolicy"]);
  });

  it("is refused when only a policy that denies remains: it confines nobody else", async () => {
    const { context, log } = contextOf(
      {
        "Get-ApplicationAccessPolicy": () => [policyOf("g1", "RestrictAccess"), policyOf("g2", "DenyAccess")],
        "Remove-ApplicationAccessPolicy": () => [],
      },
      [mailRead],
    );
    await assert.rejects(removeAccessPolicy(context, {}, state), /still holds Mail\.Read/);
    assert.ok(!log.includes("Remove-ApplicationAccessPolicy"));
  });

  it("is done where another policy restricts the app, or its permissions reach no mailbox", async () => {
    for (const [policies, granted] of [
      [[policyOf("g1", "RestrictAccess"), policyOf("g2", "RestrictAccess")], [mailRead]],
      [[policyOf("g1", "RestrictAccess")], [userReadAll]],
      [[policyOf("g1", "RestrictAccess")], []],
    ] as const) {
      const { context, log } = contextOf(
        { "Get-ApplicationAccessPolicy": () => [...policies], "Remove-ApplicationAccessPolicy": () => [] },
        [...granted],
      );
      await removeAccessPolicy(context, {}, state);
      assert.deepEqual(log, ["Get-ApplicationAccessPolicy", "Remove-ApplicationAccessPolicy"]);
    }
  });

  it("takes the application's other policies along where nothing reaches mailboxes any more, unless it is shared", async () => {
    const [own, left] = [policyOf("g1", "RestrictAccess"), policyOf("g2", "RestrictAccess")];
    const foreign = { ...policyOf("g3", "RestrictAccess"), AppId: "b6b49ccf-b823-4bec-850e-78e4ace1b021" };
    for (const [shared, granted, expected] of [
      [undefined, [], [own.Identity, left.Identity]],
      [undefined, [mailRead], [own.Identity]],
      [true, [], [own.Identity]],
    ] as const) {
      const removed: unknown[] = [];
      const { context } = contextOf(
        {
          "Get-ApplicationAccessPolicy": () => [own, left, foreign],
          "Remove-ApplicationAccessPolicy": ({ Identity }) => {
            removed.push(Identity);
            return [];
          },
        },
        [...granted],
      );
      await removeAccessPolicy(context, { shared }, state);
      assert.deepEqual(removed, expected);
    }
  });

  it("succeeds when it is gone", async () => {
    const { context, log } = contextOf({ "Get-ApplicationAccessPolicy": () => [] }, [mailRead]);
    await removeAccessPolicy(context, {}, state);
    // Twice: the first directory server may not know yet what was made just now.
    assert.deepEqual(log, ["Get-ApplicationAccessPolicy", "Get-ApplicationAccessPolicy"]);
  });
});

describe("creating an access policy", () => {
  const tests = (mailbox: unknown, result: string) => [{ Mailbox: mailbox, AccessCheckResult: result }];
  const enforced: Handler = ({ Identity }) => tests(Identity, Identity === "in@contoso.com" ? "Granted" : "Denied");

  /** The scope's group by its address; some mailboxes by a filter. */
  const recipients: Handler = ({ Filter }) =>
    Filter === undefined ? [scopeGroup] : [{ PrimarySmtpAddress: "out@contoso.com" }];

  it("reads, writes once and tests a mailbox inside and one outside", async () => {
    let made = false;
    const { context, log } = contextOf({
      "Get-Recipient": recipients,
      "Get-DistributionGroupMember": () => [],
      "Get-ApplicationAccessPolicy": () => (made ? [policyOf("g1", "RestrictAccess")] : []),
      "New-ApplicationAccessPolicy": () => {
        made = true;
        return [policyOf("g1", "RestrictAccess")];
      },
      "Test-ApplicationAccessPolicy": enforced,
    });
    const state = await createAccessPolicy(context, policySpec);
    assert.deepEqual(state, { identity: policyOf("g1", "RestrictAccess").Identity, appId });
    assert.deepEqual(log, [
      "Get-Recipient",
      "Get-ApplicationAccessPolicy",
      "Get-DistributionGroupMember",
      "Get-Recipient",
      "Get-ServicePrincipal",
      "New-ApplicationAccessPolicy",
      "Get-ApplicationAccessPolicy",
      "Get-ServicePrincipal",
      "Get-DistributionGroup",
      "Test-ApplicationAccessPolicy",
      "Test-ApplicationAccessPolicy",
    ]);
  });

  it("is refused beside a policy for all applications that allows another group, unless the application is shared", async () => {
    const forAll = (group: string, right: string) => ({ ...policyOf(group, right, "baseline"), AppId: "*" });
    const create = (found: ExchangeObject, more: object = {}) => {
      const { context } = contextOf({
        "Get-Recipient": recipients,
        "Get-DistributionGroupMember": () => [],
        "Get-ApplicationAccessPolicy": () => [found, policyOf("g1", "RestrictAccess")],
        "Test-ApplicationAccessPolicy": enforced,
      });
      return createAccessPolicy(context, { ...policySpec, ...more });
    };
    await assert.rejects(
      create(forAll("g2", "RestrictAccess")),
      /let into other mailboxes by access policies for all applications: RestrictAccess for g2 \("baseline"\)\. Policies add up/,
    );
    await create(forAll("g2", "RestrictAccess"), { shared: true });
    await create(forAll("g1", "RestrictAccess"));
    await create(forAll("g2", "DenyAccess"));
  });

  describe("of an application that has roles of RBAC for Applications", () => {
    const roleOf = (Name: string, CustomResourceScope: string, more: ExchangeObject = {}) => ({
      Name,
      CustomResourceScope,
      Role: "Application Mail.Read",
      RecipientWriteScope: "Group",
      Enabled: true,
      ...more,
    });
    const withRoles = (...roles: ExchangeObject[]) => {
      const removed: unknown[] = [];
      const made = contextOf({
        "Get-Recipient": ({ Filter }) =>
          Filter === undefined ? [{ ...scopeGroup, Name: "scope1" }] : [{ PrimarySmtpAddress: "out@contoso.com" }],
        "Get-DistributionGroupMember": () => [],
        "Get-ApplicationAccessPolicy": () => [policyOf("g1", policySpec.accessRight)],
        "Test-ApplicationAccessPolicy": enforced,
        "Get-ServicePrincipal": () => [{ AppId: appId, ObjectId: "sp" }],
        "Get-ManagementRoleAssignment": ({ RoleAssignee }) => (RoleAssignee === "sp" ? roles : []),
        "Remove-ManagementRoleAssignment": ({ Identity }) => {
          removed.push(Identity);
          return [];
        },
      });
      return { ...made, removed };
    };

    it("takes out what earlier updates made for other mailboxes, before consent can follow", async () => {
      const same = roleOf("vendor-Mail.Read-0a1b2c3d-group", "scope1");
      const other = roleOf("vendor-Mail.Read-0a1b2c3d-filter", "wide", { RecipientWriteScope: "CustomRecipientScope" });
      const gone = roleOf("old-Mail.Read-0a1b2c3d-group", "another");
      const managing = roleOf("Help desk", "", { Role: "Mail Recipients", RecipientWriteScope: "Organization" });
      const { context, removed } = withRoles(same, other, gone, managing);
      await createAccessPolicy(context, { ...policySpec, scopeMark: "0a1b2c3d" });
      assert.deepEqual(removed, [other.Name, gone.Name]);
    });

    it("refuses roles that somebody else assigned, unless they share the application", async () => {
      const foreign = roleOf("by hand", "wide", { RecipientWriteScope: "CustomRecipientScope" });
      const { context, removed } = withRoles(foreign);
      await assert.rejects(
        createAccessPolicy(context, policySpec),
        /other role assignments that this scope did not make: by hand \(Application Mail\.Read for CustomRecipientScope wide\)\. Roles/,
      );
      await createAccessPolicy(context, { ...policySpec, shared: true });
      assert.deepEqual(removed, []);
    });

    it("neither removes nor passes over what another mailbox scope assigned", async () => {
      const scoped = roleOf("other-Mail.Read-99999999-group", "their scope");
      const own = roleOf("vendor-Mail.Read-0a1b2c3d-group", "another");
      const { context, removed } = withRoles(scoped, own);
      const spec = { ...policySpec, scopeMark: "0a1b2c3d" };
      const { Identity } = policyOf("g1", policySpec.accessRight);
      await assert.rejects(createAccessPolicy(context, spec), /did not make: other-Mail\.Read-99999999-group/);
      await assert.rejects(
        updateAccessPolicy(context, spec, { identity: Identity, appId }),
        /did not make: other-Mail\.Read-99999999-group/,
      );
      assert.deepEqual(removed, [own.Name], "its own goes all the same");
      await updateAccessPolicy(context, { ...spec, shared: true }, { identity: Identity, appId });
      assert.deepEqual(removed, [own.Name, own.Name]);
    });

    it("passes over what a stack assigned for the same group before it was given another name", async () => {
      const renamed = roleOf("vendor-Mail.Read-99999999-group", "scope1");
      const { context, removed } = withRoles(renamed);
      await createAccessPolicy(context, { ...policySpec, scopeMark: "0a1b2c3d" });
      assert.deepEqual(removed, [], "the engine removes it later");
    });

    it("takes all of them out when the policy was there before", async () => {
      const { context, removed } = withRoles(roleOf("by hand", "scope1"));
      const { Identity } = policyOf("g1", policySpec.accessRight);
      await updateAccessPolicy(context, policySpec, { identity: Identity, appId });
      assert.deepEqual(removed, ["by hand"]);
    });
  });

  it("fails while a mailbox outside is still granted", async () => {
    const { context } = contextOf({
      "Get-Recipient": recipients,
      "Get-DistributionGroupMember": () => [],
      "Get-ApplicationAccessPolicy": () => [],
      "New-ApplicationAccessPolicy": () => [policyOf("g1", "RestrictAccess")],
      "Test-ApplicationAccessPolicy": ({ Identity }) => tests(Identity, "Granted"),
    });
    await assert.rejects(createAccessPolicy(context, policySpec), /out@contoso\.com: Granted instead of Denied/);
  });

  it("takes a result of the test cmdlet that it does not know for neither granted nor denied", async () => {
    for (const result of ["0", "Unknown", ""]) {
      const { context } = contextOf({
        "Get-Recipient": recipients,
        "Get-DistributionGroupMember": () => [],
        "Get-ApplicationAccessPolicy": () => [policyOf("g1", "RestrictAccess")],
        "Test-ApplicationAccessPolicy": ({ Identity }) => tests(Identity, result),
      });
      const said = result || "not found";
      await assert.rejects(
        createAccessPolicy(context, policySpec),
        new RegExp(`in@contoso\\.com: ${said} instead of Granted; out@contoso\\.com: ${said} instead of Denied`),
      );
    }
  });

  it("takes one mailbox that is kept out for the proof where the group holds groups, whose members may count", async () => {
    const member = (name: string, type: string) => ({
      PrimarySmtpAddress: `${name}@contoso.com`,
      RecipientTypeDetails: type,
    });
    const create = (denied: string[], members: ExchangeObject[]) => {
      const { context } = contextOf({
        "Get-Recipient": ({ Filter }) =>
          Filter === undefined ? [scopeGroup] : ["nested", "out"].map((name) => member(name, "UserMailbox")),
        "Get-DistributionGroupMember": () => members,
        "Get-ApplicationAccessPolicy": () => [policyOf("g1", "RestrictAccess")],
        "Test-ApplicationAccessPolicy": ({ Identity }) =>
          tests(Identity, denied.includes(String(Identity)) ? "Denied" : "Granted"),
      });
      return createAccessPolicy(context, { ...policySpec, probes: { granted: [], denied: [] } });
    };
    const direct = [member("in", "UserMailbox")];
    const withGroup = [...direct, member("sub", "MailUniversalSecurityGroup")];
    await create(["out@contoso.com"], withGroup);
    await assert.rejects(create([], withGroup), /nested@contoso\.com: Granted instead of Denied/);
    await assert.rejects(create(["out@contoso.com"], direct), /nested@contoso\.com: Granted instead of Denied/);
  });

  it("is not in force before the service lists it, though a mailbox inside is granted without any policy too", async () => {
    const { context } = contextOf({
      "Get-Recipient": recipients,
      "Get-DistributionGroupMember": () => [],
      "Get-ApplicationAccessPolicy": () => [],
      "New-ApplicationAccessPolicy": () => [policyOf("g1", "RestrictAccess")],
      "Test-ApplicationAccessPolicy": ({ Identity }) => tests(Identity, "Granted"),
    });
    const spec = { ...policySpec, probes: { granted: ["in@contoso.com"], denied: [] } };
    await assert.rejects(createAccessPolicy(context, spec), /not in force.*is not listed/);
  });

  it("makes its own anew while a directory server only has not heard that it is gone", async () => {
    let asked = 0;
    let made = false;
    const { context, log } = contextOf({
      "Get-Recipient": recipients,
      "Get-DistributionGroupMember": () => [],
      "Get-ApplicationAccessPolicy": () => (made || ++asked === 1 ? [policyOf("g1", "RestrictAccess")] : []),
      "New-ApplicationAccessPolicy": () => {
        made = true;
        return [policyOf("g1", "RestrictAccess")];
      },
      "Test-ApplicationAccessPolicy": enforced,
    });
    await createAccessPolicy(context, policySpec);
    assert.equal(log.filter((cmdlet) => cmdlet === "New-ApplicationAccessPolicy").length, 1);
  });

  it("adopts its own, and refuses one that says something else", async () => {
    const handlers = (existing: ExchangeObject): Record<string, Handler> => ({
      "Get-Recipient": recipients,
      "Get-DistributionGroupMember": () => [],
      "Get-ApplicationAccessPolicy": () => [existing],
      "Set-ApplicationAccessPolicy": () => [],
      "Test-ApplicationAccessPolicy": enforced,
    });
    const own = contextOf(handlers(policyOf("g1", "RestrictAccess")));
    await createAccessPolicy(own.context, policySpec);
    assert.ok(!own.log.some((cmdlet) => /^(New|Set)-/.test(cmdlet)));

    const foreign = contextOf(handlers(policyOf("g1", "RestrictAccess", "made by hand")));
    await assert.rejects(createAccessPolicy(foreign.context, policySpec), /made by hand/);
    assert.ok(!foreign.log.some((cmdlet) => /^(New|Set)-/.test(cmdlet)));

    const otherRight = contextOf(handlers(policyOf("g1", "DenyAccess")));
    await assert.rejects(
      createAccessPolicy(otherRight.context, policySpec),
      /with DenyAccess instead of RestrictAccess/,
    );
  });

  it("refuses a scope that the service answers with more than one recipient", async () => {
    const { context, log } = contextOf({
      "Get-Recipient": () => [scopeGroup, { ...scopeGroup, ExternalDirectoryObjectId: "g9" }],
      "Get-DistributionGroupMember": () => [],
      "Get-ApplicationAccessPolicy": () => [],
      "New-ApplicationAccessPolicy": () => [policyOf("g1", "RestrictAccess")],
      "Test-ApplicationAccessPolicy": enforced,
    });
    await assert.rejects(createAccessPolicy(context, policySpec), /names 2 objects, expected one/);
    assert.ok(!log.includes("New-ApplicationAccessPolicy"));
  });

  it("reads back after a fault and never writes twice", async () => {
    let made = false;
    const { context, log } = contextOf({
      "Get-Recipient": recipients,
      "Get-DistributionGroupMember": () => [],
      "Get-ApplicationAccessPolicy": () => (made ? [policyOf("g1", "RestrictAccess")] : []),
      "New-ApplicationAccessPolicy": () => {
        made = true;
        throw fault("transient");
      },
      "Test-ApplicationAccessPolicy": enforced,
    });
    await createAccessPolicy(context, policySpec);
    assert.equal(log.filter((cmdlet) => cmdlet.startsWith("New-")).length, 1);
  });
});

describe("a mail-enabled security group", () => {
  const spec = {
    name: "app-scope",
    alias: "app-scope",
    displayName: "App scope",
    primarySmtpAddress: "app-scope@contoso.com",
    managedBy: ["owner@contoso.com"],
    members: ["a@contoso.com", "b@contoso.com"],
  };
  const group = {
    Guid: "guid-1",
    ExternalDirectoryObjectId: "g1",
    PrimarySmtpAddress: "app-scope@contoso.com",
    DisplayName: "App scope",
    Alias: "app-scope",
    RecipientTypeDetails: "MailUniversalSecurityGroup",
    IsDirSynced: false,
  };
  const membersOf = (...addresses: string[]) => addresses.map((PrimarySmtpAddress) => ({ PrimarySmtpAddress }));
  const missing: Handler = () => {
    throw fault("notFound", 404);
  };

  it("is made in one write with its members", async () => {
    const { context, log } = contextOf({
      "Get-DistributionGroup": missing,
      "New-DistributionGroup": () => [group],
      "Get-DistributionGroupMember": () => membersOf("a@contoso.com", "b@contoso.com"),
    });
    assert.deepEqual(await createGroup(context, spec), {
      guid: "guid-1",
      id: "g1",
      primarySmtpAddress: "app-scope@contoso.com",
      managedBy: ["owner@contoso.com"],
    });
    assert.deepEqual(log, ["Get-DistributionGroup", "New-DistributionGroup", "Get-DistributionGroupMember"]);
  });

  it("is read back when the service failed after making it", async () => {
    let made = false;
    const { context, log } = contextOf({
      "Get-DistributionGroup": (parameters) => (made ? [group] : missing(parameters)),
      "New-DistributionGroup": () => {
        made = true;
        throw fault("transient");
      },
      "Get-DistributionGroupMember": () => membersOf("a@contoso.com", "b@contoso.com"),
    });
    assert.equal((await createGroup(context, spec)).guid, "guid-1");
    assert.equal(log.filter((cmdlet) => cmdlet.startsWith("New-")).length, 1);
  });

  it("is not taken for there while a directory server only has not heard that it is gone", async () => {
    let asked = 0;
    const { context, log } = contextOf({
      "Get-DistributionGroup": (parameters) => (++asked === 1 ? [group] : missing(parameters)),
      "New-DistributionGroup": () => [group],
      "Get-DistributionGroupMember": () => membersOf("a@contoso.com", "b@contoso.com"),
    });
    await createGroup(context, spec);
    assert.ok(log.includes("New-DistributionGroup"), log.join());
  });

  it("refuses a foreign group and says both ways out", async () => {
    const { context, log } = contextOf({
      "Get-DistributionGroup": () => [group],
      "Get-DistributionGroupMember": () => membersOf("stranger@contoso.com"),
    });
    await assert.rejects(createGroup(context, spec), /stranger@contoso\.com.*allow: \{ group \}.*groupAddress/s);
    assert.ok(!log.some((cmdlet) => /^(New|Set|Add|Remove)-/.test(cmdlet)));
  });

  it("changes members by difference and takes what is so already for done", async () => {
    const calls: unknown[] = [];
    const { context, log } = contextOf({
      "Get-DistributionGroup": () => [{ ...group, ManagedBy: ["Olga Owner"] }],
      "Get-Recipient": () => [{ Name: "Olga Owner" }],
      "Get-DistributionGroupMember": () => membersOf("A@contoso.com", "old@contoso.com"),
      "Remove-DistributionGroupMember": (parameters) => {
        calls.push(["remove", parameters.Member, parameters.BypassSecurityGroupManagerCheck]);
        throw fault("notMember", 400);
      },
      "Add-DistributionGroupMember": (parameters) => {
        calls.push(["add", parameters.Member, parameters.BypassSecurityGroupManagerCheck]);
        throw fault("alreadyMember", 400);
      },
    });
    const previous = { guid: "guid-1", id: "g1", primarySmtpAddress: spec.primarySmtpAddress };
    assert.deepEqual(await updateGroup(context, spec, previous), { ...previous, managedBy: spec.managedBy });
    assert.ok(!log.includes("Set-DistributionGroup"));
    assert.deepEqual(calls, [
      ["remove", "old@contoso.com", true],
      ["add", "b@contoso.com", true],
    ]);
  });

  const state = { guid: "guid-1", id: "g1", primarySmtpAddress: spec.primarySmtpAddress };

  it("gets its managers back where somebody else manages it, and keeps them where one of them is not found", async () => {
    const update = async (managers: string[], found: ExchangeObject[]) => {
      const set: unknown[] = [];
      const { context } = contextOf({
        "Get-DistributionGroup": () => [{ ...group, ManagedBy: managers }],
        "Get-Recipient": () => found,
        "Get-DistributionGroupMember": () => membersOf(...spec.members),
        "Set-DistributionGroup": (parameters) => {
          set.push(parameters);
          return [];
        },
      });
      await updateGroup(context, spec, { ...state, managedBy: spec.managedBy });
      return set;
    };
    const owner = [{ Name: "Olga Owner" }];
    assert.deepEqual(await update(["Olga Owner"], owner), []);
    assert.deepEqual(await update(["Eve"], []), []);
    const expected = { Identity: "guid-1", ManagedBy: spec.managedBy, BypassSecurityGroupManagerCheck: true };
    assert.deepEqual(await update(["Eve"], owner), [expected]);
    assert.deepEqual(await update(["Eve", "Olga Owner"], owner), [expected]);
  });

  it("is gone when it was gone", async () => {
    const { context, log } = contextOf({
      "Get-DistributionGroup": missing,
      "Remove-DistributionGroup": missing,
      "Get-ApplicationAccessPolicy": () => [],
    });
    await removeGroup(context, state);
    assert.deepEqual(log, [
      "Get-DistributionGroup",
      "Get-DistributionGroup",
      "Get-ApplicationAccessPolicy",
      "Remove-DistributionGroup",
      "Remove-DistributionGroup",
    ]);
  });

  const removing = (granted: string[], policies: () => ExchangeObject[]) =>
    contextOf(
      {
        "Get-DistributionGroup": () => [group],
        "Get-ApplicationAccessPolicy": policies,
        "Get-ManagementScope": () => [],
        "Set-DistributionGroup": () => [],
        "Remove-DistributionGroup": () => [],
      },
      granted,
    );

  it("stays while a policy denies it to an application that would reach its members then", async () => {
    const denied = removing([mailRead], () => [policyOf("g1", "DenyAccess")]);
    await assert.rejects(
      removeGroup(denied.context, state),
      /the group is not removed, because mailboxes would open: DenyAccess for g1 \("People\.ai"\) denies it/,
    );
    assert.ok(!denied.log.includes("Remove-DistributionGroup"));
    for (const { context, log } of [
      removing([userReadAll], () => [policyOf("g1", "DenyAccess")]),
      removing([mailRead], () => [policyOf("g1", "RestrictAccess"), policyOf("g2", "DenyAccess")]),
      removing([mailRead], () => {
        throw fault("notAllowed", 403);
      }),
    ]) {
      await removeGroup(context, state);
      assert.ok(log.includes("Remove-DistributionGroup"));
    }
  });

  it("goes where the deployer manages groups only, and may not read policies and roles", async () => {
    const notAllowed = (): never => {
      throw fault("notAllowed", 403);
    };
    const { context, log } = contextOf({
      "Get-DistributionGroup": () => [group],
      "Get-ApplicationAccessPolicy": notAllowed,
      "Get-ManagementScope": notAllowed,
      "Get-ServicePrincipal": notAllowed,
      "Set-DistributionGroup": () => [],
      "Remove-DistributionGroup": () => [],
    });
    await removeGroup(context, state);
    assert.equal(log.at(-1), "Remove-DistributionGroup");
  });

  it("goes when a policy that is on its way out is gone everywhere", async () => {
    let asked = 0;
    const { context, log } = removing([mailRead], () => (++asked < 3 ? [policyOf("g1", "DenyAccess")] : []));
    await removeGroup(context, state);
    assert.equal(log.at(-1), "Remove-DistributionGroup");
  });
});
