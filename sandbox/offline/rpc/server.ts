import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as engine from "@pulumi/pulumi/proto/engine_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { CheckFailure, Log, PropertyChange, Provider, ResourceCall } from "./provider";
import { receive, send } from "./values";

type Unary<Q, A> = (request: Q) => Promise<A> | A;

/** Serves a provider to the engine: prints the port and ends with the engine. The engine's address is the first argument. */
export function serve(provider: Provider): void {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  const cancelled = new AbortController();
  server.addService(ResourceProviderService, handlers(provider, engineLog(process.argv[2]), cancelled));
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.stdout.write(`${port}\n`);
  });
  // The engine asks its plugins to end by an interrupt; a person's Ctrl-C does not reach them, it comes as Cancel.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(0));
}

function engineLog(address: string | undefined): Log {
  const client = address === undefined ? undefined : new EngineClient(address, grpc.credentials.createInsecure());
  const severities = {
    info: engine.LogSeverity.INFO,
    warning: engine.LogSeverity.WARNING,
    error: engine.LogSeverity.ERROR,
  };
  return (severity, message, urn) => {
    const request = new engine.LogRequest();
    request.setSeverity(severities[severity]);
    request.setMessage(message);
    if (urn !== undefined) request.setUrn(urn);
    client?.log(request, () => undefined);
  };
}

function handlers(provider: Provider, log: Log, cancelled: AbortController): grpc.UntypedServiceImplementation {
  const call = (urn: string, preview: boolean): ResourceCall => ({
    urn,
    type: urn.split("::")[2]?.split("$").at(-1) ?? "",
    preview,
    log,
    signal: cancelled.signal,
  });
  const typeOf = (urn: string) => call(urn, false).type;

  const checkConfig: Unary<proto.CheckRequest, proto.CheckResponse> = (request) =>
    checkResponse(request.getNews(), provider.checkConfig(receive(request.getNews())));
  const check: Unary<proto.CheckRequest, proto.CheckResponse> = (request) => {
    const news = receive(request.getNews());
    const { inputs, failures } = provider.check(typeOf(request.getUrn()), news);
    return checkResponse(send(inputs, news.secrets), failures);
  };
  const diff: Unary<proto.DiffRequest, proto.DiffResponse> = (request) =>
    diffResponse(
      provider.diff(
        typeOf(request.getUrn()),
        receive(request.getOlds()),
        receive(request.getOldInputs()),
        receive(request.getNews()),
      ),
    );
  const create: Unary<proto.CreateRequest, proto.CreateResponse> = async (request) => {
    const inputs = receive(request.getProperties());
    const saved = await provider.create(call(request.getUrn(), request.getPreview()), inputs);
    const response = new proto.CreateResponse();
    response.setId(saved.id);
    response.setProperties(send(saved.outputs, union(saved.secrets, inputs.secrets)));
    return response;
  };
  const read: Unary<proto.ReadRequest, proto.ReadResponse> = async (request) => {
    const olds = receive(request.getProperties());
    const inputs = receive(request.getInputs());
    const found = await provider.read(call(request.getUrn(), false), request.getId(), olds, inputs);
    const response = new proto.ReadResponse();
    if (!found) return response;
    const secrets = union(found.secrets, olds.secrets);
    response.setId(found.id);
    response.setProperties(send(found.outputs, secrets));
    response.setInputs(send(found.inputs, secrets));
    return response;
  };
  const update: Unary<proto.UpdateRequest, proto.UpdateResponse> = async (request) => {
    const inputs = receive(request.getNews());
    const saved = await provider.update(
      call(request.getUrn(), request.getPreview()),
      request.getId(),
      receive(request.getOlds()),
      inputs,
    );
    const response = new proto.UpdateResponse();
    response.setProperties(send(saved.outputs, union(saved.secrets, inputs.secrets)));
    return response;
  };
  const remove: Unary<proto.DeleteRequest, Empty> = async (request) => {
    await provider.delete(call(request.getUrn(), false), request.getId(), receive(request.getProperties()));
    return new Empty();
  };
  const invoke: Unary<proto.InvokeRequest, proto.InvokeResponse> = async (request) => {
    const { values, failures } = await provider.invoke(
      request.getTok(),
      receive(request.getArgs()),
      log,
      cancelled.signal,
    );
    const response = new proto.InvokeResponse();
    response.setReturn(send(values));
    response.setFailuresList(failures.map(toFailure));
    return response;
  };
  const configure: Unary<proto.ConfigureRequest, proto.ConfigureResponse> = (request) => {
    provider.configure(receive(request.getArgs()).values, log);
    const response = new proto.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    return response;
  };
  const info: Unary<Empty, PluginInfo> = () => {
    const response = new PluginInfo();
    response.setVersion(provider.version);
    return response;
  };
  return {
    checkConfig: unary(checkConfig),
    diffConfig: unary(() => new proto.DiffResponse()),
    configure: unary(configure),
    check: unary(check),
    diff: unary(diff),
    create: unary(create),
    read: unary(read),
    update: unary(update),
    delete: unary(remove),
    invoke: unary(invoke),
    getPluginInfo: unary(info),
    attach: unary(() => new Empty()),
    cancel: unary(() => {
      cancelled.abort();
      return new Empty();
    }),
  };
}

/** The gRPC form of a handler: a failure is told to the engine by its message. */
function unary<Q, A>(handle: Unary<Q, A>): grpc.handleUnaryCall<Q, A> {
  return (call, done) => {
    Promise.resolve()
      .then(() => handle(call.request))
      .then(
        (answer) => done(null, answer),
        (error: unknown) =>
          done({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) }),
      );
  };
}

function checkResponse(inputs: ReturnType<typeof send> | undefined, failures: CheckFailure[]): proto.CheckResponse {
  const response = new proto.CheckResponse();
  response.setInputs(inputs);
  response.setFailuresList(failures.map(toFailure));
  return response;
}

function toFailure({ property, reason }: CheckFailure): proto.CheckFailure {
  const failure = new proto.CheckFailure();
  failure.setProperty(property);
  failure.setReason(reason);
  return failure;
}

function diffResponse(changes: PropertyChange[]): proto.DiffResponse {
  const response = new proto.DiffResponse();
  response.setChanges(
    changes.length > 0 ? proto.DiffResponse.DiffChanges.DIFF_SOME : proto.DiffResponse.DiffChanges.DIFF_NONE,
  );
  response.setDiffsList(changes.map((each) => each.property));
  response.setReplacesList(changes.filter((each) => each.replaces).map((each) => each.property));
  response.setHasdetaileddiff(true);
  const kinds = proto.PropertyDiff.Kind;
  for (const { property, kind, replaces } of changes) {
    const detail = new proto.PropertyDiff();
    const plain = { add: kinds.ADD, update: kinds.UPDATE, delete: kinds.DELETE };
    const replacing = { add: kinds.ADD_REPLACE, update: kinds.UPDATE_REPLACE, delete: kinds.DELETE_REPLACE };
    detail.setKind((replaces ? replacing : plain)[kind]);
    detail.setInputdiff(true);
    response.getDetaileddiffMap().set(property, detail);
  }
  return response;
}

function union(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...one, ...other]);
}
