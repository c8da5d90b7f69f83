import type { handleUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { configDiff } from "./config-diff";
import type { EngineLog } from "./engine-log";
import { serviceError } from "./failures";
import { fromStruct, toStruct } from "./marshal";
import type { CheckFailure, DiffResult, DiffStep, PluginProvider, PropertyChange, Step } from "./provider";

/** The gRPC service `pulumirpc.ResourceProvider` of a provider. What a plugin has no use for is answered UNIMPLEMENTED. */
export function serviceOf(provider: PluginProvider, log: EngineLog, signal: () => AbortSignal, cancel: () => void) {
  const stepOf = (request: { getUrn(): string; getType(): string; getName(): string }): Step => ({
    urn: request.getUrn(),
    type: request.getType() || typeOf(request.getUrn()),
    name: request.getName() || nameOf(request.getUrn()),
    signal: signal(),
    log: (line, ephemeral) => log.info(line, request.getUrn(), ephemeral),
  });
  const unary = <Request, Response>(
    answer: (request: Request) => Promise<Response> | Response,
  ): handleUnaryCall<Request, Response> => {
    return (call, callback) => {
      void (async () => answer(call.request))()
        .finally(() => log.flush())
        .then(
          (response) => callback(null, response),
          (error: unknown) => callback(serviceError(error)),
        );
    };
  };

  const diffStepOf = (request: DiffingRequest & Parameters<typeof stepOf>[0]): DiffStep => ({
    ...stepOf(request),
    id: request.getId(),
    oldOutputs: fromStruct(request.getOlds()),
    oldInputs: fromStruct(request.getOldInputs()),
    inputs: fromStruct(request.getNews()),
    ignoreChanges: request.getIgnorechangesList(),
  });

  const service = {
    // so that whoever looks for Pulumi's own plugin never takes this one for it
    getPluginInfo: unary<Empty, PluginInfo>(() => new PluginInfo().setVersion(`${provider.version}+offline`)),

    checkConfig: unary<messages.CheckRequest, messages.CheckResponse>((request) =>
      new messages.CheckResponse().setInputs(toStruct({ ...fromStruct(request.getNews()), ...provider.configInputs })),
    ),

    diffConfig: unary<messages.DiffRequest, messages.DiffResponse>((request) =>
      diffResponse(configDiff(fromStruct(request.getOldInputs()), fromStruct(request.getNews()))),
    ),

    configure: unary<messages.ConfigureRequest, messages.ConfigureResponse>(async (request) => {
      log.info(provider.notice);
      await provider.configure(fromStruct(request.getArgs()), signal());
      return new messages.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),

    check: unary<messages.CheckRequest, messages.CheckResponse>((request) => {
      const { inputs, failures } = provider.check({ ...stepOf(request), inputs: fromStruct(request.getNews()) });
      return new messages.CheckResponse().setInputs(toStruct(inputs)).setFailuresList(failures.map(failureMessage));
    }),

    diff: unary<messages.DiffRequest, messages.DiffResponse>((request) =>
      diffResponse(provider.diff(diffStepOf(request))),
    ),

    create: unary<messages.CreateRequest, messages.CreateResponse>(async (request) => {
      const preview = request.getPreview();
      const inputs = fromStruct(request.getProperties());
      const { id, outputs } = await provider.create({ ...stepOf(request), inputs, preview });
      return new messages.CreateResponse().setId(id).setProperties(toStruct(outputs));
    }),

    read: unary<messages.ReadRequest, messages.ReadResponse>(async (request) => {
      const state = await provider.read({
        ...stepOf(request),
        id: request.getId(),
        oldOutputs: fromStruct(request.getProperties()),
        oldInputs: fromStruct(request.getInputs()),
      });
      const response = new messages.ReadResponse();
      if (state === undefined) return response;
      return response.setId(state.id).setProperties(toStruct(state.outputs)).setInputs(toStruct(state.inputs));
    }),

    update: unary<messages.UpdateRequest, messages.UpdateResponse>(async (request) => {
      const outputs = await provider.update({ ...diffStepOf(request), preview: request.getPreview() });
      return new messages.UpdateResponse().setProperties(toStruct(outputs));
    }),

    delete: unary<messages.DeleteRequest, Empty>(async (request) => {
      const outputs = fromStruct(request.getProperties());
      await provider.delete({ ...stepOf(request), id: request.getId(), outputs });
      return new Empty();
    }),

    invoke: unary<messages.InvokeRequest, messages.InvokeResponse>(async (request) => {
      const result = await provider.invoke({
        token: request.getTok(),
        args: fromStruct(request.getArgs()),
        signal: signal(),
        log: (line, ephemeral) => log.info(line, "", ephemeral),
      });
      const response = new messages.InvokeResponse();
      if ("failures" in result) return response.setFailuresList(result.failures.map(failureMessage));
      return response.setReturn(toStruct(result.outputs));
    }),

    cancel: unary<Empty, Empty>(() => {
      cancel();
      return new Empty();
    }),
  };
  return service satisfies UntypedServiceImplementation;
}

interface DiffingRequest {
  getId(): string;
  getOlds(): Struct | undefined;
  getOldInputs(): Struct | undefined;
  getNews(): Struct | undefined;
  getIgnorechangesList(): string[];
}

function failureMessage({ reason, property }: CheckFailure): messages.CheckFailure {
  return new messages.CheckFailure().setReason(reason).setProperty(property ?? "");
}

function diffResponse({ changes, stables, deleteBeforeReplace = false }: DiffResult): messages.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  const response = new messages.DiffResponse();
  response.setChanges(changes.size === 0 ? DIFF_NONE : DIFF_SOME);
  response.setDiffsList(topLevel(changes.keys()));
  response.setReplacesList(topLevel([...changes].filter(([, change]) => change.replace).map(([path]) => path)));
  response.setStablesList(stables);
  response.setDeletebeforereplace(deleteBeforeReplace);
  response.setHasdetaileddiff(true);
  for (const [path, change] of changes) response.getDetaileddiffMap().set(path, propertyDiff(change));
  return response;
}

function propertyDiff({ kind, replace }: PropertyChange): messages.PropertyDiff {
  const { Kind } = messages.PropertyDiff;
  const kinds = {
    add: replace ? Kind.ADD_REPLACE : Kind.ADD,
    update: replace ? Kind.UPDATE_REPLACE : Kind.UPDATE,
    delete: replace ? Kind.DELETE_REPLACE : Kind.DELETE,
  };
  return new messages.PropertyDiff().setKind(kinds[kind]);
}

function topLevel(paths: Iterable<string>): string[] {
  return [...new Set([...paths].map((path) => path.split(/[.[]/)[0] ?? path))].sort();
}

/** `urn:pulumi:stack::project::parent$type::name` */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
