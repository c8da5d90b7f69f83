import { startSandbox } from "@consentra/sandbox";
import { LocalStack, type Engine } from "@consentra/sandbox/engine";

export interface Subject {
  name: string;
  projectDir: string;
  configFile?: string;
  config?: Record<string, unknown>;
  program: string;
}

const phases = ["up", "no-op up", "destroy"] as const;
type Phase = (typeof phases)[number];

interface Sample {
  seconds: Record<Phase, number>;
  reads: Record<Phase, number>;
  writes: Record<Phase, number>;
  /** Peak resident memory of the program's process, MiB. */
  memory: number;
}

/** Runs every subject `runs` times, in turn, so that a change of the machine's speed meets both, and prints medians. */
export async function measureLifecycle(engine: Engine, subjects: Subject[], runs: number): Promise<void> {
  const samples = new Map<Subject, Sample[]>(subjects.map((subject) => [subject, []]));
  for (const subject of subjects) await measure(engine, subject);
  for (let run = 0; run < runs; run++) {
    for (const subject of subjects) samples.get(subject)?.push(await measure(engine, subject));
  }
  print(subjects, samples, runs);
}

async function measure(engine: Engine, subject: Subject): Promise<Sample> {
  const sandbox = await startSandbox();
  try {
    const stack = await LocalStack.create({
      engine,
      projectDir: subject.projectDir,
      stackName: "bench",
      environment: sandbox.environment(),
      configFile: subject.configFile,
      config: subject.config,
      measureMemory: true,
    });
    const sample: Sample = { seconds: zero(), reads: zero(), writes: zero(), memory: 0 };
    for (const phase of phases) {
      const before = sandbox.requests();
      const began = performance.now();
      const result = phase === "destroy" ? await stack.destroy() : await stack.up({ skipPreview: true });
      if (result.code !== 0) throw new Error(`${subject.name}: ${phase} ended with ${result.code}\n${result.stdout}`);
      sample.seconds[phase] = (performance.now() - began) / 1000;
      const after = sandbox.requests();
      sample.reads[phase] = after.reads - before.reads;
      sample.writes[phase] = after.writes - before.writes;
      sample.memory = Math.max(sample.memory, result.peakProgramMemory ?? 0);
    }
    await stack.remove();
    return sample;
  } finally {
    await sandbox.close();
  }
}

function zero(): Record<Phase, number> {
  return { up: 0, "no-op up": 0, destroy: 0 };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function print(subjects: Subject[], samples: Map<Subject, Sample[]>, runs: number): void {
  console.log(`People.ai in the simulated tenant, median of ${runs} runs after one warm-up, without preview`);
  const row = (cells: (string | number)[]) => console.log(cells.map((cell) => String(cell).padStart(14)).join(""));
  row(["", "phase", "seconds", "reads", "writes", "memory MiB"]);
  for (const subject of subjects) {
    const own = samples.get(subject) ?? [];
    for (const phase of phases) {
      row([
        phase === "up" ? subject.name : "",
        phase,
        median(own.map((each) => each.seconds[phase])).toFixed(2),
        median(own.map((each) => each.reads[phase])),
        median(own.map((each) => each.writes[phase])),
        phase === "up" ? median(own.map((each) => each.memory)).toFixed(0) : "",
      ]);
    }
  }
  const [ours, theirs] = subjects.map((subject) => samples.get(subject) ?? []);
  if (!ours || !theirs) return;
  for (const phase of phases) {
    const ratios = ours.map((each, index) => each.seconds[phase] / (theirs[index]?.seconds[phase] ?? Number.NaN));
    row(["ratio", phase, median(ratios).toFixed(2)]);
  }
}
