import type { StackChoice } from "./pulumi";
import { pulumi } from "./pulumi";
import { UsageError } from "../exit";
import {
  createdBy,
  parseDeployment,
  pendingCreates,
  recordedIds,
  withoutPending,
  withRecorded,
  type Deployment,
} from "./deployment";
import { isLeftBehind, locksIn } from "./lock";
import { hasSecrets, withSecrets } from "./secrets";
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
  const found = await findUnrecorded(await planned(stack, "--refresh"), graph, recordedIds(state));
  for (const each of found)
    say(lineOf(each, { take: "not recorded", remove: "of use to nobody", leave: "in the way" }));
  const pending = pendingCreates(state).filter(({ urn }) => !found.some((each) => each.planned.urn === urn));
  for (const { urn } of pending) say(`unfinished: ${urn}\n  was being made when the update was interrupted`);
  const left = found.filter(isLeft).length;
  return { mended: 0, open: found.length - left + pending.length, left };
}

/** Makes the state agree with the tenant, which is not changed. */
export async function mendState(stack: StackChoice, graph: Reader, say: Say): Promise<Recovered> {
  // What is gone is forgotten: an interrupted update may have deleted it.
  let mended = await refreshed(stack, say);
  const told = new Set<string>();
  // What waits in the state is found step by step: a consent is only known when its service principal is.
  for (;;) {
    const state = await exported(stack);
    const found = await findUnrecorded(await planned(stack), graph, recordedIds(state));
    const left = found.filter(isLeft);
    const mine = found.filter((each) => !isLeft(each));
    for (const each of found) {
      if (!told.has(each.id))
        say(lineOf(each, { take: "taken", remove: "to be removed by the next update", leave: "in the way" }));
      told.add(each.id);
    }
    if (mine.length === 0)
      return { mended: mended + (await settlePending(stack, state, say)), open: 0, left: left.length };
    await imported(stack, withRecorded(state, await plainOf(stack, mine)));
    const targets = mine.flatMap(({ planned: { urn } }) => ["--target", urn]);
    await pulumi(["refresh", "--yes", "--skip-preview", ...targets], stack);
    mended += mine.length;
  }
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
          "of which it cannot be said from here that it is gone; when it is, run `pulumi cancel --yes`, then this again",
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
async function settlePending(stack: StackChoice, state: Deployment, say: Say): Promise<number> {
  const pending = pendingCreates(state);
  if (pending.length === 0) return 0;
  const known = new Set(state.deployment.resources?.map(({ urn }) => urn));
  const isOpen = ({ urn, type }: { urn: string; type: string }) =>
    !known.has(urn) && !isLookedFor(type) && type !== "command:local:Command";
  const open = new Set(pending.filter(isOpen).map(({ urn }) => urn));
  for (const urn of open)
    say(`unknown: ${urn}\n  was being made, and cannot be looked for here: see yourself whether it is there`);
  await imported(
    stack,
    withoutPending(state, (urn) => open.has(urn)),
  );
  return pending.length - open.size;
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

/** Secrets are asked for only where something that is taken has any. */
async function plainOf(stack: StackChoice, found: readonly Unrecorded[]): Promise<Unrecorded[]> {
  if (!found.some((each) => hasSecrets(each.planned))) return [...found];
  const plain = new Map((await planned(stack, "--show-secrets")).map((each) => [each.urn, each]));
  return found.map((each) => {
    const same = plain.get(each.planned.urn);
    return same ? { ...each, planned: withSecrets(each.planned, same) } : each;
  });
}

const isLeft = ({ fate }: Unrecorded): boolean => fate === "leave";

function lineOf({ words, fate, planned: { urn } }: Unrecorded, says: Record<Unrecorded["fate"], string>): string {
  return `${says[fate]}: ${words}\n  as ${urn}`;
}
