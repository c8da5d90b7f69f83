import assert from "node:assert/strict";
import { createPrivateKey, randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from "jose";
import { CONTOSO, startSandbox, type Sandbox } from "@consentra/sandbox/tenant";
import { createCertificate, keyCredential, type TestCertificate } from "./certificate";
import { createTenantClient, type TenantClient } from "./tenant-client";

const ISSUER = "https://token.ci.example";
const SUBJECT = "repo:contoso/tenant:ref:refs/heads/main";
const AUDIENCE = "api://AzureADTokenExchange";
const DAY = 24 * 60 * 60 * 1000;

describe("client assertions of the simulated tenant", () => {
  let sandbox: Sandbox;
  let client: TenantClient;
  let certificate: TestCertificate;
  let stranger: TestCertificate;
  let application: { id: string; appId: string };

  before(async () => {
    sandbox = await startSandbox();
    client = createTenantClient(sandbox);
    [certificate, stranger] = await Promise.all([createCertificate(), createCertificate()]);
    application = (await client.graph("POST", "/v1.0/applications", { displayName: "PBX" })).body;
    await client.graph("POST", "/v1.0/servicePrincipals", { appId: application.appId });
    const patched = await client.graph("PATCH", `/v1.0/applications/${application.id}`, {
      keyCredentials: [keyCredential(certificate)],
    });
    assert.equal(patched.status, 204);
  });
  after(async () => {
    client.close();
    await sandbox.close();
  });

  const present = (assertion: string) =>
    client.token(CONTOSO, {
      grant_type: "client_credentials",
      client_id: application.appId,
      scope: "https://graph.microsoft.com/.default",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
    });

  const expectRefusal = async (assertion: string, code: number, text: string) => {
    const answer = await present(assertion);
    assert.equal(answer.status, 401);
    assert.deepEqual(answer.body.error_codes, [code], answer.body.error_description);
    assert.ok(answer.body.error_description.includes(text), answer.body.error_description);
  };

  describe("signed with an uploaded certificate", () => {
    const base64url = (hex: string) => Buffer.from(hex, "hex").toString("base64url");

    interface Changes {
      header?: Record<string, string>;
      claims?: Record<string, unknown>;
      key?: TestCertificate;
    }

    function signed({
      header = { alg: "RS256", x5t: base64url(certificate.sha1) },
      claims = {},
      key = certificate,
    }: Changes = {}) {
      const now = Math.floor(sandbox.cloud.clock.now().getTime() / 1000);
      const base = {
        aud: `${sandbox.origin}/${CONTOSO}/oauth2/v2.0/token`,
        iss: application.appId,
        sub: application.appId,
        jti: randomUUID(),
        nbf: now,
        exp: now + 300,
      };
      return new SignJWT({ ...base, ...claims })
        .setProtectedHeader({ alg: "RS256", ...header })
        .sign(createPrivateKey(key.privateKeyPem));
    }

    for (const [name, header] of [
      ["RS256 and x5t", (c: TestCertificate) => ({ alg: "RS256", x5t: base64url(c.sha1) })],
      ["PS256 and x5t#S256", (c: TestCertificate) => ({ alg: "PS256", "x5t#S256": base64url(c.sha256) })],
      ["RS256 and the thumbprint as kid", (c: TestCertificate) => ({ alg: "RS256", kid: c.sha1 })],
    ] as const) {
      it(`is accepted with ${name}`, async () => {
        const answer = await present(await signed({ header: header(certificate) }));
        assert.equal(answer.status, 200, answer.body.error_description);
      });
    }

    it("is refused when the certificate is not the app's", async () => {
      const assertion = await signed({ header: { alg: "RS256", x5t: base64url(stranger.sha1) }, key: stranger });
      await expectRefusal(
        assertion,
        700027,
        `[Reason - The key was not found., Thumbprint of key used by client: '${stranger.sha1}'`,
      );
    });
    it("is refused when another key signed it", async () => {
      await expectRefusal(
        await signed({ key: stranger }),
        700027,
        "[Reason - The key was found, but use of the key to verify the signature failed.",
      );
    });
    it("is refused for another endpoint", async () => {
      await expectRefusal(
        await signed({ claims: { aud: "https://login.example/token" } }),
        700023,
        "audience claim does not match",
      );
    });
    it("is refused for another app", async () => {
      await expectRefusal(
        await signed({ claims: { sub: randomUUID() } }),
        700021,
        "doesn't match 'client_id' parameter",
      );
    });
    it("is refused after it expired", async () => {
      await expectRefusal(await signed({ claims: { exp: 1_000_000_000 } }), 700024, "not within its valid time range");
    });
    it("is refused when it is no token", async () => {
      await expectRefusal("nonsense", 50027, "JWT token is invalid or malformed.");
    });
    it("is refused after the certificate expired", async () => {
      const own = await startSandbox();
      const ended = sandbox;
      const endedClient = client;
      [sandbox, client] = [own, createTenantClient(own)];
      try {
        const created = (await client.graph("POST", "/v1.0/applications", { displayName: "PBX" })).body;
        await client.graph("POST", "/v1.0/servicePrincipals", { appId: created.appId });
        const short = await createCertificate(30);
        await client.graph("PATCH", `/v1.0/applications/${created.id}`, { keyCredentials: [keyCredential(short)] });
        own.cloud.clock.advance(31 * DAY);
        const kept = application;
        application = created;
        await expectRefusal(
          await signed({ header: { alg: "RS256", x5t: base64url(short.sha1) }, key: short }),
          700027,
          "The key used is expired.",
        );
        application = kept;
      } finally {
        client.close();
        await own.close();
        [sandbox, client] = [ended, endedClient];
      }
    });
  });

  describe("of a federated identity provider", () => {
    let issuerKey: CryptoKey;
    let jwks: { keys: unknown[] };

    before(async () => {
      const pair = await generateKeyPair("RS256");
      issuerKey = pair.privateKey;
      jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: "ci", alg: "RS256" }] };
      const created = await client.graph("POST", `/v1.0/applications/${application.id}/federatedIdentityCredentials`, {
        name: "ci",
        issuer: ISSUER,
        subject: SUBJECT,
        audiences: [AUDIENCE],
      });
      assert.equal(created.status, 201);
    });

    const issued = (claims: Record<string, unknown> = {}, key = issuerKey) => {
      const exp = Math.floor(sandbox.cloud.clock.now().getTime() / 1000) + 300;
      return new SignJWT({ iss: ISSUER, sub: SUBJECT, aud: AUDIENCE, exp, ...claims })
        .setProtectedHeader({ alg: "RS256", kid: "ci" })
        .sign(key);
    };

    it("is refused while the sandbox does not know the issuer's keys", async () => {
      await expectRefusal(await issued(), 50166, "register its JWKS by POST /_sandbox/issuers");
    });
    it("is accepted after the keys were registered", async () => {
      const registered = await client.send(
        "POST",
        "/_sandbox/issuers",
        { issuer: ISSUER, jwks },
        { authorization: `Bearer ${sandbox.controlKey}` },
      );
      assert.deepEqual([registered.status, registered.body], [200, { issuer: ISSUER }]);
      assert.equal((await present(await issued())).status, 200);
    });
    it("is refused with another issuer, subject, audience or key, and when expired", async () => {
      await expectRefusal(await issued({ iss: "https://evil.example" }), 700211, "issuer 'https://evil.example'");
      await expectRefusal(await issued({ sub: "repo:evil" }), 700213, "subject 'repo:evil'");
      await expectRefusal(await issued({ aud: "api://other" }), 700212, "audience 'api://other'");
      await expectRefusal(await issued({ exp: 1_000_000_000 }), 700024, "valid time range");
      const { privateKey } = await generateKeyPair("RS256");
      await expectRefusal(await issued({}, privateKey), 5013, "Assertion failed signature validation.");
    });
  });
});
