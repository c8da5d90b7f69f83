import assert from "node:assert/strict";
import { join } from "node:path";
import type { Sandbox } from "@consentra/sandbox";
import { LocalStack, type Engine, type OperationResult } from "@consentra/sandbox/engine";
import { changedNothing } from "../support/audit";
import { recover } from "../support/consentra";
import { repository } from "../support/repository";
import type { HistoryEngine, Outcome, Recovery, Run } from "./engine";
import { argsOf, type AccessArgs } from "./operations";

/** What azuread says of something in Entra that the state does not know, or still has though it is gone: docs/recovery.md tells what to do. */
const isOutOfStep = /already exists|unexpected status 404|expected non-nil error with nil state/;

/** Pulumi itself, with the program of test/e2e/programs/scope.ts. */
export class RealEngine implements HistoryEngine {
  /** What is declared in the stack's configuration. */
  #declared: AccessArgs | undefined;
  /** Whether what was killed last wrote to Entra. */
  #isEntraBehind = false;

  private constructor(
    private readonly sandbox: Sandbox,
    private readonly stack: LocalStack,
  ) {}

  static async create(engine: Engine, sandbox: Sandbox): Promise<RealEngine> {
    const stack = await LocalStack.create({
      engine,
      projectDir: join(repository, "test", "e2e", "programs", "scope"),
      environment: sandbox.environment(),
    });
    return new RealEngine(sandbox, stack);
  }

  async up(access: AccessArgs, run: Run): Promise<Outcome> {
    if (this.#declared !== access) {
      const { code, stderr } = await this.stack.setConfig("args", JSON.stringify(argsOf(access)));
      assert.equal(code, 0, stderr);
      this.#declared = access;
    }
    return this.#operate(() => this.stack.up({ skipPreview: true }), run);
  }

  destroy(run: Run): Promise<Outcome> {
    return this.#operate(() => this.stack.destroy(), run);
  }

  async recover({ outcome, readList }: Recovery): Promise<boolean> {
    if (outcome?.kind === "crashed") {
      const { code, stderr } = await this.stack.cancel();
      assert.equal(code, 0, stderr);
      if (this.#isEntraBehind) await this.#recoverState(readList);
      return true;
    }
    if (outcome?.kind !== "failed" || !isOutOfStep.test(outcome.error.message)) return false;
    await this.#recoverState(readList);
    return true;
  }

  remove(): Promise<void> {
    return this.stack.remove();
  }

  async #recoverState(readList: Recovery["readList"]): Promise<void> {
    await readList();
    const { code, stdout, stderr } = await recover(this.sandbox, this.stack, "--yes");
    assert.equal(code, 0, `consentra recover --yes failed: ${stdout}${stderr}`);
    this.#isEntraBehind = false;
  }

  async #operate(work: () => Promise<OperationResult>, { killAt }: Run): Promise<Outcome> {
    const seen = { writes: 0, isEntraWritten: false, isKilled: false };
    const stop = this.sandbox.onAudit(({ service, fault }) => {
      if (fault !== undefined || service === "login") return;
      seen.isEntraWritten ||= service === "graph";
      if (++seen.writes !== killAt) return;
      seen.isKilled = true;
      this.stack.kill("SIGKILL");
    });
    const { code, stdout, stderr } = await work().finally(stop);
    if (code === 0) return { kind: "completed", changed: changedNothing(stdout) ? 0 : 1 };
    if (!seen.isKilled) return { kind: "failed", error: new Error(stdout + stderr) };
    this.#isEntraBehind ||= seen.isEntraWritten;
    return { kind: "crashed" };
  }
}
