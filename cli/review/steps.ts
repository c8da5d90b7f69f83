import { permissions, reachesMailboxes } from "consentra/graph";
import { changes, knownText, type Plan, type PlannedStep } from "../preview/plan";
import type { Step } from "./model";
import { stepWords } from "./step-words";
import type { AppView } from "./view/apps";
import { commandOf, isExchangeKind } from "./view/manifests";
import { isGrant } from "./view/permissions";
import { azuread, comesAfter, isComponent, type Node, type World } from "./view/world";

export interface Worlds {
  before: World;
  after: World;
}

const mailboxRoleIds = new Set(permissions.filter(reachesMailboxes).map(({ id }) => id));

/** Kinds of commands that are about the whole tenant. */
const settingKinds = new Set(["UserConsentSettings", "AdminConsentWorkflow", "PermissionClassification"]);

/** Finds the application of a resource, in either world. */
export type AppOf = (urn: string) => { before?: AppView; after?: AppView } | undefined;

type Op = Step["op"];

/** What the engine does in the tenant, in its order; what only holds others is left out. */
export function orderedSteps({ steps }: Plan, worlds: Worlds, appOf: AppOf): Step[] {
  const listed = merged(steps).flatMap((step) => {
    const op = opOf(step, worlds);
    const node = nodeOf(step, op, worlds);
    return op === undefined || !node || isComponent(node) || node.type.startsWith("pulumi:") ? [] : [{ op, node }];
  });
  const numbers = new Map(listed.map(({ node }, index) => [node.urn, index + 1]));
  return listed.map(({ op, node }, index): Step => {
    const app = appOf(node.urn);
    const view = gone(op) ? app?.before : app?.after;
    const role = roleOf(node, view);
    const confinedBy =
      role === "consent" && !gone(op) && view ? confinement(node, view, worlds.after, numbers) : undefined;
    return {
      number: index + 1,
      op,
      does: stepWords(op, node, worlds, view),
      resource: node.name,
      type: node.type,
      ...(app && { application: (app.after ?? app.before)?.node.name }),
      after: waitsFor(op, node, listed, numbers),
      role,
      ...(confinedBy !== undefined && { confinedBy }),
    };
  });
}

/** One step for a replacement, which the engine may tell as three. */
function merged(steps: readonly PlannedStep[]): PlannedStep[] {
  const seen = new Set<string>();
  return steps.filter(({ op, urn }) => {
    if (!/replace/.test(op)) return true;
    const first = !seen.has(urn);
    seen.add(urn);
    return first;
  });
}

function opOf(step: PlannedStep, { before }: Worlds): Op | undefined {
  const { op } = step;
  if (/replace/.test(op)) return "replace";
  if (op.startsWith("import")) return "import";
  if (!changes(step)) return undefined;
  if (op === "delete") return before.get(step.urn)?.retainOnDelete ? "forget" : "delete";
  return op === "create" || op === "update" ? op : undefined;
}

const gone = (op: Op): boolean => op === "delete" || op === "forget";

function nodeOf({ urn }: PlannedStep, op: Op | undefined, { before, after }: Worlds): Node | undefined {
  return op !== undefined && gone(op) ? before.get(urn) : (after.get(urn) ?? before.get(urn));
}

function roleOf(node: Node, app: AppView | undefined): Step["role"] {
  if (node.type === azuread.delegatedGrant) return "consent";
  if (node.type === azuread.assignment) return app && isGrant(node, app) ? "consent" : "other";
  const kind = commandOf(node)?.kind ?? "";
  if (isExchangeKind(kind)) return "scope";
  return settingKinds.has(kind) ? "setting" : "other";
}

/** What is made waits for what it depends on; what goes waits for what depends on it. */
function waitsFor(
  op: Op,
  node: Node,
  listed: readonly { op: Op; node: Node }[],
  numbers: ReadonlyMap<string, number>,
): number[] {
  const waits = gone(op)
    ? listed.filter((each) => gone(each.op) && each.node.after.has(node.urn)).map((each) => numbers.get(each.node.urn))
    : [...node.after].map((urn) => numbers.get(urn));
  const own = numbers.get(node.urn);
  return [...new Set(waits)]
    .filter((each) => each !== undefined && each !== own)
    .sort((a, b) => Number(a) - Number(b)) as number[];
}

/** For consent to what opens mailboxes: what has been confining it when it begins. */
function confinement(node: Node, app: AppView, after: World, numbers: ReadonlyMap<string, number>): string | undefined {
  if (node.type !== azuread.assignment || !opensMailboxes(node)) return undefined;
  const policies = app.resources.filter((each) => commandOf(each)?.kind === "ApplicationAccessPolicy");
  const before = policies.filter((each) => comesAfter(node, each.urn, after));
  if (before.length === 0) {
    return policies.length > 0
      ? "an access policy that it does not wait for: the app can open every mailbox until that is there"
      : "nothing in this stack: the app can open every mailbox";
  }
  const own = before.map((each) => numbers.get(each.urn)).filter((each) => each !== undefined);
  return own.length > 0
    ? `the access policy of step ${own.join(" and ")}, which it waits for`
    : "an access policy that is there already";
}

function opensMailboxes(node: Node): boolean {
  const id = knownText(node.inputs.appRoleId);
  return id !== undefined && mailboxRoleIds.has(id.toLowerCase());
}
