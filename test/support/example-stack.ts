import assert from "node:assert/strict";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { ensureEngine, LocalStack, type OperationResult } from "@consentra/sandbox/engine";
import type { HandOff } from "consentra/handoff";
import { changedNothing, writesSince } from "./audit";
import { repository } from "./repository";

/** An example's stack in a simulated tenant of its own. */
export class ExampleStack {
  private constructor(
    readonly sandbox: Sandbox,
    readonly stack: LocalStack,
    readonly seed: unknown,
    /** Everything that the engine printed. */
    private readonly printed: string[],
  ) {}

  /** @param example folder below `examples/`, or undefined for the root stack @param config one of its stacks */
  static async start(example: string | undefined, config: string): Promise<ExampleStack> {
    const project = example === undefined ? repository : join(repository, "examples", example);
    const engine = await ensureEngine();
    const sandbox = await startSandbox();
    const stack = await LocalStack.create({
      engine,
      projectDir: project,
      stackName: config,
      environment: sandbox.environment(),
      configFile: join(project, `Pulumi.${config}.yaml`),
    });
    return new ExampleStack(sandbox, stack, sandbox.snapshot(), []);
  }

  /** Another stack of the same tenant, to be removed by who asked for it. */
  static async beside(
    first: ExampleStack,
    example: string | undefined,
    config: string,
    stackName: string,
  ): Promise<LocalStack> {
    const projectDir = example === undefined ? repository : join(repository, "examples", example);
    return LocalStack.create({
      engine: await ensureEngine(),
      projectDir,
      stackName,
      environment: first.sandbox.environment(),
      configFile: join(projectDir, `Pulumi.${config}.yaml`),
    });
  }

  async close(): Promise<void> {
    await this.stack.remove();
    await this.sandbox.close();
  }

  /** Sets a list in the stack's configuration, whatever it was. */
  async setList(key: string, values: readonly string[]): Promise<void> {
    await this.stack.removeConfig(key);
    for (const [index, value] of values.entries())
      await this.stack.setConfig(`${key}[${index}]`, value, { path: true });
  }

  /** @returns what the engine printed */
  async up(policyPacks: string[] = []): Promise<string> {
    return this.#succeeded(await this.stack.up({ policyPacks, skipPreview: policyPacks.length === 0 }));
  }

  /** An update that changes nothing and writes nothing. */
  async upAgain(): Promise<void> {
    const before = this.sandbox.audit().length;
    const output = await this.up();
    assert.ok(changedNothing(output), output);
    assert.deepEqual(writesSince(this.sandbox, before), []);
  }

  async handOff(): Promise<HandOff> {
    return (await this.stack.outputs()).handOff as HandOff;
  }

  /** Removes everything; the tenant is as it was, and nothing secret was ever shown or kept. */
  async destroy(): Promise<void> {
    const state = JSON.stringify(await this.stack.export());
    const outputs = JSON.stringify(await this.stack.outputs({ showSecrets: true }));
    // Those of an application are gone with it.
    const secrets = this.sandbox.secrets();
    this.#succeeded(await this.stack.destroy());
    assert.deepEqual(this.sandbox.snapshot(), this.seed);
    const texts = [state, outputs, ...this.printed, JSON.stringify(this.sandbox.audit())];
    for (const secret of secrets) {
      for (const text of texts) assert.ok(!text.includes(secret), "a secret was found");
    }
    for (const text of texts) assert.doesNotMatch(text, /-----BEGIN [A-Z ]*PRIVATE KEY-----/);
  }

  #succeeded({ code, stdout, stderr }: OperationResult): string {
    this.printed.push(stdout, stderr);
    assert.equal(code, 0, stdout + stderr);
    return stdout + stderr;
  }
}
