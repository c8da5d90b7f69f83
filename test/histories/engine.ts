import type { AccessArgs, Mishap } from "./operations";

/** How an operation ended. */
export type Outcome = { kind: "completed"; changed: number } | { kind: "failed"; error: Error } | { kind: "crashed" };

/** How an operation runs. */
export type Run = Pick<Mishap, "crash" | "killAt"> & {
  /** What is left to chance in it. */
  order: number;
};

/** What there is to know for whoever makes the state agree with the tenant. */
export interface Recovery {
  /** What is declared. @default - nothing */
  access?: AccessArgs;
  /** Of the operation that did not complete. */
  outcome?: Outcome;
  /** Takes away what somebody else granted, before `consentra recover` takes it in as the stack's. */
  readList: () => Promise<void>;
}

/** What brings the tenant to what is declared: a model of Pulumi's engine, or that engine. */
export interface HistoryEngine {
  up(access: AccessArgs, run: Run): Promise<Outcome>;
  destroy(run: Run): Promise<Outcome>;
  /** Makes the state agree with the tenant, as docs/recovery.md says. @returns whether that may let the operation complete */
  recover(recovery: Recovery): Promise<boolean>;
}
