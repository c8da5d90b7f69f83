import { rm } from "node:fs/promises";
import { join } from "node:path";
import { readIfThere } from "./cache";

/** Measures the peak memory of the Pulumi programs that run in an operation. */
export interface MemoryMeasurement {
  /** To be set for the operation. */
  environment: NodeJS.ProcessEnv;
  /** The largest peak resident size of a program, MiB; undefined when no program ran to its end. */
  read(): Promise<number | undefined>;
}

/** Prepares a measurement that reports into `folder`. */
export function measureProgramMemory(folder: string, environment: NodeJS.ProcessEnv): MemoryMeasurement {
  const report = join(folder, "program-memory");
  const probe = `--require=${JSON.stringify(join(__dirname, "memory-probe.js"))}`;
  return {
    environment: {
      NODE_OPTIONS: [environment.NODE_OPTIONS, probe].filter(Boolean).join(" "),
      CONSENTRA_MEMORY_REPORT: report,
    },
    async read() {
      const kibibytes = ((await readIfThere(report)) ?? "").split("\n").filter(Boolean).map(Number);
      await rm(report, { force: true });
      return kibibytes.length === 0 ? undefined : Math.max(...kibibytes) / 1024;
    },
  };
}
