import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../support/repository";

const main = join(repository, "cli", "dist", "main.js");

/** What is ours in a temporary folder; the engine's own runtime leaves a cache beside it. */
const ours = (folder: string) => readdirSync(folder).filter((name) => name.startsWith("consentra"));

describe("consentra demo", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "consentra-demo-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Starts the tour with a temporary folder of its own, so that what it leaves can be seen. */
  const start = (onText: (text: string, kill: (signal: NodeJS.Signals) => void) => void) => {
    const child = spawn(process.execPath, [main, "demo"], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    const collect = (chunk: string) => {
      text += chunk;
      onText(text, (signal) => child.kill(signal));
    };
    child.stdout.setEncoding("utf8").on("data", collect);
    child.stderr.setEncoding("utf8").on("data", collect);
    return new Promise<{ code: number | null; text: string }>((resolve) =>
      child.on("close", (code) => resolve({ code, text })),
    );
  };

  it("walks through all steps and leaves nothing", async () => {
    const { code, text } = await start(() => undefined);
    assert.equal(code, 0, text);
    assert.deepEqual(
      [...text.matchAll(/^(\d+)\. ([A-Za-z ]+)/gm)].map(([, number, what]) => `${number} ${what?.trim()}`),
      [
        "1 Set the Pulumi engine up",
        "2 Start a simulated Microsoft",
        "3 pulumi up",
        "4 What happened",
        "5 consentra check",
        "6 pulumi up again",
        "7 The same consent without a mailbox scope",
        "8 pulumi destroy",
        "9 pulumi up of the root stack",
        "10 pulumi up again",
        "11 pulumi destroy",
      ],
    );
    assert.match(text, /access policy +People\.ai reaches nobody\n/);
    assert.match(text, /0 write requests/);
    assert.match(text, /mailbox-permission-is-scoped/);
    assert.match(text, /refused before anything was created/);
    assert.deepEqual(ours(folder), []);
  });

  it("ends with what it started when it is interrupted in the middle of an update", async () => {
    let interrupted = false;
    const { code, text } = await start((seen, kill) => {
      if (interrupted || !seen.includes("people-ai-app-principal created")) return;
      interrupted = true;
      kill("SIGINT");
    });
    assert.equal(code, 130, text);
    assert.doesNotMatch(text, /4\. What happened/);
    assert.deepEqual(ours(folder), []);
  });
});
