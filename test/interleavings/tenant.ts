import { createUnconnectedSandbox, type AuditEntry, type UnconnectedSandbox } from "@consentra/sandbox/tenant";
import { HistoryTenant } from "../histories/tenant";
import type { Declaration } from "./declarations";
import { Gate, type Side } from "./gate";

/** One tenant on which two act, each with requests that pass a gate. */
export class SharedTenant {
  #written = 0;
  readonly gate = new Gate(() => this.#written);

  private constructor(
    private readonly whole: HistoryTenant,
    /** The tenant as each of the two reaches it. */
    readonly sides: readonly [HistoryTenant, HistoryTenant],
  ) {}

  static async create(): Promise<SharedTenant> {
    const sandbox = await createUnconnectedSandbox();
    const whole = HistoryTenant.over(sandbox);
    const sides: HistoryTenant[] = [];
    const shared = new SharedTenant(whole, sides as unknown as [HistoryTenant, HistoryTenant]);
    sandbox.onAudit(({ service, fault }) => {
      if (service !== "login" && fault === undefined) shared.#written++;
    });
    for (const side of [0, 1] as const) sides.push(HistoryTenant.over(throughGate(sandbox, shared.gate, side)));
    return shared;
  }

  /** The tenant as it was in the beginning, without a fault and without a delay. */
  reset(): void {
    this.whole.reset();
    for (const side of this.sides) side.revive();
  }

  /** As in {@link reset}, with the service principal that a declaration adopts, as an administrator's consent would have made it. */
  async begin(adopting: Declaration | undefined): Promise<void> {
    this.reset();
    if (!adopting) return;
    const { status } = await this.seen
      .context()
      .graph.ask("POST", "/servicePrincipals", { appId: adopting.args.clientId });
    if (status !== 201) throw new Error(`the service principal was not made: ${status}`);
  }

  /** As a third one sees it, whose requests do not wait. */
  get seen(): HistoryTenant {
    return this.whole;
  }

  onAudit(listener: (entry: AuditEntry) => void): () => void {
    return this.whole.onAudit(listener);
  }

  /** Lets code that has no option for it use the tenant's time. */
  inItsTime<T>(work: () => Promise<T>): Promise<T> {
    return this.whole.inItsTime(work);
  }

  close(): Promise<void> {
    return this.whole.sandbox.close();
  }
}

/** Signing in changes nothing that others see, so that it waits for nobody. */
function throughGate(sandbox: UnconnectedSandbox, gate: Gate, side: Side): UnconnectedSandbox {
  const send: UnconnectedSandbox["fetch"] = (input, init) => {
    const isSignIn = new Request(input, init).url.includes("/oauth2/");
    return isSignIn ? sandbox.fetch(input, init) : gate.send(side, () => sandbox.fetch(input, init));
  };
  return new Proxy(sandbox, {
    get: (target, property) => (property === "fetch" ? send : (Reflect.get(target, property, target) as unknown)),
  });
}
