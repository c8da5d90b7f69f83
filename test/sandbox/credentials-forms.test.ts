import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { DEPLOYER_APP_ID } from "@consentra/sandbox/tenant";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from "jose";
import forge from "node-forge";
import type { SignedIn } from "../support/sign-in";
import { signInAll, standIn, unsignedToken, type StandIn } from "../support/signs-in";
import { createCertificate, keyCredential, type TestCertificate } from "./certificate";
import { createTenantClient } from "./tenant-client";

const scope = "https://graph.microsoft.com/.default";
const password = "pässword";

describe("the provider's command signs in", () => {
  let sandbox: Sandbox;
  let folder: string;
  let certificate: TestCertificate;
  let other: TestCertificate;
  let issuerKey: CryptoKey;
  let standIns: StandIn[] = [];

  before(async () => {
    sandbox = await startSandbox();
    folder = await mkdtemp(join(tmpdir(), "credentials-forms-"));
    [certificate, other] = [await createCertificate(), await createCertificate()];
    const keys = await generateKeyPair("RS256");
    issuerKey = keys.privateKey;
    await trust([certificate], await exportJWK(keys.publicKey));
  });
  afterEach(async () => {
    await Promise.all(standIns.map((each) => each.close()));
    standIns = [];
  });
  after(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true });
  });

  const issuer = "https://issuer.example";

  /** Gives the deployer its certificates, and a federated credential of an issuer whose keys the tenant knows. */
  async function trust(certificates: TestCertificate[], jwk: object): Promise<void> {
    const app = [...sandbox.tenants.contoso.applications.values()].find((each) => each.appId === DEPLOYER_APP_ID);
    assert.ok(app);
    const client = createTenantClient(sandbox);
    const control = { authorization: `Bearer ${sandbox.controlKey}` };
    const keys = [{ ...jwk, kid: "k", alg: "RS256", use: "sig" }];
    const federated = { name: "ci", issuer, subject: "repo:contoso/it:ref:refs/heads/main" };
    const steps = [
      await client.send("POST", "/_sandbox/issuers", { issuer, jwks: { keys } }, control),
      await client.graph("PATCH", `/v1.0/applications/${app.id}`, { keyCredentials: certificates.map(keyCredential) }),
      await client.graph("POST", `/v1.0/applications/${app.id}/federatedIdentityCredentials`, {
        ...federated,
        audiences: ["api://AzureADTokenExchange"],
      }),
    ];
    client.close();
    for (const { status, body } of steps) assert.ok(status < 300, JSON.stringify(body));
  }

  function assertion(subject = "repo:contoso/it:ref:refs/heads/main"): Promise<string> {
    return new SignJWT({})
      .setProtectedHeader({ alg: "RS256", kid: "k" })
      .setIssuer(issuer)
      .setSubject(subject)
      .setAudience("api://AzureADTokenExchange")
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(issuerKey);
  }

  /** The simulated tenant's variables without the client secret. */
  function withoutSecret(): Record<string, string> {
    const environment = sandbox.environment();
    delete environment.ARM_CLIENT_SECRET;
    return environment;
  }

  async function signIn(environment: Record<string, string>, graph?: boolean): Promise<SignedIn> {
    const [result] = await signInAll(environment, [{ environment: {}, scope, graph }]);
    assert.ok(result);
    return result;
  }

  /** Several, which need nothing of the process's own environment. @returns how each showed who it is, or why it did not */
  async function signInEach(list: Record<string, string>[]): Promise<unknown[]> {
    const results = await signInAll(
      withoutSecret(),
      list.map((environment) => ({ environment, scope })),
    );
    return results.map(({ claims, error }) => (claims ? [claims.appid, claims.appidacr] : error));
  }

  async function file(name: string, content: string | Buffer): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content, { mode: 0o600 });
    return path;
  }

  async function listen(answer: Parameters<typeof standIn>[0]): Promise<StandIn> {
    const service = await standIn(answer);
    standIns.push(service);
    return service;
  }

  const bySecret = [DEPLOYER_APP_ID, "1"];
  const byAssertion = [DEPLOYER_APP_ID, "2"];

  function archive(given: TestCertificate, algorithm: "3des" | "aes256", extra: TestCertificate[] = []): Buffer {
    const structure = forge.pkcs12.toPkcs12Asn1(
      forge.pki.privateKeyFromPem(given.privateKeyPem),
      [given, ...extra].map((each) => forge.pki.certificateFromPem(each.certificatePem)),
      password,
      { algorithm },
    );
    return Buffer.from(forge.asn1.toDer(structure).getBytes(), "binary");
  }

  it("with a client secret, given itself, by a file, or by Microsoft's names", async () => {
    const { ARM_CLIENT_SECRET: secret = "" } = sandbox.environment();
    const id = await file("id", `${DEPLOYER_APP_ID}\n`);
    const path = await file("secret", `${secret}\n`);
    const none = { ARM_CLIENT_ID: "" };
    assert.deepEqual(
      await signInEach([
        { ARM_CLIENT_SECRET: secret },
        { ARM_CLIENT_SECRET_FILE_PATH: path },
        { ...none, ARM_CLIENT_ID_FILE_PATH: id, ARM_CLIENT_SECRET: secret, ARM_CLIENT_SECRET_FILE_PATH: path },
        { ...none, AZURE_CLIENT_ID: DEPLOYER_APP_ID, AZURE_CLIENT_SECRET: secret },
        { ARM_CLIENT_SECRET: secret, AZURE_CLIENT_ID: "another", AZURE_CLIENT_SECRET: "another" },
      ]),
      Array(5).fill(bySecret),
    );
  });

  it("over one connection for the token and Microsoft Graph", async () => {
    const { error, connections } = await signIn(sandbox.environment(), true);
    assert.equal(error, undefined);
    assert.equal(connections, 1);
  });

  it("again after the service refused the token, although the library would keep it", async () => {
    const signIns = [false, true].map((renew) => ({ environment: {}, scope, renew }));
    const results = await signInAll(sandbox.environment(), signIns);
    assert.deepEqual(
      results.map(({ renewed, error }) => error ?? renewed),
      [false, true],
    );
  });

  it("with a certificate in PEM, its key encrypted or not, and with others beside it", async () => {
    const { privateKeyPem, certificatePem } = certificate;
    const encrypted = createPrivateKey(privateKeyPem).export({
      format: "pem",
      type: "pkcs8",
      cipher: "aes-256-cbc",
      passphrase: password,
    });
    const plain = await file("plain.pem", `${privateKeyPem}\n${certificatePem}`);
    const locked = await file("locked.pem", `${certificatePem}\n${encrypted.toString()}`);
    const chain = await file("chain.pem", `${other.certificatePem}\n${privateKeyPem}\n${certificatePem}`);
    assert.deepEqual(
      await signInEach([
        { ARM_CLIENT_CERTIFICATE_PATH: plain },
        { ARM_CLIENT_CERTIFICATE_PATH: locked, ARM_CLIENT_CERTIFICATE_PASSWORD: password },
        { ARM_CLIENT_CERTIFICATE_PATH: chain, AZURE_CLIENT_SEND_CERTIFICATE_CHAIN: "true" },
        { AZURE_CLIENT_CERTIFICATE_PATH: locked, AZURE_CLIENT_CERTIFICATE_PASSWORD: password },
        // A certificate goes before a secret.
        { ARM_CLIENT_CERTIFICATE_PATH: plain, ARM_CLIENT_SECRET: "wrong" },
      ]),
      Array(5).fill(byAssertion),
    );
  });

  it("with a certificate in PKCS#12, by path or as base64, of old and new encryption", async () => {
    const old = await file("old.pfx", archive(certificate, "3des"));
    const chained = archive(certificate, "aes256", [other]);
    const wrapped = chained.toString("base64").replace(/(.{64})/g, "$1\n");
    const unlock = { ARM_CLIENT_CERTIFICATE_PASSWORD: password };
    assert.deepEqual(
      await signInEach([
        { ...unlock, ARM_CLIENT_CERTIFICATE_PATH: old },
        { ...unlock, ARM_CLIENT_CERTIFICATE_PATH: await file("new.pfx", chained) },
        { ...unlock, ARM_CLIENT_CERTIFICATE: chained.toString("base64") },
        { ...unlock, ARM_CLIENT_CERTIFICATE: wrapped },
      ]),
      Array(4).fill(byAssertion),
    );
  });

  it("with an OIDC token, and with one of a file that is renewed", async () => {
    const path = await file("token", `${await assertion()}\n`);
    const both = { ARM_OIDC_TOKEN: (await readFile(path, "utf8")).trim(), ARM_OIDC_TOKEN_FILE_PATH: path };
    assert.deepEqual(
      await signInEach([
        { ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: await assertion() },
        { ARM_USE_OIDC: "1", ARM_OIDC_TOKEN_FILE_PATH: path },
        { ARM_USE_OIDC: "true", ...both },
      ]),
      Array(3).fill(byAssertion),
    );
  });

  it("as a pod of Kubernetes, by what its webhook sets", async () => {
    const path = await file("pod-token", await assertion());
    const environment = withoutSecret();
    const origin = `https://${environment.ARM_METADATA_HOSTNAME}`;
    const tenant = environment.ARM_TENANT_ID ?? "";
    const pod = {
      ARM_USE_AKS_WORKLOAD_IDENTITY: "true",
      AZURE_FEDERATED_TOKEN_FILE: path,
      AZURE_CLIENT_ID: DEPLOYER_APP_ID,
    };
    assert.deepEqual(
      await signInEach([
        { ...pod, ARM_CLIENT_ID: "", ARM_TENANT_ID: "", AZURE_TENANT_ID: tenant, AZURE_AUTHORITY_HOST: `${origin}/` },
        { ...pod, AZURE_TENANT_ID: tenant },
      ]),
      Array(2).fill(byAssertion),
    );
  });

  it("as a GitHub workflow", async () => {
    const token = await assertion();
    const gitHub = await listen(() => ({ body: { count: 1, value: token } }));
    const environment = {
      ARM_USE_OIDC: "true",
      ACTIONS_ID_TOKEN_REQUEST_URL: `${gitHub.origin}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "runner-token",
    };
    assert.deepEqual(await signInEach([environment]), [byAssertion]);
    const [request] = gitHub.requests;
    assert.equal(request?.method, "GET");
    assert.equal(request.headers.authorization, "Bearer runner-token");
    assert.deepEqual(Object.fromEntries(request.url.searchParams), {
      "api-version": "2.0",
      audience: "api://AzureADTokenExchange",
    });
  });

  it("as an Azure DevOps pipeline, for its service connection", async () => {
    const token = await assertion();
    const devOps = await listen(() => ({ body: { oidcToken: token } }));
    const pipeline = {
      ARM_USE_OIDC: "true",
      SYSTEM_OIDCREQUESTURI: `${devOps.origin}/contoso/_apis/distributedtask/oidctoken`,
      SYSTEM_ACCESSTOKEN: "job-token",
    };
    assert.deepEqual(
      await signInEach([
        { ...pipeline, ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID: "connection" },
        { ...pipeline, ARM_OIDC_AZURE_SERVICE_CONNECTION_ID: "connection" },
      ]),
      Array(2).fill(byAssertion),
    );
    for (const request of devOps.requests) {
      assert.equal(request.method, "POST");
      assert.equal(request.headers.authorization, "Bearer job-token");
      assert.deepEqual(Object.fromEntries(request.url.searchParams), {
        "api-version": "7.1",
        serviceConnectionId: "connection",
        audience: "api://AzureADTokenExchange",
      });
    }
  });

  it("as a managed identity of a machine, its own or one that is assigned to it", async () => {
    const { ARM_TENANT_ID: tid = "" } = sandbox.environment();
    const metadata = await listen(() => ({
      body: {
        access_token: unsignedToken({ tid, xms_mirid: "vm" }),
        expires_in: "3600",
        expires_on: String(Math.round(Date.now() / 1000) + 3600),
        token_type: "Bearer",
      },
    }));
    const machine = {
      ARM_TENANT_ID: tid,
      ARM_USE_MSI: "true",
      ARM_MSI_ENDPOINT: `${metadata.origin}/metadata/identity/oauth2/token`,
    };
    assert.equal((await signIn(machine)).claims?.xms_mirid, "vm");
    assert.equal((await signIn({ ...machine, ARM_CLIENT_ID: DEPLOYER_APP_ID })).claims?.xms_mirid, "vm");
    assert.deepEqual(
      metadata.requests.map(({ headers, url }) => [
        headers.metadata,
        url.pathname.replace(/\/$/, ""),
        Object.fromEntries(url.searchParams),
      ]),
      [
        [
          "true",
          "/metadata/identity/oauth2/token",
          { "api-version": "2018-02-01", resource: "https://graph.microsoft.com" },
        ],
        [
          "true",
          "/metadata/identity/oauth2/token",
          { "api-version": "2018-02-01", resource: "https://graph.microsoft.com", client_id: DEPLOYER_APP_ID },
        ],
      ],
    );
  });

  it("as a managed identity of an app service, whose endpoint may be named a second time", async () => {
    const { ARM_TENANT_ID: tid = "" } = sandbox.environment();
    const service = await listen(() => ({
      body: {
        access_token: unsignedToken({ tid, xms_mirid: "app" }),
        expires_on: String(Math.round(Date.now() / 1000) + 3600),
        token_type: "Bearer",
        resource: "https://graph.microsoft.com",
      },
    }));
    const endpoint = `${service.origin}/msi/token`;
    const own = {
      ARM_TENANT_ID: tid,
      ARM_USE_MSI: "true",
      IDENTITY_ENDPOINT: endpoint,
      IDENTITY_HEADER: "header-secret",
    };
    assert.equal((await signIn({ ...own, ARM_MSI_ENDPOINT: endpoint })).claims?.xms_mirid, "app");
    assert.equal(service.requests[0]?.headers["x-identity-header"], "header-secret");
  });

  it("refuses a managed identity of another tenant", async () => {
    const metadata = await listen(() => ({
      body: {
        access_token: unsignedToken({ tid: sandbox.tenants.fabrikam.id }),
        expires_in: 3600,
        token_type: "Bearer",
      },
    }));
    const { error } = await signIn({
      ARM_TENANT_ID: sandbox.tenants.contoso.id,
      ARM_USE_MSI: "true",
      ARM_MSI_ENDPOINT: `${metadata.origin}/metadata/identity/oauth2/token`,
    });
    assert.equal(
      error,
      `the credential in the environment signs in to tenant ${sandbox.tenants.fabrikam.id}, but ARM_TENANT_ID is ${sandbox.tenants.contoso.id}; nothing was done`,
    );
  });

  it("as who is signed in to Azure CLI, in the tenant that is named", async () => {
    const tenant = sandbox.tenants.contoso.id;
    const said = join(folder, "az-arguments");
    const answer = {
      accessToken: unsignedToken({ tid: tenant, upn: "admin@contoso.com" }),
      expires_on: Math.round(Date.now() / 1000) + 3600,
      tenant,
    };
    const az = await file("az", `#!/bin/sh\necho "$@" > '${said}'\ncat <<'END'\n${JSON.stringify(answer)}\nEND\n`);
    await chmod(az, 0o755);
    const path = { PATH: `${folder}${delimiter}${process.env.PATH}` };
    const { claims, error } = await signIn({ ...path, ARM_TENANT_ID: tenant });
    assert.equal(claims?.upn, "admin@contoso.com", error);
    assert.equal(
      (await readFile(said, "utf8")).trim(),
      `account get-access-token --output json --resource https://graph.microsoft.com --tenant ${tenant}`,
    );
    // Never to a simulated tenant, and not where it is switched off.
    const off = await signIn({ ...path, ARM_TENANT_ID: tenant, ARM_USE_CLI: "false" });
    assert.match(off.error ?? "", /^no credential in the environment: set ARM_CLIENT_ID and one of/);
    const { ARM_METADATA_HOSTNAME = "" } = sandbox.environment();
    const simulated = await signIn({ ...path, ARM_TENANT_ID: tenant, ARM_METADATA_HOSTNAME });
    assert.match(simulated.error ?? "", /^no credential in the environment/);
  });

  it("and says what the service refused and what to do, without anything secret", async () => {
    const secrets = ["wr0ng-secret", "runner-t0ken", password];
    const gitHub = await listen(({ headers }) => ({
      status: 403,
      body: { message: `no id-token: ${headers.authorization}` },
    }));
    const empty = await listen(() => ({ body: { something: "else" } }));
    const stranger = await assertion("repo:contoso/it:pull_request");
    const foreign = await file("foreign.pem", `${other.privateKeyPem}\n${other.certificatePem}`);
    const workflow = (url: string) => ({
      ARM_USE_OIDC: "true",
      ARM_OIDC_REQUEST_URL: url,
      ARM_OIDC_REQUEST_TOKEN: "runner-t0ken",
    });
    const cases: [Record<string, string>, RegExp][] = [
      [{ ARM_CLIENT_SECRET: "wr0ng-secret" }, /AADSTS7000215[\s\S]*\nThe client secret is wrong: its value is wanted/],
      [
        { ARM_CLIENT_CERTIFICATE_PATH: foreign },
        /AADSTS700027[\s\S]*\nThe certificate is not one of the deploying application's/,
      ],
      [
        { ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: stranger },
        /AADSTS700213[\s\S]*\nNo federated credential of the deploying application has the token's subject/,
      ],
      [
        { ARM_CLIENT_SECRET: "wr0ng-secret", ARM_CLIENT_ID: "11111111-1111-4111-8111-111111111111" },
        /AADSTS700016[\s\S]*\nThe deploying application is not in this tenant/,
      ],
      [
        workflow(gitHub.origin),
        /^the pipeline's token service at http:\/\/127\.0\.0\.1:\d+ answered 403; may this job have a token\?$/,
      ],
      [workflow(empty.origin), /answered without a token \(value\)$/],
      [
        workflow("http://127.0.0.1:9/"),
        /^the pipeline's token service at http:\/\/127\.0\.0\.1:9 could not be reached: .*ECONNREFUSED/,
      ],
    ];
    const said = await signInEach(cases.map(([environment]) => environment));
    cases.forEach(([, message], index) => {
      const text = String(said[index]);
      assert.match(text, message);
      for (const secret of [...secrets, stranger]) assert.ok(!text.includes(secret), text);
    });
  });
});
