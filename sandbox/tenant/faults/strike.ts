import { setTimeout as wait } from "node:timers/promises";
import type { Cloud } from "../model";
import { faultAnswer, type FaultAnswer } from "./answers";
import type { FaultInjector, Hit } from "./injector";
import { describeFault, type Fault } from "./plan";
import type { RequestTarget } from "./request-target";

/** Notes a fault that was injected. `status`: what the caller is told; 0 where it is told nothing. */
export type NoteFault = (target: RequestTarget, hit: Hit, words: string, status: number) => void;

/** A request and the faults that hit it. */
export interface Struck {
  target: RequestTarget;
  hits: Hit[];
  /** Whether it is one part of a batch, which has no connection of its own. */
  isPart: boolean;
}

/** What becomes of a request instead of its own answer. */
export type Interruption =
  | { kind: "answer"; answer: FaultAnswer }
  | { kind: "reset" }
  | { kind: "truncate"; fault: Extract<Fault, { kind: "truncate" }> };

export type Phase = "before" | "after";

/** Lets the faults of one phase hit: before the request is carried out, or after. */
export type Strike = (struck: Struck, phase: Phase, status: number) => Promise<Interruption | undefined>;

export function createStrike(cloud: Cloud, injector: FaultInjector, note: NoteFault): Strike {
  return async ({ target, hits, isPart }, phase, status) => {
    for (const hit of hits) {
      const { fault } = hit;
      if (phaseOf(fault) !== phase) continue;
      const interruption = interruptionOf(fault, target, isPart, cloud.clock.now());
      const told =
        interruption?.kind === "answer" ? interruption.answer.status : interruption?.kind === "reset" ? 0 : status;
      note(target, hit, describeFault(fault), told);
      if (interruption) return interruption;
      if (fault.kind === "slow") await wait(fault.milliseconds);
      if (fault.kind === "hold") await injector.hold(hit);
      if (fault.kind === "clock") cloud.clock.advance(fault.milliseconds);
      if (fault.kind === "expireTokens") injector.tokens.expireAll();
      if (fault.kind === "revoke") injector.tokens.revoke(target.app ?? "", fault.permissions);
    }
    return undefined;
  };
}

function phaseOf(fault: Fault): Phase {
  if ("when" in fault) return fault.when;
  return fault.kind === "truncate" ? "after" : "before";
}

/** A part of a batch cannot be broken off: the batch tells that its part had no answer in time, or no valid one. */
function interruptionOf(
  fault: Fault,
  { service }: RequestTarget,
  isPart: boolean,
  now: Date,
): Interruption | undefined {
  const answer = (status: number, retryAfter?: number): Interruption => ({
    kind: "answer",
    answer: faultAnswer(service, status, retryAfter, now),
  });
  switch (fault.kind) {
    case "throttle":
      return answer(429, fault.retryAfter);
    case "serverError":
      return answer(fault.status, fault.retryAfter);
    case "reset":
      return isPart ? answer(504) : { kind: "reset" };
    case "truncate":
      return isPart ? answer(502) : { kind: "truncate", fault };
    default:
      return undefined;
  }
}

/** How much later than others the objects that a request makes reach the other directory server. */
export function lagOf({ hits }: Pick<Struck, "hits">): number | undefined {
  return hits.flatMap(({ fault }) => (fault.kind === "lag" ? [fault.milliseconds] : [])).at(-1);
}
