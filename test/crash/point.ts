import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { OperationResult } from "@consentra/sandbox/engine";
import type { AuditEntry } from "@consentra/sandbox/tenant";
import { changedNothing, writesSince } from "../support/audit";
import { recover } from "../support/consentra";
import { wholeShapeOf } from "../histories/shape";
import type { Operation, Stage } from "./stage";
import { beyond, reachAt, reachNow, type Reach } from "./reach";
import { withNames, withoutIds } from "./same-tenant";
import { concerns, ended, strike, victims, type Struck, type Victim } from "./victims";

/** An operation that nothing disturbed: what an interrupted one is compared with. */
export interface Undisturbed {
  /** How many writes there are at which the victim may be at work. */
  points: Record<Victim, number>;
  end: unknown;
  /** What the state holds afterwards. */
  resources: string[];
  /** What may be reached on the way: what was declared before or is declared now. */
  allowed: Reach;
}

export async function undisturbed(stage: Stage, operation: Operation): Promise<Undisturbed> {
  await stage.begin(operation);
  const { sandbox } = stage.run;
  const before = reachNow(sandbox.cloud, stage.tenant);
  const points: Record<Victim, number> = { engine: 0, machine: 0, plugin: 0, step: 0 };
  const stop = onWrite(stage, (entry, engine) => {
    for (const victim of victims) if (concerns(victim, engine, entry)) points[victim]++;
  });
  const result = await stage.operate(operation).finally(stop);
  assert.equal(result.code, 0, said(result));
  if (operation === "up") await stage.keepMade();
  return {
    points,
    end: endOf(stage),
    resources: await resourcesOf(stage),
    allowed: new Set([...before, ...reachNow(sandbox.cloud, stage.tenant)]),
  };
}

/** What to do first after an interruption: the same command again, or `consentra recover --yes`. */
export type First = "again" | "recover";

/** How an interrupted operation came to its end. */
export type Remedy =
  /** The victim did not run at that point, or was not missed. */
  | "undisturbed"
  /** The same command again. */
  | "again"
  /** The same command again, which completed and left something, then `consentra recover --yes` and the same command. */
  | "again, recover"
  /** `consentra recover --yes`, which did something, and the same command again. */
  | "recover"
  /** `consentra recover --yes`, which had nothing to do, and the same command again. */
  | "recover, nothing to do";

export interface PointResult {
  /** What was killed, at which request. */
  at: string | undefined;
  remedy: Remedy;
  /** What `consentra recover` said that it did, and errors that told to run it. */
  told: string[];
  /** Whether what outlived the victim ended by itself. */
  endedBySelf: boolean;
}

/**
 * Kills the victim at the given one of the writes that concern it, then does what docs/recovery.md says until the operation completes.
 *
 * @throws AssertionError where the end differs from an undisturbed operation's, or an app reached what was never declared
 */
export async function runPoint(
  stage: Stage,
  operation: Operation,
  expected: Undisturbed,
  { point, victim, first }: { point: number; victim: Victim; first: First },
): Promise<PointResult> {
  await stage.begin(operation);
  const { sandbox } = stage.run;
  const exposures: string[] = [];
  const stopJudging = sandbox.onAudit((entry) => {
    const opened = beyond(reachAt(entry, stage.tenant), expected.allowed);
    if (opened.length > 0) exposures.push(`${entry.sequence}: ${entry.operation} opened ${opened.join(", ")}`);
  });
  try {
    const { at, struck, result } = await interrupted(stage, operation, point, victim);
    const endedBySelf = struck === undefined || (await ended(struck));
    const rest = result.code === 0 ? undisturbedRest : await completed(stage, operation, expected, first);
    await assertSame(stage, operation, expected);
    assert.deepEqual(exposures, [], "an app reached mailboxes that were not declared");
    return { at, ...rest, endedBySelf };
  } finally {
    stopJudging();
  }
}

const undisturbedRest = { remedy: "undisturbed" as const, told: [] };

async function interrupted(
  stage: Stage,
  operation: Operation,
  point: number,
  victim: Victim,
): Promise<{ at: string | undefined; struck: Struck | undefined; result: OperationResult }> {
  let seen = 0;
  let struck: Struck | undefined;
  let at: string | undefined;
  const stop = onWrite(stage, (entry, engine) => {
    if (!concerns(victim, engine, entry) || ++seen !== point) return;
    struck = strike(victim, engine, entry);
    at = struck.killed && `${struck.killed}, at ${entry.operation}`;
  });
  const result = await stage.operate(operation).finally(stop);
  if (result.code !== 0) assert.ok(at, `nothing was killed, and it failed:\n${said(result)}`);
  return { at, struck, result };
}

/** Calls back while the tenant answers a write of the stack's engine. @returns what ends that */
function onWrite({ run }: Stage, tell: (entry: AuditEntry, engine: number) => void): () => void {
  return run.sandbox.onAudit((entry) => {
    const [engine] = run.stack.processIds;
    if (entry.service !== "login" && entry.fault === undefined && engine !== undefined) tell(entry, engine);
  });
}

/** Does what docs/recovery.md says. */
async function completed(
  stage: Stage,
  operation: Operation,
  expected: Undisturbed,
  first: First,
): Promise<Pick<PointResult, "remedy" | "told">> {
  const told: string[] = [];
  let isCompleted = false;
  if (first === "again") {
    const again = await stage.operate(operation);
    isCompleted = again.code === 0;
    if (isCompleted && isDeepStrictEqual(endOf(stage), expected.end)) return { remedy: "again", told };
    if (!isCompleted) told.push(errorsOf(again));
  }
  const { stack, sandbox } = stage.run;
  const { code, stdout, stderr } = await recover(sandbox, stack, "--yes");
  assert.equal(code, 0, [...told, `consentra recover --yes failed: ${stdout}${stderr}`].join("\n"));
  told.push(stdout.trim());
  const last = await stage.operate(operation);
  assert.equal(last.code, 0, [...told, `it failed after consentra recover --yes:\n${said(last)}`].join("\n"));
  if (isCompleted) return { remedy: "again, recover", told };
  return { remedy: /^Nothing /m.test(stdout) ? "recover, nothing to do" : "recover", told };
}

async function assertSame(stage: Stage, operation: Operation, expected: Undisturbed): Promise<void> {
  assert.deepEqual(endOf(stage), expected.end, "the tenant differs from one that nothing disturbed");
  assert.deepEqual(await resourcesOf(stage), expected.resources, "the state differs from one that nothing disturbed");
  if (operation === "destroy") return;
  const { run } = stage;
  const before = run.sandbox.audit().length;
  // With a refresh: what the state knows has to be there.
  const again = await run.stack.up({ skipPreview: true, extraArgs: ["--refresh"] });
  assert.equal(again.code, 0, `a second update failed:\n${said(again)}`);
  assert.ok(changedNothing(again.stdout), `a second update changed something:\n${again.stdout}`);
  assert.deepEqual(writesSince(run.sandbox, before), [], "a second update wrote something");
}

function endOf(stage: Stage): unknown {
  const { sandbox } = stage.run;
  const seed = stage.run.seed as ReturnType<typeof sandbox.snapshot>;
  return [withNames(wholeShapeOf(stage.tenant), stage.tenant, seed), withoutIds(sandbox.snapshot(), seed)];
}

async function resourcesOf(stage: Stage): Promise<string[]> {
  const { deployment } = await stage.run.stack.export();
  const resources = (deployment.resources ?? []).map(({ urn, delete: goes }) =>
    goes === true ? `${urn} (to be deleted)` : urn,
  );
  const pending = (deployment.pending_operations ?? []).map(({ type, resource }) => `${type} ${resource.urn}`);
  return [...resources, ...pending].sort();
}

function errorsOf(result: OperationResult): string {
  const lines = said(result).split("\n");
  return (
    lines
      .filter((line) => /error:|already exists|locked/.test(line))
      .slice(0, 6)
      .join("\n") || lines.slice(-6).join("\n")
  );
}

function said({ stdout, stderr }: { stdout: string; stderr: string }): string {
  return `${stdout}${stderr}`.trim();
}
