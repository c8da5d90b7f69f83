import { readFileSync } from "node:fs";
import { z } from "zod";
import { UsageError } from "../exit";

/** A permission that an application may have all the same, as a pack's configuration says. */
export interface DeclaredException {
  policy: string;
  /** Absent where the policy is about no permission. */
  permission?: string;
  /** Stacks that it is for. @default all */
  stacks?: string[];
  /** Name of the vendor app or component: a resource's name is this, or begins with it and a hyphen. */
  app: string;
  reason: string;
  approver: string;
  /** The last day that it counts, ISO 8601. */
  expires: string;
}

const exception = z.object({
  permission: z.string().optional(),
  stacks: z.array(z.string()).optional(),
  app: z.string(),
  reason: z.string(),
  approver: z.string(),
  expires: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "expected a day such as 2027-03-31"),
});
// A policy's entry may also be an enforcement level alone.
const packConfig = z.record(
  z.string(),
  z.preprocess(
    (entry) => (typeof entry === "string" ? {} : entry),
    z.looseObject({ exceptions: z.array(exception).optional() }),
  ),
);

/**
 * Reads the exceptions from the configuration of policy packs. One that several policies have in the same words is one exception.
 *
 * @throws UsageError for a file that is no such configuration
 */
export function readExceptions(files: readonly string[]): DeclaredException[] {
  return files.flatMap((file) => {
    const config = packConfig.safeParse(readJson(file));
    if (!config.success) {
      const [issue] = config.error.issues;
      throw new UsageError(
        `${file} is no configuration of a policy pack: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`,
      );
    }
    return Object.entries(config.data).flatMap(([policy, { exceptions = [] }]) =>
      exceptions.map((each) => ({ policy, ...each })),
    );
  });
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is not JSON; expected the configuration of a policy pack`);
  }
}

/** Whether an exception is about a resource. */
export function isAbout({ app }: Pick<DeclaredException, "app">, resource: string): boolean {
  return resource === app || resource.startsWith(`${app}-`);
}
