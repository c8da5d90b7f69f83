import * as pulumi from "@pulumi/pulumi";
import { stepRead } from "../step-command";
import type { DriftAnswer, Found } from "./drift/look-up";
import type { Manifest } from "./manifest";

const shared = new WeakMap<pulumi.Resource, LiveState>();

/** Lets the objects that are made beneath a component be read together. */
export function readTogether(component: pulumi.Resource): void {
  shared.set(component, new LiveState(component));
}

/** Where an object is read: with the others of its component, or else on its own. */
export function liveStateOf(component: pulumi.Resource | undefined, object: pulumi.Resource): LiveState {
  return (component && shared.get(component)) ?? new LiveState(object);
}

/**
 * What the tenant has now of the objects of one scope, read together in every preview and update. Objects are added while they are made;
 * the read starts when all of them are known.
 */
class LiveState {
  readonly #manifests: Record<string, pulumi.Output<Manifest>> = {};
  readonly #parent: pulumi.Resource;
  #answer: Promise<DriftAnswer | undefined> | undefined;

  constructor(parent: pulumi.Resource) {
    this.#parent = parent;
  }

  /**
   * Adds an object under the name of its resource.
   *
   * @param object is told about what was found
   * @returns how the tenant differs from what is declared; undefined where it does not, and while a preview cannot tell
   */
  add(name: string, manifest: pulumi.Output<Manifest>, object: pulumi.Resource): Promise<Found | undefined> {
    this.#manifests[name] = manifest;
    // Others are added in the same turn of the event loop.
    this.#answer ??= Promise.resolve().then(() => this.#read());
    const found = this.#answer.then(async (answer) => {
      const own = answer?.found[name];
      if (own && !answer.isNew && pulumi.runtime.isDryRun()) {
        // What a change of the scope is about to make is missing too, and what it takes out is there: nothing to be warned of.
        await (own.change ? pulumi.log.info : pulumi.log.warn)(`found in the tenant: ${own.words}`, object);
      }
      return own;
    });
    // Whoever waits for it is told of a failure; nobody waits where another input of the object failed before.
    found.catch(() => undefined);
    return found;
  }

  async #read(): Promise<DriftAnswer | undefined> {
    const request = pulumi.output(this.#manifests).apply((manifests) => ({ manifests }));
    const answer = await whenKnown(stepRead<DriftAnswer>("Drift", request, { parent: this.#parent }));
    if (answer && pulumi.runtime.isDryRun()) await this.#tell(answer);
    return answer;
  }

  async #tell({ steps, exposures }: DriftAnswer): Promise<void> {
    for (const each of exposures) await pulumi.log.warn(each, this.#parent);
    if (steps.length === 0) return;
    const list = steps.map((step, index) => `  ${index + 1}. ${step}`).join("\n");
    await pulumi.log.info(`the scope changes in this order:\n${list}`, this.#parent);
  }
}

/** The value of an output; undefined while a preview does not know it. */
async function whenKnown<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  const { isKnown, promise } = output as unknown as { isKnown: Promise<boolean>; promise: () => Promise<T> };
  return (await isKnown) ? promise.call(output) : undefined;
}
