import type { ValueMap } from "../../rpc/values";
import { flag, texts } from "../../schema/property";
import type { Json } from "../graph";
import { during, problem } from "../problem";
import { flagOf, textOf, textsOf, type Args } from "../values";
import { digestId, type FunctionType } from "./function";

export const getClientConfig: FunctionType = {
  token: "azuread:index/getClientConfig:getClientConfig",
  inputs: {},
  run({ caller: { tenantId, clientId, objectId } }): Promise<ValueMap> {
    return Promise.resolve({ clientId, id: `${tenantId}-${clientId}-${objectId}`, objectId, tenantId });
  },
};

/** Filters that are on when they are given as true, and the property that each wants. */
const wanted: Record<string, string> = {
  adminManaged: "isAdminManaged",
  onlyDefault: "isDefault",
  onlyInitial: "isInitial",
  onlyRoot: "isRoot",
};

const noDomains = "no domains found for the provided filters";

export const getDomains: FunctionType = {
  token: "azuread:index/getDomains:getDomains",
  inputs: {
    adminManaged: flag(),
    includeUnverified: flag({ conflictsWith: ["onlyDefault", "onlyInitial"] }),
    onlyDefault: flag({ conflictsWith: ["includeUnverified", "onlyInitial"] }),
    onlyInitial: flag({ conflictsWith: ["includeUnverified", "onlyDefault"] }),
    onlyRoot: flag(),
    supportsServices: texts(),
  },

  async run({ v1, caller }, args): Promise<ValueMap> {
    const all = await during("listing domains", v1.list("/domains"));
    const domains = all.filter((domain) => isWanted(domain, args));
    if (domains.length === 0) throw problem(noDomains, noDomains);
    const names = domains.map((domain) => textOf(domain["id"]));
    return {
      adminManaged: args.flag("adminManaged"),
      domains: domains.map(domainState),
      id: digestId(`domains#${caller.tenantId}`, names, "/"),
      includeUnverified: args.flag("includeUnverified"),
      onlyDefault: args.flag("onlyDefault"),
      onlyInitial: args.flag("onlyInitial"),
      onlyRoot: args.flag("onlyRoot"),
      supportsServices: args.texts("supportsServices"),
    };
  },
};

function isWanted(domain: Json, args: Args): boolean {
  const services = textsOf(domain["supportedServices"]);
  return (
    Object.entries(wanted).every(([name, property]) => !args.flag(name) || flagOf(domain[property])) &&
    (args.flag("includeUnverified") || flagOf(domain["isVerified"])) &&
    args.texts("supportsServices").every((service) => services.includes(service))
  );
}

function domainState(domain: Json): ValueMap {
  return {
    adminManaged: flagOf(domain["isAdminManaged"]),
    authenticationType: textOf(domain["authenticationType"]),
    default: flagOf(domain["isDefault"]),
    domainName: textOf(domain["id"]),
    initial: flagOf(domain["isInitial"]),
    root: flagOf(domain["isRoot"]),
    supportedServices: textsOf(domain["supportedServices"]),
    verified: flagOf(domain["isVerified"]),
  };
}

/** Client IDs of Microsoft's APIs and clients that programs for Microsoft 365 name; the real list has a hundred more. */
const publishedAppIds = {
  AzureActiveDirectoryGraph: "00000002-0000-0000-c000-000000000000",
  AzureServiceManagement: "797f4846-ba00-4fd7-ba43-dac1f8f63013",
  MicrosoftAzureCli: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
  MicrosoftGraph: "00000003-0000-0000-c000-000000000000",
  Office365ExchangeOnline: "00000002-0000-0ff1-ce00-000000000000",
  Office365Management: "c5393580-f805-4401-95e8-94b7a6ef2fc2",
  Office365SharePointOnline: "00000003-0000-0ff1-ce00-000000000000",
  SkypeForBusinessOnline: "00000004-0000-0ff1-ce00-000000000000",
  Yammer: "00000005-0000-0ff1-ce00-000000000000",
};

export const getApplicationPublishedAppIds: FunctionType = {
  token: "azuread:index/getApplicationPublishedAppIds:getApplicationPublishedAppIds",
  inputs: {},
  run(): Promise<ValueMap> {
    return Promise.resolve({ id: "appIds", result: { ...publishedAppIds } });
  },
};
