import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { startSandbox } from "@consentra/sandbox";
import { MICROSOFT_GRAPH } from "@consentra/sandbox/tenant";
import { differences } from "../support/differences";
import { itWithRealPlugins } from "../support/real-plugins";
import { createCertificate } from "./certificate";
import { secretMark, startPlugin, startPluginBy, type Plugin, type Properties } from "./plugins-client";
import { inputsOf, someId } from "./plugins-inputs";
import { normaliser } from "./plugins-normalised";
import { liveThrough } from "./plugins-resource-lives";

const token = (name: string) => `azuread:index/${name}:${name[0]?.toUpperCase()}${name.slice(1)}`;
const functionToken = (name: string) => `azuread:index/${name}:${name}`;

/** What the offline plugin serves. */
const types = [
  "application",
  "applicationApiAccess",
  "applicationCertificate",
  "applicationFederatedIdentityCredential",
  "applicationOwner",
  "applicationPassword",
  "applicationRedirectUris",
  "applicationRegistration",
  "appRoleAssignment",
  "servicePrincipalDelegatedPermissionGrant",
  "group",
  "groupMember",
  "servicePrincipal",
  "servicePrincipalCertificate",
  "user",
].map(token);

const lookUps: [name: string, args: Properties][] = [
  ["getServicePrincipal", { clientId: MICROSOFT_GRAPH }],
  ["getServicePrincipal", { displayName: "Microsoft Graph" }],
  ["getServicePrincipal", { clientId: someId }],
  ["getServicePrincipal", { objectId: someId }],
  ["getServicePrincipal", { displayName: "Nobody" }],
  ["getServicePrincipal", { clientId: "no id" }],
  ["getServicePrincipal", {}],
  ["getServicePrincipals", { clientIds: [MICROSOFT_GRAPH] }],
  ["getServicePrincipals", { clientIds: [MICROSOFT_GRAPH, someId] }],
  ["getServicePrincipals", { clientIds: [someId], ignoreMissing: true }],
  ["getServicePrincipals", {}],
  ["getUser", { userPrincipalName: "meganb@contoso.com" }],
  ["getUser", { mail: "pattif@contoso.com" }],
  ["getUser", { userPrincipalName: "nobody@contoso.com" }],
  ["getUser", { mail: "nobody@contoso.com" }],
  ["getUser", { objectId: someId }],
  ["getUser", { userPrincipalName: "" }],
  ["getUser", { userPrincipalName: "o'neil@contoso.com" }],
  ["getUser", { upn: "a" }],
  ["getUser", {}],
  ["getUsers", { userPrincipalNames: ["meganb@contoso.com", "pattif@contoso.com"] }],
  ["getUsers", { userPrincipalNames: ["meganb@contoso.com", "nobody@contoso.com"] }],
  ["getUsers", { userPrincipalNames: ["meganb@contoso.com", "nobody@contoso.com"], ignoreMissing: true }],
  ["getUsers", { mails: ["meganb@contoso.com"] }],
  ["getUsers", { mails: ["nobody@contoso.com"] }],
  ["getUsers", { objectIds: [someId] }],
  ["getUsers", {}],
  ["getGroup", { displayName: "Nobody" }],
  ["getGroup", { displayName: "sales-mailboxes" }],
  ["getGroup", { displayName: "sales-mailboxes", mailEnabled: true }],
  ["getGroup", { objectId: someId }],
  ["getGroup", {}],
  ["getGroups", { displayNames: ["Nobody"] }],
  ["getGroups", { displayNames: ["Nobody"], ignoreMissing: true }],
  ["getGroups", { displayNames: ["sales-mailboxes"] }],
  ["getApplication", { clientId: someId }],
  ["getApplication", { objectId: someId }],
  ["getApplication", { displayName: "Nobody" }],
  ["getApplication", {}],
  ["getDomains", {}],
  ["getDomains", { onlyInitial: true }],
  ["getDomains", { onlyDefault: true, onlyInitial: true }],
  ["getDomains", { supportsServices: ["Intune"] }],
  ["getClientConfig", {}],
];

describe("The offline azuread plugin beside Pulumi's own", function () {
  this.timeout(600_000);

  /** Runs both on one tenant. */
  const besideEachOther = async (
    executable: string,
    compare: (real: Plugin, offline: Plugin) => Promise<void>,
  ): Promise<void> => {
    const sandbox = await startSandbox();
    const environment = { HOME: process.env.HOME ?? "", ...sandbox.environment() };
    const plugins = await Promise.all([startPluginBy([executable], environment), startPlugin("azuread", environment)]);
    try {
      for (const plugin of plugins) await plugin.configure();
      await compare(...plugins);
    } finally {
      for (const plugin of plugins) await plugin.stop();
      await sandbox.close();
    }
  };

  itWithRealPlugins(["azuread"], "judges every input of every resource alike", (executable) =>
    besideEachOther(executable, async (real, offline) => {
      const schema = await real.schema();
      const differences: unknown[] = [];
      for (const type of types) {
        const inputs = inputsOf(schema, type);
        assert.ok(inputs.length > 10, type);
        for (const each of inputs) {
          const [expected, actual] = await Promise.all([real, offline].map((plugin) => judged(plugin, type, each)));
          if (!isDeepStrictEqual(expected, actual)) differences.push({ type, each, expected, actual });
        }
      }
      assert.deepEqual(differences, []);
    }),
  );

  // the real plugin waits for groups and credentials to reach every server: three minutes
  itWithRealPlugins(
    ["azuread"],
    "makes, reads, changes, imports and deletes every resource alike",
    async (executable) => {
      const [first, second] = await Promise.all([createCertificate(), createCertificate()]);
      const certificates: [string, string] = [first.certificatePem, second.certificatePem];
      const [real, offline] = await Promise.all([
        alone([executable], (plugin) => liveThrough(plugin, certificates)),
        alone(undefined, (plugin) => liveThrough(plugin, certificates)),
      ]);
      assert.deepEqual(differences(offline, real, ["offline", "real"]), {});
      assert.ok(Object.keys(real as object).length > 100);
    },
  );

  itWithRealPlugins(
    ["azuread"],
    "answers look-ups alike, also those that find nothing or are not right",
    (executable) =>
      besideEachOther(executable, async (real, offline) => {
        const answers = async (plugin: Plugin): Promise<Record<string, unknown>> => {
          const all: Record<string, unknown> = {};
          for (const [name, args] of lookUps) {
            const answer = plugin.invoke(functionToken(name), args);
            all[`${name} ${JSON.stringify(args)}`] = await answer.catch((error: Error) => refusal(error.message));
          }
          return all;
        };
        assert.deepEqual(differences(await answers(offline), await answers(real), ["offline", "real"]), {});
        // the offline plugin knows the names that programs for Microsoft 365 use
        const published = functionToken("getApplicationPublishedAppIds");
        const { result } = await offline.invoke(published);
        const known = (await real.invoke(published)).result as Properties;
        assert.deepEqual(
          Object.fromEntries(Object.keys(result as Properties).map((name) => [name, known[name]])),
          result,
        );
      }),
  );
});

/** Runs one plugin on a tenant of its own. @returns the result without what the tenant makes up */
async function alone(command: string[] | undefined, work: (plugin: Plugin) => Promise<unknown>): Promise<unknown> {
  const sandbox = await startSandbox();
  const environment = { HOME: process.env.HOME ?? "", ...sandbox.environment() };
  const plugin = await (command === undefined
    ? startPlugin("azuread", environment)
    : startPluginBy(command, environment));
  try {
    await plugin.configure();
    return normaliser([new URL(sandbox.origin).host])(await work(plugin));
  } finally {
    await plugin.stop();
    await sandbox.close();
  }
}

/** Which of several arguments is named that could have been given, or exclude each other, is chance. */
function refusal(message: string): { refused: string } {
  return {
    refused: message
      .replace(/^\[\w+\] (Invalid combination of arguments): "\w+": one of/, "$1: one of")
      .replace(
        /^\[(\w+)\] Conflicting configuration arguments: "\1": conflicts with (\w+)/,
        (_, ...[one, other]: string[]) => `Conflicting configuration arguments: ${[one, other].sort().join(", ")}`,
      ),
  };
}

/** A check's answer: the inputs that are kept, or the words of the refusal. */
async function judged(plugin: Plugin, type: string, news: Properties): Promise<unknown> {
  try {
    const { inputs, failures } = await plugin.check(type, news);
    return failures.length === 0 ? { inputs: withoutSecrets(inputs) } : { failures: failures.map(comparable).sort() };
  } catch (error) {
    return { refused: (error as Error).message };
  }
}

/** Pulumi's own plugin says the value of a password that is not valid; ours says no secret. Which of two equal elements is meant is chance. */
function comparable(failure: string): string {
  return failure.replace(/^.*(Examine values at 'it\.password'\.)$/, "$1").replace(/\[\d+\]/g, "[]");
}

/** The engine marks secrets again after a check. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  if (secretMark in value && "value" in value) return withoutSecrets(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutSecrets(each)]));
}
