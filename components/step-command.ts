import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { commandSource, type StepKind } from "./command-source";
import { Faults } from "./faults";

/**
 * One step of the provider as a resource: constant text, the desired state as JSON on standard input.
 *
 * @param identity what makes the thing another one: a change creates the new one before the old one goes
 */
export function stepCommand(
  name: string,
  kind: StepKind,
  stdin: pulumi.Input<string>,
  identity: pulumi.Input<string>[],
  opts: pulumi.CustomResourceOptions,
): local.Command {
  return new local.Command(
    name,
    {
      interpreter: ["node", "-e"],
      create: commandSource(kind, "create"),
      update: commandSource(kind, "update"),
      delete: commandSource(kind, "delete"),
      stdin,
      triggers: identity,
      logging: local.Logging.Stderr,
    },
    opts,
  );
}

/** The result of a step, as the provider's command printed it. */
export function stateOf<T>(command: local.Command): pulumi.Output<T> {
  return command.stdout.apply((text) => JSON.parse(text) as T);
}

/**
 * Asks the provider's command for something, in every preview and update, without keeping it.
 *
 * @returns what it printed; waits for a request that is not known yet
 */
export function stepRead<T>(
  kind: StepKind,
  request: pulumi.Input<object>,
  opts: { parent: pulumi.Resource },
): pulumi.Output<T> {
  return local
    .runOutput(
      {
        interpreter: ["node", "-e"],
        command: commandSource(kind, "read"),
        stdin: pulumi.output(request).apply((value) => JSON.stringify(value)),
        logging: local.Logging.None,
        addPreviousOutputInEnv: false,
      },
      opts,
    )
    .apply(({ stdout }) => JSON.parse(stdout) as T);
}

/**
 * A manifest, checked.
 *
 * @throws pulumi.InputPropertiesError with every fault, each with the path in the desired state
 */
export function checkedManifest<T>(name: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = new Faults();
  for (const issue of result.error.issues) {
    faults.push({ path: issue.path.filter((each) => each !== "spec").join("."), reason: issue.message });
  }
  faults.throwIfAny(name);
  throw new Error(`${name}: the manifest is not valid`);
}

/** A manifest as text, checked. */
export function serialiseManifest(name: string, schema: z.ZodType, value: unknown): string {
  return JSON.stringify(checkedManifest(name, schema, value));
}
