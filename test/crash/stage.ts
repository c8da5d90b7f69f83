import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONTOSO, type Tenant } from "@consentra/sandbox/tenant";
import type { OperationResult } from "@consentra/sandbox/engine";
import { parse } from "yaml";
import { ExampleStack } from "../support/example-stack";
import type { CrashCase, Values } from "./cases";

export type Operation = "up" | "update" | "destroy";
export const operations: readonly Operation[] = ["up", "update", "destroy"];

/** A tenant and a stack's state at one time. */
interface Moment {
  tenant: Tenant;
  /** A copy of the stack's state and configuration. */
  folder: string;
}

/** A stack in a tenant, which both are put back to a moment as often as one likes. */
export class Stage {
  readonly #moments = new Map<"before" | "made", Moment>();

  private constructor(
    readonly run: ExampleStack,
    private readonly given: CrashCase,
    private readonly folder: string,
  ) {}

  static async open(given: CrashCase): Promise<Stage> {
    const run = await ExampleStack.start(given.example, given.config);
    const stage = new Stage(run, given, await mkdtemp(join(tmpdir(), "consentra-crash-")));
    await stage.#configure(given.start ?? {});
    await stage.#keep("before");
    return stage;
  }

  /** Contoso as it is now. */
  get tenant(): Tenant {
    const tenant = this.run.sandbox.cloud.tenants.get(CONTOSO);
    if (!tenant) throw new Error("Contoso is not there");
    return tenant;
  }

  /** Brings all to where an operation begins. An update and a destroy begin where the stack was made. */
  async begin(operation: Operation): Promise<void> {
    if (operation === "up") return this.#restore("before");
    if (!this.#moments.has("made")) {
      await this.#restore("before");
      await this.run.up();
      await this.#keep("made");
    }
    await this.#restore("made");
    if (operation === "update") await this.#configure({ ...this.given.start, ...this.given.update });
  }

  /** Keeps what an undisturbed up made: an update and a destroy begin there. */
  async keepMade(): Promise<void> {
    await this.#keep("made");
  }

  operate(operation: Operation): Promise<OperationResult> {
    const { stack } = this.run;
    return operation === "destroy" ? stack.destroy() : stack.up({ skipPreview: true });
  }

  async close(): Promise<void> {
    await this.run.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #keep(name: "before" | "made"): Promise<void> {
    const folder = join(this.folder, name);
    await cp(this.run.stack.workDir, folder, { recursive: true });
    this.#moments.set(name, { tenant: structuredClone(this.tenant), folder });
  }

  async #restore(name: "before" | "made"): Promise<void> {
    const moment = this.#moments.get(name);
    if (!moment) throw new Error(`nothing was kept of ${name}`);
    const { workDir } = this.run.stack;
    await rm(workDir, { recursive: true, force: true });
    await cp(moment.folder, workDir, { recursive: true });
    const { cloud } = this.run.sandbox;
    cloud.tenants.set(CONTOSO, structuredClone(moment.tenant));
    cloud.audit.length = 0;
  }

  /** Sets values in the stack's configuration beside those that are there. */
  async #configure(values: Values): Promise<void> {
    const { configFile } = this.run.stack;
    const file = parse(await readFile(configFile, "utf8")) as { config: Values };
    // JSON is YAML
    await writeFile(configFile, JSON.stringify({ ...file, config: { ...file.config, ...values } }));
  }
}
