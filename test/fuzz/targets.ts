import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cloudEndpoints } from "consentra/clouds";
import { parseManifest } from "consentra/exchange/manifest";
import { Faults } from "consentra/faults";
import { findPermission, findPermissionById, nearestPermissions } from "consentra/graph";
import { handOff } from "consentra/handoff";
import fc from "fast-check";
import type { TenantClient } from "../sandbox/tenant-client";
import { repository } from "../support/repository";
import { hostileJson, hostileText } from "./inputs";
import { graphFilterTarget, invokeCommandTarget, tokenTarget } from "./tenant-targets";

/** Something that reads what others wrote. */
export interface Target {
  name: string;
  inputs: fc.Arbitrary<unknown>;
  /** Reads one input. May refuse it, by an error that `refusal` knows; anything else is a defect. */
  read: (input: never) => unknown;
  refusal: (error: Error) => boolean;
}

const compiled = <T>(...path: string[]) => require(join(repository, ...path)) as T;
const { parsePlan } = compiled<typeof import("../../cli/preview/plan")>("cli", "dist", "preview", "plan.js");
const { plannedActions } = compiled<typeof import("../../cli/preflight/planned-actions")>(
  ...["cli", "dist", "preflight", "planned-actions.js"],
);
const { chooseHandOff } = compiled<typeof import("../../cli/check/hand-off")>("cli", "dist", "check", "hand-off.js");
const { parseFleetList } = compiled<typeof import("../../cli/fleet/list")>("cli", "dist", "fleet", "list.js");
const { readStackConfig } = compiled<typeof import("../../infra/stack-config")>("infra", "dist", "stack-config.js");
const { opathFault, sameFilter } = compiled<typeof import("../../components/exchange/opath")>(
  ...["components", "dist", "exchange", "opath.js"],
);
const { toExchangeError } = compiled<typeof import("../../components/exchange/rest-errors")>(
  ...["components", "dist", "exchange", "rest-errors.js"],
);
const { readCertificate } = compiled<typeof import("../../components/credential/certificate")>(
  ...["components", "dist", "credential", "certificate.js"],
);

const guid = "11111111-2222-4333-8444-555555555555";
const manifests = [
  {
    consentra: 1,
    kind: "ApplicationAccessPolicy",
    tenantId: guid,
    organization: "contoso.onmicrosoft.com",
    spec: {
      appId: guid,
      scopeGroup: "app-scope@contoso.com",
      accessRight: "RestrictAccess",
      description: "People.ai",
      probes: { granted: ["a@contoso.com"], denied: [] },
    },
  },
  {
    consentra: 1,
    kind: "RoleAssignment",
    tenantId: guid,
    organization: "contoso.onmicrosoft.com",
    spec: {
      name: "people-ai-Mail.Read",
      appId: guid,
      role: "Application Mail.Read",
      scope: { managementScope: "people-ai" },
      probes: { granted: [], denied: [] },
    },
  },
];
const urn = "urn:pulumi:dev::people-ai::azuread:index/appRoleAssignment:AppRoleAssignment::mail";
const preview = {
  steps: [
    {
      op: "create",
      urn,
      newState: {
        urn,
        type: "azuread:index/appRoleAssignment:AppRoleAssignment",
        inputs: { appRoleId: guid, resourceObjectId: guid },
        propertyDependencies: { resourceObjectId: [urn] },
      },
    },
  ],
  diagnostics: [],
  changeSummary: { create: 1 },
};
const filters = [
  "CustomAttribute1 -eq 'Sales'",
  "(Alias -like 'a*') -and -not (MemberOfGroup -eq 'CN=x,OU=y')",
  "PrimarySmtpAddress -eq 'o''neil@contoso.com' -or Alias -ne 'b'",
];
const certificate = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/
  .exec(readFileSync(join(repository, "Pulumi.dev.yaml"), "utf8"))?.[0]
  .replace(/^ +/gm, "");
const errors = [
  '{"error":{"code":"NotFound","message":"Error executing cmdlet","details":[{"message":"Ex1|Type|text"}]}}',
  '{"error":{"code":"BadRequest","details":[{"message":"{\\"Message\\":\\"already exists\\",\\"TypeName\\":\\"T\\"}"}]}}',
];

/** A value that JSON does not know is written as nothing. */
const asJson = (value: unknown): string => (value === undefined ? "" : JSON.stringify(value));
const isUsage = (error: Error) => error.name === "UsageError";
const never = () => false;

/** Everything that needs no tenant. */
const readers: Target[] = [
  {
    name: "the stack's configuration",
    inputs: hostileJson([
      { apps: { "people-ai": { profile: "people-ai", mailboxes: ["a@contoso.com"], description: "x" } }, tenant: {} },
      { apps: {}, tenant: { userConsent: { allow: "low", lowImpact: ["User.Read"] } } },
    ]),
    read: (value: { apps: unknown; tenant: unknown } | null) =>
      readStackConfig({ apps: value?.apps, tenant: value?.tenant }),
    refusal: (error) => error.name === "InputPropertiesError" || "errors" in error,
  },
  {
    name: "manifests",
    inputs: fc.oneof(
      hostileJson(manifests).map((each) => asJson(each)),
      hostileText(manifests.map((each) => JSON.stringify(each))),
    ),
    read: (text: string) => parseManifest(text),
    refusal: (error) => error.message.startsWith("the manifest on standard input is not"),
  },
  {
    name: "previews",
    inputs: hostileJson([preview]).map((each) => asJson(each)),
    read: (text: string) => plannedActions(parsePlan(text, "the preview")),
    refusal: isUsage,
  },
  {
    name: "hand-offs",
    inputs: hostileJson([{ handOff: handOff.safeParse({}).data ?? { consentra: "handoff/1", tenantId: guid } }]),
    read: (value: unknown) => chooseHandOff(value, undefined),
    refusal: isUsage,
  },
  {
    name: "lists of tenants",
    inputs: hostileText([`fleet: 1\ntenants:\n  - name: a\n    tenantId: ${guid}\n    environment: { A: b }\n`]),
    read: (text: string) => parseFleetList(text, "fleet.yaml"),
    refusal: isUsage,
  },
  {
    name: "recipient filters",
    inputs: fc.tuple(hostileText(filters), hostileText(filters)),
    read: ([one, other]: [string, string]) => {
      if (opathFault(one) === undefined && !sameFilter(one, one)) throw new Error("a filter is not the same as itself");
      if (sameFilter(one, other) !== sameFilter(other, one)) throw new Error("comparing depends on the order");
    },
    refusal: never,
  },
  {
    name: "Exchange's errors",
    inputs: fc.tuple(fc.integer({ min: 300, max: 599 }), hostileText(errors)),
    read: ([status, body]: [number, string]) => toExchangeError("Get-Recipient", status, body).message,
    refusal: never,
  },
  {
    name: "certificates",
    inputs: hostileText([certificate ?? ""]),
    read: (text: string) => {
      const faults = new Faults();
      if (!readCertificate(text, "certificates[0]", faults)) faults.throwIfAny("AppCredential");
    },
    refusal: (error) => "errors" in error,
  },
  {
    name: "cloud metadata hosts",
    inputs: hostileText(["localhost:8443", "management.azure.com", "127.0.0.1"]),
    read: (ARM_METADATA_HOSTNAME: string) => {
      const { login, name } = cloudEndpoints({ ARM_METADATA_HOSTNAME });
      const { hostname } = new URL(login);
      if (name === "simulated" && !["localhost", "127.0.0.1", "[::1]"].includes(hostname)) {
        throw new Error(`a token would go to ${hostname}`);
      }
    },
    refusal: (error) => error.message.startsWith("ARM_METADATA_HOSTNAME is "),
  },
  {
    name: "names of permissions",
    inputs: hostileText(["Mail.Read", "full_access_as_app", guid]),
    read: (name: string) => {
      findPermission("Microsoft Graph", "application", name);
      findPermissionById(guid, "application", name);
      nearestPermissions("Microsoft Graph", "application", name);
    },
    refusal: never,
  },
];

/** @param client of a tenant that requests are sent to */
export function targetsWith(client: TenantClient, tenantId: string): Target[] {
  return [...readers, graphFilterTarget(client), invokeCommandTarget(client, tenantId), tokenTarget(client, tenantId)];
}

/** The names of all targets, before there is a tenant. */
export const targetNames = [
  ...readers.map(({ name }) => name),
  "OData filters",
  "bodies of InvokeCommand",
  "tokens and assertions",
];
