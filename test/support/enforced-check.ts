/**
 * `consentra check --enforced` in a simulated tenant, with waiting that sets the tenant's clock forward instead. A program of its own, because Node
 * reads NODE_EXTRA_CA_CERTS only when a process starts.
 *
 * Standard input: {@link EnforcedRequest} as JSON. Standard output: {@link EnforcedAnswer} as JSON.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HandOff } from "consentra/handoff";
import type { CheckResult } from "../../cli/check/run-check";
import { repository } from "./repository";

const { runCheck } = require(
  join(repository, "cli", "dist", "check", "run-check.js"),
) as typeof import("../../cli/check/run-check");

export interface EnforcedRequest {
  origin: string;
  controlKey: string;
  handOff: HandOff;
  clientSecret: string;
  environment: Record<string, string>;
  inside: string;
  outside: string;
  limit: number;
  interval: number;
}

export interface EnforcedAnswer extends CheckResult {
  waits: number[];
  lines: string[];
}

async function main(): Promise<void> {
  const request = JSON.parse(readFileSync(0, "utf8")) as EnforcedRequest;
  const waits: number[] = [];
  const lines: string[] = [];
  const { handOff, clientSecret, environment, inside, outside, limit, interval } = request;
  const result = await runCheck(handOff, {
    credential: { clientSecret },
    environment,
    named: { inside, outside },
    patience: {
      limit,
      interval,
      progress: (line) => lines.push(line),
      wait: async (milliseconds) => {
        waits.push(milliseconds);
        await advance(request, milliseconds);
      },
    },
    note: (line) => lines.push(line),
  });
  process.stdout.write(JSON.stringify({ ...result, waits, lines } satisfies EnforcedAnswer));
}

async function advance({ origin, controlKey }: EnforcedRequest, milliseconds: number): Promise<void> {
  const answer = await fetch(`${origin}/_sandbox/clock/advance`, {
    method: "POST",
    headers: { authorization: `Bearer ${controlKey}`, "content-type": "application/json" },
    body: JSON.stringify({ milliseconds }),
  });
  if (!answer.ok) throw new Error(`the clock was not advanced: ${answer.status}`);
}

void main();
