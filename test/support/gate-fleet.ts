import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { ensureEngine } from "@consentra/sandbox/engine";
import { consentra, type CommandResult } from "./consentra";
import { repository } from "./repository";

const project = join(repository, "test", "e2e", "programs", "gate");

/** How each tenant of a fleet ended. */
interface Report {
  tenants: { name: string; outcome: string; errors: string[] }[];
}

/** Two stacks, `one` and `two`, of a program that touches no tenant, and of which `one` can be made to wait in the middle of an update. */
export class GateFleet {
  readonly project = project;
  /** Whatever was printed, to be searched for secrets. */
  readonly printed: string[] = [];

  private constructor(
    private readonly folder: string,
    /** Of every command. */
    readonly environment: Record<string, string>,
  ) {}

  /** @param storage where the state is, by PULUMI_BACKEND_URL, and what opens that */
  static async make(storage: Record<string, string>): Promise<GateFleet> {
    const engine = await ensureEngine();
    const folder = mkdtempSync(join(tmpdir(), "consentra-gate-fleet-"));
    for (const name of ["home", "bin"]) mkdirSync(join(folder, name));
    for (const name of ["one", "two"]) writeFileSync(join(folder, `${name}.yaml`), "config: {}\n");
    writeFileSync(
      join(folder, "fleet.yaml"),
      `fleet: 1
project: ${project}
parallel: 2
tenants:
  - name: one
    tenantId: 00000000-0000-4000-8000-000000000001
    configFile: one.yaml
    environment: { GATE: ${join(folder, "gate")} }
  - name: two
    tenantId: 00000000-0000-4000-8000-000000000002
    configFile: two.yaml
`,
    );
    // Whatever is run as pulumi is written down with its process and its arguments.
    const pulumi = join(folder, "bin", "pulumi");
    writeFileSync(
      pulumi,
      `#!/bin/sh\nprintf '%s %s\\n' "$$" "$*" >> '${join(folder, "started")}'\nexec '${engine.pulumi}' "$@"\n`,
    );
    chmodSync(pulumi, 0o755);
    return new GateFleet(folder, {
      ...engine.environment,
      PATH: [join(folder, "bin"), engine.environment.PATH ?? process.env.PATH].join(delimiter),
      HOME: join(folder, "home"),
      PULUMI_HOME: join(folder, "home", ".pulumi"),
      PULUMI_CONFIG_PASSPHRASE: "of this test",
      ...storage,
    });
  }

  /** `consentra fleet`, with its results as JSON. */
  async run(args: string[], more: Record<string, string> = {}): Promise<CommandResult> {
    return this.#consentra(["fleet", ...args, "--file", join(this.folder, "fleet.yaml"), "--json"], more);
  }

  /** `consentra fleet up` of one stack alone, with a record of its own. */
  async updateOnly(name: string, more: Record<string, string> = {}): Promise<CommandResult> {
    return this.run(["up", "--yes", "--only", name, "--record", join(this.folder, "only.json")], more);
  }

  /** `consentra recover` on the stack `one`. */
  async recoverOne(): Promise<CommandResult> {
    const stack = ["--project", project, "--stack", "one", "--config-file", join(this.folder, "one.yaml")];
    return this.#consentra(["recover", "--yes", ...stack], { ARM_TENANT_ID: "00000000-0000-4000-8000-000000000001" });
  }

  /** Runs pulumi itself. @throws where it fails */
  async pulumi(args: string[]): Promise<void> {
    const options = { env: this.environment, encoding: "utf8" } as const;
    const { stdout, stderr } = await promisify(execFile)(join(this.folder, "bin", "pulumi"), args, options);
    this.printed.push(stdout, stderr);
  }

  /** Begins an update of `one`, and comes back when it is in its middle. */
  async updateThatWaits(): Promise<{ ended: Promise<CommandResult>; goOn: () => void; killPulumi: () => void }> {
    const gate = join(this.folder, "gate");
    writeFileSync(gate, "");
    const reached = fileAppears(this.folder, "gate.reached");
    const ended = this.run(["up", "--yes", "--only", "one"]);
    await reached;
    rmSync(join(this.folder, "gate.reached"));
    const started = readFileSync(join(this.folder, "started"), "utf8");
    const pid = Number([...started.matchAll(/^(\d+) up /gm)].at(-1)?.[1]);
    return { ended, goOn: () => rmSync(gate), killPulumi: () => void process.kill(pid, "SIGKILL") };
  }

  /** What was printed, and every file that is left, the arguments of pulumi among them. */
  texts(): string[] {
    const kept = readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => readFileSync(join(each.parentPath, each.name), "utf8"));
    return [...this.printed, ...kept];
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #consentra(args: string[], more: Record<string, string>): Promise<CommandResult> {
    const result = await consentra(args, { ...this.environment, ...more });
    this.printed.push(result.stdout, result.stderr);
    return result;
  }
}

/** `NAME OUTCOME` of each tenant. */
export function outcomes(result: CommandResult): string[] {
  return tenantsOf(result).map(({ name, outcome }) => `${name} ${outcome}`);
}

/** What failed, of all tenants. */
export function errorsOf(result: CommandResult): string {
  return tenantsOf(result)
    .flatMap(({ errors }) => errors)
    .join("\n");
}

function tenantsOf({ stdout, stderr }: CommandResult): Report["tenants"] {
  assert.ok(stdout.startsWith("{"), stdout + stderr);
  return (JSON.parse(stdout) as Report).tenants;
}

/** Waits until a file is there. */
function fileAppears(folder: string, name: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, () => {
      if (!existsSync(join(folder, name))) return;
      watcher.close();
      resolve();
    });
  });
}
