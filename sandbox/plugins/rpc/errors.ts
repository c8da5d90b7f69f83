import type { ValueMap } from "./values";

/** A step that failed in a way the user is told; nothing was created. */
export class PluginError extends Error {
  override readonly name: string = "PluginError";
}

/** A step that failed after the object came into being: the engine keeps it in the state and tries to finish it next time. */
export class UnfinishedError extends PluginError {
  override readonly name = "UnfinishedError";

  constructor(
    message: string,
    readonly id: string,
    readonly outputs: ValueMap,
    readonly inputs: ValueMap,
  ) {
    super(message);
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
