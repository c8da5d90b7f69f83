import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import {
  CALLPLEASE_APP_ID,
  CONTOSO,
  DEPLOYER_APP_ID,
  directoryRoles,
  FABRIKAM,
  idFor,
  PEOPLE_AI_APP_ID,
  startSandbox,
  type Sandbox,
} from "@consentra/sandbox/tenant";
import { createTenantClient, type TenantClient } from "./tenant-client";

const GRAPH_SCOPE = "https://graph.microsoft.com/.default";
const HOUR = 60 * 60 * 1000;

describe("login of the simulated tenant", () => {
  let sandbox: Sandbox;
  let client: TenantClient;
  let deployer: Record<string, string>;

  before(async () => {
    sandbox = await startSandbox();
    client = createTenantClient(sandbox);
    deployer = {
      grant_type: "client_credentials",
      client_id: DEPLOYER_APP_ID,
      client_secret: sandbox.vendorCredential(DEPLOYER_APP_ID).clientSecret,
      scope: GRAPH_SCOPE,
    };
  });
  after(async () => {
    client.close();
    await sandbox.close();
  });

  it("issues an app-only token with the application permissions granted at that moment", async () => {
    const answer = await client.token(CONTOSO, deployer);
    assert.equal(answer.status, 200);
    const { access_token, ...rest } = answer.body;
    assert.deepEqual(rest, { token_type: "Bearer", expires_in: 3599, ext_expires_in: 3599 });
    const { iat, nbf, exp, uti, ...claims } = decodeJwt(access_token);
    const oid = idFor("Contoso", "service principal", "Consentra Deployer");
    assert.deepEqual(claims, {
      aud: "https://graph.microsoft.com",
      iss: `https://sts.windows.net/${CONTOSO}/`,
      app_displayname: "Consentra Deployer",
      appid: DEPLOYER_APP_ID,
      appidacr: "1",
      idp: `https://sts.windows.net/${CONTOSO}/`,
      idtyp: "app",
      oid,
      sub: oid,
      tid: CONTOSO,
      ver: "1.0",
      roles: [
        "AppRoleAssignment.ReadWrite.All",
        "Application.ReadWrite.All",
        "DelegatedPermissionGrant.ReadWrite.All",
        "Directory.Read.All",
        "Group.ReadWrite.All",
        "Policy.Read.All",
        "Policy.ReadWrite.Authorization",
        "Policy.ReadWrite.ConsentRequest",
        "Policy.ReadWrite.PermissionGrant",
      ],
      wids: [directoryRoles.exchangeAdministrator],
    });
    assert.equal(nbf, iat);
    assert.equal(Number(exp) - Number(iat), 3600);
    assert.equal(typeof uti, "string");
  });

  it("finds the tenant by ID and by domain, and the API by each of its names", async () => {
    const audienceOf = async (tenant: string, scope: string) => {
      const answer = await client.token(tenant, { ...deployer, scope });
      return decodeJwt(answer.body.access_token).aud;
    };
    assert.equal(await audienceOf("contoso.com", `${sandbox.origin}/.default`), sandbox.origin);
    assert.equal(await audienceOf("contoso.onmicrosoft.com", `${sandbox.origin}//.default`), sandbox.origin);
    const id = "00000003-0000-0000-c000-000000000000";
    assert.equal(await audienceOf(CONTOSO, `${id}/.default`), id);
  });

  it("puts Exchange's permissions only into a token for Exchange", async () => {
    const claims = decodeJwt(await client.deployerToken("https://outlook.office365.com"));
    assert.equal(claims.aud, "https://outlook.office365.com");
    assert.deepEqual(claims["roles"], ["Exchange.ManageAsApp"]);
  });

  describe("refuses", () => {
    const unknown = idFor("nobody");
    const cases: [
      what: string,
      tenant: string,
      change: Record<string, string>,
      status: number,
      error: string,
      text: string,
    ][] = [
      ["an unknown tenant", unknown, {}, 400, "invalid_request", `AADSTS90002: Tenant '${unknown}' not found.`],
      [
        "a request without tenant",
        "common",
        {},
        400,
        "invalid_request",
        "AADSTS50059: No tenant-identifying information found",
      ],
      [
        "an unknown app",
        CONTOSO,
        { client_id: unknown },
        400,
        "unauthorized_client",
        `AADSTS700016: Application with identifier '${unknown}' was not found in the directory 'Contoso'.`,
      ],
      [
        "another tenant's single-tenant app",
        FABRIKAM,
        {},
        400,
        "unauthorized_client",
        `AADSTS700016: Application with identifier '${DEPLOYER_APP_ID}' was not found in the directory 'Fabrikam'.`,
      ],
      [
        "a multi-tenant app without service principal",
        CONTOSO,
        { client_id: PEOPLE_AI_APP_ID },
        401,
        "invalid_client",
        `AADSTS7000229: The client application ${PEOPLE_AI_APP_ID} is missing service principal in the tenant ${CONTOSO}.`,
      ],
      [
        "a wrong secret",
        CONTOSO,
        { client_secret: "wrong" },
        401,
        "invalid_client",
        "AADSTS7000215: Invalid client secret provided.",
      ],
      [
        "a missing secret",
        CONTOSO,
        { client_secret: "" },
        401,
        "invalid_client",
        "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
      ],
      [
        "an unsupported grant",
        CONTOSO,
        { grant_type: "password" },
        400,
        "unsupported_grant_type",
        "AADSTS70003: The app requested an unsupported grant type 'password'.",
      ],
      [
        "a missing grant",
        CONTOSO,
        { grant_type: "" },
        400,
        "invalid_request",
        "AADSTS900144: The request body must contain the following parameter: 'grant_type'.",
      ],
      [
        "two scopes",
        CONTOSO,
        { scope: `${GRAPH_SCOPE} ${GRAPH_SCOPE}` },
        400,
        "invalid_scope",
        "AADSTS70011: The provided request must include a 'scope' input parameter.",
      ],
      [
        "a delegated scope",
        CONTOSO,
        { scope: "https://graph.microsoft.com/Mail.Read" },
        400,
        "invalid_scope",
        "AADSTS1002012: The provided value for scope https://graph.microsoft.com/Mail.Read is not valid.",
      ],
      [
        "an unknown API",
        CONTOSO,
        { scope: "api://none/.default" },
        400,
        "invalid_resource",
        "AADSTS500011: The resource principal named api://none was not found in the tenant named Contoso.",
      ],
    ];
    for (const [what, tenant, change, status, error, text] of cases) {
      it(what, async () => {
        const answer = await client.token(tenant, { ...deployer, ...change });
        assert.equal(answer.status, status);
        assert.equal(answer.body.error, error);
        assert.ok(answer.body.error_description.startsWith(text), answer.body.error_description);
        assert.deepEqual(answer.body.error_codes, [Number(/\d+/.exec(text)?.[0])]);
        assert.match(
          answer.body.error_description,
          / Trace ID: \S{36} Correlation ID: \S{36} Timestamp: \S{10} \S{8}Z$/,
        );
      });
    }

    it("an expired secret, by the virtual clock", async () => {
      const own = await startSandbox();
      const other = createTenantClient(own);
      own.cloud.clock.advance(366 * 24 * HOUR);
      const answer = await other.token(CONTOSO, {
        ...deployer,
        client_secret: own.vendorCredential(DEPLOYER_APP_ID).clientSecret,
      });
      other.close();
      await own.close();
      assert.equal(answer.status, 401);
      assert.deepEqual(answer.body.error_codes, [7000222]);
    });
  });

  it("lets a vendor in once its service principal exists, and keeps it out while that is disabled", async () => {
    const vendor = sandbox.vendorCredential(CALLPLEASE_APP_ID);
    const fields = {
      grant_type: "client_credentials",
      client_id: vendor.clientId,
      client_secret: vendor.clientSecret,
      scope: GRAPH_SCOPE,
    };
    const created = await client.graph("POST", "/v1.0/servicePrincipals", { appId: CALLPLEASE_APP_ID });
    assert.equal(created.status, 201);
    const claims = decodeJwt((await client.token(CONTOSO, fields)).body.access_token);
    assert.equal(claims["oid"], created.body.id);
    assert.equal("roles" in claims, false);
    await client.graph("PATCH", `/v1.0/servicePrincipals/${created.body.id}`, { accountEnabled: false });
    assert.deepEqual((await client.token(CONTOSO, fields)).body.error_codes, [7000112]);
    await client.graph("DELETE", `/v1.0/servicePrincipals/${created.body.id}`);
    assert.deepEqual((await client.token(CONTOSO, fields)).body.error_codes, [7000229]);
  });

  describe("verifies the token of a call", () => {
    const users = (authorization?: string) =>
      client.send("GET", "/v1.0/users?$top=1", undefined, authorization ? { authorization } : {});
    const refused = (message: string) => ({ status: 401, code: "InvalidAuthenticationToken", message });
    const seen = async (authorization?: string) => {
      const { status, body } = await users(authorization);
      return { status, code: body.error.code, message: body.error.message };
    };

    it("accepts the deployer's", async () => {
      assert.equal((await users(`Bearer ${await client.deployerToken()}`)).status, 200);
    });
    it("refuses none", async () => {
      assert.deepEqual(await seen(), refused("Access token is empty."));
    });
    it("refuses text that is no token", async () => {
      assert.deepEqual(await seen("Bearer nonsense"), refused("IDX14100: JWT is not well formed."));
    });
    it("refuses one that was changed", async () => {
      const [header, , signature] = (await client.deployerToken()).split(".");
      const claims = { ...decodeJwt(await client.deployerToken()), roles: ["User.Read.All"] };
      const forged = `${header}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.${signature}`;
      assert.deepEqual(
        await seen(`Bearer ${forged}`),
        refused("Access token validation failure. Signature is invalid."),
      );
    });
    it("refuses one for Exchange", async () => {
      const token = await client.deployerToken("https://outlook.office365.com");
      assert.deepEqual(await seen(`Bearer ${token}`), refused("Access token validation failure. Invalid audience."));
    });
    it("refuses one that expired by the virtual clock", async () => {
      const token = await client.deployerToken();
      sandbox.cloud.clock.advance(2 * HOUR);
      assert.deepEqual(await seen(`Bearer ${token}`), refused("Lifetime validation failed, the token is expired."));
    });
  });
});
