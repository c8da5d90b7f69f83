import assert from "node:assert/strict";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { secret, startPlugin, type Plugin, type Properties } from "./plugins-client";

const vaultType = "azure-native:keyvault:Vault";
const secretType = "azure-native:keyvault:Secret";
const group = "rg-consentra";

describe("The offline azure-native plugin", () => {
  let sandbox: Sandbox;
  let plugin: Plugin;

  before(async () => {
    sandbox = await startSandbox();
    plugin = await startPlugin("azure-native", sandbox.environment());
    await plugin.configure();
  });
  after(async () => {
    await plugin.stop();
    await sandbox.close();
  });

  const properties = (retention: number): Properties => ({
    enableRbacAuthorization: true,
    sku: { family: "A", name: "standard" },
    softDeleteRetentionInDays: retention,
    tenantId: sandbox.environment().ARM_TENANT_ID ?? "",
  });
  const vault = (vaultName: string, retention = 7): Properties => ({
    location: "westeurope",
    properties: properties(retention),
    resourceGroupName: group,
    vaultName,
  });

  it("names what changed below a property, and removes the old before it makes the new", async () => {
    const olds = vault("kv-a");
    assert.deepEqual(await plugin.diff(vaultType, olds, vault("kv-a", 9)), {
      changes: { "properties.softDeleteRetentionInDays": "UPDATE" },
      replaces: [],
      deleteBeforeReplace: false,
    });
    assert.deepEqual(await plugin.diff(vaultType, olds, { ...vault("kv-b"), tags: { a: "b" } }), {
      changes: { vaultName: "UPDATE_REPLACE", tags: "ADD" },
      replaces: ["vaultName"],
      deleteBeforeReplace: true,
    });
  });

  it("imports a vault with the inputs that would make it", async () => {
    const inputs = vault("kv-import");
    const { id, outputs } = await plugin.create(vaultType, inputs);
    const read = await plugin.read(vaultType, id);
    assert.deepEqual(read.outputs, outputs);
    const given = {
      ...read.inputs,
      properties: pick(read.inputs.properties as Properties, inputs.properties as Properties),
    };
    assert.deepEqual({ ...given, tags: undefined }, { ...inputs, tags: undefined });
    assert.deepEqual((await plugin.diff(vaultType, read.inputs, read.inputs)).changes, {});
    await plugin.delete(vaultType, id, outputs);
    assert.equal((await plugin.read(vaultType, id)).id, "");
  });

  it("takes into the inputs what changed in the cloud, and nothing else", async () => {
    const inputs = vault("kv-drift");
    const { id, outputs } = await plugin.create(vaultType, inputs);
    assert.deepEqual((await plugin.read(vaultType, id, outputs, inputs)).inputs, inputs);
    await plugin.update(vaultType, id, outputs, vault("kv-drift", 30));
    const drifted = await plugin.read(vaultType, id, outputs, inputs);
    assert.deepEqual(drifted.inputs, vault("kv-drift", 30));
    assert.deepEqual((await plugin.diff(vaultType, drifted.inputs, inputs)).changes, {
      "properties.softDeleteRetentionInDays": "UPDATE",
    });
    await plugin.delete(vaultType, id, outputs);
  });

  it("writes a secret, tells where it is, and takes it away at the vault", async () => {
    const inputs = {
      properties: { value: secret("s3cret") },
      resourceGroupName: group,
      secretName: "app-secret",
      vaultName: "kv-consentra",
    };
    const { id, outputs } = await plugin.create(secretType, inputs);
    assert.match(id, /\/vaults\/kv-consentra\/secrets\/app-secret$/);
    assert.doesNotMatch(JSON.stringify(outputs), /s3cret/);
    const read = await plugin.read(secretType, id);
    assert.deepEqual([read.inputs.secretName, read.inputs.vaultName], ["app-secret", "kv-consentra"]);
    assert.ok(!("secretUri" in (read.inputs.properties as Properties)));
    await plugin.delete(secretType, id, outputs);
    assert.equal((await plugin.read(secretType, id)).id, "");
  });
});

/** Of what the service told, the names that were given. */
function pick(told: Properties, given: Properties): Properties {
  return Object.fromEntries(Object.keys(given).map((name) => [name, told[name] ?? null]));
}
