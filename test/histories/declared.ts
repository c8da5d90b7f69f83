import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { VendorApp, type VendorAppArgs } from "consentra";
import { directoryRequest, readDirectory } from "./rooms";
import type { HistoryTenant } from "./tenant";

// Parts of the SDK that its types leave out.
const { getMonitor, waitForRPCs } = require("@pulumi/pulumi/runtime/settings") as {
  getMonitor: () => { registerResource: (request: RegisterResourceRequest, done: unknown) => unknown };
  waitForRPCs: () => Promise<void>;
};

/** A resource as the program declares it to the engine. */
export interface Declared {
  name: string;
  type: string;
  inputs: Record<string, unknown>;
  /** Names of the resources that have to be there before it. */
  dependsOn: string[];
  /** Of which resources the value of an input is made. */
  madeOf: Record<string, string[]>;
  deleteBeforeReplace: boolean;
  /** Only forgotten when it goes: it was there before the stack. */
  retainOnDelete: boolean;
}

/** Stands in the inputs for the object ID of the app's service principal, which only its creation tells. */
export const principalPlaceholder = "5b000000-0000-4000-8000-000000000005";

const declarations = new Map<string, Promise<Declared[]>>();

/**
 * What the real components declare for these arguments, taken from the requests that Pulumi's SDK would send to the engine. Names are looked up
 * in the tenant.
 */
export async function declaredBy(tenant: HistoryTenant, args: VendorAppArgs): Promise<Declared[]> {
  const key = JSON.stringify(args);
  const known = declarations.get(key) ?? declaredByProgram(tenant, "dev", () => new VendorApp("people-ai", args));
  declarations.set(key, known);
  return known;
}

/** What a program declares to the engine in a stack of that name. */
export async function declaredByProgram(
  tenant: HistoryTenant,
  stack: string,
  program: () => void,
): Promise<Declared[]> {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, type, inputs }) => ({
        id: `${name}-id`,
        state: { ...(inputs as object), ...outputsOf(type) },
      }),
      call: async ({ inputs }) => {
        const { command, stdin } = inputs as { command: string; stdin: string };
        if (!command.includes('"Directory"')) throw new Error(`the model answers no ${command}`);
        return { stdout: JSON.stringify(await lookUp(tenant, stdin)), stderr: "" };
      },
    },
    "histories",
    stack,
    false,
    "organization",
  );
  const requests: RegisterResourceRequest[] = [];
  const monitor = getMonitor();
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, done) => {
    requests.push(request);
    return register(request, done);
  };
  program();
  await waitForRPCs();
  return requests.filter((request) => request.getCustom()).map(toDeclared);
}

async function lookUp(tenant: HistoryTenant, stdin: string): Promise<unknown> {
  const { exchange, graph } = tenant.context();
  const request = directoryRequest.parse(JSON.parse(stdin));
  return tenant.inItsTime(() => readDirectory(request, tenant.contoso.id, graph, exchange));
}

function outputsOf(type: string): Record<string, unknown> {
  if (type === "azuread:index/servicePrincipal:ServicePrincipal")
    return { objectId: principalPlaceholder, displayName: "Vendor" };
  if (type !== "command:local:Command") return {};
  const state = {
    identity: "i",
    guid: "g",
    id: "i",
    primarySmtpAddress: "g@contoso.com",
    objectId: "o",
    appId: "a",
    name: "n",
  };
  return { stdout: JSON.stringify(state), stderr: "" };
}

function toDeclared(request: RegisterResourceRequest): Declared {
  const madeOf = Object.fromEntries(
    request.toObject().propertydependenciesMap.map(([property, { urnsList }]) => [property, urnsList.map(nameOf)]),
  );
  const dependencies = [...request.getDependenciesList().map(nameOf), ...Object.values(madeOf).flat()];
  return {
    name: request.getName(),
    type: request.getType(),
    inputs: request.getObject()?.toJavaScript() ?? {},
    dependsOn: [...new Set(dependencies)],
    madeOf,
    deleteBeforeReplace: request.getDeletebeforereplace(),
    retainOnDelete: request.getRetainondelete() ?? false,
  };
}

const nameOf = (urn: string): string => urn.split("::").at(-1) ?? "";
