import type { Declared } from "../histories/declared";
import type { Outcome } from "../histories/engine";
import { EngineModel } from "../histories/engine-model";
import { randomOf } from "@consentra/sandbox/tenant";
import type { HistoryTenant } from "../histories/tenant";

/** A stack that one of the two runs, with a model of Pulumi's engine. */
export class Stack {
  readonly #model: EngineModel;
  #declared: readonly Declared[];

  constructor(
    private readonly tenant: HistoryTenant,
    declared: readonly Declared[],
  ) {
    this.#model = new EngineModel(tenant);
    this.#declared = declared;
  }

  /** Changes what it declares; `up` brings the tenant there. */
  declare(declared: readonly Declared[]): void {
    this.#declared = declared;
  }

  up(): Promise<Outcome> {
    return this.#run(() => this.#model.up(this.#declared, randomOf(1)));
  }

  destroy(): Promise<Outcome> {
    return this.#run(() => this.#model.destroy(randomOf(1)));
  }

  /** What its state holds and the tenant has not. */
  lost(): Promise<string[]> {
    return this.#run(() => this.#model.lost(this.#declared));
  }

  get isEmpty(): boolean {
    return this.#model.isEmpty;
  }

  /** Each operation is a process of its own. */
  #run<T>(work: () => Promise<T>): Promise<T> {
    this.tenant.revive();
    return work();
  }
}
