import assert from "node:assert/strict";
import { CONTRELI_APP_ID, idFor, PEOPLE_AI_APP_ID, startSandbox, type Sandbox } from "@consentra/sandbox/tenant";
import { assertRefused, gone } from "./refusal";
import { createTenantClient, type GraphBody, type TenantClient } from "./tenant-client";

const MAIL_READ = "810c84a8-4a9e-49e6-bf7d-12d183f40d01";
const NOBODY = idFor("nobody");
const user = (alias: string) => idFor("Contoso", "user", alias);
const graphPrincipal = idFor("Contoso", "service principal", "Microsoft Graph");
const deployerPrincipal = idFor("Contoso", "service principal", "Consentra Deployer");

interface SecretBody {
  keyId: string;
  secretText: string;
  hint: string;
  endDateTime: string;
}

interface ApplicationBody extends GraphBody {
  web: { homePageUrl: string; redirectUris: string[] };
  passwordCredentials: SecretBody[];
}

describe("Microsoft Graph of the simulated tenant", () => {
  let sandbox: Sandbox;
  let client: TenantClient;
  let graph: TenantClient["graph"];

  before(async () => {
    sandbox = await startSandbox();
    client = createTenantClient(sandbox);
    graph = client.graph;
  });
  after(async () => {
    client.close();
    await sandbox.close();
  });

  it("closes the connection of a request that is too long, and says so", async () => {
    const authorization = { authorization: `Bearer ${await client.deployerToken()}` };
    const long = await client.send("GET", `/v1.0/users?$filter=${"x".repeat(20_000)}`, undefined, authorization);
    assert.equal(long.status, 431);
    assert.equal(long.headers.connection, "close");
    assert.match(long.body.error.message, /^Request Header Fields Too Large: /);
    assert.equal((await client.send("GET", "/v1.0/users", undefined, authorization)).status, 200);
  });

  describe("applications", () => {
    it("have every property with Graph's defaults, and keep what was not written", async () => {
      const { status, body } = await graph<GraphBody>("POST", "/v1.0/applications", {
        displayName: "PBX",
        web: { redirectUris: ["https://pbx.example/cb"] },
      });
      assert.equal(status, 201);
      const { id, appId, createdDateTime, ...rest } = body;
      assert.match(String(createdDateTime), /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
      assert.deepEqual(rest, {
        "@odata.context": `${sandbox.origin}/v1.0/$metadata#applications/$entity`,
        deletedDateTime: null,
        displayName: "PBX",
        publisherDomain: "contoso.com",
        signInAudience: "AzureADMyOrg",
        addIns: [],
        api: {
          acceptMappedClaims: null,
          knownClientApplications: [],
          requestedAccessTokenVersion: null,
          oauth2PermissionScopes: [],
          preAuthorizedApplications: [],
        },
        appRoles: [],
        applicationTemplateId: null,
        certification: null,
        defaultRedirectUri: null,
        description: null,
        disabledByMicrosoftStatus: null,
        groupMembershipClaims: null,
        identifierUris: [],
        info: {
          logoUrl: null,
          marketingUrl: null,
          privacyStatementUrl: null,
          supportUrl: null,
          termsOfServiceUrl: null,
        },
        isDeviceOnlyAuthSupported: null,
        isFallbackPublicClient: null,
        keyCredentials: [],
        notes: null,
        optionalClaims: null,
        parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: "Allow" },
        passwordCredentials: [],
        publicClient: { redirectUris: [] },
        requestSignatureVerification: null,
        requiredResourceAccess: [],
        samlMetadataUrl: null,
        serviceManagementReference: null,
        servicePrincipalLockConfiguration: null,
        spa: { redirectUris: [] },
        tags: [],
        tokenEncryptionKeyId: null,
        uniqueName: null,
        verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
        web: {
          homePageUrl: null,
          logoutUrl: null,
          redirectUris: ["https://pbx.example/cb"],
          implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
          redirectUriSettings: [{ uri: "https://pbx.example/cb", index: null }],
        },
      });
      await graph("PATCH", `/v1.0/applications/${id}`, { web: { homePageUrl: "https://pbx.example" } });
      const changed = (await graph<ApplicationBody>("GET", `/v1.0/applications(appId='${appId}')`)).body;
      assert.equal(changed.web.homePageUrl, "https://pbx.example");
      assert.deepEqual(changed.web.redirectUris, ["https://pbx.example/cb"]);
    });

    it("refuse what Graph refuses", async () => {
      assertRefused(
        await graph("POST", "/v1.0/applications", {}),
        400,
        "Request_BadRequest",
        "A value is required for property 'displayName' of resource 'Application'.",
      );
      assertRefused(
        await graph("POST", "/v1.0/applications", { displayName: "X", colour: 1 }),
        400,
        "Request_BadRequest",
        "Invalid property 'colour'.",
      );
      assertRefused(await graph("GET", `/v1.0/applications/${NOBODY}`), 404, "Request_ResourceNotFound", gone(NOBODY));
      assertRefused(
        await graph("GET", "/v1.0/applications/none"),
        400,
        "Request_BadRequest",
        "Invalid object identifier 'none'.",
      );
      const broken = await client.send("POST", "/v1.0/applications", "{", {
        "content-type": "application/json",
        authorization: `Bearer ${await client.deployerToken()}`,
      });
      assertRefused(
        broken,
        400,
        "BadRequest",
        "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
      );
    });

    it("show a secret once, and remove it by its ID", async () => {
      const { id } = (await graph("POST", "/v1.0/applications", { displayName: "Secrets" })).body;
      const added = await graph<SecretBody>("POST", `/v1.0/applications/${id}/addPassword`, {
        passwordCredential: { displayName: "p", endDateTime: "2099-01-01T00:00:00Z" },
      });
      assert.equal(added.status, 200);
      assert.ok(added.body.secretText.startsWith(added.body.hint) && added.body.secretText.length === 40);
      const [shown] = (await graph<ApplicationBody>("GET", `/v1.0/applications/${id}`)).body.passwordCredentials;
      assert.deepEqual(
        [shown?.secretText, shown?.keyId, shown?.endDateTime],
        [null, added.body.keyId, "2099-01-01T00:00:00Z"],
      );
      assert.equal(
        (await graph("POST", `/v1.0/applications/${id}/removePassword`, { keyId: added.body.keyId })).status,
        204,
      );
      const again = await graph("POST", `/v1.0/applications/${id}/removePassword`, { keyId: added.body.keyId });
      assertRefused(again, 400, "Request_BadRequest", `No password credential found with keyId '${added.body.keyId}'.`);
    });

    it("refuse a key that is no certificate, and a second federated credential of the same name", async () => {
      const { id } = (await graph("POST", "/v1.0/applications", { displayName: "Keys" })).body;
      const keyCredentials = [{ key: "bm9uc2Vuc2U=", type: "AsymmetricX509Cert", usage: "Verify" }];
      assertRefused(
        await graph("PATCH", `/v1.0/applications/${id}`, { keyCredentials }),
        400,
        "Request_BadRequest",
        "Invalid certificate: Key value is invalid certificate",
      );
      const path = `/v1.0/applications/${id}/federatedIdentityCredentials`;
      const credential = {
        name: "ci",
        issuer: "https://ci.example",
        subject: "s",
        audiences: ["api://AzureADTokenExchange"],
      };
      const created = await graph("POST", path, credential);
      assert.equal(created.status, 201);
      assertRefused(
        await graph("POST", path, { ...credential, subject: "t" }),
        409,
        "Request_MultipleObjectsWithSameKeyValue",
        "FederatedIdentityCredential with name ci already exists.",
      );
      assert.equal((await graph("DELETE", `${path}/${created.body.id}`)).status, 204);
      assert.deepEqual((await graph("GET", path)).body.value, []);
    });

    it("take their service principal, its grants and assignments with them, and can be restored", async () => {
      const { id, appId } = (await graph("POST", "/v1.0/applications", { displayName: "Short-lived" })).body;
      const principal = (await graph("POST", "/v1.0/servicePrincipals", { appId })).body.id;
      await graph("POST", `/v1.0/servicePrincipals/${graphPrincipal}/appRoleAssignedTo`, {
        appRoleId: MAIL_READ,
        principalId: principal,
        resourceId: graphPrincipal,
      });
      await graph("POST", "/v1.0/oauth2PermissionGrants", {
        clientId: principal,
        consentType: "AllPrincipals",
        resourceId: graphPrincipal,
        scope: "User.Read",
      });
      assert.equal((await graph("DELETE", `/v1.0/applications/${id}`)).status, 204);
      assertRefused(
        await graph("GET", `/v1.0/servicePrincipals/${principal}`),
        404,
        "Request_ResourceNotFound",
        gone(principal),
      );
      const { contoso } = sandbox.tenants;
      assert.deepEqual(
        [...contoso.appRoleAssignments.values()].filter(({ principalId }) => principalId === principal),
        [],
      );
      assert.deepEqual(
        [...contoso.oauth2PermissionGrants.values()].filter(({ clientId }) => clientId === principal),
        [],
      );
      assert.equal((await graph("POST", `/v1.0/directory/deletedItems/${id}/restore`)).status, 200);
      assert.equal((await graph("GET", `/v1.0/applications/${id}`)).body.displayName, "Short-lived");
      await graph("DELETE", `/v1.0/applications/${id}`);
      assert.equal((await graph("DELETE", `/v1.0/directory/deletedItems/${id}`)).status, 204);
      assertRefused(
        await graph("GET", `/v1.0/directory/deletedItems/${id}`),
        404,
        "Request_ResourceNotFound",
        gone(id),
      );
    });
  });

  describe("service principals", () => {
    it("are created from a vendor's client ID alone, once", async () => {
      const created = await graph("POST", "/v1.0/servicePrincipals", {
        appId: PEOPLE_AI_APP_ID,
        appRoleAssignmentRequired: true,
      });
      assert.equal(created.status, 201);
      assert.equal(created.body.displayName, "People.ai");
      assert.equal(created.body["appOwnerOrganizationId"], idFor("vendor tenant", "People.ai"));
      assert.equal((created.body["verifiedPublisher"] as GraphBody).displayName, "People.ai");
      assert.deepEqual(created.body["replyUrls"], ["https://peopleai.example/oauth/callback"]);
      assert.equal(created.body["appRoleAssignmentRequired"], true);
      assertRefused(
        await graph("POST", "/v1.0/servicePrincipals", { appId: PEOPLE_AI_APP_ID }),
        409,
        "Request_MultipleObjectsWithSameKeyValue",
        `The service principal cannot be created, updated, or restored because the service principal name ${PEOPLE_AI_APP_ID} is already in use.`,
      );
    });
    it("need a registration", async () => {
      const answer = await graph("POST", "/v1.0/servicePrincipals", { appId: NOBODY });
      assertRefused(
        answer,
        400,
        "Request_BadRequest",
        `The appId '${NOBODY}' of the service principal does not reference a valid application object.`,
      );
    });
    it("have owners, each once", async () => {
      const { id } = (
        await graph("POST", "/v1.0/servicePrincipals", {
          appId: CONTRELI_APP_ID,
          "owners@odata.bind": [`${sandbox.origin}/v1.0/directoryObjects/${deployerPrincipal}`],
        })
      ).body;
      const reference = { "@odata.id": `${sandbox.origin}/v1.0/directoryObjects/${user("johannal")}` };
      assert.equal((await graph("POST", `/v1.0/servicePrincipals/${id}/owners/$ref`, reference)).status, 204);
      assertRefused(
        await graph("POST", `/v1.0/servicePrincipals/${id}/owners/$ref`, reference),
        400,
        "Request_BadRequest",
        "One or more added object references already exist for the following modified properties: 'owners'.",
      );
      assert.equal(
        (await graph("DELETE", `/v1.0/servicePrincipals/${id}/owners/${deployerPrincipal}/$ref`)).status,
        204,
      );
      assert.equal(
        (await graph("DELETE", `/v1.0/servicePrincipals/${id}/owners/${deployerPrincipal}/$ref`)).status,
        404,
      );
      const owners = (await graph("GET", `/v1.0/servicePrincipals/${id}/owners?$select=id`)).body.value;
      assert.deepEqual(owners, [{ "@odata.type": "#microsoft.graph.user", id: user("johannal") }]);
    });
  });
});
