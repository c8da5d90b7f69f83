import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { createUnconnectedSandbox, DEPLOYER_APP_ID, type Tenant } from "@consentra/sandbox/tenant";
import type { StackResource } from "@consentra/sandbox/engine";
import { parse } from "yaml";
import { directoryRequest, readDirectory } from "../histories/rooms";
import { HistoryTenant } from "../histories/tenant";
import { repository } from "../support/repository";
import { loadInto, type Fixture } from "./fixture";

const rooms = join(repository, "components", "dist", "lookup");
const { readAssignments } = require(join(rooms, "assignments")) as typeof import("../../components/lookup/assignments");
const { readCertificates } = require(
  join(rooms, "certificates"),
) as typeof import("../../components/lookup/certificates");

/** A resource as today's program registers it. */
export interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/**
 * Runs a project's program as it is today, in this process, in the tenant and with the configuration that were recorded: whatever a resource is
 * told by its provider is what the recorded state says, so that all inputs can be compared.
 */
export async function runProgram(fixture: Fixture): Promise<Registered[]> {
  const sandbox = await createUnconnectedSandbox();
  try {
    const { resources = [] } = loadInto(sandbox, fixture).deployment;
    const tenant = HistoryTenant.over(sandbox);
    const registered: Registered[] = [];
    const { name, main, settings } = readProject(fixture);
    pulumi.runtime.setAllConfig(settings, []);
    await pulumi.runtime.setMocks(
      {
        newResource: ({ type, name: called, inputs }) => {
          registered.push({ type, name: called, inputs: inputs as Record<string, unknown> });
          const known = resources.find((each) => each.type === type && nameOf(each) === called);
          return {
            id: known?.id ?? `${called}-id`,
            state: { ...(inputs as object), ...(shown(known?.outputs) as object | undefined) },
          };
        },
        call: ({ token, inputs }) => answer(token, inputs as Record<string, string>, tenant),
      },
      name,
      fixture.stack.config,
      false,
      "organization",
    );
    forget(main);
    require(main);
    await pulumi.runtime.disconnect();
    return registered;
  } finally {
    await sandbox.close();
  }
}

/** A recorded value without marks of secrets, as a plugin tells it. */
export function shown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  if (pulumi.runtime.specialSigKey in value && "plaintext" in value) return shown(JSON.parse(String(value.plaintext)));
  if (pulumi.runtime.specialSigKey in value && "value" in value) return shown(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shown(each)]));
}

/** The last part of its URN. */
export const nameOf = ({ urn }: StackResource): string => urn.split("::").at(-1) ?? "";

/** What a look-up of the program finds. */
async function answer(token: string, inputs: Record<string, string>, tenant: HistoryTenant) {
  switch (token) {
    case "azuread:index/getClientConfig:getClientConfig":
      return { tenantId: tenant.contoso.id, objectId: principalOf(tenant.contoso, DEPLOYER_APP_ID) };
    case "azuread:index/getServicePrincipal:getServicePrincipal":
      return { objectId: principalOf(tenant.contoso, inputs.clientId ?? "") };
    case "command:local:run":
      return { stdout: JSON.stringify(await lookUp(inputs, tenant)), stderr: "" };
    default:
      throw new Error(`the program asks ${token}, which is not answered here`);
  }
}

async function lookUp({ command = "", stdin = "" }: Record<string, string>, tenant: HistoryTenant): Promise<unknown> {
  const { exchange, graph } = tenant.context();
  const request = JSON.parse(stdin) as Record<string, string>;
  const [, kind] = /run\("(\w+)", "read"\)/.exec(command) ?? [];
  switch (kind) {
    case "Directory":
      return readDirectory(directoryRequest.parse(request), tenant.contoso.id, graph, exchange);
    case "Assignments":
      return readAssignments(graph, request.servicePrincipalId ?? "");
    case "Certificates":
      return readCertificates(graph, request.applicationObjectId ?? "");
    default:
      throw new Error(`the program looks up ${command}, which is not answered here`);
  }
}

function principalOf({ servicePrincipals }: Tenant, appId: string): string {
  for (const each of servicePrincipals.values()) if (each.appId === appId) return each.id;
  throw new Error(`the tenant has no service principal of ${appId}`);
}

interface ProjectFile {
  name: string;
  main: string;
  config?: Record<string, { default?: unknown }>;
}

/** The project, with the configuration as a program is given it: text by full key, defaults of the project below it. */
function readProject({ stack, configFile }: Fixture) {
  const project = parse(readFileSync(join(stack.project, "Pulumi.yaml"), "utf8")) as ProjectFile;
  const { config = {} } = parse(readFileSync(configFile, "utf8")) as { config?: Record<string, unknown> };
  const defaults = Object.entries(project.config ?? {}).flatMap(([key, { default: value }]): [string, unknown][] =>
    value === undefined ? [] : [[`${project.name}:${key}`, value]],
  );
  const settings = Object.fromEntries(
    [...defaults, ...Object.entries(config)].map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
  return { ...project, main: join(stack.project, project.main), settings };
}

/** A program runs when it is loaded. */
function forget(main: string): void {
  const folder = join(main, "..");
  for (const path of Object.keys(require.cache)) if (path.startsWith(folder)) delete require.cache[path];
}
