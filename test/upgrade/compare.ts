import { isDeepStrictEqual } from "node:util";
import type { StackResource } from "@consentra/sandbox/engine";
import type { Fixture } from "./fixture";
import { nameOf, runProgram, shown, type Registered } from "./program";

type Inputs = Readonly<Record<string, unknown>>;

/** Inputs that the tenant decides, not the program: how it differed when it was last compared. */
const fromTenant = "environment";

/** What differs between a recorded state and what a program registers: missing and new resources, and inputs of the others. */
function compareAll(recorded: readonly StackResource[], registered: readonly Registered[]): Comparison {
  const wanted = new Map(recorded.map((each) => [keyOf(each.type, nameOf(each)), each]));
  const found = new Map(registered.map((each) => [keyOf(each.type, each.name), each]));
  return {
    missing: [...wanted.keys()].filter((key) => !found.has(key)).sort(),
    added: [...found.keys()].filter((key) => !wanted.has(key)).sort(),
    changed: [...found].flatMap(([key, { name, inputs }]) => {
      const before = wanted.get(key)?.inputs;
      if (!before) return [];
      return changedInputs(before, inputs)
        .filter((input) => input !== fromTenant)
        .map((input) => ({ name, input }));
    }),
  };
}

/** Compares a recorded state with what the project's program registers today. */
export async function compareWithProgram(fixture: Fixture): Promise<Comparison> {
  const { resources = [] } = fixture.state.deployment;
  // The stack itself and providers are no resources of the program.
  const recorded = resources.filter(({ type }) => !type.startsWith("pulumi:"));
  return compareAll(recorded, await runProgram(fixture));
}

export interface Comparison {
  missing: string[];
  added: string[];
  changed: { name: string; input: string }[];
}

const keyOf = (type: string, name: string): string => `${type} ${name}`;

/** Names of inputs that differ. */
export function changedInputs(before: Inputs, after: Inputs): string[] {
  const [old, now] = [plain(shown(before)) as Inputs, plain(shown(after)) as Inputs];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((name) => !isDeepStrictEqual(old[name], now[name]))
    .sort();
}

/** Without defaults of the provider and what is absent. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const filled = new Set("__defaults" in value && Array.isArray(value.__defaults) ? value.__defaults : []);
  const entries = Object.entries(value).filter(
    ([name, each]) => name !== "__defaults" && !filled.has(name) && each !== undefined && each !== null,
  );
  return Object.fromEntries(entries.map(([name, each]) => [name, plain(each)]));
}
