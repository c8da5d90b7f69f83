import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { credentials, Server, ServerCredentials, type ServiceError } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { repository } from "../support/repository";

export type PluginName = "azuread" | "azure-native" | "command";
export type Properties = Record<string, JavaScriptValue>;

/** The forms that the engine's protocol has for what JSON has not. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const secretMark = "4dabf18193072939515e22adb298388d";
export const secret = (value: JavaScriptValue) => ({
  [secretMark]: "1b47061264138c4ac30d75fd1eb44270",
  value,
});

/** A schema is larger than gRPC's own limit. */
const maxMessageBytes = 100 * 1024 * 1024;

const mainOf = (name: PluginName): string => join(repository, "sandbox", "dist", "plugins", name, "main.js");

/** Makes a Pulumi home that holds the offline plugins under test. */
export async function installPlugins(home: string): Promise<void> {
  for (const [name, version] of [
    ["azuread", "6.9.1"],
    ["command", "1.2.1"],
  ] as const) {
    const folder = join(home, "plugins", `resource-${name}-v${version}`);
    await mkdir(folder, { recursive: true });
    const script = `#!/bin/sh\nexec '${process.execPath}' '${mainOf(name)}' "$@"\n`;
    await writeFile(join(folder, `pulumi-resource-${name}`), script, { mode: 0o755 });
  }
}

export interface DiffAnswer {
  /** Kinds by property path, e.g. `UPDATE_REPLACE`. */
  changes: Record<string, string>;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** A plugin in a process of its own, called as the engine calls it. */
export interface Plugin {
  /** Lines it sent to the engine's log. */
  log: string[];
  /** What it printed on standard error. */
  errors(): string;
  pid: number;
  /** How the process ended. */
  ended: Promise<number | null>;
  /** What the plugin says of its types, as JSON. */
  schema(): Promise<PackageSchema>;
  configure(args?: Properties): Promise<void>;
  check(type: string, news: Properties): Promise<{ inputs: Properties; failures: string[] }>;
  diff(type: string, olds: Properties, news: Properties, ignoreChanges?: string[]): Promise<DiffAnswer>;
  create(type: string, inputs: Properties, preview?: boolean): Promise<{ id: string; outputs: Properties }>;
  read(type: string, id: string, olds?: Properties, inputs?: Properties): Promise<ReadAnswer>;
  update(type: string, id: string, olds: Properties, news: Properties, preview?: boolean): Promise<Properties>;
  delete(type: string, id: string, outputs: Properties): Promise<void>;
  invoke(token: string, args?: Properties): Promise<Properties>;
  cancel(): Promise<void>;
  stop(): Promise<void>;
}

/** Of a Pulumi package's schema what is compared. */
export interface PackageSchema {
  resources: Record<
    string,
    ObjectSchema & { inputProperties?: Record<string, PropertySchema>; requiredInputs?: string[] }
  >;
  functions: Record<string, { inputs?: ObjectSchema }>;
  types: Record<string, ObjectSchema>;
}

export interface ObjectSchema {
  properties?: Record<string, PropertySchema>;
  required?: string[];
}

export interface PropertySchema {
  type?: "string" | "boolean" | "integer" | "number" | "array" | "object";
  $ref?: string;
  items?: PropertySchema;
  additionalProperties?: PropertySchema;
}

export interface ReadAnswer {
  id: string;
  outputs: Properties;
  inputs: Properties;
}

/** Starts an offline plugin; it is ready when it has told its port. */
export function startPlugin(name: PluginName, environment: Record<string, string> = {}): Promise<Plugin> {
  return startPluginBy([process.execPath, mainOf(name)], environment);
}

/** Starts any plugin by the command that runs it. */
export async function startPluginBy(
  [program = "", ...args]: readonly string[],
  environment: Record<string, string> = {},
): Promise<Plugin> {
  const engine = await startEngineLog();
  const child = spawn(program, [...args, engine.address], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const ended = once(child, "close").then(([code]) => code as number | null);
  const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
  const client = new ResourceProviderClient(`127.0.0.1:${line.trim()}`, credentials.createInsecure(), {
    "grpc.max_receive_message_length": maxMessageBytes,
  });
  return {
    ...callsOf(client),
    log: engine.lines,
    errors: () => errors,
    pid: child.pid ?? 0,
    ended,
    stop: async () => {
      client.close();
      child.kill("SIGTERM");
      await ended;
      engine.close();
    },
  };
}

async function startEngineLog(): Promise<{ address: string; lines: string[]; close(): void }> {
  const lines: string[] = [];
  const server = new Server();
  server.addService(EngineService, {
    log: (call: { request: LogRequest }, callback: (error: null, answer: Empty) => void) => {
      lines.push(call.request.getMessage());
      callback(null, new Empty());
    },
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return { address: `127.0.0.1:${port}`, lines, close: () => server.forceShutdown() };
}

const struct = (properties: Properties) => Struct.fromJavaScript(properties);
const plain = (value: Struct | undefined) => value?.toJavaScript() ?? {};

/** @throws Error with the details that the plugin gave */
function call<Answer>(
  start: (callback: (error: ServiceError | null, answer: Answer) => void) => unknown,
): Promise<Answer> {
  return new Promise((resolve, reject) =>
    start((error, answer) =>
      error ? reject(Object.assign(new Error(error.details), { metadata: error.metadata })) : resolve(answer),
    ),
  );
}

/** Of a command's state what was given; elsewhere what the service tells does not matter to the old inputs. */
function inputsIn(state: Properties): Properties {
  return Object.fromEntries(Object.entries(state).filter(([name]) => name !== "stdout" && name !== "stderr"));
}

const urnOf = (type: string): string => `urn:pulumi:dev::test::${type}::it`;
const kindNames = Object.fromEntries(Object.entries(messages.PropertyDiff.Kind).map(([name, kind]) => [kind, name]));

function callsOf(client: ResourceProviderClient): Omit<Plugin, "log" | "errors" | "pid" | "ended" | "stop"> {
  return {
    schema: async () => {
      const answer = await call<messages.GetSchemaResponse>((done) =>
        client.getSchema(new messages.GetSchemaRequest(), done),
      );
      return JSON.parse(answer.getSchema()) as PackageSchema;
    },
    configure: async (args = {}) => {
      // as the engine does
      const request = new messages.ConfigureRequest().setArgs(struct(args)).setAcceptsecrets(true);
      request.setAcceptresources(true).setSendsOldInputs(true).setSendsOldInputsToDelete(true);
      await call<messages.ConfigureResponse>((done) => client.configure(request, done));
    },
    check: async (type, news) => {
      const request = new messages.CheckRequest().setUrn(urnOf(type)).setNews(struct(news));
      const answer = await call<messages.CheckResponse>((done) => client.check(request, done));
      return { inputs: plain(answer.getInputs()), failures: answer.getFailuresList().map((each) => each.getReason()) };
    },
    diff: async (type, olds, news, ignoreChanges = []) => {
      const request = new messages.DiffRequest().setUrn(urnOf(type)).setOlds(struct(olds)).setNews(struct(news));
      request.setOldInputs(struct(inputsIn(olds)));
      const answer = await call<messages.DiffResponse>((done) =>
        client.diff(request.setIgnorechangesList(ignoreChanges), done),
      );
      const changes: Record<string, string> = {};
      answer.getDetaileddiffMap().forEach((each, path) => (changes[path] = kindNames[each.getKind()] ?? ""));
      return { changes, replaces: answer.getReplacesList(), deleteBeforeReplace: answer.getDeletebeforereplace() };
    },
    create: async (type, inputs, preview = false) => {
      const request = new messages.CreateRequest().setUrn(urnOf(type)).setProperties(struct(inputs));
      const answer = await call<messages.CreateResponse>((done) => client.create(request.setPreview(preview), done));
      return { id: answer.getId(), outputs: plain(answer.getProperties()) };
    },
    read: async (type, id, olds = {}, inputs = {}) => {
      const request = new messages.ReadRequest().setUrn(urnOf(type)).setId(id).setProperties(struct(olds));
      const answer = await call<messages.ReadResponse>((done) => client.read(request.setInputs(struct(inputs)), done));
      return { id: answer.getId(), outputs: plain(answer.getProperties()), inputs: plain(answer.getInputs()) };
    },
    update: async (type, id, olds, news, preview = false) => {
      const request = new messages.UpdateRequest().setUrn(urnOf(type)).setId(id);
      request
        .setOlds(struct(olds))
        .setNews(struct(news))
        .setPreview(preview)
        .setOldInputs(struct(inputsIn(olds)));
      return plain((await call<messages.UpdateResponse>((done) => client.update(request, done))).getProperties());
    },
    delete: async (type, id, outputs) => {
      const request = new messages.DeleteRequest().setUrn(urnOf(type)).setId(id).setProperties(struct(outputs));
      await call<Empty>((done) => client.delete(request, done));
    },
    invoke: async (token, args = {}) => {
      const request = new messages.InvokeRequest().setTok(token).setArgs(struct(args));
      const answer = await call<messages.InvokeResponse>((done) => client.invoke(request, done));
      const [failure] = answer.getFailuresList();
      if (failure) throw new Error(failure.getReason());
      return plain(answer.getReturn());
    },
    cancel: async () => {
      await call<Empty>((done) => client.cancel(new Empty(), done));
    },
  };
}
