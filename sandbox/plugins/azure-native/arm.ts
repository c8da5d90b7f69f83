import { cloudAt } from "../azuread/cloud";
import { send, type HttpAnswer } from "../azuread/http";
import type { Settings } from "../azuread/settings";
import { TokenSource } from "../azuread/token";
import { loopbackUrl } from "../azuread/loopback";
import { PluginError } from "../rpc/errors";

const armResource = "https://management.azure.com";
const vaultResource = "https://vault.azure.net";

export type Json = Record<string, unknown>;

/** Azure Resource Manager and key vaults of a simulated cloud. */
export class Arm {
  private constructor(
    private readonly origin: string,
    private readonly manager: TokenSource,
    private readonly vault: TokenSource,
  ) {}

  /** @throws PluginError when the metadata host is not on this machine */
  static async open(settings: Settings, signal: AbortSignal): Promise<Arm> {
    const cloud = await cloudAt(settings.metadataHost, signal);
    const tokens = (graphResource: string) => new TokenSource(settings, { ...cloud, graphResource });
    return new Arm(`https://${settings.metadataHost}`, tokens(armResource), tokens(vaultResource));
  }

  /** @returns undefined where there is no such resource */
  async get(path: string, signal: AbortSignal): Promise<Json | undefined> {
    const answer = await this.request("GET", path, undefined, signal);
    if (answer.status === 404) return undefined;
    return succeeded("reading", path, answer);
  }

  async put(path: string, body: Json, signal: AbortSignal): Promise<Json> {
    return succeeded("writing", path, await this.request("PUT", path, body, signal));
  }

  /** What is gone is deleted. */
  async delete(path: string, signal: AbortSignal): Promise<void> {
    const answer = await this.request("DELETE", path, undefined, signal);
    if (answer.status !== 404) succeeded("deleting", path, answer);
  }

  /** Deletes a secret at the vault itself. @param uri of the secret, without a version */
  async deleteSecret(uri: string, signal: AbortSignal): Promise<void> {
    const url = loopbackUrl(`${uri}?api-version=7.5`, "the vault's address");
    const headers = { authorization: `Bearer ${await this.vault.get(signal)}` };
    const answer = await send({ method: "DELETE", url, headers, signal });
    if (answer.status !== 404) succeeded("deleting", url.pathname, answer);
  }

  private async request(
    method: string,
    path: string,
    body: Json | undefined,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    const url = loopbackUrl(`${this.origin}${path}`, "the resource manager");
    const headers = {
      authorization: `Bearer ${await this.manager.get(signal)}`,
      accept: "application/json",
      ...(body && { "content-type": "application/json" }),
    };
    return send({ method, url, headers, body: body && JSON.stringify(body), signal });
  }
}

function succeeded(doing: string, path: string, { status, body }: HttpAnswer): Json {
  const parsed = parse(body);
  if (status < 400) return parsed;
  const error = (parsed["error"] ?? {}) as { code?: string; message?: string };
  throw new PluginError(
    `${doing} ${path.split("?")[0]}: Status=${status} Code="${error.code}" Message="${error.message}"`,
  );
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}
