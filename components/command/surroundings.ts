import { setTimeout as sleep } from "node:timers/promises";

/** What the command does to an object. */
export type StepAction = "create" | "update" | "delete";

export function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

export function wait(milliseconds: number): Promise<void> {
  return sleep(milliseconds);
}

/** What the last step of this object printed: the command provider hands it on. */
export function previous(): unknown {
  const text = process.env.PULUMI_COMMAND_STDOUT;
  if (!text) throw new Error("the previous output of this step is missing (PULUMI_COMMAND_STDOUT)");
  return JSON.parse(text) as unknown;
}

/** A stack never acts on another tenant than the one it was planned for. */
export function assertTenant(wanted: string, actual: string): void {
  if (wanted.toLowerCase() === actual.toLowerCase()) return;
  throw new Error(
    `the stack is for tenant ${wanted}, but the credential in the environment is for tenant ${actual}; nothing was done`,
  );
}

/** @throws where the manifest is of another kind than the command was started for */
export function assertKind(found: string, wanted: string): void {
  if (found !== wanted) throw new Error(`the manifest is of a ${found}, expected a ${wanted}`);
}
