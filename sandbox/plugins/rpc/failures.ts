import { Metadata, status, type ServiceError } from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { messageOf, UnfinishedError } from "./errors";
import { toStruct } from "./marshal";

/** What was thrown, as gRPC carries it to the engine. */
export function serviceError(error: unknown): Partial<ServiceError> {
  if (error instanceof UnfinishedError) return unfinished(error);
  return { code: status.UNKNOWN, details: messageOf(error) };
}

/** An object that exists but is not finished travels as a detail of the error. */
function unfinished(error: UnfinishedError): Partial<ServiceError> {
  const failure = new ErrorResourceInitFailed();
  failure.setId(error.id);
  failure.setProperties(toStruct(error.outputs));
  failure.setInputs(toStruct(error.inputs));
  failure.setReasonsList([error.message]);

  const detail = new Any();
  detail.pack(failure.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");

  const rich = new Status();
  rich.setCode(status.UNKNOWN);
  rich.setMessage(error.message);
  rich.addDetails(detail);

  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(rich.serializeBinary()));
  return { code: status.UNKNOWN, details: error.message, metadata };
}
