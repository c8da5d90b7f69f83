import type { Dimension } from "./options";
import type { UsageByPart } from "./usage";

/** What one phase of one size cost. */
export interface Sample {
  dimension: Dimension;
  size: number;
  /** Who did the work: `Consentra`, `by hand`, and for tenants how many at a time. */
  subject: string;
  phase: string;
  /** Wall time. */
  seconds: number;
  reads: number;
  writes: number;
  /** Requests within batches. */
  parts: number;
  /** Of the engine, the program, the plugins and steps. */
  usage: UsageByPart;
  /** The most that all these held at one time, MiB. */
  memory: number;
  /** Processor time of the simulated tenant, which the measuring process holds, seconds. */
  tenant: number;
  /** Peak resident memory of the process that holds the simulated tenant so far, MiB. */
  tenantMemory: number;
  /** In the stack after the phase; for tenants of all together. */
  resources: number;
}

/** For who watches: a long run that is interrupted has told what it measured. */
export function summary({ seconds, reads, writes, memory }: Pick<Sample, "seconds" | "reads" | "writes" | "memory">) {
  return `${seconds.toFixed(1)} s, ${reads} reads, ${writes} writes, ${memory.toFixed(0)} MiB`;
}
