import { changes, nameOfUrn, type Plan } from "../preview/plan";
import type { JudgedPreview } from "../preview/run-preview";
import { compareApp, type Compared } from "./compare";
import { isAbout, type DeclaredException } from "./exceptions";
import {
  highest,
  type Application,
  type Review,
  type ReviewedException,
  type RiskLevel,
  type Step,
  type Violation,
} from "./model";
import { sourceOf } from "./source";
import { orderedSteps, type Worlds } from "./steps";
import { unknownsOf } from "./unknowns";
import { exceptionPolicy, verdictOf } from "./verdict";
import { appsOf } from "./view/apps";
import { commandOf } from "./view/manifests";
import { worldAfter, worldBefore, type Node } from "./view/world";

export interface ReviewOptions {
  exceptions: readonly DeclaredException[];
  threshold?: RiskLevel;
  /** Where the project is, seen from where reports are read: before each file. @default "" */
  sourceRoot?: string;
  /** Since when the stack has each resource, by URN. @default not known */
  created?: ReadonlyMap<string, string>;
  /** ISO 8601 date. @default today */
  today?: string;
}

/** What an approver is told of a preview. */
export function buildReview({ plan, judgement }: JudgedPreview, options: ReviewOptions): Review {
  const worlds = { before: worldBefore(plan), after: worldAfter(plan) };
  const compared = compareApps(plan, worlds);
  const owners = new Map<string, Compared>();
  for (const each of compared)
    for (const side of [each.before, each.after])
      for (const { urn } of side?.app.resources ?? []) owners.set(urn, each);
  const locate = (urn: string) => sourceOf(urn, worlds, options.sourceRoot ?? "");

  const violations = (judgement?.events ?? []).map(({ urn, ...said }): Violation => {
    const source = urn === undefined ? undefined : locate(urn);
    const application = urn === undefined ? undefined : owners.get(urn)?.application.name;
    return {
      ...said,
      ...(urn !== undefined && { urn, resource: nameOfUrn(urn) }),
      ...(application !== undefined && { application }),
      ...(source && { source }),
    };
  });
  const exceptions = judgeExceptions(options, compared, violations, stackOf(plan));
  const applications = compared.map(({ application, before }): Application => {
    const source = locate(application.urn);
    const since = sinceOf(before?.app.resources ?? [], options.created);
    return {
      ...withExceptions(application, exceptions),
      ...(source && { source }),
      ...(since !== undefined && { since }),
    };
  });
  const steps = orderedSteps(plan, worlds, (urn) => {
    const found = owners.get(urn);
    return found && { before: found.before?.app, after: found.after?.app };
  });
  const [urn = ""] = plan.steps.map((step) => step.urn);
  const tenantId = tenantOf(worlds);
  return {
    consentra: "review/1",
    project: urn.split("::")[1] ?? "",
    stack: stackOf(plan),
    ...(tenantId !== undefined && { tenantId }),
    summary: summarise(plan, steps),
    ...(judgement && { packs: judgement.packs }),
    risk: overall(applications),
    applications,
    settings: beside(steps, (role) => role === "setting"),
    others: beside(steps, (role) => role !== "setting"),
    violations,
    exceptions,
    steps,
    unknowns: unknownsOf(applications, worlds.after, judgement !== undefined && judgement.packs.length > 0),
    warnings: plan.diagnostics
      .filter(({ severity }) => severity === "warning")
      .map(({ message }) => message.trim().replace(/^warning: /, "")),
    verdict: verdictOf(violations, applications, options.threshold),
  };
}

/** Name of the stack, from a URN (`urn:pulumi:<stack>::<project>::<type>::<name>`). */
function stackOf({ steps }: Plan): string {
  return /^urn:pulumi:(.*?)::/.exec(steps[0]?.urn ?? "")?.[1] ?? "";
}

const order: Record<Application["change"], number> = { added: 0, changed: 1, removed: 2, kept: 3 };

function compareApps(plan: Plan, worlds: Worlds): Compared[] {
  const [before, after] = [appsOf(worlds.before), appsOf(worlds.after)];
  return [...new Set([...after.keys(), ...before.keys()])]
    .map((key) => compareApp(before.get(key), after.get(key), worlds, plan))
    .sort((one, other) => {
      const [a, b] = [one.application, other.application];
      return order[a.change] - order[b.change] || (a.name < b.name ? -1 : 1);
    });
}

/** The earliest of its resources. */
function sinceOf(resources: readonly Node[], created: ReviewOptions["created"]): string | undefined {
  const dates = resources.flatMap(({ urn }) => created?.get(urn) ?? []).sort();
  return dates[0]?.slice(0, 10);
}

function tenantOf({ before, after }: Worlds): string | undefined {
  for (const node of [...after.values(), ...before.values()]) {
    const found = /"tenantId":"([0-9a-f-]{36})"/.exec(commandOf(node)?.text ?? "");
    if (found) return found[1];
  }
  return undefined;
}

function summarise({ steps }: Plan, listed: readonly Step[]): Review["summary"] {
  const count = (...ops: Step["op"][]) => listed.filter(({ op }) => ops.includes(op)).length;
  return {
    create: count("create", "import"),
    update: count("update"),
    replace: count("replace"),
    delete: count("delete", "forget"),
    unchanged: steps.filter((step) => !changes(step) && step.newState?.custom === true).length,
  };
}

function overall(applications: readonly Application[]): Review["risk"] {
  const [before, after] = (["before", "after"] as const).map((side) =>
    highest(applications.map(({ risk }) => risk[side])),
  );
  return { ...(before && { before }), ...(after && { after }) };
}

/** What is about no application, a sentence each. */
function beside(steps: readonly Step[], wanted: (role: Step["role"]) => boolean): string[] {
  return steps
    .filter(({ application, role }) => application === undefined && wanted(role))
    .map(({ does }) => sentence(does));
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Whether an exception counts for what the stack has, is out of date, or is for nothing. */
function judgeExceptions(
  { exceptions, today = new Date().toISOString().slice(0, 10) }: ReviewOptions,
  compared: readonly Compared[],
  violations: readonly Violation[],
  stack: string,
): ReviewedException[] {
  const forThisStack = exceptions.filter(({ stacks }) => stacks === undefined || stacks.includes(stack));
  return forThisStack.map((each) => {
    const held = compared.some(
      ({ application, after }) =>
        after?.app.resources.some(({ name }) => isAbout(each, name)) &&
        application.permissions.some(({ name, change }) => name === each.permission && change !== "removed"),
    );
    const said = violations.some(
      ({ policy, message, resource }) =>
        policy === exceptionPolicy && message.includes(each.permission ?? each.policy) && isAbout(each, resource ?? ""),
    );
    return { ...each, state: each.expires < today ? "expired" : held || said ? "inUse" : "unused" };
  });
}

function withExceptions(application: Omit<Application, "source" | "since">, exceptions: readonly ReviewedException[]) {
  return {
    ...application,
    permissions: application.permissions.map((each) => {
      const found = exceptions.find(
        ({ permission, app, state }) =>
          state === "inUse" && permission === each.name && isAbout({ app }, application.name),
      );
      if (!found || each.change === "removed") return each;
      const { reason, approver, expires } = found;
      return { ...each, exception: { reason, approver, expires } };
    }),
  };
}
