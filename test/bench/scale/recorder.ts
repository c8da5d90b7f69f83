import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sandbox } from "@consentra/sandbox";
import type { Sample } from "./sample";
import { UsageMeter } from "./usage";

type Measured = Omit<Sample, "dimension" | "size" | "subject" | "phase" | "resources">;

/** Measures what is done against one simulated tenant. */
export class Recorder {
  readonly #folder = mkdtempSync(join(tmpdir(), "consentra-scale-"));
  readonly #meter = new UsageMeter(this.#folder);

  constructor(private readonly sandbox: Sandbox) {}

  /** To be set for what is measured. */
  get environment(): Record<string, string> {
    return this.#meter.environment;
  }

  async measure(work: () => Promise<void>): Promise<Measured> {
    const before = this.sandbox.requests();
    const processor = process.cpuUsage();
    this.#meter.start();
    const began = performance.now();
    let ended: ReturnType<UsageMeter["stop"]>;
    try {
      await work();
    } finally {
      ended = this.#meter.stop();
    }
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(processor);
    const after = this.sandbox.requests();
    return {
      seconds,
      reads: after.reads - before.reads,
      writes: after.writes - before.writes,
      parts: after.parts - before.parts,
      usage: ended.usage,
      memory: ended.peak,
      tenant: (user + system) / 1e6,
      tenantMemory: process.resourceUsage().maxRSS / 1024,
    };
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
