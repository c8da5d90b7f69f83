import assert from "node:assert/strict";
import { secret, startPlugin, unknown, type Plugin, type Properties } from "./plugins-client";

const application = "azuread:index/application:Application";
const principal = "azuread:index/servicePrincipal:ServicePrincipal";
const assignment = "azuread:index/appRoleAssignment:AppRoleAssignment";
const certificate = "azuread:index/applicationCertificate:ApplicationCertificate";
const grant = "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant";
const group = "azuread:index/group:Group";
const user = "azuread:index/user:User";

const id1 = "11111111-2222-4333-8444-555555555555";
const id2 = "99999999-2222-4333-8444-555555555555";
const graphApp = "00000003-0000-0000-c000-000000000000";

describe("The offline azuread plugin, before it has a tenant", () => {
  let plugin: Plugin;
  before(async () => (plugin = await startPlugin("azuread")));
  after(() => plugin.stop());

  describe("Check", () => {
    it("fills in defaults and names them, at each level", async () => {
      const inputs = { displayName: "a", api: { mappedClaimsEnabled: true }, web: { redirectUris: ["https://a/"] } };
      const checked = await plugin.check(application, inputs);
      assert.deepEqual(checked, {
        failures: [],
        inputs: {
          __defaults: ["signInAudience"],
          api: {
            __defaults: ["requestedAccessTokenVersion"],
            mappedClaimsEnabled: true,
            requestedAccessTokenVersion: 1,
          },
          displayName: "a",
          signInAudience: "AzureADMyOrg",
          web: { __defaults: [], redirectUris: ["https://a/"] },
        },
      });
    });

    it("says everything that is wrong, with the path", async () => {
      const { failures } = await plugin.check(application, {
        objectId: "x",
        owners: ["nobody"],
        requiredResourceAccesses: [{ resourceAppId: graphApp, resourceAccesses: [{ id: id1, type: "Roll" }] }],
        signInAudience: ["AzureADMyOrg"],
        web: { redirectUrls: [] },
      });
      assert.deepEqual(failures, [
        `Value for unconfigurable attribute. Can't configure a value for "object_id": its value will be decided automatically based on ` +
          "the result of applying this configuration.. Examine values at 'it.objectId'.",
        `expected "owners.0" to be a valid UUID, got nobody. Examine values at 'it.owners'.`,
        `expected required_resource_access.0.resource_access.0.type to be one of ["Role" "Scope"], got Roll. Examine values at ` +
          "'it.requiredResourceAccesses'.",
        "Attribute must be a single value, not a list. Examine values at 'it.signInAudience'.",
        "Invalid or unknown key. Examine values at 'it.web.redirectUrls'.",
        `Missing required argument. The argument "display_name" is required, but no definition was found.. Examine values at ` +
          "'it.displayName'.",
      ]);
    });

    it("refuses what excludes each other, and what lacks an alternative", async () => {
      const both = await plugin.check(principal, { clientId: id1, tags: ["a"], featureTags: [{ hide: true }] });
      assert.deepEqual(both.failures, [
        `Conflicting configuration arguments. "feature_tags": conflicts with tags. Examine values at 'it.featureTags'.`,
        `Conflicting configuration arguments. "tags": conflicts with feature_tags. Examine values at 'it.tags'.`,
      ]);
      const neither = await plugin.check(group, { displayName: "g" });
      assert.deepEqual(neither.failures, [
        ...["mail", "security"].map(
          (kind) =>
            `Missing required argument. "${kind}_enabled": one of \`mail_enabled,security_enabled\` must be specified. ` +
            `Examine values at 'it.${kind}Enabled'.`,
        ),
      ]);
    });

    it("keeps secrets and unknowns, and takes an unknown for given", async () => {
      const inputs = { applicationId: unknown, type: "AsymmetricX509Cert", value: secret("pem") };
      const checked = await plugin.check(certificate, inputs);
      assert.deepEqual(checked.failures, []);
      assert.deepEqual(checked.inputs, { ...inputs, __defaults: ["encoding"], encoding: "pem" });
    });

    it("says no secret, whether it is one by nature or was made one", async () => {
      const password = `hunter2${"x".repeat(300)}`;
      const inputs = { displayName: "u", userPrincipalName: "u@a", ageGroup: secret("hunter2"), password };
      const { failures } = await plugin.check(user, inputs);
      assert.deepEqual(failures, [
        `"age_group" is a secret that is not valid. Examine values at 'it.ageGroup'.`,
        `"password" is a secret that is not valid. Examine values at 'it.password'.`,
      ]);
    });

    it("refuses a type that it does not serve", async () => {
      await assert.rejects(
        plugin.check("azuread:index/namedLocation:NamedLocation", {}),
        /does not serve the resource type azuread:index\/namedLocation:NamedLocation\. It serves: .*Application, /,
      );
    });
  });

  describe("Diff", () => {
    const state: Properties = {
      accountEnabled: true,
      appRoleAssignmentRequired: true,
      clientId: id1,
      description: "",
      featureTags: [{ customSingleSignOn: false, enterprise: true, gallery: false, hide: false }],
      notes: "n",
      notificationEmailAddresses: ["a@b", "c@d"],
      objectId: id2,
      owners: [id1, id2],
      samlSingleSignOn: { relayState: "" },
      tags: ["WindowsAzureActiveDirectoryIntegratedApp"],
    };
    const inputs: Properties = {
      __defaults: ["accountEnabled"],
      accountEnabled: true,
      appRoleAssignmentRequired: true,
      clientId: id1,
      featureTags: [{ __defaults: [], enterprise: true }],
      notes: "n",
      notificationEmailAddresses: ["c@d", "a@b"],
      owners: [id2, id1],
    };

    it("is empty for the same in another order, with nothing in place of empty", async () => {
      const same = await plugin.diff(principal, state, inputs);
      assert.deepEqual(same, { changes: {}, replaces: [], deleteBeforeReplace: false });
    });

    it("names what changes, comes and goes", async () => {
      const rest = { ...inputs };
      delete rest.notes;
      const news = {
        ...rest,
        description: "d",
        appRoleAssignmentRequired: false,
        owners: [id1],
        alternativeNames: ["x"],
      };
      const { changes } = await plugin.diff(principal, state, news);
      assert.deepEqual(changes, {
        alternativeNames: "ADD",
        appRoleAssignmentRequired: "DELETE",
        description: "UPDATE",
        notes: "DELETE",
        "owners[1]": "DELETE",
      });
    });

    it("replaces for what cannot be changed, known or not, and creates first", async () => {
      const olds = { appRoleId: id1, principalObjectId: id1, resourceObjectId: id1 };
      const answer = await plugin.diff(assignment, olds, { ...olds, appRoleId: id2, principalObjectId: unknown });
      assert.deepEqual(answer, {
        changes: { appRoleId: "UPDATE_REPLACE", principalObjectId: "UPDATE_REPLACE" },
        replaces: ["appRoleId", "principalObjectId"],
        deleteBeforeReplace: false,
      });
    });

    it("compares secrets by what is in them", async () => {
      const olds = { applicationId: "/applications/a", encoding: "pem", keyId: id1, value: secret("pem") };
      const news = { applicationId: "/applications/a", encoding: "pem", value: "pem" };
      assert.deepEqual((await plugin.diff(certificate, olds, news)).changes, {});
      assert.deepEqual((await plugin.diff(certificate, olds, { ...news, value: secret("other") })).replaces, ["value"]);
    });

    it("updates a grant's claims in place", async () => {
      const olds = { claimValues: ["A"], resourceServicePrincipalObjectId: id1, servicePrincipalObjectId: id1 };
      const answer = await plugin.diff(grant, olds, { ...olds, claimValues: ["B", "A"] });
      assert.deepEqual(answer.changes, { "claimValues[0]": "ADD" });
      assert.deepEqual(answer.replaces, []);
    });

    it("leaves out what is ignored", async () => {
      const news = { ...inputs, notes: "other", owners: [id1] };
      assert.deepEqual((await plugin.diff(principal, state, news, ["owners", "notes"])).changes, {});
    });

    it("tells a set of objects in parts, or whole where one was not given in full, and what follows from it", async () => {
      const names = { adminConsentDescription: "d", adminConsentDisplayName: "n", userConsentDisplayName: "u" };
      const scope = { ...names, enabled: true, id: id1, type: "User", userConsentDescription: "", value: "a" };
      const app = (...oauth2PermissionScopes: Properties[]): Properties => ({
        api: { oauth2PermissionScopes, requestedAccessTokenVersion: 1 },
        displayName: "a",
        oauth2PermissionScopeIds: { a: id1 },
        requiredResourceAccesses: [{ resourceAccesses: [{ id: id1, type: "Role" }], resourceAppId: id1 }],
        signInAudience: "AzureADMyOrg",
      });
      const changed = async (news: Properties) => (await plugin.diff(application, app(scope), news)).changes;
      assert.deepEqual(await changed(app({ ...scope, value: "b" })), {
        "api.oauth2PermissionScopes[0].value": "UPDATE",
        oauth2PermissionScopeIds: "UPDATE",
      });
      assert.deepEqual(await changed(app({ ...names, enabled: true, id: id1, type: "User", value: "b" })), {
        "api.oauth2PermissionScopes": "UPDATE",
        oauth2PermissionScopeIds: "UPDATE",
      });
      const accesses = [{ resourceAccesses: [{ id: id2, type: "Role" }], resourceAppId: id1 }];
      assert.deepEqual(await changed({ ...app(scope), requiredResourceAccesses: accesses }), {
        "requiredResourceAccesses[0].resourceAccesses[0].id": "UPDATE",
      });
    });

    it("takes an absent block for an empty one, down to defaults", async () => {
      const olds = {
        displayName: "a",
        signInAudience: "AzureADMyOrg",
        api: { knownClientApplications: [], mappedClaimsEnabled: false, requestedAccessTokenVersion: 1 },
        web: { homepageUrl: "", implicitGrant: { accessTokenIssuanceEnabled: false }, redirectUris: ["https://a/"] },
      };
      const news = { displayName: "a", signInAudience: "AzureADMyOrg" };
      assert.deepEqual((await plugin.diff(application, olds, news)).changes, { web: "DELETE" });
    });
  });

  describe("a preview", () => {
    it("knows what is given and leaves the rest open", async () => {
      const inputs = { clientId: secret(id1), accountEnabled: true };
      const { id, outputs } = await plugin.create(principal, inputs, true);
      assert.equal(id, "");
      assert.deepEqual(outputs.clientId, secret(id1));
      assert.equal(outputs.objectId, unknown);
      assert.equal(outputs.displayName, unknown);
      assert.equal(outputs.id, unknown);
      assert.equal(outputs.notes, null);
    });

    it("keeps what the service told of an existing object", async () => {
      const olds = { clientId: id1, displayName: "d", objectId: id2, notes: "n", tags: ["t"] };
      const outputs = await plugin.update(principal, `/servicePrincipals/${id2}`, olds, { clientId: id1 }, true);
      assert.deepEqual([outputs.displayName, outputs.objectId, outputs.tags, outputs.notes], ["d", id2, ["t"], null]);
    });

    it("marks a password secret before it is known", async () => {
      const type = "azuread:index/applicationPassword:ApplicationPassword";
      const { outputs } = await plugin.create(type, { applicationId: "/applications/a" }, true);
      assert.deepEqual(outputs.value, secret(unknown));
    });

    it("refuses a group that cannot be", async () => {
      await assert.rejects(
        plugin.create(group, { displayName: "g", mailEnabled: true }, true),
        /`types` must contain "Unified" for mail-enabled groups/,
      );
    });
  });
});

describe("The offline azuread plugin's configuration", () => {
  const credential = { tenantId: id1, clientId: id1, clientSecret: secret("s3cret") };
  const refused: [what: string, args: Properties, environment: Record<string, string>, message: RegExp][] = [
    ["no metadata host", credential, {}, /no metadata host is given: set ARM_METADATA_HOSTNAME/],
    [
      "a foreign host",
      { ...credential, metadataHost: "management.azure.com" },
      {},
      /this machine only: .*"management\.azure\.com"/,
    ],
    ["a host that looks local", { ...credential, metadataHost: "localhost.example:443" }, {}, /this machine only/],
    [
      "a user before a host",
      { ...credential, metadataHost: "localhost:1@example.com" },
      {},
      /this machine only: .*"example\.com"/,
    ],
    [
      "no tenant",
      { clientId: id1, clientSecret: "s3cret" },
      { ARM_METADATA_HOSTNAME: "localhost:1" },
      /set ARM_TENANT_ID/,
    ],
    [
      "no credential",
      { tenantId: id1, clientId: id1, useMsi: "true" },
      { ARM_METADATA_HOSTNAME: "localhost:1" },
      /no credential/,
    ],
    [
      "an OIDC token without useOidc",
      { tenantId: id1, clientId: id1, oidcToken: "s3cret" },
      { ARM_METADATA_HOSTNAME: "localhost:1" },
      /no credential .*ARM_USE_OIDC=true/,
    ],
  ];
  for (const [what, args, environment, message] of refused) {
    it(`refuses ${what}, and names no secret`, async () => {
      const plugin = await startPlugin("azuread", environment);
      try {
        await assert.rejects(plugin.configure(args), (error: Error) => {
          assert.match(error.message, message);
          assert.doesNotMatch(error.message, /s3cret/);
          return true;
        });
        assert.deepEqual(plugin.log, [
          "Offline azuread plugin in use: it serves simulated tenants on this machine only.",
        ]);
        assert.equal(plugin.errors(), "");
      } finally {
        await plugin.stop();
      }
    });
  }
});
