import { join } from "node:path";
import { commandSource } from "consentra/exchange/manifest";
import { findPermission } from "consentra/graph";
import { unknownValue, urnOf } from "./plan";
import { repository } from "./repository";

const built = (...name: string[]) => join(repository, "cli", "dist", ...name);
const { parsePlan } = require(built("preview", "plan.js")) as typeof import("../../cli/preview/plan");
const { buildReview } = require(built("review", "build.js")) as typeof import("../../cli/review/build");
const model = require(built("review", "model.js")) as typeof import("../../cli/review/model");

export type Review = import("../../cli/review/model").Review;
export type Judgement = import("../../cli/preview/policy-events").Judgement;

/** A resource of a constructed stack. */
export interface Made {
  type: string;
  name: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  parent?: string;
  /** Which resources each input comes from. */
  from?: Record<string, string[]>;
  after?: string[];
  source?: string;
  retainOnDelete?: boolean;
}

export const azuread = (name: string): string =>
  `azuread:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
export const tenantId = "11111111-2222-4333-8444-555555555555";
export const clientId = "6135b4c8-8900-475f-84db-b8ee65fbb329";
export const objectId = "5b000000-0000-4000-8000-000000000005";
export const graphId = "9ea00000-0000-4000-8000-000000000003";
export const unknown = unknownValue;

/** ID of an application permission. */
export function roleId(name: string, api: Parameters<typeof findPermission>[0] = "Microsoft Graph"): string {
  const found = findPermission(api, "application", name);
  if (!found) throw new Error(`no permission ${name}`);
  return found.id;
}

export const vendorApp = (name: string, record: Record<string, unknown> = {}): Made => ({
  type: "consentra:index:VendorApp",
  name,
  inputs: {
    consentra: "vendorApp/1",
    vendor: "People.ai",
    consent: "grant",
    assignment: { required: true, managedBy: "stack", users: [], groups: [] },
    ...record,
  },
  source: "project:///index.ts#4,1",
});

export const principal = (name: string, more: Partial<Made> = {}): Made => ({
  type: azuread("ServicePrincipal"),
  name,
  ...more,
  inputs: { clientId, appRoleAssignmentRequired: true, ...more.inputs },
  outputs: { objectId, displayName: "People.ai", ...more.outputs },
});

export const grant = (name: string, permission: string, more: Partial<Made> = {}): Made => ({
  type: azuread("AppRoleAssignment"),
  name,
  ...more,
  inputs: { appRoleId: roleId(permission), principalObjectId: objectId, resourceObjectId: graphId, ...more.inputs },
});

/** A command of the provider; its manifest is not known with `undefined` as spec. */
export const step = (
  name: string,
  kind: Parameters<typeof commandSource>[0],
  spec: object | undefined,
  more: Partial<Made> = {},
): Made => ({
  type: "command:local:Command",
  name,
  ...more,
  inputs: {
    create: commandSource(kind, "create"),
    stdin:
      spec === undefined
        ? unknown
        : JSON.stringify({ consentra: 1, kind, tenantId, organization: "contoso.onmicrosoft.com", spec }),
    ...more.inputs,
  },
});

export const group = (name: string, members: string[], more: Partial<Made> = {}): Made =>
  step(
    name,
    "MailEnabledSecurityGroup",
    {
      ...{ name: "scope", alias: "scope", displayName: "App scope", primarySmtpAddress: "scope@contoso.com" },
      ...{ managedBy: [], members },
    },
    more,
  );

export const policy = (
  name: string,
  accessRight: "RestrictAccess" | "DenyAccess" = "RestrictAccess",
  more: Partial<Made> = {},
): Made =>
  step(
    name,
    "ApplicationAccessPolicy",
    {
      appId: clientId,
      scopeGroup: "scope@contoso.com",
      accessRight,
      description: "it",
      probes: { granted: [], denied: [] },
    },
    more,
  );

export const roleAssignment = (name: string, role: string, scope: object, more: Partial<Made> = {}): Made =>
  step(name, "RoleAssignment", { name: "it", appId: clientId, role, scope, probes: { granted: [], denied: [] } }, more);

/** The document of a preview that leads from one stack to another; what differs is updated. */
export function previewBetween(
  before: readonly Made[],
  after: readonly Made[],
  { replaced = [], diagnostics = [] }: { replaced?: string[]; diagnostics?: object[] } = {},
): string {
  const was = new Map(before.map((each) => [urnOf(each.type, each.name), each]));
  const is = new Set(after.map((each) => urnOf(each.type, each.name)));
  const steps = [
    ...after.map((each) => {
      const urn = urnOf(each.type, each.name);
      const old = was.get(urn);
      const same = old && JSON.stringify(old.inputs) === JSON.stringify(each.inputs);
      const op = replaced.includes(each.name) ? "replace" : !old ? "create" : same ? "same" : "update";
      return { op, urn, newState: stateOf({ ...each, outputs: undefined }), ...(old && { oldState: stateOf(old) }) };
    }),
    ...before
      .filter((each) => !is.has(urnOf(each.type, each.name)))
      .map((each) => ({ op: "delete", urn: urnOf(each.type, each.name), oldState: stateOf(each) })),
  ];
  return JSON.stringify({ steps, diagnostics, changeSummary: {} });
}

function stateOf({
  type,
  name,
  inputs = {},
  outputs = {},
  parent,
  from,
  after = [],
  source,
  retainOnDelete,
}: Made): object {
  return {
    ...{ urn: urnOf(type, name), type, custom: !type.startsWith("consentra:"), inputs, outputs, parent },
    ...{ propertyDependencies: from ?? {}, dependencies: after, sourcePosition: source, retainOnDelete },
  };
}

type Options = Partial<Parameters<typeof buildReview>[1]> & {
  judgement?: Judgement;
  replaced?: string[];
  diagnostics?: object[];
};

/** The review of a constructed change; it always fits the schema. */
export function reviewBetween(before: readonly Made[], after: readonly Made[], options: Options = {}): Review {
  const { judgement, replaced, diagnostics, ...rest } = options;
  const plan = parsePlan(previewBetween(before, after, { replaced, diagnostics }), "the test");
  return model.review.parse(
    JSON.parse(
      JSON.stringify(
        buildReview({ plan, ...(judgement && { judgement }) }, { exceptions: [], today: "2026-11-26", ...rest }),
      ),
    ),
  );
}

/** A judgement with these violations. */
export function judged(...events: Partial<Judgement["events"][number]>[]): Judgement {
  const common = {
    pack: "consentra-test",
    packVersion: "1.0.0",
    policy: "a-policy",
    level: "mandatory",
    severity: "high",
  } as const;
  return {
    packs: [{ name: "consentra-test", version: "1.0.0" }],
    events: events.map((each) => ({ ...common, about: "What it is for.", message: "What is wrong.", ...each })),
    errors: [],
  };
}
