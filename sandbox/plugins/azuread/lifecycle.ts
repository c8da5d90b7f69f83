import { PluginError, UnfinishedError } from "../rpc/errors";
import type {
  Changes,
  CheckResult,
  CheckStep,
  CreateStep,
  DeleteStep,
  DiffResult,
  DiffStep,
  ReadStep,
  UpdateStep,
} from "../rpc/provider";
import { plainInputs, unknown, Unknown, withoutSecrets, withSecrets, type ValueMap } from "../rpc/values";
import { checkInputs } from "../schema/check";
import { changedNames, diffFields } from "../schema/diff";
import { withIgnored } from "../schema/ignore";
import { secretNames } from "../schema/property";
import {
  bridgePlan,
  bridgeProperties,
  importedInputs,
  planned,
  readBack,
  refreshedInputs,
  settled,
  withoutUnknowns,
} from "../schema/state";
import type { Directory } from "./directory";
import { errorList, problem, repeated, reported } from "./problem";
import type { ResourceType } from "./resource-type";
import { Args } from "./values";

/** The steps that every type of resource goes through. */
export class Lifecycle {
  constructor(private readonly type: ResourceType) {}

  check({ name, inputs }: CheckStep): CheckResult {
    return checkInputs(this.type.fields, name, inputs);
  }

  diff(step: DiffStep): DiffResult {
    const { inputs, outputs } = compared(step);
    this.refuseFaults("diffing", step.urn, inputs, outputs);
    const changes = diffFields(this.type.fields, outputs, inputs);
    const changed = new Set([...changes.keys()].map((path) => path.split(/[.[]/)[0]));
    for (const name of this.recomputed(changes)) {
      changes.set(name, { kind: (outputs[name] ?? null) === null ? "add" : "update", replace: false });
    }
    const stables = Object.entries(this.type.fields).filter(([name, { replaces }]) => replaces && !changed.has(name));
    return { changes, stables: stables.map(([name]) => name) };
  }

  async create(tenant: () => Promise<Directory>, step: CreateStep): Promise<{ id: string; outputs: ValueMap }> {
    const plan = planned(this.type.fields, plainInputs(step.inputs));
    this.refuseFaults("diffing", step.urn, plan);
    if (step.preview) {
      return { id: "", outputs: this.marked({ ...plan, ...bridgePlan(this.type), id: unknown }, step.inputs) };
    }
    const directory = await tenant();
    const args = new Args(withoutUnknowns(plan));
    let id: string | undefined;
    try {
      const told = await this.type.create(directory, args, (created) => (id = created));
      if (id === undefined) throw problem("Bad API response", "object ID returned is nil/empty");
      const found = await this.type.read(directory, id, new Args({ ...args.values, ...told }));
      if (found !== undefined) return { id, outputs: this.finished(step.inputs, plan, id, { ...found, ...told }) };
    } catch (error) {
      if (id === undefined) throw new PluginError(errorList(this.said(error)));
      const message = reported("creating", step.urn, this.said(error));
      throw new UnfinishedError(message, id, this.finished(step.inputs, plan, id, {}), step.inputs);
    }
    // It is there, but not yet where it was looked for. Pulumi's own plugin forgets it then, so this one does.
    throw new PluginError(`expected non-nil error with nil state during Create of ${step.urn}`);
  }

  async read(tenant: () => Promise<Directory>, step: ReadStep) {
    const { fields } = this.type;
    const refresh = Object.keys(step.oldOutputs).length > 0;
    const prior = plainInputs(step.oldOutputs);
    const found = await this.attempt("refreshing", step.urn, async () =>
      this.type.read(await tenant(), step.id, new Args(prior)),
    );
    if (found === undefined) return undefined;
    const version = refresh ? this.type.schemaVersion : (this.type.schemaVersion ?? 0);
    const outputs = this.kept(step.oldInputs, readBack(fields, prior, found), step.id, version);
    const plain = plainInputs(outputs);
    const inputs = refresh
      ? refreshedInputs(fields, withoutSecrets(step.oldInputs), plain)
      : importedInputs(fields, withoutSecrets(outputs));
    return { id: step.id, outputs, inputs: withSecrets(inputs, step.oldInputs, secretNames(fields)) };
  }

  async update(tenant: () => Promise<Directory>, step: UpdateStep): Promise<ValueMap> {
    const { type } = this;
    const { fields } = type;
    const { inputs, outputs } = compared(step);
    const plan = planned(fields, inputs, outputs);
    const changed = changedNames(fields, outputs, inputs);
    if (step.preview) {
      const open = this.recomputed(diffFields(fields, outputs, inputs));
      const preview = { ...plan, ...Object.fromEntries(open.map((name) => [name, unknown])), id: step.id };
      return this.marked({ ...preview, ...bridgeProperties(fields, preview, type), ...bridgePlan(type) }, step.inputs);
    }
    if (type.update === undefined) throw new PluginError(`${type.token} cannot be changed in place`);
    const directory = await tenant();
    const args = new Args(withoutUnknowns(plan));
    const touches = (...names: string[]) => names.some((name) => changed.has(name));
    let found: ValueMap | undefined;
    try {
      const told = await type.update(directory, step.id, { args, prior: new Args(outputs), touches });
      const read = await type.read(directory, step.id, new Args({ ...args.values, ...told }));
      found = read && { ...read, ...told };
    } catch (error) {
      // Pulumi's own plugin takes what was planned for done, and has it done again next time
      const message = reported("updating", step.urn, this.said(error));
      throw new UnfinishedError(message, step.id, this.finished(step.inputs, plan, step.id, {}), step.inputs);
    }
    if (found === undefined) {
      const advice =
        "This is usually a result of the resource having been deleted outside of Pulumi, and can often be ";
      throw new PluginError(
        `Resource provider reported that the resource did not exist while updating ${step.urn}.\n\n${advice}` +
          "fixed by running `pulumi refresh` before updating.",
      );
    }
    return this.finished(step.inputs, plan, step.id, found);
  }

  async delete(tenant: () => Promise<Directory>, step: DeleteStep): Promise<void> {
    await this.attempt("deleting", step.urn, async () =>
      this.type.delete(await tenant(), step.id, new Args(plainInputs(step.outputs))),
    );
  }

  private recomputed(changes: Changes): string[] {
    const of = Object.entries(this.type.recomputed ?? {});
    return of.flatMap(([path, names]) => ([...changes.keys()].some((each) => isTouched(path, each)) ? names : []));
  }

  private finished(inputs: ValueMap, plan: ValueMap, id: string, found: ValueMap): ValueMap {
    return this.kept(inputs, settled(this.type.fields, plan, found), id);
  }

  /** What goes into the state. */
  private kept(inputs: ValueMap, outputs: ValueMap, id: string, schemaVersion = this.type.schemaVersion): ValueMap {
    return this.marked(
      { ...outputs, ...bridgeProperties(this.type.fields, outputs, { ...this.type, schemaVersion }), id },
      inputs,
    );
  }

  private marked(outputs: ValueMap, inputs: ValueMap): ValueMap {
    return withSecrets(outputs, inputs, secretNames(this.type.fields));
  }

  private refuseFaults(doing: string, urn: string, inputs: ValueMap, outputs?: ValueMap): void {
    const plan = planned(this.type.fields, inputs, outputs);
    const known = Object.fromEntries(Object.entries(plan).filter(([, value]) => !(value instanceof Unknown)));
    const faults = this.type.faults?.(new Args(known)) ?? [];
    if (faults.length > 0) throw new PluginError(reported(doing, urn, new Error(faults.join("; "))));
  }

  private said(error: unknown): unknown {
    return this.type.repeatsFailures ? repeated(error) : error;
  }

  private async attempt<Result>(doing: string, urn: string, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw new PluginError(reported(doing, urn, this.said(error)));
    }
  }
}

/** Whether a change at one path touches what is at the other. */
function isTouched(path: string, by: string): boolean {
  const [one, other] = [`${path}.`, `${by.replaceAll("[", ".")}.`];
  return one.startsWith(other) || other.startsWith(one);
}

/** What a program wants and what is there, ready to be compared. */
function compared({ inputs, oldOutputs, ignoreChanges }: DiffStep): { inputs: ValueMap; outputs: ValueMap } {
  const outputs = plainInputs(oldOutputs);
  return { inputs: withIgnored(plainInputs(inputs), outputs, ignoreChanges), outputs };
}
