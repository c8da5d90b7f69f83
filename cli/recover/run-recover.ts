import type { StackChoice } from "./pulumi";
import { cancelCommand, pulumi } from "./pulumi";
import { UsageError } from "../exit";
import {
  createdBy,
  parseDeployment,
  pendingCreates,
  recordedIds,
  recordedOf,
  recordedUrns,
  withoutPending,
  withoutResources,
  withRecorded,
  type Deployment,
} from "./deployment";
import { isOpen, type Known } from "./finders/finder";
import { markOf } from "./finders/key-vault";
import { isLeftBehind, locksIn } from "./lock";
import { findUnrecorded, isLookedFor, type PlannedResource, type Reader, type Unrecorded } from "./unrecorded";

/** What became of a stack. */
export interface Recovered {
  /** How much the state was mended. */
  mended: number;
  /** How much is to be mended, where nothing was to be done. */
  open: number;
  /** How much is in the way that is not this stack's to take. */
  left: number;
}

/** Where things are said, a line at a time. */
type Say = (line: string) => void;

/** Tells what the state does not know. Neither state nor tenant is changed. */
export async function tellUnrecorded(stack: StackChoice, graph: Reader, say: Say): Promise<Recovered> {
  const state = await exported(stack);
  const found = await unrecordedOf(state, await planned(stack, "--refresh"), graph);
  for (const each of found) say(lineOf(each, notDone));
  const pending = pendingCreates(state).filter(({ urn }) => !found.some((each) => each.planned.urn === urn));
  for (const { urn } of pending) say(`unfinished: ${urn}\n  was being made when the update was interrupted`);
  const left = found.filter(({ fate }) => fate === "leave").length;
  const asked = found.filter(({ fate }) => fate === "ask").length;
  return { mended: 0, open: found.length - left - asked + pending.length, left };
}

/** Makes the state agree with the tenant, which is not changed. */
export async function mendState(stack: StackChoice, graph: Reader, say: Say): Promise<Recovered> {
  // What is gone is forgotten: an interrupted update may have deleted it.
  let mended = await refreshed(stack, say);
  const left = new Map<string, Unrecorded>();
  const asked = new Set<string>();
  // What is made of something is found when that is: a consent is only known when its service principal is.
  for (let isMore = true; isMore;) {
    const state = await exported(stack);
    const wanted = await planned(stack);
    const found = await unrecordedOf(state, wanted, graph);
    for (const each of found) if (each.fate === "leave") left.set(each.id, each);
    const mine = found.filter(
      ({ fate, id }) => fate === "take" || fate === "remove" || (fate === "ask" && !asked.has(id)),
    );
    isMore = mine.length > 0 && wanted.some((each) => isLookedFor(each.type) && isOpen(each));
    if (mine.length === 0) break;
    await imported(stack, withRecorded(state, mine));
    const targets = mine.flatMap(({ planned: { urn } }) => ["--target", urn]);
    await pulumi(["refresh", "--yes", "--skip-preview", ...targets], stack);
    for (const each of mine.filter(({ fate }) => fate === "ask")) asked.add(each.id);
    const { kept, foreign } = await answered(stack, mine);
    for (const each of kept) say(lineOf(each, done));
    for (const each of foreign) left.set(each.id, { ...each, fate: "leave", words: `${each.words}: ${foreignWords}` });
    mended += kept.length;
  }
  for (const each of left.values()) say(lineOf(each, done));
  return { mended: mended + (await settlePending(stack, say)), open: 0, left: left.size };
}

const foreignWords = "it does not carry this stack's mark; keep it and choose another name, or delete it";

/** Of what only its provider knows: what is there and this stack's stays in the state. */
async function answered(
  stack: StackChoice,
  mine: readonly Unrecorded[],
): Promise<{ kept: Unrecorded[]; foreign: Unrecorded[] }> {
  if (!mine.some(({ fate }) => fate === "ask")) return { kept: [...mine], foreign: [] };
  const state = await exported(stack);
  const inState = ({ id, planned: { urn } }: Unrecorded) =>
    state.deployment.resources?.find((each) => each.id === id && each.urn === urn);
  const there = mine.filter((each) => each.fate !== "ask" || inState(each) !== undefined);
  const foreign = there.filter(
    (each) => each.fate === "ask" && markOf(inState(each)?.outputs) !== markOf(each.planned.inputs),
  );
  if (foreign.length > 0)
    await imported(
      stack,
      withoutResources(state, ({ urn, id }) => foreign.some((each) => each.id === id && each.planned.urn === urn)),
    );
  return { kept: there.filter((each) => !foreign.includes(each)), foreign };
}

/** What is there of what a preview would create, and twins of what the state has. */
function unrecordedOf(state: Deployment, wanted: readonly PlannedResource[], graph: Reader): Promise<Unrecorded[]> {
  return findUnrecorded(wanted, graph, knownOf(state), recordedOf(state));
}

function knownOf(state: Deployment): Known {
  const subscriptionId = process.env.ARM_SUBSCRIPTION_ID ?? process.env.AZURE_SUBSCRIPTION_ID;
  const known = { recorded: recordedIds(state), urns: recordedUrns(state) };
  return { ...known, ...(subscriptionId !== undefined && { subscriptionId }) };
}

/** @returns how many locks were released */
async function refreshed(stack: StackChoice, say: Say): Promise<number> {
  const refresh = () => pulumi(["refresh", "--yes", "--skip-preview"], stack);
  try {
    await refresh();
    return 0;
  } catch (error) {
    const locks = locksIn(error instanceof Error ? error.message : "");
    if (locks.length === 0) throw error;
    const held = locks.filter((each) => !isLeftBehind(each));
    if (held.length > 0)
      throw new UsageError(
        `the stack is locked by ${held.map(({ user, host, pid, since }) => `${user}@${host} (pid ${pid}) since ${since}`).join(" and ")}, ` +
          `of which it cannot be said from here that it is gone; when it is, run \`${cancelCommand(stack)}\`, then this again`,
        { cause: error },
      );
    await pulumi(["cancel", "--yes"], stack);
    for (const { pid, since } of locks) say(`released: the lock of process ${pid}, which is gone, since ${since}`);
    await refresh();
    return locks.length;
  }
}

/**
 * What was being made and is not there is forgotten: the next update makes it. A step of the provider finds by itself what it made.
 *
 * @returns how many were forgotten
 */
async function settlePending(stack: StackChoice, say: Say): Promise<number> {
  const state = await exported(stack);
  const pending = pendingCreates(state);
  if (pending.length === 0) return 0;
  const known = new Set(state.deployment.resources?.map(({ urn }) => urn));
  const isUnknown = ({ urn, type }: { urn: string; type: string }) =>
    !known.has(urn) && !isLookedFor(type) && type !== "command:local:Command";
  const unknown = new Set(pending.filter(isUnknown).map(({ urn }) => urn));
  for (const urn of unknown)
    say(`unknown: ${urn}\n  was being made, and cannot be looked for here: see yourself whether it is there`);
  await imported(
    stack,
    withoutPending(state, (urn) => unknown.has(urn)),
  );
  return pending.length - unknown.size;
}

async function exported(stack: StackChoice): Promise<Deployment> {
  return parseDeployment(await pulumi(["stack", "export"], stack));
}

async function imported(stack: StackChoice, state: Deployment): Promise<void> {
  await pulumi(["stack", "import"], stack, JSON.stringify(state));
}

async function planned(stack: StackChoice, ...more: string[]): Promise<PlannedResource[]> {
  return createdBy(await pulumi(["preview", "--json", ...more], stack));
}

const done = { take: "taken", ask: "taken", remove: "to be removed by the next update", leave: "in the way" };
const notDone = { take: "not recorded", ask: "perhaps there", remove: "of use to nobody", leave: "in the way" };

function lineOf({ words, fate, planned: { urn } }: Unrecorded, says: Record<Unrecorded["fate"], string>): string {
  return `${says[fate]}: ${words}\n  as ${urn}`;
}
