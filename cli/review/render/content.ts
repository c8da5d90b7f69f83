import type {
  Application,
  Change,
  Review,
  ReviewedException,
  ReviewedPermission,
  Scope,
  Step,
  Violation,
} from "../model";
import { counted, forWhom, mechanismWords, scopeWords, whoConsents } from "../words";

/** What every form of the report says in the same words. */

export const changeWords: Readonly<Record<Change, string>> = {
  added: "new",
  changed: "changes",
  removed: "removed",
  kept: "unchanged",
};

export function title({ project, stack }: Review): string {
  return `Access review of ${project}/${stack}`;
}

export function verdictLine({ verdict, packs }: Review): string {
  if (!verdict.blocked) {
    return packs && packs.length > 0
      ? "Nothing blocks this change."
      : "Nothing blocks this change; no policy judged it.";
  }
  return `Blocked, for ${counted(verdict.reasons.length, "reason")}.`;
}

export function summaryLine({ summary, applications, packs, risk }: Review): string {
  const { create, update, replace, delete: gone, unchanged } = summary;
  const count = (wanted: Change) => applications.filter(({ change }) => change === wanted).length;
  const apps = (["added", "changed", "removed", "kept"] as const).flatMap((each) =>
    count(each) > 0 ? [`${count(each)} ${changeWords[each]}`] : [],
  );
  const judged =
    packs === undefined || packs.length === 0
      ? "No policy pack judged it, as far as is known here."
      : `Judged by ${packs.map(({ name, version }) => `${name} ${version}`.trim()).join(", ")}.`;
  return [
    `Applications: ${apps.join(", ") || "none"}.`,
    `Resources: ${create} to create, ${update} to change, ${replace} to replace, ${gone} to remove, ${unchanged} unchanged.`,
    `Risk: ${riskWords(risk)}.`,
    judged,
  ].join(" ");
}

/** `high`, `none → high`. */
export function riskWords({ before, after }: Review["risk"]): string {
  return before === after ? (after ?? "none") : `${before ?? "none"} → ${after ?? "none"}`;
}

/** What an application holds after the change. */
export function held(permissions: readonly ReviewedPermission[]): ReviewedPermission[] {
  return permissions.filter(({ change }) => change !== "removed");
}

export function scopesHeld({ scopes, change }: Pick<Application, "scopes" | "change">): Scope[] {
  return scopes.filter((each) => change === "removed" || each.change !== "removed");
}

/** Which mailboxes, in one line. */
export function mailboxLine(application: Application): string {
  const scopes = scopesHeld(application);
  if (scopes.length > 0) return scopes.map(scopeLine).join("; ");
  return application.permissions.some(({ kind, change }) => kind === "delegated" && change !== "removed")
    ? "none but those that the signed-in user may open"
    : "none";
}

export function scopeLine(scope: Scope): string {
  const wider = scope.widens && scope.change === "changed" ? "; more than before" : "";
  return scope.mechanism === "none" ? scopeWords(scope) : `${scopeWords(scope)}, by ${mechanismWords(scope)}${wider}`;
}

/** How a permission comes to the app, and what else is to be known of it. */
export function permissionNotes(each: ReviewedPermission, consent: string): string {
  const given =
    each.given === "role"
      ? "by a role of Exchange"
      : each.given === "asked"
        ? `asked for: ${whoConsents(consent)}`
        : `consent${forWhom(each)}`;
  return [
    given,
    ...(each.exception
      ? [`excepted by ${each.exception.approver} until ${each.exception.expires}: ${each.exception.reason}`]
      : []),
    ...(each.narrower.length > 0 && each.change !== "removed" ? [`narrower: ${each.narrower.join(", ")}`] : []),
  ].join("; ");
}

/** Who it is: a line each. */
export function identityLines({
  vendor,
  name,
  clientId,
  ownRegistration,
  since,
  notes,
  source,
  consent,
}: Application): string[] {
  const consents: Record<Application["consent"], string> = {
    grant: "this stack consents",
    request: "an administrator consents, not this stack",
    users: "each user consents, not this stack",
    none: "nothing is consented to",
  };
  return [
    `Vendor: ${vendor}`,
    `Client ID: ${clientId ?? "not known before the registration is made"}${ownRegistration ? " (a registration of this tenant)" : ""}`,
    `In the program: ${name}${source ? `, ${source.file}${source.line === undefined ? "" : `:${source.line}`}` : ""}`,
    ...(since === undefined ? [] : [`In this stack since: ${since}`]),
    ...(notes === undefined ? [] : [`Why, as its notes say: ${notes}`]),
    `Consent: ${consents[consent]}`,
  ];
}

/** Who may sign in and who owns it: a line each. */
export function peopleLines({ assignment, owners }: Application): string[] {
  const named = (each: { name: string; kind: string; change: Change }) =>
    `${each.kind === "group" ? `direct members of ${each.name}` : each.name}${each.change === "kept" || each.change === "changed" ? "" : ` (${changeWords[each.change]})`}`;
  const assigned = assignment?.principals ?? [];
  const who = assigned.length > 0 ? assigned.map(named).join(", ") : "nobody";
  return [
    ...(assignment
      ? [
          assignment.required
            ? `May sign in: ${who}${assignment.managedBy === "owners" ? "; its owners decide who else" : ""}`
            : `May sign in: everybody in the tenant${assigned.length > 0 ? `; assigned are ${who}` : ""}`,
        ]
      : []),
    `Owners: ${owners.length > 0 ? owners.map(named).join(", ") : "none that this stack declares"}`,
  ];
}

export function violationHead({ level, severity, policy, resource }: Violation): string {
  const rank = severity === "unspecified" ? level : `${level}, ${severity}`;
  return `${policy} (${rank})${resource === undefined ? "" : `: ${resource}`}`;
}

const states: Record<ReviewedException["state"], string> = {
  inUse: "in use",
  unused: "for nothing in this stack",
  expired: "expired",
};

export function exceptionLine({
  permission,
  app,
  approver,
  expires,
  reason,
  state,
  policy,
}: ReviewedException): string {
  return `${permission ?? policy} for ${app} (${states[state]}, ${policy}): approved by ${approver} until ${expires}, because: ${reason}`;
}

/** What a step waits for, and what confines what it consents to. */
export function stepNotes({ after, confinedBy }: Step): string {
  const waits = after.length === 0 ? "" : `waits for ${after.length === 1 ? "step" : "steps"} ${after.join(", ")}`;
  return [waits, confinedBy === undefined ? "" : `confined by ${confinedBy}`].filter((each) => each !== "").join("; ");
}

export const stepsHint = "A step begins when those that it waits for are done; others may run at the same time.";
