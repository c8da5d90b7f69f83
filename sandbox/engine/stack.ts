import { randomBytes } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StackDeployment } from "./deployment";
import type { Engine } from "./ensure-engine";
import { EngineError, lastLines } from "./errors";
import { startProcess } from "./process";
import type { ProcessResult, RunningProcess, StartOptions } from "./process";
import { measureProgramMemory } from "./program-memory";

/** How a local stack is made. */
export interface LocalStackOptions {
  engine: Pick<Engine, "pulumi" | "environment">;
  /** The folder with the project's Pulumi.yaml. It stays as it is: nothing is written into it. */
  projectDir: string;
  /** @default "dev" */
  stackName?: string;
  /** Set for every run, over what this process has: where the tenant is, its credentials. */
  environment?: Record<string, string>;
  /** Holds state and configuration; must not exist or be empty. @default a temporary folder, which `remove` deletes */
  workDir?: string;
  /** A stack configuration file to start with; it is copied. */
  configFile?: string;
  /** Plain values to start with, instead of a file; a bare key is the project's. */
  config?: Record<string, unknown>;
  /** Report the peak memory of the program with each operation. @default false */
  measureMemory?: boolean;
}

/** How an operation ended. */
export interface OperationResult extends ProcessResult {
  /** Peak resident memory of the program, MiB; only when it is measured. */
  peakProgramMemory?: number;
}

/** Options of every operation. */
export interface OperationOptions {
  /** Passed to the CLI as they are. */
  extraArgs?: readonly string[];
  /** Called for each line of output while the operation runs. */
  onLine?: StartOptions["onLine"];
  /** Its abort interrupts the operation as Ctrl-C does. */
  signal?: AbortSignal;
}

/** Options of a preview. */
export interface PreviewOptions extends OperationOptions {
  /** Folders of policy packs. */
  policyPacks?: readonly string[];
  /** Standard output is one JSON document. @default false */
  json?: boolean;
}

/** Options of an update. */
export interface UpOptions extends OperationOptions {
  /** Folders of policy packs. */
  policyPacks?: readonly string[];
  /** @default false: the CLI previews first and policies judge the preview */
  skipPreview?: boolean;
}

/**
 * One stack of one project in a private local backend: state in a folder of its own, secrets under a random passphrase, no login.
 * Operations do not throw when Pulumi fails: the result's code says so.
 */
export class LocalStack {
  private readonly running = new Set<RunningProcess>();

  private constructor(
    /** The folder with the project. */
    readonly projectDir: string,
    readonly stackName: string,
    /** The folder with state and configuration. */
    readonly workDir: string,
    private readonly pulumi: string,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly measureMemory: boolean,
  ) {}

  /** @throws EngineError when the stack cannot be made */
  static async create(options: LocalStackOptions): Promise<LocalStack> {
    const { engine, projectDir, stackName = "dev" } = options;
    const workDir = options.workDir ?? (await mkdtemp(join(tmpdir(), "consentra-stack-")));
    const stateDir = join(workDir, "state");
    await mkdir(stateDir, { recursive: true });
    const environment = {
      ...withoutAccounts(process.env),
      ...engine.environment,
      // Pulumi would write a second file beside each, and not at once: killed in between, it can never read the state again.
      PULUMI_BACKEND_URL: `file://${stateDir}?metadata=skip`,
      PULUMI_CONFIG_PASSPHRASE: randomBytes(32).toString("base64url"),
      ...options.environment,
    };
    const { pulumi } = engine;
    const stack = new LocalStack(projectDir, stackName, workDir, pulumi, environment, options.measureMemory ?? false);
    await stack.init(options);
    return stack;
  }

  /** What a shell needs to work on this stack by hand. Holds the passphrase of its secrets. */
  get shellEnvironment(): Record<string, string> {
    const names = ["PATH", "PULUMI_HOME", "PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_SKIP_UPDATE_CHECK"];
    return Object.fromEntries(
      names.flatMap((name) => (this.environment[name] === undefined ? [] : [[name, this.environment[name]]])),
    );
  }

  /** The stack's configuration, outside the project. */
  get configFile(): string {
    return join(this.workDir, `Pulumi.${this.stackName}.yaml`);
  }

  /**
   * The CLI puts a new stack's salt beside Pulumi.yaml, so the stack is made beside a copy of it.
   */
  private async init({ configFile, config }: LocalStackOptions): Promise<void> {
    if (configFile !== undefined && config !== undefined) {
      throw new EngineError("A local stack starts with configFile or with config, not with both.");
    }
    const projectFile = (await readdir(this.projectDir)).find((name) => /^Pulumi\.(ya?ml|json)$/.test(name));
    if (projectFile === undefined) throw new EngineError(`There is no Pulumi.yaml in ${this.projectDir}.`);
    await copyFile(join(this.projectDir, projectFile), join(this.workDir, projectFile));
    if (configFile !== undefined) await copyFile(configFile, this.configFile);
    // JSON is YAML
    else if (config !== undefined) await writeFile(this.configFile, JSON.stringify({ config }));
    this.mustSucceed("stack init", await this.run(["stack", "init", this.stackName, "--no-select"], this.workDir));
  }

  /**
   * Sets one configuration value. It goes through standard input, so that it is never part of an argument list.
   * @param key `name`, `namespace:name`, or with `path` a property path such as `vendor.allow[0]`
   */
  async setConfig(
    key: string,
    value: string,
    options: { secret?: boolean; path?: boolean } = {},
  ): Promise<ProcessResult> {
    const kind = options.secret ? "--secret" : "--plaintext";
    const path = options.path ? ["--path"] : [];
    const args = ["config", "set", ...this.ofStack(), "--config-file", this.configFile, kind, ...path, "--", key];
    // the CLI takes one newline away from the end
    return this.run(args, this.workDir, { input: `${value}\n` });
  }

  /** Removes one configuration value. @param key as of `setConfig`; one with a dot or an index is a property path */
  async removeConfig(key: string): Promise<ProcessResult> {
    const path = /[.[]/.test(key) ? ["--path"] : [];
    const args = ["config", "rm", ...this.ofStack(), "--config-file", this.configFile, ...path, "--", key];
    return this.run(args, this.workDir);
  }

  /** What `up` would do. */
  preview(options: PreviewOptions = {}): Promise<OperationResult> {
    const json = options.json ? ["--json"] : [];
    return this.operate("preview", [...json, ...packArgs(options.policyPacks)], options);
  }

  /** Brings the tenant to what the program says. */
  up(options: UpOptions = {}): Promise<OperationResult> {
    const skip = options.skipPreview ? ["--skip-preview"] : [];
    return this.operate("up", ["--yes", ...skip, ...packArgs(options.policyPacks)], options);
  }

  /** Reads the tenant into the state. */
  refresh(options: OperationOptions = {}): Promise<OperationResult> {
    return this.operate("refresh", ["--yes", "--skip-preview"], options);
  }

  /** Deletes what the stack made. */
  destroy(options: OperationOptions = {}): Promise<OperationResult> {
    return this.operate("destroy", ["--yes", "--skip-preview"], options);
  }

  /** The stack's outputs; secret ones as "[secret]" unless asked for. @throws EngineError when they cannot be read */
  async outputs(options: { showSecrets?: boolean } = {}): Promise<Record<string, unknown>> {
    const secrets = options.showSecrets ? ["--show-secrets"] : [];
    const result = await this.run(["stack", "output", "--json", ...secrets, ...this.ofStack()], this.workDir);
    this.mustSucceed("stack output", result);
    return JSON.parse(result.stdout) as Record<string, unknown>;
  }

  /** The state, as the engine stores it: secrets encrypted, unless they are to be shown. @throws EngineError when it cannot be read */
  async export({ showSecrets = false } = {}): Promise<StackDeployment> {
    const shown = showSecrets ? ["--show-secrets"] : [];
    const result = await this.run(["stack", "export", ...shown, ...this.ofStack()], this.workDir);
    this.mustSucceed("stack export", result);
    return JSON.parse(result.stdout) as StackDeployment;
  }

  /** Takes a state over, as `export` gave it. @throws EngineError when it is refused */
  async import(state: StackDeployment): Promise<void> {
    const args = ["stack", "import", ...this.ofStack()];
    this.mustSucceed("stack import", await this.run(args, this.workDir, { input: JSON.stringify(state) }));
  }

  /** Releases the lock that a killed operation left behind. */
  cancel(): Promise<ProcessResult> {
    return this.run(["cancel", "--yes", ...this.ofStack()], this.workDir);
  }

  /** Ids of the engine's processes that run now; plugins, programs and commands are below them. */
  get processIds(): number[] {
    return [...this.running].map(({ pid }) => pid);
  }

  /** Sends a signal to the running operation; SIGKILL ends it and all plugins and programs below it, as a crash would. */
  kill(signal: NodeJS.Signals): void {
    for (const each of this.running) each.kill(signal);
  }

  /** Ends what still runs and deletes state and configuration. What the stack made in the tenant stays: `destroy` first. */
  async remove(): Promise<void> {
    this.kill("SIGKILL");
    await Promise.all([...this.running].map(({ done }) => done));
    await rm(this.workDir, { recursive: true, force: true });
  }

  private async operate(operation: string, args: string[], options: OperationOptions): Promise<OperationResult> {
    const common = [...this.ofStack(), "--config-file", this.configFile, "--suppress-permalink=true"];
    const all = [operation, ...common, ...args, ...(options.extraArgs ?? [])];
    if (!this.measureMemory) return this.run(all, this.projectDir, options);
    const memory = measureProgramMemory(this.workDir, this.environment);
    const result = await this.run(all, this.projectDir, options, memory.environment);
    return { ...result, peakProgramMemory: await memory.read() };
  }

  private ofStack(): string[] {
    return ["--stack", this.stackName];
  }

  private async run(
    args: string[],
    cwd: string,
    { onLine, signal, input }: Partial<StartOptions> = {},
    more: NodeJS.ProcessEnv = {},
  ): Promise<ProcessResult> {
    const all = [...args.slice(0, 1), "--non-interactive", "--color", "never", ...args.slice(1)];
    const env = { ...this.environment, ...more };
    const operation = await startProcess(this.pulumi, all, { cwd, env, onLine, signal, input });
    this.running.add(operation);
    return operation.done.finally(() => this.running.delete(operation));
  }

  private mustSucceed(what: string, { code, stdout, stderr }: ProcessResult): void {
    if (code === 0) return;
    throw new EngineError(
      `pulumi ${what} for ${this.projectDir} ended with code ${code}:\n${lastLines(stderr || stdout)}`,
    );
  }
}

function packArgs(policyPacks: readonly string[] = []): string[] {
  return policyPacks.flatMap((pack) => ["--policy-pack", pack]);
}

/**
 * A local stack never inherits accounts: neither a Pulumi backend nor credentials of a real tenant reach it by accident.
 */
function withoutAccounts(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(PULUMI|ARM|AZURE|MSI|IDENTITY)_/.test(name)),
  );
}
