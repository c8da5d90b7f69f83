import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { DEPLOYER_APP_ID } from "@consentra/sandbox/tenant";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import forge from "node-forge";
import { createCertificate } from "./certificate";
import { secret, startPlugin, type Properties } from "./plugins-client";
import { createTenantClient } from "./tenant-client";

describe("The offline azuread plugin's login", () => {
  let sandbox: Sandbox;
  let folder: string;
  before(async () => {
    sandbox = await startSandbox();
    folder = await mkdtemp(join(tmpdir(), "plugins-login-"));
  });
  after(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true });
  });

  /** The tenant's environment without the client secret. */
  function withoutSecret(): Record<string, string> {
    const environment = sandbox.environment();
    delete environment.ARM_CLIENT_SECRET;
    return environment;
  }

  async function signsIn(environment: Record<string, string>, args: Properties = {}): Promise<void> {
    const plugin = await startPlugin("azuread", environment);
    try {
      await plugin.configure(args);
      assert.equal((await plugin.invoke("azuread:index/getClientConfig:getClientConfig")).clientId, DEPLOYER_APP_ID);
    } finally {
      await plugin.stop();
    }
  }

  const deployer = () =>
    [...sandbox.tenants.contoso.applications.values()].find((each) => each.appId === DEPLOYER_APP_ID);

  it("takes arguments before variables", async () => {
    const { ARM_CLIENT_SECRET = "" } = sandbox.environment();
    await signsIn(
      { ...withoutSecret(), ARM_CLIENT_SECRET: "wrong" },
      { clientSecret: secret(ARM_CLIENT_SECRET), useCli: "false" },
    );
  });

  it("tells a wrong secret in the login service's words, without the secret", async () => {
    await assert.rejects(signsIn({ ...withoutSecret(), ARM_CLIENT_SECRET: "wr0ng" }), (error: Error) => {
      assert.match(error.message, /unable to obtain access token: .* 401 invalid_client: AADSTS7000215/);
      assert.doesNotMatch(error.message, /wr0ng/);
      return true;
    });
  });

  it("signs in with a PKCS#12 certificate, and refuses a wrong password", async () => {
    const { certificatePem, privateKeyPem, key } = await createCertificate();
    const app = deployer();
    assert.ok(app);
    const client = createTenantClient(sandbox);
    const keyCredentials = [{ type: "AsymmetricX509Cert", usage: "Verify", key }];
    const patched = await client.graph("PATCH", `/v1.0/applications/${app.id}`, { keyCredentials });
    client.close();
    assert.equal(patched.status, 204);
    const archive = forge.pkcs12.toPkcs12Asn1(
      forge.pki.privateKeyFromPem(privateKeyPem),
      [forge.pki.certificateFromPem(certificatePem)],
      "pässword",
      { algorithm: "aes256" },
    );
    const file = join(folder, "client.pfx");
    await writeFile(file, forge.asn1.toDer(archive).getBytes(), "binary");
    const environment = { ...withoutSecret(), ARM_CLIENT_CERTIFICATE_PATH: file };
    await signsIn({ ...environment, ARM_CLIENT_CERTIFICATE_PASSWORD: "pässword" });
    await assert.rejects(
      signsIn({ ...environment, ARM_CLIENT_CERTIFICATE_PASSWORD: "wr0ng" }),
      /^Error: the client certificate is not a PKCS#12 file, or its password is wrong$/,
    );
  });

  it("signs in with an OIDC token from a file", async () => {
    const app = deployer();
    assert.ok(app);
    const { publicKey, privateKey } = await generateKeyPair("RS256");
    const issuer = "https://issuer.example";
    const jwk = { ...(await exportJWK(publicKey)), kid: "k", alg: "RS256", use: "sig" };
    const client = createTenantClient(sandbox);
    const trusted = await client.send(
      "POST",
      "/_sandbox/issuers",
      { issuer, jwks: { keys: [jwk] } },
      { authorization: `Bearer ${sandbox.controlKey}` },
    );
    assert.ok(trusted.status < 300, JSON.stringify(trusted.body));
    const credential = { name: "ci", issuer, subject: "repo", audiences: ["api://AzureADTokenExchange"] };
    const added = await client.graph("POST", `/v1.0/applications/${app.id}/federatedIdentityCredentials`, credential);
    client.close();
    assert.equal(added.status, 201);
    const assertion = await new SignJWT({})
      .setProtectedHeader({ alg: "RS256", kid: "k" })
      .setIssuer(issuer)
      .setSubject("repo")
      .setAudience("api://AzureADTokenExchange")
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(privateKey);
    const file = join(folder, "token");
    await writeFile(file, `${assertion}\n`);
    await signsIn({ ...withoutSecret(), ARM_USE_OIDC: "true", ARM_OIDC_TOKEN_FILE_PATH: file });
  });
});
