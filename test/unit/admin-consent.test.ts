import assert from "node:assert/strict";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { AdminConsent as AdminConsentType, AdminConsentArgs } from "consentra";
import { permissions } from "consentra/graph";
import fc from "fast-check";
import { MockEngine, mockPrincipalId, valueOf } from "../support/mocks";
import { repository } from "../support/repository";

const { mergeScopes } = require(
  join(repository, "components", "dist", "admin-consent"),
) as typeof import("../../components/admin-consent");

const graphId = "9ea00000-0000-4000-8000-000000000003";
const exchangeId = "9ea00000-0000-4000-8000-000000000002";
const appRole = "azuread:index/appRoleAssignment:AppRoleAssignment";
const grant = "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant";

describe("AdminConsent", () => {
  const engine = new MockEngine();
  let AdminConsent: typeof AdminConsentType;

  before(async () => {
    await engine.start();
    ({ AdminConsent } = await import("consentra"));
  });
  beforeEach(() => engine.reset());

  const make = async (args: Partial<AdminConsentArgs>) => {
    const consent = new AdminConsent("vendor", {
      servicePrincipalId: mockPrincipalId,
      permissions: {},
      apiServicePrincipalIds: { "Microsoft Graph": graphId, "Office 365 Exchange Online": exchangeId },
      ...args,
    });
    const [application, delegated] = await valueOf(pulumi.all([consent.application, consent.delegated]));
    return { consent, application, delegated };
  };

  it("makes one assignment per application permission and one grant per API, with scopes merged and sorted", async () => {
    const { application, delegated } = await make({
      permissions: {
        application: ["Mail.Read", "User.Read.All"],
        delegated: ["User.Read", "Contacts.ReadWrite", "offline_access"],
        others: [{ api: "Office 365 Exchange Online", application: ["full_access_as_app"] }],
      },
    });
    assert.deepEqual(engine.names(), [
      `${appRole} vendor-exchange-full_access_as_app`,
      `${appRole} vendor-graph-Mail.Read`,
      `${appRole} vendor-graph-User.Read.All`,
      `${grant} vendor-graph-delegated`,
      "consentra:index:AdminConsent vendor",
    ]);
    assert.deepEqual(engine.inputsOf("vendor-exchange-full_access_as_app"), {
      appRoleId: "dc890d15-9560-4a4c-9b7f-a736ec74ec40",
      principalObjectId: mockPrincipalId,
      resourceObjectId: exchangeId,
    });
    assert.deepEqual(engine.inputsOf("vendor-graph-delegated"), {
      servicePrincipalObjectId: mockPrincipalId,
      resourceServicePrincipalObjectId: graphId,
      claimValues: ["Contacts.ReadWrite", "User.Read", "offline_access"],
    });
    assert.deepEqual(application, ["Mail.Read", "User.Read.All", "full_access_as_app"]);
    assert.deepEqual(delegated, ["Contacts.ReadWrite", "User.Read", "offline_access"]);
  });

  it("refers to the APIs' service principals by a look-up and manages none", async () => {
    await make({ permissions: { application: ["Mail.Read"] }, apiServicePrincipalIds: undefined });
    assert.equal(engine.inputsOf("vendor-graph-Mail.Read").resourceObjectId, "api-object-id");
    assert.ok(!engine.names().some((each) => each.includes("servicePrincipal:ServicePrincipal")));
  });

  it("grants delegated permissions for one user where one is named", async () => {
    const userId = "a0000000-0000-4000-8000-00000000000a";
    await make({ permissions: { delegated: ["User.Read"] }, userId });
    assert.equal(engine.inputsOf("vendor-graph-delegated").userObjectId, userId);
  });

  it("hands its own dependencies to every single grant", async () => {
    const waitedFor = new Map<string, unknown>();
    const scope = new pulumi.ComponentResource("test:index:Scope", "scope");
    const consent = new AdminConsent(
      "vendor",
      {
        servicePrincipalId: mockPrincipalId,
        permissions: { application: ["Mail.Read", "Calendars.Read"], delegated: ["User.Read"] },
        apiServicePrincipalIds: { "Microsoft Graph": graphId },
      },
      {
        dependsOn: [scope],
        transformations: [
          ({ name, opts }) => {
            waitedFor.set(name, opts.dependsOn);
            return undefined;
          },
        ],
      },
    );
    await valueOf(pulumi.all([consent.application, consent.delegated]));
    for (const name of ["vendor-graph-Mail.Read", "vendor-graph-Calendars.Read", "vendor-graph-delegated"]) {
      assert.deepEqual(waitedFor.get(name), [scope], name);
    }
  });

  it("makes nothing for an empty list", async () => {
    const { application, delegated } = await make({ permissions: { application: [], delegated: [] } });
    assert.deepEqual([application, delegated], [[], []]);
    assert.deepEqual(engine.names(), ["consentra:index:AdminConsent vendor"]);
  });

  it("lists every fault at once, with the nearest names", () => {
    const wrong = {
      servicePrincipalId: `/servicePrincipals/${mockPrincipalId}`,
      permissions: {
        application: ["Mail.Raed", "offline_access", "Mail.Read", "Mail.Read"],
        others: [{ api: "Exchange", application: ["full_access_as_app"] }],
      },
    };
    assert.throws(
      () => new AdminConsent("vendor", wrong as never),
      (error: Error) => {
        assert.equal(
          error.message,
          [
            "AdminConsent vendor: 5 faults in the arguments, nothing was created",
            '  - permissions.application[0]: found "Mail.Raed", expected the name of an application permission of Microsoft Graph; did you mean Mail.Read or Mail.Send?',
            '  - permissions.application[1]: found "offline_access", expected the name of an application permission of Microsoft Graph; offline_access exists as delegated permission only',
            '  - permissions.application[3]: found "Mail.Read", expected each permission once; remove one',
            '  - permissions.others[0].api: found "Exchange", expected one of Microsoft Graph, Office 365 Exchange Online, SharePoint Online; use the name that the Entra admin center shows',
            `  - servicePrincipalId: found "/servicePrincipals/${mockPrincipalId}", expected an object ID, which is a GUID; this is the ID of a Pulumi resource; use its \`objectId\``,
          ].join("\n"),
        );
        return true;
      },
    );
    assert.deepEqual(engine.names(), []);
  });

  it("merges any permissions into sorted, unique names of delegated ones, whatever their order", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...permissions), { maxLength: 30 }), fc.func(fc.integer()), (list, key) => {
        const merged = mergeScopes(list);
        assert.deepEqual(merged, [...new Set(merged)].sort());
        assert.deepEqual(
          new Set(merged),
          new Set(list.filter(({ kind }) => kind === "delegated").map(({ name }) => name)),
        );
        const shuffled = list.toSorted((one, other) => key(one.id) - key(other.id));
        assert.deepEqual(mergeScopes(shuffled), merged);
      }),
    );
  });
});
