import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { UsageError } from "../exit";

/** Which stack is meant. */
export interface StackChoice {
  project?: string;
  stack?: string;
  configFile?: string;
}

/** Runs pulumi on a stack. @throws UsageError where it is not there or fails */
export async function pulumi(
  args: readonly string[],
  { project = ".", stack, configFile }: StackChoice,
  input = "",
): Promise<string> {
  const takesConfig = args[0] === "preview" || args[0] === "refresh";
  const all = [
    ...args,
    "--non-interactive",
    "--cwd",
    project,
    ...(stack === undefined ? [] : ["--stack", stack]),
    ...(takesConfig && configFile !== undefined ? ["--config-file", configFile] : []),
  ];
  const child = spawn("pulumi", all, { stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  try {
    const [code, output, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    if (code === 0) return output;
    throw new UsageError(`pulumi ${args.slice(0, 2).join(" ")} failed: ${errors.trim() || output.trim()}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new UsageError("pulumi is not on PATH");
    throw error;
  }
}

/** What a person runs to release a stack's lock, in any backend. */
export function cancelCommand({ project, stack }: StackChoice): string {
  const words = [
    ...["pulumi", "cancel", "--yes"],
    ...(stack === undefined ? [] : ["--stack", stack]),
    ...(project === undefined ? [] : ["--cwd", project]),
  ];
  return words.map((each) => (/^[\w./@:-]+$/.test(each) ? each : `'${each.replaceAll("'", `'\\''`)}'`)).join(" ");
}
