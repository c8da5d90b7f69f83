import assert from "node:assert/strict";
import { join, sep } from "node:path";
import {
  UnknownValueError,
  unknownCheckingProxy,
  type PolicyResource,
  type PolicyResourceOptions,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import type { Policy } from "@consentra/policy-kit";
import { repository } from "./repository";

// The package exports it without its type.
const asPreviewSees = unknownCheckingProxy as unknown as (props: Record<string, unknown>) => Record<string, unknown>;

/** What the engine shows of a value that a preview does not know. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource of a program, as the engine tells the packs of it. */
export interface Declared {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  /** What is known of it in addition when the stack is judged. @default - its inputs */
  outputs?: Record<string, unknown>;
  parent?: Declared;
  dependsOn?: readonly Declared[];
  /** By property. */
  dependencies?: Record<string, readonly Declared[]>;
  protect?: boolean;
  ignoreChanges?: string[];
}

export interface JudgeOptions {
  stack?: string;
  /** By policy. */
  config?: Record<string, object>;
}

/** What a policy said: of a resource, or of the whole stack. */
export interface Said {
  policy: string;
  /** As it is shown: what cannot be judged yet is advisory, whatever the policy's level. */
  level: string;
  message: string;
}

export const packs = ["least-privilege", "mailbox-scope", "app-hygiene"] as const;
export type PackName = (typeof packs)[number];

/** A pack as a new process loads it: what it saw before is forgotten. */
export function loadPack(name: PackName): Policy[] {
  const inside = join(repository, "policy-packs", name) + sep;
  for (const each of Object.keys(require.cache).filter((path) => path.startsWith(inside))) delete require.cache[each];
  return (require(join(inside, "dist", "policies.js")) as { policies: Policy[] }).policies;
}

/** Judges a program as the engine does: each resource by its inputs before it is made, then the whole stack. */
export function judge(policies: readonly Policy[], program: readonly Declared[], options: JudgeOptions = {}): Said[] {
  const said: Said[] = [];
  for (const declared of program) {
    for (const policy of policies) {
      const { validateResource } = policy as Partial<ResourceValidationPolicy>;
      if (!validateResource) continue;
      assert.ok(typeof validateResource === "function");
      run(policy, options, said, (common, report) =>
        validateResource({ ...argsOf(declared, options), ...common } as ResourceValidationArgs, report),
      );
    }
  }
  for (const policy of policies) {
    const { validateStack } = policy as Partial<StackValidationPolicy>;
    if (!validateStack) continue;
    run(policy, options, said, (common, report) =>
      validateStack({ resources: toResources(program, options), ...common }, report),
    );
  }
  return said;
}

interface Common {
  stackTags: ReadonlyMap<string, string>;
  getConfig<T extends object>(): T;
  notApplicable(reason?: string): never;
}

class NotApplicable extends Error {}

function run(
  { name, enforcementLevel }: Policy,
  { config = {} }: JudgeOptions,
  said: Said[],
  judged: (common: Common, report: (message: string) => void) => unknown,
): void {
  const common: Common = {
    stackTags: new Map(),
    getConfig: <T extends object>() => (config[name] ?? {}) as T,
    notApplicable: (reason) => {
      throw new NotApplicable(reason);
    },
  };
  try {
    judged(common, (message) => said.push({ policy: name, level: enforcementLevel, message }));
  } catch (error) {
    if (error instanceof NotApplicable) said.push({ policy: name, level: "not applicable", message: error.message });
    else if (error instanceof UnknownValueError)
      said.push({ policy: name, level: "advisory", message: (error as Error).message });
    else throw error;
  }
}

/** What is shown to people: all but what is not applicable. */
export function shown(said: readonly Said[]): Said[] {
  return said.filter(({ level }) => level !== "not applicable");
}

function urnOf({ type, name, parent }: Declared, { stack = "test" }: JudgeOptions): string {
  const chain = (each: Declared | undefined): string => (each ? `${chain(each.parent)}${each.type}$` : "");
  return `urn:pulumi:${stack}::project::${chain(parent)}${type}::${name}`;
}

function optionsOf({ parent, protect, ignoreChanges }: Declared, options: JudgeOptions): PolicyResourceOptions {
  return {
    protect: protect ?? false,
    ignoreChanges: ignoreChanges ?? [],
    aliases: [],
    customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    additionalSecretOutputs: [],
    ...(parent && { parent: urnOf(parent, options) }),
  };
}

function argsOf(declared: Declared, options: JudgeOptions) {
  const { type, name, inputs } = declared;
  return {
    type,
    name,
    urn: urnOf(declared, options),
    props: asPreviewSees(inputs),
    opts: optionsOf(declared, options),
    isType: () => false,
    asType: () => undefined,
  };
}

/** Of a component the whole stack shows what it registered only. */
export function toResources(program: readonly Declared[], options: JudgeOptions = {}): PolicyResource[] {
  const made = new Map<Declared, PolicyResource>();
  for (const each of program) {
    const isComponent = each.type.startsWith("consentra:");
    made.set(each, {
      ...argsOf(each, options),
      props: asPreviewSees({ ...(isComponent ? {} : each.inputs), ...each.outputs }),
      dependencies: [],
      propertyDependencies: {},
    });
  }
  for (const [declared, resource] of made) {
    const known = (list: readonly Declared[] = []) => list.flatMap((each) => made.get(each) ?? []);
    resource.dependencies = known(declared.dependsOn);
    for (const [property, list] of Object.entries(declared.dependencies ?? {}))
      resource.propertyDependencies[property] = known(list);
    if (declared.parent) resource.parent = made.get(declared.parent);
  }
  return [...made.values()];
}
