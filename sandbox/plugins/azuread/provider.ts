import { PluginError, messageOf } from "../rpc/errors";
import type { CheckFailure, CheckResult, DiffResult, InvokeStep, PluginProvider } from "../rpc/provider";
import { plainInputs, type ValueMap } from "../rpc/values";
import { checkInputs } from "../schema/check";
import { snake } from "../schema/place";
import type { Directory, Session } from "./directory";
import type { FunctionType } from "./functions/function";
import { functionTypes } from "./functions/index";
import { Lifecycle } from "./lifecycle";
import { resourceTypes } from "./resources/index";
import { settingsFrom, type Settings } from "./settings";
import { Args } from "./values";

type Steps = Omit<PluginProvider, "name" | "version" | "notice" | "configure" | "invoke">;

/** The azuread provider for simulated tenants. */
export class AzureadProvider implements PluginProvider {
  readonly name = "azuread";
  readonly notice = "Offline azuread plugin in use: it serves simulated tenants on this machine only.";
  private settings: Settings | undefined;
  private session: Promise<Session> | undefined;

  constructor(
    readonly version: string,
    private readonly environment: NodeJS.ProcessEnv = process.env,
  ) {}

  /** Signs in, so that a wrong host or credential is told before anything else. */
  async configure(args: ValueMap, signal: AbortSignal): Promise<void> {
    this.settings = settingsFrom(plainInputs(args), this.environment);
    await this.open(signal);
  }

  check(step: Parameters<Steps["check"]>[0]): CheckResult {
    return this.lifecycle(step.type).check(step);
  }

  diff(step: Parameters<Steps["diff"]>[0]): DiffResult {
    return this.lifecycle(step.type).diff(step);
  }

  create(step: Parameters<Steps["create"]>[0]): ReturnType<Steps["create"]> {
    return this.lifecycle(step.type).create(() => this.directory(step.signal), step);
  }

  read(step: Parameters<Steps["read"]>[0]): ReturnType<Steps["read"]> {
    return this.lifecycle(step.type).read(() => this.directory(step.signal), step);
  }

  update(step: Parameters<Steps["update"]>[0]): ReturnType<Steps["update"]> {
    return this.lifecycle(step.type).update(() => this.directory(step.signal), step);
  }

  delete(step: Parameters<Steps["delete"]>[0]): ReturnType<Steps["delete"]> {
    return this.lifecycle(step.type).delete(() => this.directory(step.signal), step);
  }

  async invoke({ token, args, signal }: InvokeStep): Promise<{ outputs: ValueMap } | { failures: CheckFailure[] }> {
    const type = functionTypes.get(token);
    if (type === undefined) throw new PluginError(notServed("function", token, functionTypes.keys()));
    const { inputs, failures } = checkArguments(type, args);
    if (failures.length > 0) return { failures };
    try {
      return { outputs: await type.run(await this.directory(signal), new Args(plainInputs(inputs))) };
    } catch (error) {
      throw new PluginError(`invoking ${token}: 1 error occurred:\n\t* ${messageOf(error)}\n\n`);
    }
  }

  private lifecycle(token: string): Lifecycle {
    const type = resourceTypes.get(token);
    if (type === undefined) throw new PluginError(notServed("resource type", token, resourceTypes.keys()));
    return new Lifecycle(type);
  }

  private async directory(signal: AbortSignal): Promise<Directory> {
    return (await this.open(signal)).directory(signal);
  }

  /** The HTTP and login code is loaded here, after the engine has been told the port. */
  private open(signal: AbortSignal): Promise<Session> {
    const { settings } = this;
    if (settings === undefined) throw new PluginError("the azuread plugin is not configured");
    this.session ??= import("./directory.js").then(({ Session }) => Session.open(settings, signal));
    return this.session;
  }
}

/** What is wrong with a look-up is said with the argument in front; arguments that it does not know count for nothing. */
function checkArguments({ inputs: fields, needsOneOf = [] }: FunctionType, args: ValueMap): CheckResult {
  const known = Object.fromEntries(Object.entries(args).filter(([name]) => Object.hasOwn(fields, name)));
  const { inputs, failures } = checkInputs(fields, "", known);
  const told = failures.map(({ reason }) => {
    const [, words = reason, path = ""] = /^(.*)\. Examine values at '\.([^']*)'\.$/.exec(reason) ?? [];
    return {
      reason: `[${snake(path)}] ${words.replace("Conflicting configuration arguments.", "Conflicting configuration arguments:")}`,
    };
  });
  const names = needsOneOf.map(snake).sort();
  const [first] = names;
  if (first !== undefined && told.length === 0 && !needsOneOf.some((name) => name in inputs)) {
    const words = `"${first}": one of \`${names.join(",")}\` must be specified`;
    told.push({ reason: `[${first}] Invalid combination of arguments: ${words}` });
  }
  return { inputs, failures: told };
}

function notServed(what: string, token: string, served: Iterable<string>): string {
  const known = [...served].sort().join(", ");
  return `the offline azuread plugin does not serve the ${what} ${token}. It serves: ${known}. Use Pulumi's own azuread plugin for it.`;
}
