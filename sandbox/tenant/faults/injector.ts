import { randomOf } from "../random";
import type { Fault, FaultRule, CheckedFaultPlan } from "./plan";
import { matches, type RequestTarget } from "./request-target";
import { TokenFaults } from "./token-faults";

/** A rule and how far it got. */
interface RuleState {
  rule: FaultRule;
  random: () => number;
  /** Requests that matched. */
  seen: number;
  /** Of them, those that were hit. */
  hit: number;
}

/** How far a rule got, for who watches. */
export interface RuleProgress {
  name: string;
  fault: Fault["kind"];
  seen: number;
  hit: number;
}

/** A fault that hits a request. */
export interface Hit {
  rule: string;
  fault: Fault;
  /** Which plan it is of: a plan that is taken away holds nothing any more. */
  plan: number;
}

/** Decides which faults hit which requests. One of each cloud; without a plan it does nothing. */
export class FaultInjector {
  readonly tokens = new TokenFaults();
  #rules: RuleState[] = [];
  #plan = 0;
  readonly #held = new Set<() => void>();

  /** Begins a plan, from its seed and with all counts at zero; undefined takes the plan away and what it lastingly did. */
  begin(plan: CheckedFaultPlan | undefined): void {
    this.tokens.clear();
    this.#plan++;
    for (const release of this.#held) release();
    this.#held.clear();
    this.#rules = (plan?.rules ?? []).map((rule, index) => ({
      rule,
      random: randomOf((plan?.seed ?? 0) + index * 0x9e3779b1),
      seen: 0,
      hit: 0,
    }));
  }

  /** Waits until the plan of the fault is taken away, or another one begins. */
  async hold({ plan }: Hit): Promise<void> {
    if (plan === this.#plan) await new Promise<void>((release) => this.#held.add(release));
  }

  get isActive(): boolean {
    return this.#rules.length > 0;
  }

  progress(): RuleProgress[] {
    return this.#rules.map(({ rule, seen, hit }, index) => ({
      name: nameOf(rule, index),
      fault: rule.fault.kind,
      seen,
      hit,
    }));
  }

  /** The faults that hit this request, in the plan's order. Every rule that matches counts it. */
  decide(target: RequestTarget): Hit[] {
    return this.#rules.flatMap((state, index) =>
      isHit(state, target) ? [{ rule: nameOf(state.rule, index), fault: state.rule.fault, plan: this.#plan }] : [],
    );
  }
}

function isHit(state: RuleState, target: RequestTarget): boolean {
  const { when, nth, probability } = state.rule;
  const count = state.rule.count ?? (probability === undefined ? 1 : "always");
  if (!matches(when, target)) return false;
  state.seen++;
  if (state.seen < nth || (count !== "always" && state.hit >= count)) return false;
  if (probability !== undefined && state.random() >= probability) return false;
  state.hit++;
  return true;
}

const nameOf = ({ name }: FaultRule, index: number): string => name ?? `rule ${index + 1}`;
