/** Exit codes of every command. */
export const EXIT = { ok: 0, difference: 1, usage: 2, interrupted: 130 } as const;

/** The command was called wrongly, or something that it needs is not there: exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
}
