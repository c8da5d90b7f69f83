import type { Declared } from "./declared";
import type { HistoryEngine, Outcome, Recovery, Run } from "./engine";
import { EngineModel } from "./engine-model";
import type { AccessArgs } from "./operations";
import { randomOf } from "@consentra/sandbox/tenant";
import type { HistoryTenant } from "./tenant";

/** The model of Pulumi's engine, in which the program is what the components declared. */
export class ModelEngine implements HistoryEngine {
  readonly #model: EngineModel;

  constructor(
    private readonly tenant: HistoryTenant,
    private readonly declarations: ReadonlyMap<AccessArgs, Declared[]>,
  ) {
    this.#model = new EngineModel(tenant);
  }

  up(access: AccessArgs, { order, crash }: Run): Promise<Outcome> {
    this.tenant.revive(crash);
    return this.#model.up(this.#declared(access), randomOf(order));
  }

  destroy({ order, crash }: Run): Promise<Outcome> {
    this.tenant.revive(crash);
    return this.#model.destroy(randomOf(order));
  }

  async recover({ access }: Recovery): Promise<boolean> {
    this.tenant.revive();
    this.#model.recover(this.#declared(access));
    return false;
  }

  #declared(access: AccessArgs | undefined): Declared[] {
    return (access && this.declarations.get(access)) ?? [];
  }
}
