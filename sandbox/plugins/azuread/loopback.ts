import { PluginError } from "../rpc/errors";

/**
 * An address of the simulated tenant. No credential and no token may leave the machine, so any other host is refused.
 *
 * @throws PluginError unless it is https on a loopback host
 */
export function loopbackUrl(address: string, what: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === "https:" && isLoopback(url.hostname)) return url;
  throw new PluginError(
    `the offline azuread plugin serves simulated tenants on this machine only: ${what} is "${url?.host ?? address}", expected https on ` +
      "localhost, 127.0.0.1 or [::1]. For a real tenant unset CONSENTRA_OFFLINE and let Pulumi download its own azuread plugin.",
  );
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
