import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { startSandbox, type Sandbox } from "@consentra/sandbox/tenant";
import type { FaultyResults, FaultyTask } from "./faults-clients";

describe("clients on a simulated tenant with faults", () => {
  let sandbox: Sandbox;
  let results: FaultyResults;

  before(async () => {
    sandbox = await startSandbox();
    const { origin, controlKey } = sandbox;
    results = await runClients({ origin, controlKey, environment: sandbox.environment() });
  });
  after(() => sandbox.close());

  it("throttles the Graph SDK, which asks again", () => {
    assert.deepEqual(results.throttledSdk, { users: 3, hit: 2 });
  });

  it("breaks a body off, which fetch notices", () => {
    assert.match(results.brokenBody, /other side closed|terminated|ECONNRESET/);
  });

  it("fails a read of Exchange in each way; the transport asks again and finds the same", () => {
    assert.deepEqual(Object.values(results.reads), Array(Object.keys(results.reads).length).fill(2));
  });

  it("fails one part of a batch in each way; the transport asks again for that part", () => {
    for (const [name, found] of Object.entries(results.batches)) assert.deepEqual(found, [2, 1, 2], name);
  });

  it("fails a write of Exchange in each way; the transport never sends it twice where it may have been done", () => {
    const { writes } = results;
    assert.deepEqual(writes, {
      throttled: { kind: "done", sent: 2 },
      "503 before": { kind: "transient", sent: 1 },
      "503 after": { kind: "transient", sent: 1 },
      "reset before": { kind: "transient", sent: 1 },
      "reset after": { kind: "transient", sent: 1 },
      "broken off": { kind: "transient", sent: 1 },
      "expired tokens": { kind: "done", sent: 2 },
    });
    const made = [...sandbox.tenants.contoso.groups.values()].flatMap(({ mail }) =>
      mail?.startsWith("faulty-") ? [mail] : [],
    );
    assert.deepEqual(made.sort(), [
      "faulty-503-after@contoso.com",
      "faulty-broken-off@contoso.com",
      "faulty-expired-tokens@contoso.com",
      "faulty-reset-after@contoso.com",
      "faulty-throttled@contoso.com",
    ]);
  });
});

async function runClients(task: FaultyTask): Promise<FaultyResults> {
  const child = spawn(process.execPath, [join(__dirname, "faults-clients.js")], {
    env: { ...process.env, ...task.environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(JSON.stringify(task));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  assert.equal(errors, "");
  return JSON.parse(output) as FaultyResults;
}
