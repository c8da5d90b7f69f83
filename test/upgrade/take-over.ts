import { readFileSync } from "node:fs";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { LocalStack, type Engine, type StackDeployment, type StackResource } from "@consentra/sandbox/engine";
import { parse } from "yaml";
import { loadInto, publicPassphrase, type Fixture } from "./fixture";

/** One step of a preview, as Pulumi writes it. */
export interface PreviewStep {
  op: string;
  urn: string;
  oldState?: StackResource;
  newState?: StackResource;
}

/** A recorded stack in the hands of today's code: the simulated tenant is where the recorded one was, the state is what was recorded. */
export class TakenOver {
  private constructor(
    readonly sandbox: Sandbox,
    readonly stack: LocalStack,
    /** The tenant before the stack was ever made. */
    readonly seed: unknown,
  ) {}

  static async start(engine: Engine, fixture: Fixture): Promise<TakenOver> {
    const sandbox = await startSandbox();
    const seed = sandbox.snapshot();
    const state = loadInto(sandbox, fixture);
    const { project, config } = fixture.stack;
    const stack = await LocalStack.create({
      engine,
      projectDir: project,
      stackName: config,
      environment: { ...sandbox.environment(), PULUMI_CONFIG_PASSPHRASE: publicPassphrase },
      configFile: fixture.configFile,
    });
    await stack.import(withSecretsProvider(state, stack));
    return new TakenOver(sandbox, stack, seed);
  }

  /** @throws where the preview fails */
  async preview(): Promise<PreviewStep[]> {
    const { code, stdout, stderr } = await this.stack.preview({ json: true, extraArgs: ["--show-sames"] });
    if (code !== 0) throw new Error(stdout + stderr);
    return (JSON.parse(stdout) as { steps: PreviewStep[] }).steps;
  }

  async close(): Promise<void> {
    await this.stack.remove();
    await this.sandbox.close();
  }
}

/** Pulumi takes secrets in plain text over where it is told how to encrypt them. */
function withSecretsProvider({ deployment, ...rest }: StackDeployment, { configFile }: LocalStack): StackDeployment {
  const { encryptionsalt: salt } = parse(readFileSync(configFile, "utf8")) as { encryptionsalt: string };
  return { ...rest, deployment: { ...deployment, secrets_providers: { type: "passphrase", state: { salt } } } };
}
