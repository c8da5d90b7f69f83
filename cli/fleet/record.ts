import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { UsageError } from "../exit";
import type { FleetList, FleetTenant } from "./list";
import { tenantResult, type TenantResult } from "./result";

export const operations = ["preview", "up", "destroy"] as const;
export type FleetOperation = (typeof operations)[number];

const shape = z.strictObject({
  fleetRun: z.literal(1),
  operation: z.enum(operations),
  results: z.record(z.string(), z.strictObject({ inputs: z.string(), result: tenantResult })),
});

/**
 * What a run did so far, in a file, so that an interrupted one goes on where it stopped. Holds no secret.
 */
export class RunRecord {
  readonly #results: z.infer<typeof shape>["results"];

  private constructor(
    private readonly path: string,
    private readonly operation: FleetOperation,
    results: z.infer<typeof shape>["results"],
  ) {
    this.#results = results;
  }

  static fresh(path: string, operation: FleetOperation): RunRecord {
    return new RunRecord(path, operation, {});
  }

  /** @throws UsageError where there is nothing to resume, or it is of another operation */
  static resumed(path: string, operation: FleetOperation): RunRecord {
    if (!existsSync(path)) throw new UsageError(`there is no run to resume: ${path} is not there; leave --resume out`);
    const result = shape.safeParse(parsed(readFileSync(path, "utf8")));
    if (!result.success) throw new UsageError(`${path} is no record of a run; remove it, and leave --resume out`);
    if (result.data.operation !== operation) {
      throw new UsageError(
        `${path} is of \`fleet ${result.data.operation}\`, which \`fleet ${operation}\` cannot resume`,
      );
    }
    return new RunRecord(path, operation, result.data.results);
  }

  /** The result of a tenant that succeeded with the very same inputs. */
  doneBefore({ name }: FleetTenant, inputs: string): TenantResult | undefined {
    const found = this.#results[name];
    const succeeded = found?.result.outcome === "succeeded" || found?.result.outcome === "done before";
    return succeeded && found.inputs === inputs ? { ...found.result, outcome: "done before" } : undefined;
  }

  /** Written at once and as a whole: a crash leaves the old file or the new one. */
  note(result: TenantResult, inputs: string): void {
    this.#results[result.name] = { inputs, result };
    const text = JSON.stringify({ fleetRun: 1, operation: this.operation, results: this.#results }, undefined, 2);
    writeFileSync(`${this.path}.tmp`, `${text}\n`, { mode: 0o600 });
    renameSync(`${this.path}.tmp`, this.path);
  }
}

/** A digest of what a tenant's run is made of: its entry, what all share, its configuration file. */
export function inputsOf(list: FleetList, tenant: FleetTenant, configFile: string): string {
  const { project, backend, defaults, policyPacks, policyPackConfigs } = list;
  const config = existsSync(configFile) ? readFileSync(configFile, "utf8") : "";
  const text = JSON.stringify([tenant, project, backend, defaults, policyPacks, policyPackConfigs, config]);
  return createHash("sha256").update(text).digest("hex");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
