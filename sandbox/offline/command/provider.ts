import { randomBytes } from "node:crypto";
import { z } from "zod";
import { changedInputs } from "../rpc/changes";
import type { CheckFailure, Provider, ResourceCall, Saved } from "../rpc/provider";
import { hasUnknown, UNKNOWN, type Properties, type Received } from "../rpc/values";
import { runShell, type ShellResult } from "./shell";

const shared = {
  interpreter: z.array(z.string()).optional(),
  dir: z.string().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  stdin: z.string().optional(),
  logging: z.enum(["none", "stdout", "stderr", "stdoutAndStderr"]).optional(),
  addPreviousOutputInEnv: z.boolean().optional(),
};
const commandInputs = z.strictObject({
  ...shared,
  create: z.string().optional(),
  update: z.string().optional(),
  delete: z.string().optional(),
  triggers: z.array(z.unknown()).optional(),
});
const runInputs = z.strictObject({ ...shared, command: z.string() });
type CommandInputs = z.infer<typeof commandInputs>;

const commandType = "command:local:Command";
const runToken = "command:local:run";
const outputNames = new Set(["stdout", "stderr"]);

/** `command:local:Command` and `command:local:run`, as version 1.2.1 of the command provider does them. */
export const commandProvider: Provider = {
  version: "1.2.1",
  checkConfig: () => [],
  configure: (_args, log) => log("info", "offline command plugin in use (the real one could not be downloaded)"),

  check(type, news) {
    if (type !== commandType) return { inputs: news.values, failures: [notServed(type)] };
    const result = commandInputs.safeParse(withoutUnknowns(news.values));
    return { inputs: news.values, failures: result.success ? [] : result.error.issues.map(toFailure) };
  },

  diff: (_type, olds, oldInputs, news) =>
    changedInputs(inputsOf(oldInputs, olds), news.values, (property) => property === "triggers"),

  async create(call, inputs) {
    const id = `create${randomBytes(8).toString("hex")}`;
    if (call.preview) return { id: "", ...saved(inputs, unknownResult) };
    const { create } = parsed(inputs);
    return { id, ...saved(inputs, await step(call, create, inputs, undefined)) };
  },

  read: (_call, id, olds, inputs) =>
    Promise.resolve({ id, outputs: olds.values, secrets: olds.secrets, inputs: inputs.values }),

  async update(call, id, olds, inputs) {
    if (call.preview) return { id, ...saved(inputs, unknownResult) };
    const { create, update } = parsed(inputs);
    return { id, ...saved(inputs, await step(call, update ?? create, inputs, olds)) };
  },

  async delete(call, _id, olds) {
    const inputs = { values: inputsOf(undefined, olds), secrets: olds.secrets };
    await step(call, parsed(inputs).delete, inputs, olds);
  },

  async invoke(token, args, log, signal) {
    if (token !== runToken) throw new Error(notServed(token).reason);
    const result = runInputs.safeParse(args.values);
    if (!result.success) return { values: {}, failures: result.error.issues.map(toFailure) };
    const output = await runShell(result.data, log, signal);
    return { values: { ...args.values, ...output }, failures: [] };
  },
};

const unknownResult = { stdout: UNKNOWN, stderr: UNKNOWN };

async function step(
  call: ResourceCall,
  command: string | undefined,
  inputs: Received,
  olds: Received | undefined,
): Promise<ShellResult> {
  if (command === undefined) return { stdout: text(olds?.values.stdout), stderr: text(olds?.values.stderr) };
  const wanted = parsed(inputs);
  const handOn = olds && wanted.addPreviousOutputInEnv !== false;
  const environment = {
    ...wanted.environment,
    ...(handOn && { PULUMI_COMMAND_STDOUT: text(olds.values.stdout), PULUMI_COMMAND_STDERR: text(olds.values.stderr) }),
  };
  return runShell({ ...wanted, environment, command }, call.log, call.signal, call.urn);
}

function parsed(inputs: Received): CommandInputs {
  return commandInputs.parse(inputs.values);
}

function saved(inputs: Received, result: ShellResult): Omit<Saved, "id"> {
  return { outputs: { ...inputs.values, ...result }, secrets: inputs.secrets };
}

/** State holds the inputs beside the results. */
function inputsOf(inputs: Received | undefined, olds: Received): Properties {
  if (inputs && Object.keys(inputs.values).length > 0) return inputs.values;
  return Object.fromEntries(Object.entries(olds.values).filter(([name]) => !outputNames.has(name)));
}

/** What is not known yet cannot be judged yet. */
function withoutUnknowns(values: Properties): Properties {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !hasUnknown(value)));
}

function toFailure(issue: { path: PropertyKey[]; message: string }): CheckFailure {
  return { property: issue.path.map(String).join("."), reason: issue.message };
}

function notServed(name: string): CheckFailure {
  return {
    property: "",
    reason: `${name} is not served by the offline command plugin; it serves ${commandType} and ${runToken}`,
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
