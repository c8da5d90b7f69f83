import assert from "node:assert/strict";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { createTenantClient, type TenantClient } from "../sandbox/tenant-client";
import { regressions } from "./regressions";
import { fuzz } from "./run-target";
import { targetNames, targetsWith, type Target } from "./targets";

/** Long enough to find what is near the surface; `npm run fuzz` searches longer. */
const time = 700;

describe("hostile input is read or refused, and nothing else", () => {
  let sandbox: Sandbox;
  let client: TenantClient;
  let targets: Target[];

  before(async () => {
    sandbox = await startSandbox();
    client = createTenantClient(sandbox);
    targets = targetsWith(client, sandbox.tenants.contoso.id);
  });
  after(async () => {
    client.close();
    await sandbox.close();
  });

  for (const name of targetNames) {
    it(name, async () => {
      const target = targets.find((each) => each.name === name);
      assert.ok(target);
      const { inputs, failure } = await fuzz(target, { time });
      assert.equal(failure, undefined);
      assert.ok(inputs > 10, `${inputs} inputs`);
    });
  }

  it("keeps regressions for targets that exist", () => {
    assert.deepEqual(
      Object.keys(regressions).filter((name) => !targetNames.includes(name)),
      [],
    );
  });
});
