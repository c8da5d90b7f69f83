/** What went wrong while an engine or its plugins were set up: what was tried, what was found, what to do. */
export class EngineError extends Error {
  override readonly name = "EngineError";
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The end of a tool's output, which is where it says what went wrong. */
export function lastLines(output: string): string {
  return output.trim().split("\n").slice(-15).join("\n");
}
