import { randomBytes } from "node:crypto";
import { PluginError } from "../rpc/errors";
import type {
  CheckFailure,
  CheckResult,
  CheckStep,
  CreateStep,
  DeleteStep,
  DiffResult,
  DiffStep,
  InvokeStep,
  PluginProvider,
  ReadStep,
  Step,
  UpdateStep,
} from "../rpc/provider";
import { plainInputs, unknown, type ValueMap } from "../rpc/values";
import { withIgnored } from "../schema/ignore";
import { diffCommand } from "./diff";
import { commandInputs, faultsOf, functionInputs, keptInputs, resourceInputs } from "./inputs";
import { runCommand, type CommandOutput } from "./run";

const commandType = "command:local:Command";
const runToken = "command:local:run";

/** The command provider, as far as local commands go. */
export class CommandProvider implements PluginProvider {
  readonly name = "command";
  /** Kept by the library that Pulumi's own plugin is made with. */
  readonly configInputs = { "__pulumi-go-provider-version": "1.2.0" };
  readonly notice = "Offline command plugin in use: it serves local commands.";

  constructor(readonly version: string) {}

  configure(): Promise<void> {
    return Promise.resolve();
  }

  check({ type, inputs }: CheckStep): CheckResult {
    refuseOther(type);
    const given = keptInputs(inputs);
    return { inputs: given, failures: faultsOf(given, resourceInputs) };
  }

  diff({ type, oldOutputs, inputs, ignoreChanges }: DiffStep): DiffResult {
    refuseOther(type);
    const outputs = plainInputs(oldOutputs);
    return diffCommand(outputs, withIgnored(plainInputs(inputs), outputs, ignoreChanges));
  }

  async create(step: CreateStep): Promise<{ id: string; outputs: ValueMap }> {
    refuseOther(step.type);
    const id = `${step.name}${randomBytes(4).toString("hex")}`;
    if (step.preview) return { id, outputs: finished(step.inputs, undefined) };
    const said = await run(step, plainInputs(step.inputs), "create");
    return { id, outputs: finished(step.inputs, said ?? { stdout: "", stderr: "" }) };
  }

  /** Nothing is run to find out how things are: the state is what is known. */
  read({ type, id, oldOutputs, oldInputs }: ReadStep) {
    refuseOther(type);
    return Promise.resolve({ id, outputs: oldOutputs, inputs: oldInputs });
  }

  async update(step: UpdateStep): Promise<ValueMap> {
    refuseOther(step.type);
    const old = plainInputs(step.oldOutputs);
    const inputs = withIgnored(step.inputs, step.oldOutputs, step.ignoreChanges);
    if (step.preview) return finished(inputs, undefined);
    const plain = plainInputs(inputs);
    const said = await run(step, plain, plain["update"] === undefined ? "create" : "update", outputOf(old));
    return finished(inputs, said ?? outputOf(old));
  }

  async delete(step: DeleteStep): Promise<void> {
    refuseOther(step.type);
    const state = plainInputs(step.outputs);
    await run(step, state, "delete", outputOf(state));
  }

  async invoke({
    token,
    args,
    signal,
    log,
  }: InvokeStep): Promise<{ outputs: ValueMap } | { failures: CheckFailure[] }> {
    if (token !== runToken) {
      throw new PluginError(`the offline command plugin does not serve the function ${token}. It serves: ${runToken}.`);
    }
    const failures = faultsOf(args, functionInputs);
    if (args["command"] === undefined)
      failures.push({ property: "command", reason: "Missing required field 'command' on 'local.RunInputs'" });
    if (failures.length > 0) return { failures };
    const inputs = plainInputs(args);
    const said = await runCommand(inputs["command"] as string, commandInputs(inputs), {
      signal,
      log: (line) => log(line, true),
    });
    return { outputs: { ...inputs, ...said } };
  }
}

/** Runs the command of a step; undefined when there is none. */
async function run(
  { signal, log }: Step,
  inputs: ValueMap,
  name: "create" | "update" | "delete",
  previous?: CommandOutput,
): Promise<CommandOutput | undefined> {
  const command = inputs[name];
  if (typeof command !== "string") return undefined;
  return runCommand(command, commandInputs(inputs), { previous, signal, log: (line) => log(line, true) });
}

/** Secret inputs do not make the output secret: a program that wants that names it in `additionalSecretOutputs`. */
function finished(inputs: ValueMap, output: CommandOutput | undefined): ValueMap {
  return { ...inputs, stdout: output?.stdout ?? unknown, stderr: output?.stderr ?? unknown };
}

function outputOf(state: ValueMap): CommandOutput {
  const text = (name: string) => (typeof state[name] === "string" ? state[name] : "");
  return { stdout: text("stdout"), stderr: text("stderr") };
}

function refuseOther(type: string): void {
  if (type === commandType) return;
  throw new PluginError(
    `the offline command plugin does not serve the resource type ${type}. It serves: ${commandType}.`,
  );
}
