import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { handOff, type HandOff } from "consentra/handoff";
import { UsageError } from "../exit";

export interface HandOffSource {
  /** A file with a hand-off or with all outputs of a stack. */
  handOff?: string;
  project?: string;
  stack?: string;
  /** Name of the output, where a stack has several hand-offs. */
  output?: string;
}

/** @throws UsageError where there is none, or several and none was named */
export async function readHandOff(source: HandOffSource): Promise<HandOff> {
  const text = source.handOff === undefined ? await stackOutputs(source) : readText(source.handOff);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError("the stack's outputs are not JSON");
  }
  return chooseHandOff(value, source.output);
}

/** Finds the hand-off in a document: the document itself, or the outputs that are marked as one. */
export function chooseHandOff(value: unknown, name: string | undefined): HandOff {
  const single = handOff.safeParse(value);
  if (single.success) return single.data;
  const outputs = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const found = outputs.flatMap(([key, each]) => {
    const parsed = handOff.safeParse(each);
    return parsed.success ? [{ key, handOff: parsed.data }] : handOffsWithin(each);
  });
  const chosen = name === undefined ? found : found.filter(({ key }) => key === name);
  const [first, ...others] = chosen;
  if (!first) {
    throw new UsageError(
      name === undefined
        ? "the stack has no hand-off among its outputs: export `handOff` of a VendorApp"
        : `the stack has no hand-off called ${name}; it has ${found.map(({ key }) => key).join(", ") || "none"}`,
    );
  }
  if (others.length > 0) {
    throw new UsageError(
      `the stack has several hand-offs, name one with --output: ${found.map(({ key }) => key).join(", ")}`,
    );
  }
  return first.handOff;
}

/** A stack of several apps keeps their hand-offs in one output, by app. */
function handOffsWithin(value: unknown): { key: string; handOff: HandOff }[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    const parsed = handOff.safeParse(each);
    return parsed.success ? [{ key, handOff: parsed.data }] : [];
  });
}

async function stackOutputs({ project = ".", stack }: HandOffSource): Promise<string> {
  const args = ["stack", "output", "--json", "--cwd", project, ...(stack === undefined ? [] : ["--stack", stack])];
  try {
    return (await promisify(execFile)("pulumi", args)).stdout;
  } catch (error) {
    const failure = error as { code?: string; stderr?: string; message: string };
    if (failure.code === "ENOENT")
      throw new UsageError("pulumi is not on PATH; name a file of the outputs with --hand-off");
    throw new UsageError(`pulumi stack output failed: ${failure.stderr?.trim() || failure.message}`);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
}
