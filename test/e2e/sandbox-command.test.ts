import assert from "node:assert/strict";
import { startSandbox } from "@consentra/sandbox";
import { consentra } from "../support/consentra";

describe("consentra sandbox", () => {
  it("says that a port is in use, and ends", async () => {
    const first = await startSandbox();
    try {
      const { code, stdout, stderr } = await consentra(["sandbox", "--port", String(first.port)]);
      assert.equal(code, 2);
      assert.equal(stdout, "");
      assert.match(stderr, new RegExp(`^consentra: port ${first.port} is in use already: choose another one`));
    } finally {
      await first.close();
    }
  });
});
