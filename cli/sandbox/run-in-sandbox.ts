import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox, type SandboxOptions } from "@consentra/sandbox";
import { ensureEngine } from "@consentra/sandbox/engine";
import { UsageError } from "../exit";

/**
 * Runs a command against a simulated tenant that ends with it: with an engine that fits, a state of its own, and nothing of the accounts that
 * this process may have.
 *
 * @returns the command's exit code
 * @throws UsageError where the command cannot be started
 */
export async function runInSandbox(
  command: readonly string[],
  options: Pick<SandboxOptions, "journal" | "faults">,
): Promise<number> {
  // Before the tenant: its certificate authority takes the place of the system's, by which downloads are verified.
  const engine = await ensureEngine({ progress: (line) => process.stderr.write(`${line}\n`) });
  for (const note of engine.notes) process.stderr.write(`${note}\n`);
  const folder = mkdtempSync(join(tmpdir(), "consentra-exec-"));
  const sandbox = await startSandbox(options);
  try {
    const state = join(folder, "state");
    mkdirSync(state);
    return await run(command, {
      ...withoutAccounts(process.env),
      ...engine.environment,
      ...sandbox.environment(),
      CONSENTRA_SANDBOX_KEY: sandbox.controlKey,
      PULUMI_BACKEND_URL: `file://${state}?metadata=skip`,
      PULUMI_CONFIG_PASSPHRASE: randomBytes(32).toString("base64url"),
    });
  } finally {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** No account of a real tenant, and no state of a real stack, reaches the command by accident. */
function withoutAccounts(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const account = /^(?:(?:PULUMI|ARM|AZURE|MSI|IDENTITY)_|ACTIONS_ID_TOKEN_|SYSTEM_(?:ACCESSTOKEN|OIDCREQUESTURI)$)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !account.test(name)));
}

function run([file = "", ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, stdio: "inherit" });
    const handlers = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => {
      const pass = () => void child.kill(signal);
      process.on(signal, pass);
      return () => process.off(signal, pass);
    });
    const release = () => handlers.forEach((each) => each());
    child.once("error", (error) => {
      release();
      reject(new UsageError(`${file} cannot be started: ${error.message}`));
    });
    child.once("close", (code, signal) => {
      release();
      resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]);
    });
  });
}
