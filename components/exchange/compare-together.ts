import { setImmediate } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { stepRead } from "../step-command";
import type { DriftAnswer, DriftRequest, DriftsAnswer } from "./drift/look-up";
import { whenKnown } from "./when-known";

/** A scope that waits for its comparison. */
interface Waiting {
  scope: DriftRequest;
  parent: pulumi.Resource;
  resolve: (answer: DriftAnswer) => void;
  reject: (error: unknown) => void;
}

const command = "command:local:Command";
/** By the provider that runs the look-up: undefined is the default one. */
const waiting = new Map<pulumi.ProviderResource | undefined, Waiting[]>();

/**
 * Compares a scope with the tenant, in one process with the other scopes that are known at the same time: those of one root stack are, since
 * all of them hang on one look-up. Nobody waits for a scope that is known later, which might depend on those that are known now.
 *
 * @param parent is told of a failure
 */
export function compareTogether(scope: DriftRequest, parent: pulumi.Resource): Promise<DriftAnswer> {
  return new Promise((resolve, reject) => {
    const provider = parent.getProvider(command);
    const others = waiting.get(provider);
    if (others) others.push({ scope, parent, resolve, reject });
    else {
      waiting.set(provider, [{ scope, parent, resolve, reject }]);
      void compareWaiting(provider);
    }
  });
}

async function compareWaiting(provider: pulumi.ProviderResource | undefined): Promise<void> {
  const all = waiting.get(provider) ?? [];
  // Until a turn of the event loop brings no more.
  for (let count = 0; count < all.length;) {
    count = all.length;
    await setImmediate();
  }
  waiting.delete(provider);
  const [first] = all;
  if (!first) return;
  try {
    const answers = await ask(
      all.map(({ scope }) => scope),
      first.parent,
    );
    for (const [index, each] of all.entries()) settle(each, answers[index]);
  } catch (error) {
    for (const { reject } of all) reject(error);
  }
}

async function ask(scopes: DriftRequest[], parent: pulumi.Resource): Promise<DriftsAnswer> {
  return (await whenKnown(stepRead<DriftsAnswer>("Drift", { scopes }, { parent }))) ?? [];
}

function settle({ parent, resolve, reject }: Waiting, answer: DriftsAnswer[number] | undefined): void {
  if (answer && !("error" in answer)) return resolve(answer);
  reject(new pulumi.ResourceError(answer?.error ?? "the scope was not compared with the tenant", parent));
}
