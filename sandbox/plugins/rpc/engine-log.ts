import { credentials } from "@grpc/grpc-js";
import type * as services from "@pulumi/pulumi/proto/engine_grpc_pb";
import type * as engineMessages from "@pulumi/pulumi/proto/engine_pb";

/** Says things through the engine, so that they appear in its output and its JSON events. */
export class EngineLog {
  private client: services.EngineClient | undefined;
  private readonly pending = new Set<Promise<void>>();

  /** @param address of the engine's gRPC service; without one nothing can be said */
  constructor(private readonly address: string | undefined) {}

  /** Sends an information line. A line that does not arrive is no reason to fail a step. */
  info(message: string, urn = "", ephemeral = false): void {
    if (this.address === undefined) return;
    const { LogRequest, LogSeverity } = messages();
    const request = new LogRequest();
    request.setSeverity(LogSeverity.INFO);
    request.setMessage(message);
    request.setUrn(urn);
    request.setEphemeral(ephemeral);
    const client = this.connect(this.address);
    const sent = new Promise<void>((resolve) => client.log(request, () => resolve()));
    this.pending.add(sent);
    void sent.then(() => this.pending.delete(sent));
  }

  /** Waits until every line so far has arrived, so that none comes after the step it belongs to. */
  async flush(): Promise<void> {
    await Promise.all(this.pending);
  }

  close(): void {
    this.client?.close();
  }

  private connect(address: string): services.EngineClient {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when the first line is sent, not before the port is told
    const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb") as Services;
    this.client ??= new EngineClient(address, credentials.createInsecure());
    return this.client;
  }
}

type Services = typeof services;
type Messages = typeof engineMessages;

function messages(): Messages {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- as above
  return require("@pulumi/pulumi/proto/engine_pb") as Messages;
}
