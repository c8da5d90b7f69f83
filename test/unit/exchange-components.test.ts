import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { MailboxScope as MailboxScopeType, MailboxScopeArgs } from "consentra/exchange";

const tenantId = "11111111-2222-3333-4444-555555555555";
const clientId = "6135b4c8-8900-475f-84db-b8ee65fbb329";
const identity = `org\\${clientId}:S-1-5-21-1;g1`;

interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

const directory = {
  tenantId,
  initialDomain: "contoso.onmicrosoft.com",
  defaultDomain: "contoso.com",
  users: {},
  groups: {},
  mailboxes: {
    "Bea@contoso.com": { id: "b", primarySmtpAddress: "bea@contoso.com", recipientTypeDetails: "UserMailbox" },
    "ann@contoso.com": { id: "a", primarySmtpAddress: "ann@contoso.com", recipientTypeDetails: "UserMailbox" },
  },
  scopeGroups: {
    "existing@contoso.com": { id: "g1", primarySmtpAddress: "existing@contoso.com", displayName: "Existing" },
  },
  servicePrincipals: {},
  warnings: [],
};

const registered: Registered[] = [];
const lookUps: unknown[] = [];
let answer: unknown = { directory, faults: [] };

describe("Exchange components", () => {
  let MailboxScope: typeof MailboxScopeType;

  before(async () => {
    await pulumi.runtime.setMocks(
      {
        newResource: (resource) => {
          const { type, name } = resource;
          const inputs = resource.inputs as Record<string, unknown>;
          registered.push({ type, name, inputs });
          const kind = /run\("(\w+)"/.exec(String(inputs.create))?.[1];
          const state =
            kind === "ApplicationAccessPolicy"
              ? { identity, appId: clientId }
              : { guid: "guid-1", id: "g1", primarySmtpAddress: "from-the-service@contoso.com" };
          return { id: `${name}-id`, state: { ...inputs, stdout: JSON.stringify(state) } };
        },
        call: ({ token, inputs }) => {
          assert.equal(token, "command:local:run");
          lookUps.push(inputs);
          return { stdout: JSON.stringify(answer), stderr: "" };
        },
      },
      "infra",
      "contoso",
    );
    ({ MailboxScope } = await import("consentra/exchange"));
  });

  beforeEach(() => {
    registered.length = 0;
    lookUps.length = 0;
    answer = { directory, faults: [] };
  });

  const valueOf = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((resolve) => output.apply(resolve));
  const made = async (args: Partial<MailboxScopeArgs>) => {
    const scope = new MailboxScope("people-ai", { clientId, description: "People.ai", ...args });
    await valueOf(scope.urn);
    const values = await valueOf(pulumi.all([scope.group, scope.inForce, scope.clientId]));
    for (const each of [scope.nodes.group, scope.nodes.policy]) if (each) await valueOf(each.nodes.command.id);
    return { scope, group: values[0], inForce: values[1] };
  };
  const kinds = () => registered.map(({ type, name }) => `${type} ${name}`);
  const manifestOf = (name: string) =>
    JSON.parse(String(registered.find((each) => each.name === name)?.inputs.stdin)) as { kind: string; spec: object };

  it("make a group of the named mailboxes and a policy for it", async () => {
    const { group, inForce, scope } = await made({ allow: { members: ["Bea@contoso.com", "ann@contoso.com"] } });
    assert.deepEqual(kinds().sort(), [
      "command:local:Command people-ai-group-command",
      "command:local:Command people-ai-policy-command",
      "consentra:exchange:ApplicationAccessPolicy people-ai-policy",
      "consentra:exchange:MailEnabledSecurityGroup people-ai-group",
      "consentra:exchange:MailboxScope people-ai",
    ]);
    const at = (name: string) => registered.findIndex((each) => each.name === name);
    assert.ok(at("people-ai-group-command") < at("people-ai-policy-command"), "the policy waits for its group");
    assert.deepEqual([group, inForce, scope.mode], ["app-scope-people-ai@contoso.com", true, "allow"]);
    assert.equal(lookUps.length, 1);

    const command = registered.find((each) => each.name === "people-ai-policy-command")?.inputs;
    assert.deepEqual(command?.interpreter, ["node", "-e"]);
    for (const action of ["create", "update", "delete"]) {
      assert.equal(command[action], `require("consentra/command").run("ApplicationAccessPolicy", "${action}")`);
    }
    // Another group and another right are taken in place.
    assert.deepEqual(command.triggers, [clientId]);
    assert.deepEqual(manifestOf("people-ai-group-command"), {
      consentra: 1,
      kind: "MailEnabledSecurityGroup",
      tenantId,
      organization: "contoso.onmicrosoft.com",
      spec: {
        name: "app-scope-people-ai",
        alias: "app-scope-people-ai",
        displayName: "App scope: People.ai",
        primarySmtpAddress: "app-scope-people-ai@contoso.com",
        managedBy: [],
        members: ["ann@contoso.com", "bea@contoso.com"],
        owner: "organization/infra/contoso/people-ai-group",
      },
    });
    const policy = manifestOf("people-ai-policy-command");
    assert.deepEqual(policy.spec, {
      appId: clientId,
      scopeGroup: "app-scope-people-ai@contoso.com",
      accessRight: "RestrictAccess",
      description: "People.ai",
      probes: { granted: ["bea@contoso.com"], denied: [] },
      owner: "organization/infra/contoso/people-ai-policy",
      scopeMark: "6adfd720",
    });
  });

  it("name the other assignments in the last one of a scope by roles, which waits for all of them", async () => {
    const scope = new MailboxScope("people-ai", {
      clientId,
      description: "People.ai",
      mechanism: "rbac",
      allow: { filter: "Alias -eq 'x'" },
      permissions: { application: ["Mail.Read", "Contacts.Read", "Calendars.Read"] },
      settle: { minutes: 30, limitMinutes: 10 },
      shared: true,
    });
    const { roleAssignments = {} } = scope.nodes;
    for (const each of Object.values(roleAssignments)) await valueOf(each.nodes.command.id);
    const specOf = (permission: string) =>
      manifestOf(`people-ai-${permission}-command`).spec as Record<string, unknown>;
    const nameOf = (permission: string) => `people-ai-${permission}-6adfd720-filter`;
    const assigned = (permission: string, more: object) => ({
      name: nameOf(permission),
      appId: clientId,
      role: `Application ${permission}`,
      scope: { managementScope: "people-ai-6adfd720" },
      probes: { granted: [], denied: [] },
      settle: { limitMinutes: 10 },
      shared: true,
      ...more,
    });
    assert.deepEqual(specOf("Calendars.Read"), assigned("Calendars.Read", {}));
    assert.deepEqual(specOf("Contacts.Read"), assigned("Contacts.Read", {}));
    assert.deepEqual(
      specOf("Mail.Read"),
      assigned("Mail.Read", {
        settle: { minutes: 30, limitMinutes: 10 },
        siblings: ["Calendars.Read", "Contacts.Read"].map((each) => ({
          name: nameOf(each),
          role: `Application ${each}`,
        })),
      }),
    );
    assert.deepEqual(manifestOf("people-ai-principal-command").spec, {
      appId: clientId,
      displayName: "People.ai",
      scopeMark: "6adfd720",
    });
    assert.equal(registered.at(-1)?.name, "people-ai-Mail.Read-command");
  });

  it("use an existing group without managing it", async () => {
    const { group } = await made({ allow: { group: "existing@contoso.com" } });
    assert.equal(group, "existing@contoso.com");
    assert.ok(!kinds().some((each) => each.includes("MailEnabledSecurityGroup")));
  });

  it("deny the members of `except`", async () => {
    await made({ except: { members: ["ann@contoso.com"] } });
    const { spec } = manifestOf("people-ai-policy-command") as { spec: Record<string, unknown> };
    assert.deepEqual([spec.accessRight, spec.probes], ["DenyAccess", { granted: [], denied: ["ann@contoso.com"] }]);
  });

  it("make nothing for everyone, which needs a reason", async () => {
    const { group, inForce } = await made({ everyone: { reason: "archive of the whole company" } });
    assert.deepEqual([group, inForce, lookUps.length], [undefined, true, 0]);
    assert.deepEqual(kinds(), ["consentra:exchange:MailboxScope people-ai"]);
  });

  it("list every fault of the arguments at once", () => {
    const args = { clientId: "no-guid", description: "x", allow: { members: [] }, everyone: { reason: "why" } };
    assert.throws(
      () => new MailboxScope("bad", args),
      (error: Error) => {
        assert.ok(pulumi.InputPropertiesError.isInstance(error));
        const paths = error.errors.map(({ propertyPath }) => propertyPath).sort();
        assert.deepEqual(paths, ["", ".allow.members", ".everyone.reason", "clientId"]);
        for (const { reason } of error.errors) assert.ok(error.message.includes(reason));
        return true;
      },
    );
  });

  it("refuse permissions that no role gives, two that one role gives, and none at all", () => {
    for (const [application, words] of [
      [["Mail.Read", "Calendars.ReadBasic.All"], /found "Calendars\.ReadBasic\.All", expected permissions that RBAC/],
      [["Mail.ReadBasic", "Mail.ReadBasic.All"], /expected one permission that becomes Application Mail\.ReadBasic/],
      [["User.Read.All"], /expected at least one application permission that has a role/],
    ] as const) {
      const args: MailboxScopeArgs = {
        clientId,
        description: "x",
        mechanism: "rbac",
        allow: { filter: "Alias -eq 'x'" },
        permissions: { application: [...application] },
      };
      assert.throws(() => new MailboxScope("bad", args), words);
    }
  });
});
