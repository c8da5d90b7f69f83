import type { Agent } from "node:http";
import { Agent as SecureAgent } from "node:https";
import { createSecureContext } from "node:tls";
import { HttpsProxyAgent } from "https-proxy-agent";
import { proxyFor } from "./proxy";

/** Idle connections end before a service or a firewall drops them silently: a write that met such a one could not be told from one that was done. */
const options = { keepAlive: true, timeout: 30_000, maxSockets: 8, scheduling: "lifo" as const };

let direct: SecureAgent | undefined;
const proxied = new Map<string, Agent>();

/**
 * The kept connections for a URL, through the proxy that `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` name.
 *
 * @returns undefined for http, which only token services on this machine speak: connections of their own
 */
export function agentFor(url: URL): Agent | undefined {
  if (url.protocol !== "https:") return undefined;
  const proxy = proxyFor(url, process.env);
  // Reading every authority that is trusted takes longer than a request to this machine: once for all connections.
  if (proxy === undefined) return (direct ??= new SecureAgent({ ...options, secureContext: createSecureContext() }));
  const known = proxied.get(proxy);
  if (known) return known;
  const made = new HttpsProxyAgent(proxy, options);
  proxied.set(proxy, made);
  return made;
}
