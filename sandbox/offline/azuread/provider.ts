import { changedInputs } from "../rpc/changes";
import type { CheckFailure, Provider, Saved } from "../rpc/provider";
import { hasUnknown, sameValue, UNKNOWN, type Properties } from "../rpc/values";
import { readConfiguration } from "./configuration";
import { functions } from "./functions";
import { Graph } from "./graph";
import { resourceHandlers } from "./resources";
import { resourceSchemas } from "./schemas";
import type { InputSchema, InputType, ResourceHandler, ResourceSchema } from "./schema-types";

export const azureadVersion = "6.9.1";

let graph: Graph | undefined;

function connected(): Graph {
  if (!graph) throw new Error("the provider was not configured");
  return graph;
}

/** The azuread provider for the simulated tenant: the resources and functions that Consentra's programs use. */
export const azureadProvider: Provider = {
  version: azureadVersion,
  checkConfig: () => [],

  configure(args, log) {
    graph = new Graph(readConfiguration(args, process.env));
    log("info", "offline azuread plugin in use, for simulated tenants only (the real one could not be downloaded)");
  },

  check(type, news) {
    const schema = resourceSchemas[type];
    if (!schema) return { inputs: news.values, failures: [{ property: "", reason: notServed(type) }] };
    const defaults: string[] = [];
    const inputs: Properties = {};
    const failures: CheckFailure[] = [];
    for (const [name, value] of Object.entries(news.values)) {
      if (name === "__defaults") continue;
      const input = schema.inputs[name];
      if (!input) failures.push({ property: name, reason: `Unexpected property: Invalid or unknown key "${name}"` });
      else if (value !== null && value !== undefined) {
        if (!fits(value, input.type))
          failures.push({ property: name, reason: `expected a ${input.type}, got ${typeof value}` });
        inputs[name] = withDefaultsList(value);
      }
    }
    for (const [name, input] of Object.entries(schema.inputs)) {
      if (inputs[name] !== undefined) continue;
      if (input.required)
        failures.push({
          property: name,
          reason: `Missing required argument: The argument "${snake(name)}" is required, but no definition was found.`,
        });
      if (input.fallback !== undefined) {
        inputs[name] = input.fallback;
        defaults.push(name);
      }
    }
    return { inputs: { __defaults: defaults, ...inputs }, failures };
  },

  diff(type, olds, oldInputs, news) {
    const schema = schemaOf(type);
    const before = Object.keys(oldInputs.values).length > 0 ? oldInputs.values : pickInputs(schema, olds.values);
    return changedInputs(sets(before), sets(news.values), (name) => schema.inputs[name]?.replaces === true);
  },

  async create(call, inputs) {
    const schema = schemaOf(call.type);
    const secrets = secretsOf(call.type, schema);
    if (call.preview) return { id: "", outputs: previewOutputs(schema, inputs.values, {}), secrets };
    const handler = handlerOf(call.type);
    const { id, once } = await handler.create(connected(), plain(inputs.values));
    return save(id, await readBack(handler, id, { ...plain(inputs.values), ...once }), secrets);
  },

  async read(call, id, olds, inputs) {
    const schema = schemaOf(call.type);
    const found = await handlerOf(call.type).read(connected(), id, olds.values);
    if (!found) return undefined;
    const saved = save(id, found, secretsOf(call.type, schema));
    return { ...saved, inputs: refreshedInputs(schema, inputs.values, found) };
  },

  async update(call, id, olds, inputs) {
    const schema = schemaOf(call.type);
    const secrets = secretsOf(call.type, schema);
    if (call.preview) return { id, outputs: previewOutputs(schema, inputs.values, olds.values), secrets };
    const handler = handlerOf(call.type);
    const wanted = plain(inputs.values);
    await handler.update?.(connected(), id, wanted, olds.values);
    return save(id, await readBack(handler, id, { ...olds.values, ...wanted }), secrets);
  },

  async delete(call, id, olds) {
    await handlerOf(call.type).delete(connected(), id, olds.values);
  },

  async invoke(token, args) {
    const handler = functions[token];
    if (!handler) throw new Error(notServed(token));
    return { values: await handler(connected(), args.values), failures: [] };
  },
};

async function readBack(handler: ResourceHandler, id: string, prior: Properties): Promise<Properties> {
  const found = await handler.read(connected(), id, prior);
  if (!found) throw new Error(`${id} was written, but Microsoft Graph does not return it`);
  return found;
}

function save(id: string, outputs: Properties, secrets: ReadonlySet<string>): Saved {
  return { id, outputs: { ...outputs, id }, secrets };
}

function schemaOf(type: string): ResourceSchema {
  const schema = resourceSchemas[type];
  if (!schema) throw new Error(notServed(type));
  return schema;
}

function handlerOf(type: string): ResourceHandler {
  const handler = resourceHandlers[type];
  if (!handler) throw new Error(notServed(type));
  return handler;
}

function secretsOf(type: string, schema: ResourceSchema): ReadonlySet<string> {
  const inputs = Object.entries(schema.inputs).filter(([, input]) => input.secret);
  return new Set([...inputs.map(([name]) => name), ...(resourceHandlers[type]?.secrets ?? [])]);
}

function notServed(name: string): string {
  return `${name} is not served by the offline azuread plugin; with the real plugin it is`;
}

/** What is not known before the resource is there is unknown; what was known stays. */
function previewOutputs(schema: ResourceSchema, inputs: Properties, olds: Properties): Properties {
  const computed = Object.fromEntries(schema.computed.map((name) => [name, olds[name] ?? UNKNOWN]));
  return { ...olds, ...plain(inputs), ...computed };
}

function fits(value: unknown, type: InputType): boolean {
  if (hasUnknown(value)) return true;
  if (type === "strings") return Array.isArray(value) && value.every((each) => typeof each === "string");
  if (type === "objects") return Array.isArray(value) && value.every((each) => typeof each === "object");
  if (type === "object" || type === "map") return typeof value === "object" && !Array.isArray(value);
  return typeof value === type;
}

/** The bridge notes in every object which of its values it filled in. */
function withDefaultsList(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDefaultsList);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => name !== "__defaults");
  return { __defaults: [], ...Object.fromEntries(entries.map(([name, each]) => [name, withDefaultsList(each)])) };
}

/** Without the bridge's notes. */
function plain(value: Properties): Properties {
  const strip = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(strip);
    if (typeof each !== "object" || each === null) return each;
    return plain(each as Properties);
  };
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "__defaults")
      .map(([name, each]) => [name, strip(each)]),
  );
}

/** Lists of strings are sets to this provider. */
function sets(values: Properties): Properties {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asSet(value)]));
}

function asSet(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.every((each) => typeof each === "string") ? [...value].sort() : value.map(asSet);
  }
  return typeof value === "object" && value !== null ? sets(value as Properties) : value;
}

function pickInputs(schema: ResourceSchema, outputs: Properties): Properties {
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => name in schema.inputs));
}

/** After a read: inputs that still say what is there stay as they are written; others take what is there. On import, all that is set. */
function refreshedInputs(schema: ResourceSchema, inputs: Properties, outputs: Properties): Properties {
  const imported = Object.keys(inputs).length === 0;
  const names = imported ? Object.keys(schema.inputs) : Object.keys(inputs).filter((name) => name !== "__defaults");
  const refreshed: Properties = { __defaults: inputs.__defaults ?? [] };
  for (const name of names) {
    const input: InputSchema | undefined = schema.inputs[name];
    if (!input) continue;
    const now = outputs[name];
    if (imported) {
      if (!isEmpty(now)) refreshed[name] = withDefaultsList(now);
    } else {
      const same = isPartOf(asSet(plain({ value: inputs[name] }).value), asSet(now));
      refreshed[name] = same ? inputs[name] : withDefaultsList(now);
    }
  }
  return refreshed;
}

/** Whether everything that was asked for is there; what the service filled in besides does not count. */
function isPartOf(wanted: unknown, found: unknown): boolean {
  if (Array.isArray(wanted) && Array.isArray(found)) {
    return wanted.length === found.length && wanted.every((each, index) => isPartOf(each, found[index]));
  }
  if (typeof wanted === "object" && wanted !== null && typeof found === "object" && found !== null) {
    return Object.entries(wanted).every(([name, each]) => isPartOf(each, (found as Properties)[name]));
  }
  return sameValue(wanted, found);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.values(value).every(isEmpty);
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
