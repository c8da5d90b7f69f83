import type { ValueMap } from "./values";

/** Something wrong with an input. */
export interface CheckFailure {
  reason: string;
  /** Path of the property, where the plugin names it apart from the reason. */
  property?: string;
}

export interface CheckResult {
  inputs: ValueMap;
  failures: CheckFailure[];
}

/** How one property changes; `replace` means that the object cannot be changed in place. */
export interface PropertyChange {
  kind: "add" | "update" | "delete";
  replace: boolean;
}

/** Changes by property path. */
export type Changes = Map<string, PropertyChange>;

export interface DiffResult {
  changes: Changes;
  /** Properties that stay whatever happens to the others. */
  stables: string[];
  /** Where an object is replaced the old one goes first. @default false */
  deleteBeforeReplace?: boolean;
}

/** What every step on a resource has. */
export interface Step {
  urn: string;
  type: string;
  /** The resource's name in the program. */
  name: string;
  /** Aborts when the engine cancels. */
  signal: AbortSignal;
  /** Shows a line at the resource. `ephemeral` lines are gone when the operation ends. */
  log: (line: string, ephemeral?: boolean) => void;
}

export interface CheckStep extends Step {
  inputs: ValueMap;
}

export interface DiffStep extends Step {
  id: string;
  oldOutputs: ValueMap;
  oldInputs: ValueMap;
  inputs: ValueMap;
  ignoreChanges: string[];
}

export interface CreateStep extends Step {
  inputs: ValueMap;
  preview: boolean;
}

export interface UpdateStep extends DiffStep {
  preview: boolean;
}

export interface ReadStep extends Step {
  id: string;
  /** Empty when the object is imported or looked up. */
  oldOutputs: ValueMap;
  oldInputs: ValueMap;
}

export interface DeleteStep extends Step {
  id: string;
  outputs: ValueMap;
}

export interface InvokeStep {
  token: string;
  args: ValueMap;
  signal: AbortSignal;
  log: (line: string, ephemeral?: boolean) => void;
}

/** A resource provider without its transport. Methods throw PluginError for what the user can act on. */
export interface PluginProvider {
  /** The package, e.g. `azuread`. */
  name: string;
  version: string;
  /** The line that says this plugin is in use. */
  notice: string;
  /** What the plugin adds to a provider's own arguments in the state. */
  configInputs?: ValueMap;
  configure(args: ValueMap, signal: AbortSignal): Promise<void>;
  check(step: CheckStep): CheckResult;
  diff(step: DiffStep): DiffResult;
  /** Create's ID is ignored in a preview. */
  create(step: CreateStep): Promise<{ id: string; outputs: ValueMap }>;
  /** Undefined when the object is gone. */
  read(step: ReadStep): Promise<{ id: string; outputs: ValueMap; inputs: ValueMap } | undefined>;
  update(step: UpdateStep): Promise<ValueMap>;
  delete(step: DeleteStep): Promise<void>;
  invoke(step: InvokeStep): Promise<{ outputs: ValueMap } | { failures: CheckFailure[] }>;
}
