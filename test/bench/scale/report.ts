import { growthOf } from "./growth";
import type { Dimension } from "./options";
import { parts } from "./parts";
import type { Sample } from "./sample";

/** The median of the runs, cost by cost. */
export function medians(samples: readonly Sample[]): Sample[] {
  const groups = new Map<string, Sample[]>();
  for (const each of samples) {
    const key = [each.dimension, each.size, each.subject, each.phase].join("|");
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap((group) => {
    const sorted = group.sort((one, other) => one.seconds - other.seconds);
    return sorted[Math.floor(sorted.length / 2)] ?? [];
  });
}

/** Tables of costs, of who used the processor, and of growth. */
export function renderTables(samples: readonly Sample[], runs: number): string {
  const dimensions = [...new Set(samples.map(({ dimension }) => dimension))];
  return dimensions.map((each) => renderDimension(each, samples, runs)).join("\n\n");
}

function renderDimension(dimension: Dimension, all: readonly Sample[], runs: number): string {
  const samples = all.filter((each) => each.dimension === dimension);
  const costs = [
    ["size", "by", "phase", "seconds", "reads", "writes", "in batches", "resources", "memory", "program", "tenant"],
    ...samples.map((each) => [
      each.size,
      each.subject,
      each.phase,
      each.seconds.toFixed(1),
      each.reads,
      each.writes,
      each.parts,
      each.resources,
      each.memory.toFixed(0),
      each.usage.program.memory.toFixed(0),
      each.tenantMemory.toFixed(0),
    ]),
  ];
  const processor = [
    ["size", "by", "phase", ...parts, "tenant", "steps run"],
    ...samples.map((each) => [
      each.size,
      each.subject,
      each.phase,
      ...parts.map((part) => each.usage[part].processor.toFixed(1)),
      each.tenant.toFixed(1),
      each.usage.steps.processes,
    ]),
  ];
  return [
    `Growth in ${dimension}, ${runs === 1 ? "one run" : `median of ${runs} runs`}. Memory in MiB: all processes of the operation together, the program alone, and the process that holds the simulated tenant.`,
    table(costs),
    "Processor time in seconds, by part",
    table(processor),
    "Growth exponents (1: in proportion; points: sizes that they were fitted to)",
    table(growthRows(samples)),
  ].join("\n\n");
}

function growthRows(samples: readonly Sample[]): (string | number)[][] {
  const kinds = [...new Set(samples.map(({ subject, phase }) => `${subject}|${phase}`))];
  const head = ["by", "phase", "points", "seconds", "processor", "requests", "memory"];
  const rows = kinds.map((kind) => {
    const own = samples.filter(({ subject, phase }) => `${subject}|${phase}` === kind);
    const grown = (cost: (sample: Sample) => number) =>
      growthOf(own.map((each) => ({ size: each.size, cost: cost(each) })));
    const told = (cost: (sample: Sample) => number) => grown(cost)?.exponent.toFixed(2) ?? "";
    return [
      ...kind.split("|"),
      own.length,
      told(({ seconds }) => seconds),
      told(processorOf),
      told(({ reads, writes }) => reads + writes),
      told(({ memory }) => memory),
    ];
  });
  return [head, ...rows];
}

function processorOf({ usage }: Sample): number {
  return parts.reduce((total, part) => total + usage[part].processor, 0);
}

function table(rows: readonly (readonly (string | number)[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => String(row[column] ?? "").length)));
  const line = (row: readonly (string | number)[]) =>
    row
      .map((cell, column) =>
        typeof cell === "string" && /[a-z]/i.test(cell)
          ? cell.padEnd(widths[column] ?? 0)
          : String(cell).padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return rows.map(line).join("\n");
}
