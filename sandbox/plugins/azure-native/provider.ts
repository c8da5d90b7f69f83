import { settingsFrom, type Settings } from "../azuread/settings";
import { PluginError } from "../rpc/errors";
import type {
  CheckResult,
  CheckStep,
  CreateStep,
  DeleteStep,
  DiffResult,
  DiffStep,
  PluginProvider,
  ReadStep,
  UpdateStep,
} from "../rpc/provider";
import { addChanges } from "../rpc/value-changes";
import { plainInputs, unknown, type ValueMap } from "../rpc/values";
import { withIgnored } from "../schema/ignore";
import type { Arm, Json } from "./arm";
import { namesIn, withDrift, writable } from "./inputs";
import { armTypes, type ArmType } from "./types";

/** The azure-native provider for simulated clouds, as far as key vaults and their secrets go. */
export class AzureNativeProvider implements PluginProvider {
  readonly name = "azure-native";
  readonly notice =
    "Offline azure-native plugin in use: it serves key vaults of simulated clouds on this machine only.";
  private settings: Settings | undefined;
  private subscriptionId = "";
  private arm: Promise<Arm> | undefined;

  constructor(
    readonly version: string,
    private readonly environment: NodeJS.ProcessEnv = process.env,
  ) {}

  configure(args: ValueMap): Promise<void> {
    const plain = plainInputs(args);
    this.settings = settingsFrom(plain, this.environment);
    const given = plain["subscriptionId"];
    this.subscriptionId = typeof given === "string" ? given : (this.environment["ARM_SUBSCRIPTION_ID"] ?? "");
    if (this.subscriptionId === "")
      throw new PluginError("no subscription: set ARM_SUBSCRIPTION_ID (or the provider's subscriptionId)");
    return Promise.resolve();
  }

  check({ type, inputs }: CheckStep): CheckResult {
    const { required } = typeOf(type);
    const given = Object.fromEntries(
      Object.entries(inputs).filter(([name, value]) => value !== null && !name.startsWith("__")),
    );
    const failures = required
      .filter((name) => given[name] === undefined)
      .map((property) => ({ property, reason: `Missing required property '${property}'` }));
    return { inputs: given, failures };
  }

  diff({ type, oldInputs, inputs, ignoreChanges }: DiffStep): DiffResult {
    const { replaces } = typeOf(type);
    const before = plainInputs(oldInputs);
    const after = withIgnored(plainInputs(inputs), before, ignoreChanges);
    const changes: DiffResult["changes"] = new Map();
    const replacing = (path: string): boolean => replaces.includes(path);
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      addChanges(changes, name, before[name] ?? null, after[name] ?? null, replacing);
    }
    // names are given, never made up: the new one cannot be there before the old one is gone
    return { changes, stables: [], deleteBeforeReplace: [...changes.values()].some(({ replace }) => replace) };
  }

  async create({ type, inputs, preview, signal }: CreateStep): Promise<{ id: string; outputs: ValueMap }> {
    if (preview) return { id: "", outputs: open() };
    const armType = typeOf(type);
    const id = armType.path(this.subscriptionId, plainInputs(inputs) as Record<string, string>);
    if ((await (await this.manager(signal)).get(`${id}?api-version=${armType.apiVersion}`, signal)) !== undefined)
      throw new PluginError(`cannot create already existing resource '${id}'`);
    const found = await this.write(type, inputs, signal);
    return { id: String(found["id"]), outputs: outputsOf(typeOf(type), found) };
  }

  /** What is imported is taken for wanted; afterwards what changed in the cloud is. */
  async read({ type, id, oldOutputs, oldInputs, signal }: ReadStep) {
    const armType = typeOf(type);
    const found = await (await this.manager(signal)).get(`${id}?api-version=${armType.apiVersion}`, signal);
    if (found === undefined) return undefined;
    const outputs = outputsOf(armType, found);
    const imported = Object.keys(oldOutputs).length === 0;
    const inputs = imported
      ? { ...namesIn(armType, id), ...writable(armType, outputs) }
      : withDrift(oldInputs, writable(armType, plainInputs(oldOutputs)), writable(armType, outputs));
    return { id, outputs, inputs };
  }

  async update({ type, inputs, oldInputs, ignoreChanges, preview, signal }: UpdateStep): Promise<ValueMap> {
    if (preview) return open();
    return outputsOf(typeOf(type), await this.write(type, withIgnored(inputs, oldInputs, ignoreChanges), signal));
  }

  async delete({ type, id, outputs, signal }: DeleteStep): Promise<void> {
    const { apiVersion, deletedByVault } = typeOf(type);
    const arm = await this.manager(signal);
    if (!deletedByVault) return arm.delete(`${id}?api-version=${apiVersion}`, signal);
    const { secretUri } = (plainInputs(outputs)["properties"] ?? {}) as { secretUri?: string };
    if (secretUri === undefined) throw new PluginError(`the state of ${id} has no secretUri`);
    return arm.deleteSecret(secretUri, signal);
  }

  invoke({ token }: { token: string }): Promise<never> {
    throw new PluginError(`the offline azure-native plugin does not serve the function ${token}; it serves none.`);
  }

  private async write(type: string, inputs: ValueMap, signal: AbortSignal): Promise<Json> {
    const arm = typeOf(type);
    const plain = plainInputs(inputs);
    const path = arm.path(this.subscriptionId, plain as Record<string, string>);
    const body = Object.fromEntries(arm.body.filter((name) => name in plain).map((name) => [name, plain[name]]));
    return (await this.manager(signal)).put(`${path}?api-version=${arm.apiVersion}`, body, signal);
  }

  /** The HTTP and login code is loaded here, after the engine has been told the port. */
  private manager(signal: AbortSignal): Promise<Arm> {
    const { settings } = this;
    if (settings === undefined) throw new PluginError("the azure-native plugin is not configured");
    this.arm ??= import("./arm.js").then(({ Arm: opened }) => opened.open(settings, signal));
    return this.arm;
  }
}

function typeOf(token: string): ArmType {
  const type = Object.hasOwn(armTypes, token) ? armTypes[token] : undefined;
  if (type) return type;
  throw new PluginError(
    `the offline azure-native plugin does not serve the resource type ${token}. It serves: ${Object.keys(armTypes).join(", ")}. Use Pulumi's own azure-native plugin for it.`,
  );
}

/** Decided by the service. */
const outputNames = ["location", "name", "properties", "tags", "type"];

function open(): ValueMap {
  return Object.fromEntries([...outputNames, "azureApiVersion"].map((name) => [name, unknown]));
}

function outputsOf({ apiVersion }: ArmType, found: Json): ValueMap {
  const outputs = Object.fromEntries(
    outputNames.filter((name) => found[name] !== undefined).map((name) => [name, found[name]]),
  );
  return { ...(outputs as ValueMap), azureApiVersion: apiVersion };
}
