import type { CloudEndpoints } from "../clouds";

/** The mailbox that every organisation has, by which Exchange finds the organisation's servers. */
const systemMailbox = "SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}";

/**
 * What the header X-AnchorMailbox says.
 *
 * @param organization initial domain, or tenant ID where the domain is not known; writes that were routed by a tenant ID were refused
 * @param override text of `CONSENTRA_EXCHANGE_ANCHOR`, in which `{organization}` stands for that
 * @throws where the override is none that Exchange knows
 */
export function anchorMailbox(organization: string, override?: string): string {
  if (!override) return `APP:${systemMailbox}@${organization}`;
  const anchor = override.replaceAll("{organization}", organization);
  if (/^(?:APP|UPN|TID):[\x21-\x7e]+$/.test(anchor)) return anchor;
  throw new Error(
    "CONSENTRA_EXCHANGE_ANCHOR is no anchor of Exchange, expected APP:mailbox@{organization}, UPN:user@{organization} or TID:tenant ID",
  );
}

/**
 * The address that Exchange sent this client on to, if the token may go there: only hosts of the same cloud.
 *
 * @throws for any other
 */
export function allowedUrl(text: string, from: string, { exchangeHosts, exchange, name }: CloudEndpoints): URL {
  const url = new URL(text, from);
  const known = exchangeHosts.some((host) =>
    host.startsWith(".") ? url.hostname.endsWith(host) : url.hostname === host,
  );
  // Port 446 is Exchange's inner one.
  if (name === "simulated") url.port = new URL(exchange).port;
  else if (url.port === "446") url.port = "443";
  if (known && url.protocol === "https:" && (name === "simulated" || url.port === "")) return url;
  throw new Error(
    `Exchange sent this client on to ${url.origin}, which is no host of its cloud; the token was not sent there`,
  );
}

/** Cookies by which Exchange keeps a client at one server. Each goes back only to the very host that set it. */
export class Cookies {
  readonly #byHost = new Map<string, Map<string, string>>();

  keep(url: string, cookies: readonly string[] = []): void {
    const { host } = new URL(url);
    for (const cookie of cookies) {
      const [pair = "", ...attributes] = cookie.split(";").map((each) => each.trim());
      const [, name, value] = /^([^=\s]+)=(.*)$/.exec(pair) ?? [];
      if (name === undefined || value === undefined) continue;
      const kept = this.#byHost.get(host) ?? new Map<string, string>();
      this.#byHost.set(host, kept);
      if (attributes.some(isOver)) kept.delete(name);
      else kept.set(name, value);
    }
  }

  /** The header for a request; undefined without cookies. */
  header(url: string): string | undefined {
    const kept = this.#byHost.get(new URL(url).host);
    return kept?.size ? [...kept].map(([name, value]) => `${name}=${value}`).join("; ") : undefined;
  }
}

/** How a server takes a cookie back. */
function isOver(attribute: string): boolean {
  const [name = "", value = ""] = attribute.split("=");
  if (/^max-age$/i.test(name)) return Number(value) <= 0;
  return /^expires$/i.test(name) && Date.parse(value) <= Date.now();
}
