import {
  definePolicy,
  frameworks,
  listOf,
  NOT_KNOWN,
  objectOf,
  stackOf,
  textOf,
  types,
  type Readable,
} from "@consentra/policy-kit";
import { ledger, redirectUrl } from "./room";

interface Config {
  /** Host names that belong to the tenant or the vendor; what is below them counts too. */
  domains: string[];
  /** Names of stacks in which addresses of the own machine are fine. */
  developmentStacks: string[];
}

type Platform = "web" | "spa" | "publicClient";

const usualDevelopment = ["dev", "development", "test", "local"];

/** Names below which anybody can register a host: one that its owner gives up is taken by somebody else, who then gets the codes. */
const forAnybody = [
  "azureedge.net",
  "azurewebsites.net",
  "azurestaticapps.net",
  "blob.core.windows.net",
  "cloudapp.azure.com",
  "cloudapp.net",
  "github.io",
  "herokuapp.com",
  "netlify.app",
  "ngrok.io",
  "ngrok-free.app",
  "pages.dev",
  "trafficmanager.net",
  "vercel.app",
  "web.core.windows.net",
];

/** A redirect URI gets codes and tokens, so it is exact, encrypted, and somebody's own. */
export const redirectUrisAreSafe = definePolicy<Config>(ledger, {
  name: "redirect-uris-are-safe",
  displayName: "Redirect URIs are exact, encrypted and one's own",
  description: "Codes and tokens are sent to exact https addresses of a host that belongs to the application.",
  level: "mandatory",
  severity: "high",
  framework: frameworks.applicationIdentities,
  url: redirectUrl,
  remediationSteps: "Name each address in full, with https, on a host of the tenant or the vendor.",
  exceptions: "application",
  config: {
    domains: {
      type: "array",
      items: { type: "string", minLength: 3 },
      description: "Host names of the tenant and its vendors; with any named, all other hosts are refused.",
      default: [],
    },
    developmentStacks: {
      type: "array",
      items: { type: "string", minLength: 1 },
      description: "Names of stacks in which addresses of the own machine are fine.",
      default: usualDevelopment,
    },
  },
  resource: (args, verdict, { domains = [], developmentStacks = usualDevelopment }) => {
    const found = redirectUrisOf(args);
    if (!found) return "it has no redirect URIs";
    const isDevelopment = developmentStacks.includes(stackOf(args.urn));
    for (const { uri, platform } of found) {
      if (uri === NOT_KNOWN) {
        verdict.later(args, `a redirect URI of "${args.name}" is not known`);
        continue;
      }
      const wrong = faultOf(String(uri), platform === NOT_KNOWN ? "web" : platform, domains, isDevelopment);
      if (wrong !== undefined) verdict.violation(args, `"${args.name}" redirects to ${JSON.stringify(uri)}: ${wrong}`);
    }
  },
});

interface RedirectUri {
  uri: Readable<unknown>;
  platform: Readable<Platform>;
}

const inline: readonly [property: string, Platform][] = [
  ["web", "web"],
  ["singlePageApplication", "spa"],
  ["publicClient", "publicClient"],
];
const platforms: Readonly<Record<string, Platform>> = { Web: "web", SPA: "spa", PublicClient: "publicClient" };

function redirectUrisOf({ type, props }: { type: string; props: Record<string, unknown> }): RedirectUri[] | undefined {
  if (type === types.applicationRedirectUris) {
    const kind = textOf(props, "type");
    return each(listOf(props, "redirectUris"), kind === NOT_KNOWN ? NOT_KNOWN : (platforms[kind ?? ""] ?? "web"));
  }
  if (type !== types.application) return undefined;
  return inline.flatMap(([property, platform]) => {
    const settings = objectOf(props, property);
    if (settings === undefined) return [];
    return each(settings === NOT_KNOWN ? NOT_KNOWN : listOf(settings, "redirectUris"), platform);
  });
}

function each(uris: Readable<Readable<unknown>[]>, platform: Readable<Platform>): RedirectUri[] {
  return (uris === NOT_KNOWN ? [NOT_KNOWN] : uris).map((uri) => ({ uri, platform }));
}

function faultOf(
  uri: string,
  platform: Platform,
  domains: readonly string[],
  isDevelopment: boolean,
): string | undefined {
  if (uri.includes("*")) return "a wildcard lets others receive the codes. Name each address.";
  if (!URL.canParse(uri)) return "it is no absolute address. Write it in full.";
  const url = new URL(uri);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  // Mobile and desktop apps have schemes of their own.
  if (!isWeb) return platform === "publicClient" ? undefined : `${url.protocol}// is no https address. Use https.`;
  if (uri.includes("#")) return "it has a fragment, which is no part of an address. Remove what follows the #.";
  if (url.username !== "" || url.password !== "")
    return "it holds a user name or password, which everybody may read. Remove them.";
  if (isLoopback(url)) {
    return isDevelopment || platform === "publicClient"
      ? undefined
      : "it is on the machine of who signs in, where any program can listen. Keep it to stacks of development.";
  }
  if (url.protocol === "http:") return "over http anybody on the way reads the codes. Use https.";
  return hostFault(url.hostname.toLowerCase(), domains);
}

function hostFault(host: string, domains: readonly string[]): string | undefined {
  const isBelow = (domain: string) => host === domain.toLowerCase() || host.endsWith(`.${domain.toLowerCase()}`);
  if (domains.some(isBelow)) return undefined;
  if (domains.length > 0)
    return `${host} belongs to none of ${domains.join(", ")}. Use a host of the tenant or the vendor.`;
  const shared = forAnybody.find(isBelow);
  return shared === undefined
    ? undefined
    : `anybody can register names below ${shared}, also this one when it is given up. Use a host of one's own, or name it under \`domains\`.`;
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname) || hostname.endsWith(".localhost");
}
