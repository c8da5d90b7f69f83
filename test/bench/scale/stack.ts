import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { LocalStack, type Engine, type OperationResult } from "@consentra/sandbox/engine";
import type { Dimension } from "./options";
import { Recorder } from "./recorder";
import { summary, type Sample } from "./sample";
import type { Subject } from "./subjects";

export const phases = ["preview", "up", "no-op up", "destroy"] as const;
type Phase = (typeof phases)[number];

export interface StackCase {
  dimension: Dimension;
  size: number;
  /** Prepares the tenant, and says how to do the work. */
  subjects: (sandbox: Sandbox, size: number) => Subject[];
}

/**
 * Measures every way to do the work, each from nothing to nothing in a simulated tenant of its own.
 *
 * @param progress told what is running
 */
export async function measureStacks(
  engine: Engine,
  { dimension, size, subjects }: StackCase,
  progress: (line: string) => void,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const which of [0, 1]) {
    const sandbox = await startSandbox();
    const recorder = new Recorder(sandbox);
    try {
      const subject = subjects(sandbox, size)[which];
      if (!subject) throw new Error("there are two ways to do the work");
      const stack = await LocalStack.create({
        engine,
        stackName: "scale",
        projectDir: subject.projectDir,
        config: subject.config,
        environment: { ...sandbox.environment(), ...recorder.environment },
      });
      for (const phase of phases) {
        progress(`${size} ${dimension}, ${subject.name}: ${phase}`);
        const measured = await recorder.measure(async () => succeeded(await run(stack, phase), subject.name, phase));
        const resources = ((await stack.export()).deployment.resources ?? []).length;
        samples.push({ dimension, size, subject: subject.name, phase, ...measured, resources });
        progress(`  ${summary(measured)}`);
      }
      await stack.remove();
    } finally {
      recorder.close();
      await sandbox.close();
    }
  }
  return samples;
}

function run(stack: LocalStack, phase: Phase): Promise<OperationResult> {
  if (phase === "preview") return stack.preview();
  return phase === "destroy" ? stack.destroy() : stack.up({ skipPreview: true });
}

function succeeded({ code, stdout, stderr }: OperationResult, subject: string, phase: string): void {
  if (code === 0) return;
  throw new Error(`${subject}: ${phase} ended with ${code}\n${stdout}\n${stderr}`);
}
