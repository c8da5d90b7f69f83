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
  runs: number;
  json: boolean;
}

export const help = `npm run bench -- --scale[=users,applications,tenants] [--max=N] [--runs=N] [--json]

What a stack costs as it grows, beside the same work written by hand, each on the real engine in a simulated tenant:
users         1, 10, 100 and 1,000 assigned users of one application
applications  1, 10 and 50 applications in one root stack
tenants       10 and 100 tenants with five vendors each, one after the other and four at a time

--max=N   leaves out sizes above N (of each)
--runs=N  runs of each size, of which the median is told (1)
--json    one document instead of tables
`;

/** @throws Error that says what is wrong with the arguments */
export function readOptions(args: readonly string[]): ScaleOptions | "help" {
  // `--scale` alone and `--scale=LIST` are both meant.
  const given = args.map((each) => (each === "--scale" ? `--scale=${dimensions.join(",")}` : each));
  const { values } = parseArgs({
    args: given,
    options: {
      scale: { type: "string" },
      max: { type: "string" },
      runs: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const wanted = (values.scale ?? "").split(",");
  const unknown = wanted.filter((each) => !(dimensions as readonly string[]).includes(each));
  if (unknown.length > 0) throw new Error(`--scale is "${unknown.join()}", expected of ${dimensions.join(", ")}`);
  const max = values.max === undefined ? Number.POSITIVE_INFINITY : whole("--max", values.max);
  return {
    cases: dimensions
      .filter((each) => wanted.includes(each))
      .map((dimension) => ({ dimension, sizes: sizes[dimension].filter((size) => size <= max) })),
    runs: whole("--runs", values.runs),
    json: values.json,
  };
}

function whole(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new Error(`${option} is "${text}", expected a whole number from 1`);
}
