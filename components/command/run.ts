import { readFileSync } from "node:fs";
import { isExchangeKind } from "./kinds";
import type { StepAction } from "./surroundings";

/** Does what the command was started for, and ends the process. */
export function run(kind: string, action: StepAction | "read"): void {
  execute(kind, action).then(
    (result) => end(process.stdout, JSON.stringify(result), 0),
    (error: unknown) => end(process.stderr, `${error instanceof Error ? error.message : String(error)}\n`, 1),
  );
}

/** Ends when the text is handed over, without waiting for connections that are kept alive for a next request that never comes. */
function end(stream: NodeJS.WriteStream, text: string, code: number): void {
  stream.write(text, () => process.exit(code));
}

/** Each way loads what it needs alone: a process does one thing. */
async function execute(kind: string, action: StepAction | "read"): Promise<unknown> {
  const input = readFileSync(0, "utf8");
  if (action === "read") {
    const { lookUp } = await import("./look-up.js");
    return lookUp(kind, JSON.parse(input));
  }
  if (isExchangeKind(kind)) {
    const { exchangeStep } = await import("./exchange-step.js");
    return exchangeStep(kind, action, input);
  }
  const { graphStep } = await import("./graph-step.js");
  return graphStep(kind, action, input);
}
