import assert from "node:assert/strict";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { VendorApp as VendorAppType, VendorAppArgs } from "consentra";
import { createCertificate } from "../sandbox/certificate";
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

  it("makes a registration of its own, with what the app asks for and its certificate", async () => {
    const { certificatePem, sha1 } = await createCertificate();
    const { app, handOff } = await make({
      vendor: "3CX",
      registration: {
        displayName: "3CX Sync",
        redirectUris: { web: ["https://pbx.example/oauth2"] },
        credential: { certificates: [certificatePem] },
        purge: true,
      },
      permissions: { application: ["User.Read.All"] },
      owners: ["ann@contoso.com"],
    });
    assert.ok(app.nodes.registration && app.nodes.credential);
    const own = engine.names().filter((name) => /registration|credential/.test(name));
    assert.deepEqual(own, [
      `azuread:index/application:Application people-ai-registration-application`,
      `azuread:index/applicationCertificate:ApplicationCertificate people-ai-credential-certificate-${sha1.slice(0, 8)}`,
      "command:local:Command people-ai-registration-purge",
      "consentra:index:AppCredential people-ai-credential",
      "consentra:index:AppRegistration people-ai-registration",
    ]);
    // The same certificate has the same ID in every run, so that it is never there twice.
    const { keyId } = engine.inputsOf(`people-ai-credential-certificate-${sha1.slice(0, 8)}`);
    const hex = sha1.toLowerCase();
    assert.equal(
      keyId,
      `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
    );
    const inputs = engine.inputsOf("people-ai-registration-application");
    assert.equal(inputs.signInAudience, "AzureADMyOrg");
    assert.equal(inputs.preventDuplicateNames, true);
    assert.deepEqual(inputs.owners, ["a0000000-0000-4000-8000-00000000000a"]);
    assert.deepEqual(inputs.requiredResourceAccesses, [
      {
        resourceAppId: "00000003-0000-0000-c000-000000000000",
        resourceAccesses: [{ id: "df021288-bdef-4463-88db-98f22de89214", type: "Role" }],
      },
    ]);
    assert.deepEqual(inputs.web, {
      redirectUris: ["https://pbx.example/oauth2"],
      implicitGrant: { accessTokenIssuanceEnabled: false, idTokenIssuanceEnabled: false },
    });
    assert.deepEqual(
      handOff.certificates?.map(({ thumbprint }) => thumbprint),
      [sha1],
    );
    assert.match(handOff.adminCenterUrl, /ApplicationMenuBlade\/~\/CallAnAPI/);
  });

  it("consents to delegated permissions for chosen users only", async () => {
    const { app } = await make({ ...args, consentUsers: ["ann@contoso.com"] });
    assert.deepEqual(Object.keys(app.nodes.userConsents), ["ann@contoso.com"]);
    await valueOf(app.nodes.userConsents["ann@contoso.com"]?.delegated ?? pulumi.output([]));
    const grants = engine.registered.filter(({ type }) => type.includes("DelegatedPermissionGrant"));
    assert.deepEqual(
      grants.map(({ name, inputs }) => [name, inputs.userObjectId]),
      [["people-ai-consent-ann@contoso.com-graph-delegated", "a0000000-0000-4000-8000-00000000000a"]],
    );
  });

  it("refuses ways of consent that contradict each other, and owners' lists without an owner", () => {
    assert.deepEqual(faultsOf({ ...args, consent: "request", consentUsers: ["ann@contoso.com"] }).paths, [
      "consentUsers",
    ]);
    assert.match(
      faultsOf({ ...args, consent: "users" }).message,
      /users cannot consent to application permissions \(Mail\.Read, User\.Read\.All\)/,
    );
    assert.deepEqual(faultsOf({ ...args, assignment: { managedBy: "owners" } }).paths, ["owners"]);
    assert.deepEqual(
      faultsOf({ ...args, clientId: undefined, registration: { displayName: " " }, adopt: true }).paths,
      ["adopt", "registration.displayName"],
    );
  });

  it("finds an API that the tenant does not have, and a guest among the owners", () => {
    const found = {
      ...mockDirectory,
      servicePrincipals: {},
      users: { "ann@contoso.com": { ...mockDirectory.users["ann@contoso.com"], userType: "Guest" } },
    };
    const wanted = { ...args, owners: ["ann@contoso.com"] };
    assert.throws(
      () => checkFound("VendorApp people-ai", wanted, [{ api: "Microsoft Graph" } as never], found as never),
      /2 faults[\s\S]*owners\[0\]: .*a guest's account[\s\S]*the tenant has no service principal of it: is it licensed\?/,
    );
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

  it("refuses permissions that no role of RBAC for Applications gives", () => {
    const { message } = faultsOf({
      ...args,
      mailboxScope: { ...args.mailboxScope, mechanism: "rbac" },
      permissions: { application: ["Mail.Read", "Calendars.ReadBasic.All"] },
    });
    assert.match(message, /found "Calendars\.ReadBasic\.All", expected permissions that RBAC for Applications has/);
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
