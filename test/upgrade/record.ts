import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import type { Tenant } from "@consentra/sandbox/tenant";
import { LocalStack, type Engine } from "@consentra/sandbox/engine";
import type { RecordedStack } from "./cases";
import { publicPassphrase } from "./fixture";
import { stable, type Recorded } from "./stable";
import { changesBetween } from "./tenant-changes";

/**
 * Makes a stack in a simulated tenant of its own and reads its state, and what the tenant has then.
 *
 * @throws where the stack cannot be made, or its state holds a secret
 */
export async function record(engine: Engine, { project, config, name }: RecordedStack): Promise<Recorded> {
  const began = new Date();
  const sandbox = await startSandbox();
  const { contoso } = sandbox.tenants;
  const seed = structuredClone(contoso);
  const configFile = join(project, `Pulumi.${config}.yaml`);
  const environment = { ...sandbox.environment(), PULUMI_CONFIG_PASSPHRASE: publicPassphrase };
  const stack = await LocalStack.create({ engine, projectDir: project, stackName: config, environment, configFile });
  try {
    const { code, stdout, stderr } = await stack.up({ skipPreview: true });
    if (code !== 0) throw new Error(`${name} was not made:\n${stdout}${stderr}`);
    // Certificates, which are public, are secrets to Pulumi: encrypted they would be others in each run.
    const state = await stack.export({ showSecrets: true });
    const tenant = changesBetween(seed, contoso);
    assertNoSecret(sandbox, name, JSON.stringify([state, tenant]));
    const given = givenOf(sandbox, seed, readFileSync(configFile, "utf8")) + digested(contoso);
    const { host } = new URL(sandbox.origin);
    return stable({ state, tenant, given, host, began, ended: new Date() });
  } finally {
    await stack.remove();
    await sandbox.close();
  }
}

/** Everything that was there before, as text: the seeds of all tenants, and the stack's configuration. */
export function givenOf({ cloud }: Pick<Sandbox, "cloud">, seed: unknown, config: string): string {
  const others = Object.fromEntries([...cloud.tenants].slice(1));
  return JSON.stringify([changesBetween({}, seed), changesBetween({}, others), config]);
}

/** IDs that the program knows or makes digests of: with others in their place it would register something else. */
function digested({ applications }: Tenant): string {
  const ids = [...applications.values()].map(({ appId, keyCredentials }) => [
    appId,
    keyCredentials.map(({ keyId }) => keyId),
  ]);
  return JSON.stringify(ids);
}

function assertNoSecret(sandbox: Sandbox, name: string, text: string): void {
  if (sandbox.secrets().some((each) => text.includes(each)) || /secretText|PRIVATE KEY/.test(text))
    throw new Error(`the state of ${name} holds a secret in plain text; nothing was recorded`);
}
