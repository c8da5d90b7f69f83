import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { decodeJwt } from "jose";
import { idFor, startSandbox, type Sandbox } from "@consentra/sandbox/tenant";
import { createCertificate, keyCredential } from "./certificate";
import type { ClientResults, ClientTask } from "./real-clients";
import { createTenantClient } from "./tenant-client";

const USER_READ_ALL = "df021288-bdef-4463-88db-98f22de89214";

describe("clients that nobody here wrote, on the simulated tenant", () => {
  let sandbox: Sandbox;
  let results: ClientResults;
  let appId: string;
  let principalId: string;

  before(async function () {
    this.timeout(30_000);
    sandbox = await startSandbox();
    const client = createTenantClient(sandbox);
    const certificate = await createCertificate();
    const app = (
      await client.graph("POST", "/v1.0/applications", {
        displayName: "Reader",
        keyCredentials: [keyCredential(certificate)],
      })
    ).body;
    appId = app.appId;
    principalId = (await client.graph("POST", "/v1.0/servicePrincipals", { appId })).body.id;
    const resourceId = idFor("Contoso", "service principal", "Microsoft Graph");
    const consent = { appRoleId: USER_READ_ALL, principalId, resourceId };
    assert.equal(
      (await client.graph("POST", `/v1.0/servicePrincipals/${principalId}/appRoleAssignments`, consent)).status,
      201,
    );
    const { secretText } = (
      await client.graph<{ secretText: string }>("POST", `/v1.0/applications/${app.id}/addPassword`, {})
    ).body;
    const folder = mkdtempSync(join(tmpdir(), "consentra-test-"));
    const certificateFile = join(folder, "reader.pem");
    writeFileSync(certificateFile, `${certificate.privateKeyPem}\n${certificate.certificatePem}\n`, { mode: 0o600 });
    results = await runClients(sandbox, {
      origin: sandbox.origin,
      tenantId: sandbox.tenants.contoso.id,
      clientId: appId,
      clientSecret: secretText,
      certificatePem: certificate.certificatePem,
      privateKeyPem: certificate.privateKeyPem,
      sha256: certificate.sha256,
      certificateFile,
    });
    rmSync(folder, { recursive: true });
    client.close();
  });
  after(() => sandbox.close());

  for (const [name, token, authentication] of [
    ["MSAL with a secret", () => results.msalSecret, "1"],
    ["MSAL with a certificate", () => results.msalCertificate, "2"],
    ["@azure/identity with a secret", () => results.identitySecret, "1"],
    ["@azure/identity with a certificate", () => results.identityCertificate, "2"],
  ] as const) {
    it(`gives ${name} a token`, () => {
      const { appid, oid, appidacr, roles } = decodeJwt(token());
      assert.deepEqual(
        { appid, oid, appidacr, roles },
        { appid: appId, oid: principalId, appidacr: authentication, roles: ["User.Read.All"] },
      );
    });
  }

  it("tells MSAL of a wrong secret", () => {
    assert.match(results.msalWrongSecret, /AADSTS7000215: Invalid client secret provided\./);
  });

  it("answers the Graph SDK page by page, and with errors it understands", () => {
    assert.deepEqual(results.graphNames, [
      "Henrietta Mueller",
      "Lee Gu",
      "Pradeep Gupta",
      "Grady Archie",
      "Miriam Graham",
      "Omar Bennett",
      "Ruth Lindqvist",
      "Tomas Novak",
      "Emily Braun",
    ]);
    assert.deepEqual(results.graphError, { statusCode: 404, code: "Request_ResourceNotFound" });
  });
});

async function runClients(sandbox: Sandbox, task: ClientTask): Promise<ClientResults> {
  const child = spawn(process.execPath, [join(__dirname, "real-clients.js")], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: sandbox.caFile },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(JSON.stringify(task));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  assert.equal(errors, "");
  return JSON.parse(output) as ClientResults;
}
