import type { Side } from "./compare";
import { atLeast, type Application, type Change, type ReviewedPermission, type Scope } from "./model";
import { riskOf } from "./risk";
import { assignmentOf } from "./view/people";
import { scopeKey } from "./view/scopes";
import {
  counted,
  credentialWords,
  listed,
  mechanismWords,
  permissionGained,
  permissionLost,
  principalWords,
  scopeWords,
} from "./words";

/** What is known of an application when its sentences are written. */
export type Facts = Omit<Application, "changes" | "source" | "since">;

/** What changes for an application, a sentence each. */
export function sentences(facts: Facts, was: Side | undefined): string[] {
  const { vendor, change, clientId, ownRegistration, permissions, scopes, assignment, owners, credentials, consent } =
    facts;
  const id = clientId === undefined ? "its client ID is not known in a preview" : `its client ID is ${clientId}`;
  const opening: Record<Change, string[]> = {
    added: [`${vendor} is new in this stack${ownRegistration ? ", with a registration of its own" : ""}; ${id}.`],
    removed: [`${vendor} is removed from this stack, and loses what follows.`],
    changed: [],
    kept: [],
  };
  return [
    ...opening[change],
    ...permissions.flatMap((each) => permissionSentences(each, consent, was)),
    ...scopes.flatMap((each) => scopeSentences(each, was)),
    ...assignmentSentences(assignment, change, was),
    ...owners.flatMap((each) =>
      each.change === "added"
        ? [`${each.name} becomes an owner.`]
        : each.change === "removed"
          ? [`${each.name} is no owner any more.`]
          : [],
    ),
    ...credentials.flatMap((each) => {
      if (each.change === "added") return [`It can prove who it is by ${credentialWords(each)}.`];
      return each.change === "removed" ? [`It loses ${credentialWords(each)}.`] : [];
    }),
  ];
}

function permissionSentences(each: ReviewedPermission, consent: string, was: Side | undefined): string[] {
  if (each.change === "added") return [permissionGained(each, consent)];
  if (each.change === "removed") return [permissionLost(each)];
  if (each.change === "kept") return [];
  const old = was?.permissions.find(
    ({ kind, name, given }) => kind === each.kind && name === each.name && given === each.given,
  );
  const risk = old && was ? riskOf(old, was.scopes) : each.risk;
  return [
    ...(risk === each.risk
      ? []
      : [`The risk of ${each.name} ${atLeast(each.risk, risk) ? "rises" : "falls"} from ${risk} to ${each.risk}.`]),
    ...(JSON.stringify(old?.users) === JSON.stringify(each.users)
      ? []
      : [
          `${each.name} counts for ${each.users ? listed(each.users) : "all users"} from now on, before for ${old?.users ? listed(old.users) : "all users"}.`,
        ]),
  ];
}

function scopeSentences(each: Scope, was: Side | undefined): string[] {
  const by = each.mechanism === "none" ? "" : `, by ${mechanismWords(each)}`;
  if (each.change === "added") return [`It reaches ${scopeWords(each)}${by}.`];
  if (each.change === "removed") return [`The scope ends by which it reached ${scopeWords(each)}${by}.`];
  if (each.change === "kept") return [];
  const old = was?.scopes.find((one) => scopeKey(one) === scopeKey(each));
  const before = new Set(old?.mailboxes ?? []);
  const now = new Set(each.mailboxes ?? []);
  const entering = [...now].filter((one) => !before.has(one));
  const leaving = [...before].filter((one) => !now.has(one));
  const [comes, goes] =
    each.mode === "except"
      ? (["is not reached any more", "is reached from now on"] as const)
      : (["is reached from now on", "is not reached any more"] as const);
  const verb = (count: number, text: string) => (count === 1 ? text : text.replace(/^is /, "are "));
  return [
    ...(entering.length > 0
      ? [
          `${listed(entering)} ${verb(entering.length, comes)} (${counted(now.size, "mailbox", "mailboxes")} in ${each.group ?? "the scope"}).`,
        ]
      : []),
    ...(leaving.length > 0
      ? [
          `${listed(leaving)} ${verb(leaving.length, goes)} (${counted(now.size, "mailbox", "mailboxes")} in ${each.group ?? "the scope"}).`,
        ]
      : []),
    ...(old?.reason === each.reason
      ? []
      : [`The reason for every mailbox is another one: ${each.reason ?? "none is given"}.`]),
  ];
}

function assignmentSentences(assignment: Application["assignment"], change: Change, was: Side | undefined): string[] {
  if (!assignment) return [];
  const { required, managedBy, principals } = assignment;
  const before = was && assignmentOf(was.app, was.world);
  const rule = required
    ? "Only who is assigned may sign in."
    : "Everybody in the tenant may sign in: assignment is not required.";
  const owners =
    managedBy === "owners" && before?.managedBy !== "owners" ? ["Its owners decide who is assigned from then on."] : [];
  return [
    ...(change !== "removed" && before?.required !== required ? [rule] : []),
    ...principals.flatMap((each) => {
      if (each.change === "added") return [capital(`${principalWords(each)} may sign in.`)];
      return each.change === "removed" ? [capital(`${principalWords(each)} may not sign in any more.`)] : [];
    }),
    ...owners,
  ];
}

/** A sentence that begins with our own word; a name stays as it is written. */
function capital(text: string): string {
  return text.replace(/^the /, "The ");
}
