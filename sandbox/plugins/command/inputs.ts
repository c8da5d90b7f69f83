import type { CheckFailure } from "../rpc/provider";
import { isList, holdsUnknown, isMap, Secret, type Value, type ValueMap } from "../rpc/values";

/** How a command is run. */
export interface CommandInputs {
  stdin: string;
  interpreter: string[];
  dir: string | undefined;
  environment: Record<string, string>;
  addPreviousOutputInEnv: boolean;
  /** What of its output is shown. */
  logs: { stdout: boolean; stderr: boolean };
}

type Kind = "string" | "bool" | "[]string" | "map[string]string" | "[]any";

const common: Record<string, Kind> = {
  addPreviousOutputInEnv: "bool",
  archivePaths: "[]string",
  assetPaths: "[]string",
  dir: "string",
  environment: "map[string]string",
  interpreter: "[]string",
  logging: "string",
  stdin: "string",
};

/** Inputs of `command:local:Command`. */
export const resourceInputs: Record<string, Kind> = {
  ...common,
  create: "string",
  delete: "string",
  triggers: "[]any",
  update: "string",
};

/** Inputs of `command:local:run`. */
export const functionInputs: Record<string, Kind> = { ...common, command: "string" };

const loggings = ["stdout", "stderr", "stdoutAndStderr", "none"];
const notServed = ["archivePaths", "assetPaths"];

/** Everything that is wrong with the inputs; unknown values are right so far. */
export function faultsOf(inputs: ValueMap, kinds: Record<string, Kind>): CheckFailure[] {
  return Object.entries(inputs).flatMap(([property, secretOrValue]): CheckFailure[] => {
    const value = secretOrValue instanceof Secret ? secretOrValue.value : secretOrValue;
    const kind = kinds[property];
    if (value === null) return [];
    if (kind === undefined) return [{ property, reason: `Unrecognized field '${property}'` }];
    if (notServed.includes(property)) {
      const reason = `the offline command plugin returns no files: leave '${property}' out, or use Pulumi's own command plugin`;
      return [{ property, reason }];
    }
    if (holdsUnknown(value)) return [];
    if (!fits(value, kind))
      return [{ property, reason: `Field '${property}' must be a '${kind}'; got '${typeOf(value)}' instead` }];
    if (property === "logging" && !loggings.includes(value as string)) {
      return [
        { property, reason: `Field 'logging' must be one of ${loggings.join(", ")}; got '${value as string}' instead` },
      ];
    }
    return [];
  });
}

/** Plain inputs that have been checked. */
export function commandInputs(inputs: ValueMap): CommandInputs {
  const logging = inputs["logging"] ?? "stdoutAndStderr";
  return {
    stdin: (inputs["stdin"] ?? "") as string,
    interpreter: (inputs["interpreter"] ?? []) as string[],
    dir: (inputs["dir"] ?? undefined) as string | undefined,
    environment: (inputs["environment"] ?? {}) as Record<string, string>,
    addPreviousOutputInEnv: inputs["addPreviousOutputInEnv"] !== false,
    logs: {
      stdout: logging === "stdoutAndStderr" || logging === "stdout",
      stderr: logging === "stdoutAndStderr" || logging === "stderr",
    },
  };
}

function fits(value: Value, kind: Kind): boolean {
  const isText = (each: Value) => typeof (each instanceof Secret ? each.value : each) === "string";
  switch (kind) {
    case "string":
      return typeof value === "string";
    case "bool":
      return typeof value === "boolean";
    case "[]any":
      return isList(value);
    case "[]string":
      return isList(value) && value.every(isText);
    case "map[string]string":
      return isMap(value) && Object.values(value).every(isText);
  }
}

function typeOf(value: Value): string {
  return isList(value) ? "array" : typeof value;
}
