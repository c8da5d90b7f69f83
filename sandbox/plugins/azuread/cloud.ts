import { PluginError } from "../rpc/errors";
import { send } from "./http";
import { loopbackUrl } from "./loopback";

/** Where a cloud's services are; no address ends in a slash. */
export interface CloudEndpoints {
  login: string;
  graph: string;
  /** What tokens for Graph are asked for. */
  graphResource: string;
}

interface Metadata {
  authentication?: { loginEndpoint?: string };
  microsoftGraphResourceId?: string;
}

/**
 * Asks the metadata host for the addresses of its cloud.
 *
 * @throws PluginError when the host, or an address that it gives, is not on this machine
 */
export async function cloudAt(metadataHost: string, signal: AbortSignal): Promise<CloudEndpoints> {
  const url = loopbackUrl(`https://${metadataHost}/metadata/endpoints?api-version=2022-09-01`, "the metadata host");
  const answer = await send({ method: "GET", url, headers: { accept: "application/json" }, signal, persistent: true });
  if (answer.status !== 200) {
    throw new PluginError(`the metadata host ${url.host} answered ${answer.status}: is this a simulated tenant?`);
  }
  const metadata = JSON.parse(answer.body) as Metadata;
  const graph = trimmed(loopbackUrl(metadata.microsoftGraphResourceId ?? "", "the metadata's Graph endpoint"));
  return {
    login: trimmed(loopbackUrl(metadata.authentication?.loginEndpoint ?? "", "the metadata's login endpoint")),
    graph,
    graphResource: graph,
  };
}

function trimmed(url: URL): string {
  return url.href.replace(/\/+$/, "");
}
