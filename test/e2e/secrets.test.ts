import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { ensureEngine, LocalStack, type Engine, type OperationResult } from "@consentra/sandbox/engine";
import { DEPLOYER_APP_ID } from "@consentra/sandbox/tenant";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import forge from "node-forge";
import { createCertificate, keyCredential } from "../sandbox/certificate";
import { createTenantClient } from "../sandbox/tenant-client";
import { canLookIntoProcesses, descendants, memoryOf, type SeenProcess } from "../support/processes";
import { repository } from "../support/repository";
import { filesBelow, SecretHunt } from "../support/secret-hunt";

const deployersKey = "the deployer's private key";
const passwordOfKey = "the password of the deployer's key";
const oidcToken = "a token";

/** Pulumi's own log, as loud as it gets without values: at 3 and above the engine writes down secret properties of resources. */
const loud = ["--logtostderr", "-v=2", "--logflow"];

const skipped = canLookIntoProcesses ? "" : " (skipped: processes are looked into on Linux only)";
(canLookIntoProcesses ? describe : describe.skip)(`secrets, hunted for through a whole run${skipped}`, () => {
  let engine: Engine;
  let sandbox: Sandbox;
  let folder: string;
  let hunt: SecretHunt;
  let started: number;
  /** What processes showed of themselves while they ran, by what was found. */
  let shown: Set<string>;
  /** Secrets that the user gave in the environment, which every process below inherits. */
  let given: string[];

  beforeEach(async () => {
    started = Date.now();
    engine = await ensureEngine();
    sandbox = await startSandbox();
    folder = mkdtempSync(join(tmpdir(), "consentra-secrets-"));
    mkdirSync(join(folder, "tmp"));
    hunt = new SecretHunt();
    shown = new Set();
    given = [];
    // At every entry of the log whoever asked is alive, and all that started it.
    sandbox.onAudit(() => {
      for (const { command, environment } of descendants()) {
        const words = command.replaceAll("\0", " ").slice(0, 120);
        for (const each of hunt.in(Buffer.from(command, "latin1"))) shown.add(`${each} as an argument of ${words}`);
        for (const each of hunt.in(Buffer.from(environment, "latin1"), given))
          shown.add(`${each} in the environment of ${words}`);
        if (/--report-|--heapsnapshot|--abort-on-uncaught-exception/.test(command + environment))
          shown.add(`what writes its memory into a file when it crashes: ${words}`);
      }
    });
  });
  afterEach(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const stackOf = (projectDir: string, credential: Record<string, string>, config: object): Promise<LocalStack> => {
    const { ARM_CLIENT_SECRET: secret = "", ...environment } = sandbox.environment();
    hunt.text("the client secret that is not given", secret);
    return LocalStack.create({
      engine,
      projectDir,
      workDir: join(folder, "stack"),
      environment: { ...environment, ...credential, TMPDIR: join(folder, "tmp") },
      ...config,
    });
  };

  /** Everything but the processes, which are looked at while they run. */
  async function assertNothingLeaked(stack: LocalStack, printed: readonly OperationResult[]): Promise<void> {
    for (const each of sandbox.secrets()) hunt.text("a secret of the simulated cloud", each);
    hunt.text("the passphrase of the stack's secrets", stack.shellEnvironment.PULUMI_CONFIG_PASSPHRASE ?? "");
    for (const { stdout, stderr } of printed) {
      assert.deepEqual(hunt.in(stdout), []);
      assert.deepEqual(hunt.in(stderr), []);
    }
    assert.deepEqual(hunt.in(JSON.stringify(sandbox.audit())), []);
    assert.deepEqual(hunt.in(JSON.stringify(await stack.outputs())), []);
    // State, its history and backups, and the configuration.
    assert.ok(filesBelow(stack.workDir).some((file) => /history/.test(file)));
    assert.deepEqual(hunt.inFolder(stack.workDir), []);
    // Pulumi's SDK leaves an empty folder there.
    const left = readdirSync(join(folder, "tmp")).filter((name) => !name.startsWith("ts-node-"));
    assert.deepEqual([left, filesBelow(join(folder, "tmp"))], [[], []], "something is left in the temporary folder");
    assert.deepEqual(filesBelow(stack.projectDir, started), [], "the project was written to");
    assert.deepEqual(hunt.inFolder(stack.shellEnvironment.PULUMI_HOME ?? "", started), []);
    assert.deepEqual([...shown], []);
  }

  const deployer = () => {
    const found = [...sandbox.tenants.contoso.applications.values()].find((each) => each.appId === DEPLOYER_APP_ID);
    assert.ok(found);
    return found;
  };

  it("a deployer with a certificate, and an app whose client secret goes into a vault", async () => {
    const certificate = await createCertificate();
    const archive = forge.pkcs12.toPkcs12Asn1(
      forge.pki.privateKeyFromPem(certificate.privateKeyPem),
      [forge.pki.certificateFromPem(certificate.certificatePem)],
      "p4ssw0rd of the deployer",
      { algorithm: "aes256" },
    );
    const file = join(folder, "deployer.pfx");
    writeFileSync(file, forge.asn1.toDer(archive).getBytes(), { encoding: "binary", mode: 0o600 });
    const client = createTenantClient(sandbox);
    const keyCredentials = [keyCredential(certificate)];
    assert.equal((await client.graph("PATCH", `/v1.0/applications/${deployer().id}`, { keyCredentials })).status, 204);
    client.close();
    hunt.privateKey(deployersKey, certificate.privateKeyPem);
    hunt.text(passwordOfKey, "p4ssw0rd of the deployer");
    given = [passwordOfKey];

    const example = join(repository, "examples", "xphone-connect");
    const stack = await stackOf(
      example,
      { ARM_CLIENT_CERTIFICATE_PATH: file, ARM_CLIENT_CERTIFICATE_PASSWORD: "p4ssw0rd of the deployer" },
      { stackName: "full", configFile: join(example, "Pulumi.full.yaml") },
    );
    for (const [key, value] of [
      ["vaultName", "kv-consentra"],
      ["vaultResourceGroup", "rg-consentra"],
      ["secretSlots[0]", "first"],
    ] as const)
      await stack.setConfig(key, value, { path: true });

    // Held while the secret is on its way into the vault, so that the memory of all processes can be read.
    sandbox.setFaults({ rules: [{ when: { service: "azure", does: "write" }, fault: { kind: "hold" } }] });
    const inMemory = new Map<string, string[]>();
    const stop = sandbox.onAudit(({ fault }) => {
      if (fault === undefined) return;
      for (const each of descendants()) {
        const role = roleOf(each);
        if (role !== undefined) inMemory.set(role, [...(inMemory.get(role) ?? []), ...held(each)]);
      }
      sandbox.setFaults(undefined);
    });
    const up = await stack.up({ skipPreview: true, extraArgs: loud });
    stop();
    assert.equal(up.code, 0, up.stdout + up.stderr);
    const versions = sandbox.tenants.contoso.azure.resourceGroups
      .get("rg-consentra")
      ?.vaults.get("kv-consentra")?.secrets;
    const [kept] = versions?.get("xphone-connect") ?? [];
    assert.ok(kept, "the vault has the secret");
    hunt.text("the app's client secret", kept.value);

    // What a core dump of each would hold: the plugins sign in, nobody else ever has the key or a token.
    for (const role of ["engine", "language host", "program"]) assert.deepEqual(inMemory.get(role), [], role);
    const plugin = inMemory.get("plugin") ?? [];
    assert.ok(plugin.includes(deployersKey), "the search finds the key where it has to be");
    assert.ok(plugin.includes("a token"), "the search finds a token where it has to be");

    await assertNothingLeaked(stack, [up, await stack.destroy({ extraArgs: loud })]);
    await stack.remove();
  });

  it("a deployer with an OIDC token, and a mailbox scope", async () => {
    const { publicKey, privateKey } = await generateKeyPair("RS256");
    const issuer = "https://issuer.example";
    const client = createTenantClient(sandbox);
    const keys = [{ ...(await exportJWK(publicKey)), kid: "k", alg: "RS256", use: "sig" }];
    const control = { authorization: `Bearer ${sandbox.controlKey}` };
    const federated = { name: "ci", issuer, subject: "repo", audiences: ["api://AzureADTokenExchange"] };
    for (const { status } of [
      await client.send("POST", "/_sandbox/issuers", { issuer, jwks: { keys } }, control),
      await client.graph("POST", `/v1.0/applications/${deployer().id}/federatedIdentityCredentials`, federated),
    ])
      assert.ok(status < 300, String(status));
    client.close();
    const assertion = await new SignJWT({})
      .setProtectedHeader({ alg: "RS256", kid: "k" })
      .setIssuer(issuer)
      .setSubject("repo")
      .setAudience("api://AzureADTokenExchange")
      .setIssuedAt()
      .setExpirationTime("1h")
      .sign(privateKey);
    given = [oidcToken];
    const stack = await stackOf(
      join(repository, "test", "e2e", "programs", "scope"),
      { ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: assertion },
      { config: { args: JSON.stringify({ mailboxScope: { allow: { members: ["meganb@contoso.com"] } } }) } },
    );
    const up = await stack.up({ skipPreview: true, extraArgs: loud });
    assert.equal(up.code, 0, up.stdout + up.stderr);
    await assertNothingLeaked(stack, [up]);
    await stack.remove();
  });

  /** Keys and tokens in the memory of a process. */
  function held(process: SeenProcess): string[] {
    const found = new Set<string>();
    for (const each of memoryOf(process)) for (const secret of hunt.keysIn(each)) found.add(secret);
    return [...found];
  }
});

/** What a process is for; undefined for those that are not looked into. */
function roleOf({ command }: SeenProcess): string | undefined {
  if (/pulumi-language-/.test(command)) return "language host";
  if (/pulumi-resource-azuread|plugins[/\\]azuread[/\\]main/.test(command)) return "plugin";
  if (/cmd[/\\]run/.test(command)) return "program";
  return /^[^\0]*pulumi\0/.test(command) ? "engine" : undefined;
}
