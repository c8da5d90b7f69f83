import { parseArgs } from "node:util";

/** What grows. */
export const dimensions = ["users", "applications", "tenants"] as const;
export type Dimension = (typeof dimensions)[number];

const sizes: Record<Dimension, readonly number[]> = {
  users: [1, 10, 100, 1_000],
  applications: [1, 10, 50],
  tenants: [10, 100],
};

export interface ScaleOptions {
  /** Sizes by what grows. */
  cases: { dimension: Dimension; sizes: readonly number[] }[];
  /** How many tenants at a time. */
  parallel: readonly number[];
  runs: number;
  json: boolean;
}

export const help = `npm run bench -- --scale[=users,applications,tenants] [--min=N] [--max=N] [--parallel=N] [--runs=N] [--json]

What a stack costs as it grows, beside the same work written by hand, each on the real engine in a simulated tenant:
users         1, 10, 100 and 1,000 assigned users of one application
applications  1, 10 and 50 applications in one root stack
tenants       10 and 100 tenants with five vendors each, one after the other and four at a time

--min=N       leaves out sizes below N (of each)
--max=N       leaves out sizes above N
--parallel=N  so many tenants at a time (1, and 4)
--runs=N      runs of each size, of which the median is told (1)
--json        one document instead of tables
`;

/** @throws Error that says what is wrong with the arguments */
export function readOptions(args: readonly string[]): ScaleOptions | "help" {
  // `--scale` alone and `--scale=LIST` are both meant.
  const given = args.map((each) => (each === "--scale" ? `--scale=${dimensions.join(",")}` : each));
  const { values } = parseArgs({
    args: given,
    options: {
      scale: { type: "string" },
      min: { type: "string", default: "1" },
      max: { type: "string" },
      parallel: { type: "string" },
      runs: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const wanted = (values.scale ?? "").split(",");
  const unknown = wanted.filter((each) => !(dimensions as readonly string[]).includes(each));
  if (unknown.length > 0) throw new Error(`--scale is "${unknown.join()}", expected of ${dimensions.join(", ")}`);
  const min = whole("--min", values.min);
  const max = values.max === undefined ? Number.POSITIVE_INFINITY : whole("--max", values.max);
  return {
    cases: dimensions
      .filter((each) => wanted.includes(each))
      .map((dimension) => ({ dimension, sizes: sizes[dimension].filter((size) => size >= min && size <= max) }))
      .filter((each) => each.sizes.length > 0),
    parallel: values.parallel === undefined ? [1, 4] : [whole("--parallel", values.parallel)],
    runs: whole("--runs", values.runs),
    json: values.json,
  };
}

function whole(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new Error(`${option} is "${text}", expected a whole number from 1`);
}
