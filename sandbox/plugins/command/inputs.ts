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

/** The provider's own names of types are part of its messages. */
type Kind = "string" | "bool" | "[]string" | "map[string]string" | "[]interface {}";

/** The inputs of one thing, in the order in which faults are told. */
export interface Inputs {
  /** What messages call them. */
  name: string;
  kinds: Record<string, Kind>;
}

const common: Record<string, Kind> = {
  stdin: "string",
  logging: "string",
  interpreter: "[]string",
  dir: "string",
  environment: "map[string]string",
  assetPaths: "[]string",
  archivePaths: "[]string",
  addPreviousOutputInEnv: "bool",
};

/** Inputs of `command:local:Command`. */
export const resourceInputs: Inputs = {
  name: "CommandInputs",
  kinds: { triggers: "[]interface {}", create: "string", delete: "string", update: "string", ...common },
};

/** Inputs of `command:local:run`. */
export const functionInputs: Inputs = { name: "RunInputs", kinds: { ...common, command: "string" } };

const notServed = ["archivePaths", "assetPaths"];

/** Everything that is wrong with the inputs; unknown values are right so far. */
export function faultsOf(given: ValueMap, inputs: Inputs): CheckFailure[] {
  const faults = Object.entries(inputs.kinds).flatMap(([property, kind]): CheckFailure[] => {
    const value = given[property] ?? null;
    if (value === null) return [];
    if (notServed.includes(property)) {
      const reason = `the offline command plugin returns no files: leave '${property}' out, or use Pulumi's own command plugin`;
      return [{ property, reason }];
    }
    const reason = faultOf(value, kind, property, inputs.name);
    return reason === undefined ? [] : [{ property, reason }];
  });
  const unknown = Object.keys(given).filter((property) => !Object.hasOwn(inputs.kinds, property));
  return [
    ...faults,
    ...unknown.map((property) => ({
      property,
      reason: `Unrecognized field '${property}' on 'local.${inputs.name}'`,
    })),
  ];
}

/** Inputs as they are kept: what is null counts as left out. */
export function keptInputs(inputs: ValueMap): ValueMap {
  const given = Object.entries(inputs).filter(([name, value]) => value !== null && !name.startsWith("__"));
  return Object.fromEntries(
    given.map(([name, value]) => [name, name === "environment" && isMap(value) ? withoutNull(value) : value]),
  );
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

/** The first fault of a value and what is in it. */
function faultOf(secretOrValue: Value, kind: Kind, path: string, owner: string): string | undefined {
  const value = secretOrValue instanceof Secret ? secretOrValue.value : secretOrValue;
  if (value === null || (!isList(value) && !isMap(value) && holdsUnknown(value))) return undefined;
  const listed = kind === "[]string" || kind === "[]interface {}";
  if (isMap(value) && kind === "map[string]string") {
    return firstOf(
      Object.entries(value).map(([name, each]) => faultOf(each, "string", `${path}[${name}] value`, owner)),
    );
  }
  if (isList(value) && listed) {
    if (kind === "[]interface {}") return undefined;
    return firstOf(value.map((each, index) => faultOf(each, "string", `${path}[${index}]`, owner)));
  }
  if (isMap(value)) {
    return (
      `An error occurred decoding '${owner}.${path}': Cannot decode Object{} to type ${kind}; ` +
      "it isn't a struct, and no custom decoder exists"
    );
  }
  if (typeof value === (kind === "bool" ? "boolean" : kind)) return undefined;
  return `Field '${path}' on 'local.${owner}' must be a '${kind}'; got '${typeOf(value)}' instead`;
}

function firstOf(faults: (string | undefined)[]): string | undefined {
  return faults.find((each) => each !== undefined);
}

function withoutNull(values: ValueMap): ValueMap {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

function typeOf(value: Value): string {
  if (isList(value)) return "[]interface {}";
  return { boolean: "bool", number: "float64" }[typeof value as string] ?? typeof value;
}
