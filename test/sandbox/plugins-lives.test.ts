import assert from "node:assert/strict";
import { startSandbox } from "@consentra/sandbox";
import { createCertificate } from "./certificate";
import { startPlugin, type DiffAnswer } from "./plugins-client";
import { liveThrough } from "./plugins-resource-lives";

describe("Every resource of the offline azuread plugin", () => {
  it("is made, read, changed, imported and deleted, and nothing is planned in between", async () => {
    const sandbox = await startSandbox();
    const plugin = await startPlugin("azuread", sandbox.environment());
    try {
      await plugin.configure();
      const [first, second] = await Promise.all([createCertificate(), createCertificate()]);
      const told = await liveThrough(plugin, [first.certificatePem, second.certificatePem]);
      const refused = Object.entries(told).filter(([, answer]) => isRefusal(answer));
      assert.deepEqual(Object.fromEntries(refused), {});
      const planned = Object.entries(told).filter(([step]) => step.includes("planned again"));
      const changes = planned.map(([step, answer]) => [step, (answer as DiffAnswer).changes]);
      assert.deepEqual(Object.fromEntries(changes), Object.fromEntries(planned.map(([step]) => [step, {}])));
      assert.equal(planned.length, 37);
    } finally {
      await plugin.stop();
      await sandbox.close();
    }
  });
});

const isRefusal = (answer: unknown): boolean => typeof answer === "object" && answer !== null && "refused" in answer;
