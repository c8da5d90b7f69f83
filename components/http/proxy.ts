/**
 * The proxy for an https URL, as other programs read it from the environment: `HTTPS_PROXY`, else `ALL_PROXY`, unless `NO_PROXY` names the
 * host. Lower-case names count too.
 *
 * @returns undefined where the host is reached directly
 */
export function proxyFor(url: URL, environment: NodeJS.ProcessEnv): string | undefined {
  const variable = (name: string) => environment[name] || environment[name.toLowerCase()] || undefined;
  const proxy = variable("HTTPS_PROXY") ?? variable("ALL_PROXY");
  if (proxy === undefined || isLocal(url.hostname) || bypassed(url, variable("NO_PROXY") ?? "")) return undefined;
  return proxy.includes("://") ? proxy : `http://${proxy}`;
}

/** A proxy's own machine is not this one. */
function isLocal(host: string): boolean {
  return host === "localhost" || host === "127.0.0.1" || host === "[::1]";
}

/** `NO_PROXY`: hosts and domains with all below them, with or without a leading dot or a port, separated by commas; `*` for all. */
function bypassed(url: URL, list: string): boolean {
  const port = url.port || "443";
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      if (entry === "*") return true;
      const [, host = "", wanted = port] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      const domain = host.replace(/^\*?\./, "");
      return wanted === port && (url.hostname === domain || url.hostname.endsWith(`.${domain}`));
    });
}
