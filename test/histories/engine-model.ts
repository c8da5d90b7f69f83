import type { Found } from "../../components/exchange/drift/look-up";
import type { Declared } from "./declared";
import type { Outcome } from "./engine";
import { findUnrecorded, isThere, perform, type Kept } from "./provider";
import type { Random } from "@consentra/sandbox/tenant";
import { parseManifest, readDrift } from "./rooms";
import type { HistoryTenant } from "./tenant";

/** A resource in the state. */
interface Recorded extends Declared, Kept {
  /** Replaced; goes when everything else is done. */
  isCondemned?: true;
  /** Deleted before its replacement, which is not there yet. */
  isPendingReplacement?: true;
}

/** How the tenant differs from what is declared, by resource. */
type Drift = ReadonlyMap<string, Found>;

const principalType = "azuread:index/servicePrincipal:ServicePrincipal";

/**
 * Pulumi's engine as far as it decides about order: creates and updates when all that a resource depends on is done, in any order among those;
 * what is deleted before it is replaced takes what is made of it along; everything else goes at the end, dependents first. The first failure
 * ends the operation; what was under way then may still be done.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/how-pulumi-works/
 */
export class EngineModel {
  #state: Recorded[] = [];
  #changed = 0;

  constructor(private readonly tenant: HistoryTenant) {}

  /** Brings the tenant to what is declared. */
  up(declared: readonly Declared[], random: Random): Promise<Outcome> {
    return this.#operate(async () => {
      const found = await this.#drift(declared);
      await this.#makeAll(declared, found, random);
      const names = new Set(declared.map((each) => each.name));
      await this.#deleteAll((each) => each.isCondemned === true || !names.has(each.name), random);
    });
  }

  destroy(random: Random): Promise<Outcome> {
    return this.#operate(() => this.#deleteAll(() => true, random));
  }

  /** Forgets what is gone, and takes what was made but not recorded into the state: `consentra recover`. */
  recover(declared: readonly Declared[]): void {
    this.#state = this.#state.filter((each) => isThere(this.tenant, each));
    for (const each of declared) {
      if (this.#find(each.name) && !this.#find(each.name)?.isPendingReplacement) continue;
      const kept = findUnrecorded(this.tenant, each, this.#principalId());
      if (!kept) continue;
      this.#forget(this.#find(each.name));
      this.#state.push({ ...each, ...kept });
    }
  }

  /** What the stack's state holds and the tenant has not, or has in another form: what a preview with refresh would tell. */
  async lost(declared: readonly Declared[]): Promise<string[]> {
    const drift = await this.#drift(declared);
    return this.#state.flatMap((each) => {
      if (!isThere(this.tenant, each)) return [`${each.name} is gone`];
      const found = drift.get(each.name);
      return found ? [`${each.name}: ${found.words}`] : [];
    });
  }

  get isEmpty(): boolean {
    return this.#state.length === 0;
  }

  async #operate(work: () => Promise<void>): Promise<Outcome> {
    this.#changed = 0;
    try {
      await work();
      return this.tenant.crashed ? { kind: "crashed" } : { kind: "completed", changed: this.#changed };
    } catch (error) {
      return this.tenant.crashed ? { kind: "crashed" } : { kind: "failed", error: error as Error };
    }
  }

  /** How the tenant differs from what is declared, by resource. */
  async #drift(declared: readonly Declared[]): Promise<Drift> {
    const manifests = Object.fromEntries(
      declared.flatMap(({ name, type, inputs }) =>
        type === "command:local:Command" ? [[name, parseManifest(String(inputs.stdin))]] : [],
      ),
    );
    if (Object.keys(manifests).length === 0) return new Map();
    const { graph, exchange } = this.tenant.context();
    const { found } = await readDrift({ manifests }, graph, exchange);
    this.#assertAlive();
    return new Map(Object.entries(found));
  }

  async #makeAll(declared: readonly Declared[], drifted: Drift, random: Random): Promise<void> {
    const waiting = [...declared];
    const done = new Set<string>();
    const names = new Set(declared.map((each) => each.name));
    const isReady = (each: Declared) => each.dependsOn.every((name) => done.has(name) || !names.has(name));
    let failure: Error | undefined;
    while (waiting.length > 0) {
      const ready = waiting.filter(isReady);
      const next = ready[Math.floor(random() * ready.length)];
      if (!next) break;
      waiting.splice(waiting.indexOf(next), 1);
      if (failure && random() < 0.5) continue;
      try {
        await this.#make(next, drifted.get(next.name), random);
        if (!failure) done.add(next.name);
      } catch (error) {
        if (this.tenant.crashed) throw error;
        failure ??= error as Error;
      }
    }
    if (failure) throw failure;
  }

  async #make(declared: Declared, drift: Found | undefined, random: Random): Promise<void> {
    const old = this.#find(declared.name);
    if (!old) return this.#create(declared, undefined);
    if (old.isPendingReplacement || isReplaced(old, declared)) {
      if (declared.deleteBeforeReplace && !old.isPendingReplacement) await this.#deleteBefore(old, random);
      else if (!old.isPendingReplacement) {
        await this.#create(declared, undefined);
        old.isCondemned = true;
        return;
      }
      return this.#create(declared, old);
    }
    if (drift || JSON.stringify(changeable(old)) !== JSON.stringify(changeable(declared))) {
      const kept = await this.#perform(declared, "update", old);
      Object.assign(old, declared, kept);
      return;
    }
    Object.assign(old, { dependsOn: declared.dependsOn, madeOf: declared.madeOf });
  }

  /** @param replaced what this takes the place of, deleted already */
  async #create(declared: Declared, replaced: Recorded | undefined): Promise<void> {
    const kept = await this.#perform(declared, "create", undefined);
    this.#forget(replaced);
    this.#state.push({ ...declared, ...kept });
  }

  /** Deletes a resource before its replacement is made, and before that all whose own identity is made of it. */
  async #deleteBefore(root: Recorded, random: Random): Promise<void> {
    const affected = new Set([root.name]);
    for (const each of this.#state) {
      const isMadeOf = identityOf(each).some((property) => each.madeOf[property]?.some((name) => affected.has(name)));
      if (!each.isCondemned && isMadeOf) affected.add(each.name);
    }
    const doomed = this.#state.filter(
      (each) => affected.has(each.name) && !each.isPendingReplacement && !each.isCondemned,
    );
    await this.#deleteInOrder(doomed, random, (each) => {
      each.isPendingReplacement = true;
    });
  }

  async #deleteAll(isDoomed: (each: Recorded) => boolean, random: Random): Promise<void> {
    for (const each of this.#state.filter((one) => isDoomed(one) && one.isPendingReplacement)) this.#forget(each);
    await this.#deleteInOrder(this.#state.filter(isDoomed), random, (each) => this.#forget(each));
  }

  async #deleteInOrder(doomed: Recorded[], random: Random, deleted: (each: Recorded) => void): Promise<void> {
    const left = [...doomed];
    while (left.length > 0) {
      const free = left.filter((each) => !left.some((other) => other !== each && other.dependsOn.includes(each.name)));
      const next = free[Math.floor(random() * free.length)] ?? left[0];
      if (!next) return;
      await this.#perform(next, "delete", next);
      deleted(next);
      left.splice(left.indexOf(next), 1);
    }
  }

  async #perform(declared: Declared, action: "create" | "update" | "delete", old: Kept | undefined): Promise<Kept> {
    const kept = await perform(this.tenant, declared, action, old, this.#principalId());
    // A step that goes on after its process died is none.
    this.#assertAlive();
    this.#changed++;
    return kept;
  }

  #assertAlive(): void {
    if (this.tenant.crashed) throw new Error("the process died");
  }

  #principalId(): string {
    return (
      this.#state
        .find((each) => each.type === principalType)
        ?.id.split("/")
        .at(-1) ?? ""
    );
  }

  #find(name: string): Recorded | undefined {
    return this.#state.find((each) => each.name === name && !each.isCondemned);
  }

  #forget(record: Recorded | undefined): void {
    if (record) this.#state = this.#state.filter((each) => each !== record);
  }
}

/** The inputs that make a resource another one when they change. */
function identityOf({ type }: Declared): string[] {
  if (type === "command:local:Command") return ["triggers"];
  if (type === principalType) return ["clientId"];
  return ["appRoleId", "principalObjectId", "resourceObjectId"];
}

function isReplaced(old: Declared, declared: Declared): boolean {
  return identityOf(declared).some(
    (property) => JSON.stringify(old.inputs[property]) !== JSON.stringify(declared.inputs[property]),
  );
}

function changeable({ inputs }: Declared): unknown {
  return Object.entries(inputs).sort(([one], [other]) => (one < other ? -1 : 1));
}
