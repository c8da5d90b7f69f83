import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { EngineLog } from "./engine-log";
import type { PluginProvider } from "./provider";
import { serviceOf } from "./service";

const engineWatchMs = 1000;
/** State of a large stack; gRPC's own limit is 4 MiB. */
const maxMessageBytes = 400 * 1024 * 1024;

/**
 * Runs a plugin as the engine expects it: listens on a free loopback port, prints the port as the only thing on standard output, and
 * ends with the engine.
 *
 * @param engineAddress the plugin's one argument: the address of the engine's own service
 */
export function servePlugin(provider: PluginProvider, engineAddress = process.argv[2]): void {
  const abort = new AbortController();
  const log = new EngineLog(engineAddress);
  const server = new Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  server.addService(
    ResourceProviderService,
    serviceOf(
      provider,
      log,
      () => abort.signal,
      () => abort.abort(new Error("cancelled")),
    ),
  );
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) {
      process.stderr.write(`the ${provider.name} plugin cannot listen on 127.0.0.1: ${error.message}\n`);
      process.exit(1);
    }
    process.stdout.write(`${port}\n`);
  });
  endWithEngine(() => abort.abort(new Error("cancelled")));
}

/** A crashed engine sends no signal; then the parent process changes. */
function endWithEngine(abort: () => void): void {
  const end = () => {
    abort();
    process.exit(0);
  };
  // The engine starts plugins in process groups of their own, so that Ctrl-C does not reach them (it comes as Cancel), and asks them to
  // end by an interrupt: one that is ignored costs ten seconds.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, end);
  const engine = process.ppid;
  setInterval(() => {
    if (process.ppid !== engine) end();
  }, engineWatchMs).unref();
}
