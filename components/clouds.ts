/**
 * Where Microsoft's clouds answer. A token is only ever sent to a host of this table, or to a simulated cloud on loopback.
 */
export interface CloudEndpoints {
  /** `public`, `usgovernment`, `usgovernmentl5`, `china` or `simulated`. */
  name: string;
  /** Origin of the sign-in service, without a trailing slash. */
  login: string;
  /** Origin of Microsoft Graph, without a trailing slash. */
  graph: string;
  /** What a Graph token is asked for: `${graphResource}/.default`. */
  graphResource: string;
  /** Origin of the Exchange admin endpoint. */
  exchange: string;
  /** What an Exchange token is asked for: `${exchangeResource}/.default`. */
  exchangeResource: string;
  /** Host suffixes that Exchange may redirect to. */
  exchangeHosts: readonly string[];
  /** Origin of the Entra admin center. */
  adminCenter: string;
}

/**
 * Sovereign and public clouds; the sign-in services are the ones that the azuread provider uses.
 *
 * @see https://learn.microsoft.com/graph/deployments
 * @see https://learn.microsoft.com/powershell/exchange/connect-to-exchange-online-powershell
 * @see https://learn.microsoft.com/microsoft-365/enterprise/microsoft-365-endpoints
 */
const clouds: Record<string, CloudEndpoints> = {
  public: {
    name: "public",
    login: "https://login.microsoftonline.com",
    graph: "https://graph.microsoft.com",
    graphResource: "https://graph.microsoft.com",
    exchange: "https://outlook.office365.com",
    exchangeResource: "https://outlook.office365.com",
    exchangeHosts: ["outlook.office365.com", ".outlook.com", ".office365.com"],
    adminCenter: "https://entra.microsoft.com",
  },
  usgovernment: {
    name: "usgovernment",
    login: "https://login.microsoftonline.us",
    graph: "https://graph.microsoft.us",
    graphResource: "https://graph.microsoft.us",
    exchange: "https://outlook.office365.us",
    exchangeResource: "https://outlook.office365.us",
    exchangeHosts: ["outlook.office365.us", ".office365.us"],
    adminCenter: "https://entra.microsoft.us",
  },
  usgovernmentl5: {
    name: "usgovernmentl5",
    login: "https://login.microsoftonline.us",
    graph: "https://dod-graph.microsoft.us",
    graphResource: "https://dod-graph.microsoft.us",
    exchange: "https://outlook-dod.office365.us",
    exchangeResource: "https://outlook-dod.office365.us",
    exchangeHosts: ["outlook-dod.office365.us", "webmail.apps.mil", ".office365.us"],
    adminCenter: "https://entra.microsoft.us",
  },
  china: {
    name: "china",
    login: "https://login.chinacloudapi.cn",
    graph: "https://microsoftgraph.chinacloudapi.cn",
    graphResource: "https://microsoftgraph.chinacloudapi.cn",
    exchange: "https://partner.outlook.cn",
    exchangeResource: "https://partner.outlook.cn",
    exchangeHosts: ["partner.outlook.cn", ".outlook.cn"],
    adminCenter: "https://entra.microsoftonline.cn",
  },
};

const aliases: Record<string, string> = {
  public: "public",
  global: "public",
  azurecloud: "public",
  azurepubliccloud: "public",
  usgovernment: "usgovernment",
  usgovernmentl4: "usgovernment",
  azureusgovernment: "usgovernment",
  usgovernmentl5: "usgovernmentl5",
  dod: "usgovernmentl5",
  china: "china",
  azurechinacloud: "china",
};

const metadataHosts: Record<string, string> = {
  "management.azure.com": "public",
  "management.usgovcloudapi.net": "usgovernment",
  "management.chinacloudapi.cn": "china",
};

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether a URL's host is this machine. */
export function isLoopback(url: URL): boolean {
  return loopback.has(url.hostname);
}

/**
 * The endpoints that the environment names: `ARM_METADATA_HOSTNAME` for a simulated cloud on loopback, else `ARM_ENVIRONMENT`.
 *
 * @throws where the cloud or the metadata host is not known: a token is never sent to a host that nobody meant.
 */
export function cloudEndpoints(environment: NodeJS.ProcessEnv): CloudEndpoints {
  const metadataHost = environment.ARM_METADATA_HOSTNAME || environment.ARM_METADATA_HOST;
  if (metadataHost) return fromMetadataHost(metadataHost, environment.ARM_ENVIRONMENT || undefined);
  return fromName(environment.ARM_ENVIRONMENT || "public");
}

function fromName(wanted: string): CloudEndpoints {
  const cloud = clouds[aliases[wanted.toLowerCase()] ?? ""];
  if (!cloud) {
    throw new Error(`ARM_ENVIRONMENT is "${wanted}", expected one of ${Object.keys(clouds).join(", ")}`);
  }
  return cloud;
}

/** @param named what ARM_ENVIRONMENT says besides */
function fromMetadataHost(host: string, named: string | undefined): CloudEndpoints {
  const known = clouds[metadataHosts[host.toLowerCase()] ?? ""];
  if (known) return agreeing(known, host, named);
  const url = URL.canParse(`https://${host}`) ? new URL(`https://${host}`) : undefined;
  if (!url || !isLoopback(url)) {
    throw new Error(
      `ARM_METADATA_HOSTNAME is "${host}", expected a Microsoft cloud's (${Object.keys(metadataHosts).join(", ")}) or a simulated ` +
        "tenant on this machine (localhost:PORT); unset it, or set ARM_ENVIRONMENT for a sovereign cloud",
    );
  }
  return {
    name: "simulated",
    login: url.origin,
    graph: url.origin,
    graphResource: "https://graph.microsoft.com",
    exchange: url.origin,
    exchangeResource: "https://outlook.office365.com",
    exchangeHosts: [url.hostname],
    adminCenter: url.origin,
  };
}

/** Azure's metadata does not tell the two United States clouds apart. */
function agreeing(known: CloudEndpoints, host: string, named: string | undefined): CloudEndpoints {
  if (named === undefined) return known;
  const wanted = fromName(named);
  if (wanted === known || (known.name === "usgovernment" && wanted.name === "usgovernmentl5")) return wanted;
  throw new Error(
    `ARM_METADATA_HOSTNAME is "${host}", of the cloud ${known.name}, but ARM_ENVIRONMENT is "${named}"; unset one of the two`,
  );
}
