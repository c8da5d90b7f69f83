import { credentials, Metadata } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { startProcess } from "./process";

const limitMs = 30_000;
/** Plugins want the engine's address; nothing is sent there before they are configured. */
const noEngine = "127.0.0.1:1";

/**
 * The version that a plugin tells of itself, asked as the engine asks: it prints the port on which it listens.
 * @returns undefined when it ends, or says nothing in time
 * @throws when it cannot be started
 */
export async function askPluginVersion(executable: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  let tellPort: (port: string | undefined) => void = () => undefined;
  const port = new Promise<string | undefined>((resolve) => (tellPort = resolve));
  const plugin = await startProcess(executable, [noEngine], {
    cwd: "/",
    env,
    onLine: (line, stream) => stream === "stdout" && tellPort(/^\d+$/.test(line) ? line : undefined),
  });
  const timer = setTimeout(() => tellPort(undefined), limitMs);
  void plugin.done.then(() => tellPort(undefined));
  try {
    const listening = await port;
    return listening === undefined ? undefined : await versionAt(`127.0.0.1:${listening}`);
  } finally {
    clearTimeout(timer);
    plugin.kill("SIGKILL");
    await plugin.done;
  }
}

function versionAt(address: string): Promise<string | undefined> {
  const client = new ResourceProviderClient(address, credentials.createInsecure());
  return new Promise<string | undefined>((resolve) => {
    client.getPluginInfo(new Empty(), new Metadata(), { deadline: Date.now() + limitMs }, (error, info) =>
      resolve(error ? undefined : info.getVersion().replace(/^v/, "")),
    );
  }).finally(() => client.close());
}
