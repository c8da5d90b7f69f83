import assert from "node:assert/strict";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { VendorApp as VendorAppType, VendorAppArgs } from "consentra";
import { MockEngine, mockDirectory, mockPrincipalId, mockTenant, valueOf } from "../support/mocks";
import { repository } from "../support/repository";

const built = (file: string) => join(repository, "components", "dist", file);
const { checkFound } = require(built("vendor-app-checks")) as typeof import("../../components/vendor-app-checks");
const { checkedClientId } = require(built("guid")) as typeof import("../../components/guid");
const { Faults } = require(built("faults")) as typeof import("../../components/faults");

const clientId = "6135b4c8-8900-475f-84db-b8ee65fbb329";
const args: VendorAppArgs = {
  vendor: "People.ai",
  clientId,
  permissions: { application: ["Mail.Read", "User.Read.All"], delegated: ["User.Read", "Contacts.Read"] },
  mailboxScope: { allow: { members: ["ann@contoso.com", "bea@contoso.com"] } },
  assignment: { users: ["ann@contoso.com"], groups: ["Executives"] },
};

describe("VendorApp", () => {
  const engine = new MockEngine();
  let VendorApp: typeof VendorAppType;

  before(async () => {
    await engine.start();
    ({ VendorApp } = await import("consentra"));
  });
  beforeEach(() => engine.reset());

  const make = async (wanted: VendorAppArgs) => {
    const app = new VendorApp("people-ai", wanted);
    const handOff = await valueOf(app.handOff);
    await settled(app);
    return { app, handOff };
  };

  it("makes exactly these resources, with names that derive from its own", async () => {
    await make(args);
    assert.deepEqual(engine.names(), [
      "azuread:index/appRoleAssignment:AppRoleAssignment people-ai-assignment-group-executives",
      "azuread:index/appRoleAssignment:AppRoleAssignment people-ai-assignment-user-ann@contoso.com",
      "azuread:index/appRoleAssignment:AppRoleAssignment people-ai-consent-graph-Mail.Read",
      "azuread:index/appRoleAssignment:AppRoleAssignment people-ai-consent-graph-User.Read.All",
      "azuread:index/servicePrincipal:ServicePrincipal people-ai-app-principal",
      "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant people-ai-consent-graph-delegated",
      "command:local:Command people-ai-scope-group-command",
      "command:local:Command people-ai-scope-policy-command",
      "consentra:exchange:ApplicationAccessPolicy people-ai-scope-policy",
      "consentra:exchange:MailEnabledSecurityGroup people-ai-scope-group",
      "consentra:exchange:MailboxScope people-ai-scope",
      "consentra:index:AdminConsent people-ai-consent",
      "consentra:index:AppAssignments people-ai-assignment",
      "consentra:index:EnterpriseApp people-ai-app",
      "consentra:index:VendorApp people-ai",
    ]);
  });

  it("registers consent after the scope and looks names up once", async () => {
    await make(args);
    const order = engine.registered.map(({ name }) => name);
    for (const consent of order.filter((name) => name.startsWith("people-ai-consent-graph"))) {
      assert.ok(order.indexOf(consent) > order.indexOf("people-ai-scope-policy-command"), consent);
    }
    assert.equal(engine.lookUps.length, 1);
  });

  it("grants by id, delegated permissions in one grant for all users", async () => {
    await make(args);
    assert.deepEqual(engine.inputsOf("people-ai-consent-graph-Mail.Read"), {
      appRoleId: "810c84a8-4a9e-49e6-bf7d-12d183f40d01",
      principalObjectId: mockPrincipalId,
      resourceObjectId: "9ea00000-0000-4000-8000-000000000003",
    });
    assert.deepEqual(engine.inputsOf("people-ai-consent-graph-delegated").claimValues, ["Contacts.Read", "User.Read"]);
    assert.equal(engine.inputsOf("people-ai-app-principal").appRoleAssignmentRequired, true);
  });

  it("tells the vendor what it needs", async () => {
    const { handOff } = await make(args);
    assert.equal(handOff.tenantId, mockTenant);
    assert.deepEqual(handOff.mailboxScope, {
      mechanism: "accessPolicy",
      mode: "allow",
      group: "app-scope-people-ai@contoso.com",
      mailboxes: ["ann@contoso.com", "bea@contoso.com"],
    });
    const url = new URL(handOff.adminConsentUrl);
    assert.equal(`${url.origin}${url.pathname}`, `https://login.microsoftonline.com/${mockTenant}/adminconsent`);
    assert.equal(url.searchParams.get("client_id"), clientId);
  });

  it("consents to nothing in request mode, but makes the scope", async () => {
    const { handOff } = await make({ ...args, consent: "request" });
    assert.equal(handOff.consent, "request");
    assert.equal(engine.names().filter((name) => name.includes("-consent")).length, 0);
    assert.ok(engine.names().includes("command:local:Command people-ai-scope-policy-command"));
  });

  it("adopts on request, and then keeps the principal", async () => {
    const { app } = await make({ ...args, adopt: true });
    assert.equal(engine.inputsOf("people-ai-app-principal").useExisting, true);
    assert.ok(app.nodes.enterpriseApp.nodes.servicePrincipal);
  });

  it("takes empty permissions for none and absent ones for unmanaged", async () => {
    const { app } = await make({ vendor: "V", clientId, permissions: { application: [] } });
    assert.ok(app.nodes.adminConsent);
    const { app: unmanaged } = await make({ vendor: "V", clientId });
    assert.equal(unmanaged.nodes.adminConsent, undefined);
  });

  const faultsOf = (wanted: VendorAppArgs): { message: string; paths: string[] } => {
    try {
      new VendorApp("people-ai", wanted);
    } catch (error) {
      assert.ok(pulumi.InputPropertiesError.isInstance(error));
      return { message: error.message, paths: error.errors.map((each) => each.propertyPath) };
    }
    throw new Error("no fault was found");
  };

  it("lists every fault at once", () => {
    const { message, paths } = faultsOf({
      vendor: " ",
      clientId: "people.ai",
      permissions: { application: ["Mail.Raed", "Mail.Read"] as never, delegated: ["Mail.Reads"] as never },
      mailboxScope: { allow: { members: [] }, everyone: { reason: "why" } },
      assignment: { users: ["ann@contoso.com", "Ann@contoso.com"] },
    });
    assert.deepEqual(paths.sort(), [
      "assignment.users[1]",
      "clientId",
      "mailboxScope",
      "mailboxScope.allow.members",
      "mailboxScope.everyone.reason",
      "permissions.application[0]",
      "permissions.delegated[0]",
      "vendor",
    ]);
    assert.match(message, /8 faults in the arguments, nothing was created/);
    assert.match(
      message,
      /found "Mail\.Raed", expected the name of an application permission of Microsoft Graph; did you mean Mail\.Read/,
    );
  });

  it("refuses mailbox permissions without a scope, naming them", () => {
    const { message, paths } = faultsOf({
      vendor: "V",
      clientId,
      permissions: { application: ["Mail.Read", "Calendars.Read"] },
    });
    assert.deepEqual(paths, ["mailboxScope"]);
    assert.match(message, /because Mail\.Read, Calendars\.Read would reach every mailbox/);
  });

  it("refuses permissions that an access policy does not filter", () => {
    const { message } = faultsOf({
      ...args,
      permissions: { application: ["Mail.Read", "MailboxItem.Read.All"] },
    });
    assert.match(message, /MailboxItem\.Read\.All.*expected permissions that an application access policy filters/);
  });

  it("refuses both or neither of clientId and registration", () => {
    assert.deepEqual(faultsOf({ ...args, registration: { displayName: "App" } }).paths, ["registration"]);
    assert.match(
      faultsOf({ ...args, clientId: undefined }).message,
      /clientId: found nothing, expected exactly one of clientId and registration/,
    );
  });

  it("refuses words that a configuration may hold and that mean nothing", () => {
    const { message, paths } = faultsOf({ ...args, consent: "maybe" as never, redirectUri: "people.ai/done" });
    assert.deepEqual(paths, ["consent", "redirectUri"]);
    assert.match(message, /consent: found "maybe", expected grant, request or users/);
  });

  it("refuses what is said of a group where none is made, instead of passing it over", () => {
    const { message, paths } = faultsOf({
      ...args,
      mailboxScope: {
        allow: { group: "sales@contoso.com" },
        groupAddress: "g@contoso.com",
        managedBy: ["it@contoso.com"],
      },
    });
    assert.deepEqual(paths, ["mailboxScope.groupAddress", "mailboxScope.managedBy"]);
    assert.match(message, /found "g@contoso\.com", expected nothing, because no group is made/);
  });

  it("finds in what the directory tells two names of one user or mailbox, and groups that are not assigned", () => {
    const [ann, bea] = ["ann@contoso.com", "ann.berg@contoso.com"];
    const user = mockDirectory.users["ann@contoso.com"];
    const mailbox = mockDirectory.mailboxes["ann@contoso.com"];
    const found = {
      ...mockDirectory,
      users: { [ann]: user, [bea]: user },
      mailboxes: { [ann]: mailbox, [bea]: mailbox },
      groups: { News: { ...mockDirectory.groups.Executives, securityEnabled: false } },
    };
    const wanted: VendorAppArgs = {
      ...args,
      owners: [ann, bea],
      assignment: { users: [ann, bea], groups: ["News"] },
      mailboxScope: { allow: { members: [ann, bea] } },
    };
    assert.throws(
      () => checkFound("VendorApp people-ai", wanted, [], found as never),
      (error: Error) => {
        assert.ok(pulumi.InputPropertiesError.isInstance(error));
        assert.deepEqual(
          error.errors.map(({ propertyPath }) => propertyPath),
          ["assignment.users[1]", "assignment.groups[0]", "owners[1]", "mailboxScope.allow.members[1]"],
        );
        assert.match(error.message, /it is the same as mailboxScope\.allow\.members\[0\]; remove one/);
        return true;
      },
    );
    assert.equal(checkFound("VendorApp people-ai", args, [], mockDirectory as never), mockDirectory);
  });

  it("makes consent wait for the scope, and everything for what the whole waits for", async () => {
    const waitedFor = new Map<string, pulumi.Resource[]>();
    const first = new pulumi.ComponentResource("test:index:First", "first");
    const app = new VendorApp("people-ai", args, {
      dependsOn: first,
      transformations: [
        ({ name, opts }) => {
          waitedFor.set(name, [opts.dependsOn ?? []].flat() as pulumi.Resource[]);
          return undefined;
        },
      ],
    });
    await settled(app);
    const { enterpriseApp, mailboxScope } = app.nodes;
    for (const name of [
      "people-ai-consent",
      "people-ai-consent-graph-Mail.Read",
      "people-ai-consent-graph-delegated",
    ]) {
      assert.deepEqual(waitedFor.get(name), [first, enterpriseApp, mailboxScope], name);
    }
    for (const name of ["people-ai-app-principal", "people-ai-scope", "people-ai-assignment-group-executives"]) {
      assert.deepEqual(waitedFor.get(name), [first], name);
    }
  });

  it("checks a client ID that is known later as soon as it is", async () => {
    for (const [late, message] of [
      ["people.ai", /expected a GUID/],
      ["00000003-0000-0000-c000-000000000000", /never managed/],
    ] as const) {
      const faults = new Faults();
      const checked = checkedClientId("VendorApp people-ai", "clientId", pulumi.output(Promise.resolve(late)), faults);
      faults.throwIfAny("at once");
      await assert.rejects((checked as unknown as { promise(): Promise<string> }).promise(), message);
    }
  });

  it("refuses Microsoft's own applications", () => {
    const { message } = faultsOf({ vendor: "V", clientId: "00000003-0000-0000-c000-000000000000" });
    assert.match(message, /Microsoft's service principals are referenced, never managed/);
  });
});

/** Waits until the last children are registered: their ids resolve late. */
async function settled(app: VendorAppType): Promise<void> {
  const { adminConsent, assignments, mailboxScope } = app.nodes;
  const children = [
    ...(adminConsent?.nodes.appRoleAssignments ?? []),
    ...(adminConsent?.nodes.delegatedGrants ?? []),
    ...assignments.nodes.appRoleAssignments,
  ];
  for (const child of children) await valueOf(child.id);
  if (mailboxScope?.nodes.policy) await valueOf(mailboxScope.nodes.policy.identity);
}
