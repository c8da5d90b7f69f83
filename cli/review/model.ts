import { z } from "zod";

/** How much damage something can do, as the table of permissions has it. */
export const riskLevels = ["low", "medium", "high", "critical"] as const;
const risk = z.enum(riskLevels);
export type RiskLevel = z.infer<typeof risk>;

/** What becomes of a thing. */
const change = z.enum(["added", "removed", "changed", "kept"]);
export type Change = z.infer<typeof change>;

/** Where the program makes something; lines and columns from 1. */
const source = z.strictObject({ file: z.string(), line: z.int().optional(), column: z.int().optional() });
export type Source = z.infer<typeof source>;

const principal = z.strictObject({
  kind: z.enum(["user", "group", "unknown"]),
  /** E-mail address or display name; an object ID where nothing else is known. */
  name: z.string(),
  change,
});
export type Principal = z.infer<typeof principal>;

const scope = z.strictObject({
  change,
  /** `accessPolicy`: filters what Entra consented to. `rbac`: roles of Exchange, which grant on their own. */
  mechanism: z.enum(["accessPolicy", "rbac", "none"]),
  /** `unconfined`: nothing in the stack confines the app. */
  mode: z.enum(["allow", "except", "everyone", "unconfined", "notKnown"]),
  /** Address of the group. */
  group: z.string().optional(),
  administrativeUnit: z.string().optional(),
  filter: z.string().optional(),
  /** Mailboxes that are named, sorted; absent where the stack does not name them. */
  mailboxes: z.array(z.string()).optional(),
  /** Why every mailbox. */
  reason: z.string().optional(),
  /** Whether the app reaches mailboxes by it that it did not reach before; what cannot be told counts as that. */
  widens: z.boolean(),
});
export type Scope = z.infer<typeof scope>;

const exceptionRef = z.strictObject({ reason: z.string(), approver: z.string(), expires: z.string() });

const permission = z.strictObject({
  change,
  /** Name of the API; several where the name alone does not tell. */
  api: z.string(),
  kind: z.enum(["application", "delegated"]),
  /** Its name; its ID where the name is not known; "not known in a preview" where neither is. */
  name: z.string(),
  /** Whether the table of permissions has it. What it has not counts as critical. */
  known: z.boolean(),
  risk,
  /** One sentence: what it lets an app do. */
  reason: z.string(),
  /** `consent`: this stack consents in Entra. `role`: a role of Exchange gives it. `asked`: the app asks, and others consent. */
  given: z.enum(["consent", "role", "asked"]),
  /** Delegated: for everybody, or for whom. */
  users: z.array(z.string()).optional(),
  /** Whether it opens mailboxes of others. */
  reachesMailboxes: z.boolean(),
  /** Names of permissions that do less and often suffice. */
  narrower: z.array(z.string()),
  /** The exception in the packs' configuration by which it may stay. */
  exception: exceptionRef.optional(),
});
export type ReviewedPermission = z.infer<typeof permission>;

const credential = z.strictObject({
  kind: z.enum(["certificate", "secret", "federated"]),
  name: z.string(),
  /** ISO 8601 date. */
  until: z.string().optional(),
  change,
});
export type ReviewedCredential = z.infer<typeof credential>;

const application = z.strictObject({
  /** The name that the program gave it. */
  name: z.string(),
  vendor: z.string(),
  /** Absent while it is not known, for a registration that is made here. */
  clientId: z.string().optional(),
  change,
  /** Whether the registration is made by this stack. */
  ownRegistration: z.boolean(),
  urn: z.string(),
  source: source.optional(),
  /** Since when the stack has it, ISO 8601 date; absent where it is new or the preview does not tell. */
  since: z.string().optional(),
  /** Free text for administrators, as declared: why the app is there. */
  notes: z.string().optional(),
  consent: z.enum(["grant", "request", "users", "none"]),
  owners: z.array(principal),
  /** Absent where the stack does not manage the enterprise application. */
  assignment: z
    .strictObject({ required: z.boolean(), managedBy: z.enum(["stack", "owners"]), principals: z.array(principal) })
    .optional(),
  permissions: z.array(permission),
  scopes: z.array(scope),
  credentials: z.array(credential),
  /** Highest risk of what it holds; a permission that reaches every mailbox counts one level more. Absent: it holds nothing. */
  risk: z.strictObject({ before: risk.optional(), after: risk.optional() }),
  /** What changes, a sentence each. */
  changes: z.array(z.string()),
  /** How the tenant differs from what was declared before, as found in this preview. */
  drift: z.array(z.string()),
  /** The order in which an existing scope becomes another one, a sentence each. */
  scopeOrder: z.array(z.string()),
});
export type Application = z.infer<typeof application>;

const violation = z.strictObject({
  pack: z.string(),
  packVersion: z.string(),
  policy: z.string(),
  level: z.enum(["mandatory", "advisory"]),
  severity: z.enum([...riskLevels, "unspecified"]),
  about: z.string(),
  message: z.string(),
  /** Name of the resource; absent where the stack is meant. */
  resource: z.string().optional(),
  urn: z.string().optional(),
  /** Name of the application that the resource belongs to. */
  application: z.string().optional(),
  source: source.optional(),
});
export type Violation = z.infer<typeof violation>;

const exception = exceptionRef.extend({
  policy: z.string(),
  /** Absent where the policy is about no permission. */
  permission: z.string().optional(),
  stacks: z.array(z.string()).optional(),
  app: z.string(),
  state: z.enum(["inUse", "unused", "expired"]),
});
export type ReviewedException = z.infer<typeof exception>;

const step = z.strictObject({
  /** From 1, in the order in which the engine takes them up. */
  number: z.int(),
  op: z.enum(["create", "update", "replace", "delete", "import", "forget"]),
  /** What it does, in words. */
  does: z.string(),
  resource: z.string(),
  type: z.string(),
  application: z.string().optional(),
  /** Numbers of the steps that it waits for. */
  after: z.array(z.int()),
  /** Whether it is consent, what confines it, or a setting of the whole tenant. */
  role: z.enum(["consent", "scope", "setting", "other"]),
  /** For consent to a permission that reaches mailboxes: what has been confining it when it begins. */
  confinedBy: z.string().optional(),
});
export type Step = z.infer<typeof step>;

/** What an approver is told of one preview. */
export const review = z.strictObject({
  /** Marks the document and its version. */
  consentra: z.literal("review/1"),
  project: z.string(),
  stack: z.string(),
  tenantId: z.string().optional(),
  summary: z.strictObject({
    create: z.int(),
    update: z.int(),
    replace: z.int(),
    delete: z.int(),
    unchanged: z.int(),
  }),
  /** Packs that judged the preview; absent where none did, as far as is known. */
  packs: z.array(z.strictObject({ name: z.string(), version: z.string() })).optional(),
  risk: z.strictObject({ before: risk.optional(), after: risk.optional() }),
  applications: z.array(application),
  /** Settings of the whole tenant, a sentence each. */
  settings: z.array(z.string()),
  /** Other changes, a sentence each: nothing is left out. */
  others: z.array(z.string()),
  violations: z.array(violation),
  exceptions: z.array(exception),
  steps: z.array(step),
  /** What a preview cannot know, a sentence each. */
  unknowns: z.array(z.string()),
  /** What the engine warned of. */
  warnings: z.array(z.string()),
  verdict: z.strictObject({
    /** Whether something stops the change: the exit code is 1 then. */
    blocked: z.boolean(),
    /** What stops it, a sentence each. */
    reasons: z.array(z.string()),
    /** From which level on risk and violations stop it; absent: only mandatory violations do. */
    threshold: risk.optional(),
  }),
});
export type Review = z.infer<typeof review>;

export function atLeast(level: RiskLevel | "unspecified" | undefined, threshold: RiskLevel): boolean {
  if (level === undefined || level === "unspecified") return false;
  return riskLevels.indexOf(level) >= riskLevels.indexOf(threshold);
}

export function highest(levels: readonly (RiskLevel | undefined)[]): RiskLevel | undefined {
  const indexes = levels.flatMap((each) => (each ? [riskLevels.indexOf(each)] : []));
  return indexes.length > 0 ? riskLevels[Math.max(...indexes)] : undefined;
}
