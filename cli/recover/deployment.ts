import { z } from "zod";
import type { PlannedResource, Unrecorded } from "./unrecorded";

const resource = z.looseObject({ urn: z.string(), type: z.string() });
const exported = z.looseObject({
  version: z.number(),
  deployment: z.looseObject({
    resources: z.array(resource).optional(),
    pending_operations: z.array(z.unknown()).optional(),
  }),
});
export type Deployment = z.infer<typeof exported>;

const preview = z.looseObject({
  steps: z.array(
    z.looseObject({
      op: z.string(),
      newState: z
        .looseObject({ urn: z.string(), type: z.string(), inputs: z.record(z.string(), z.unknown()).optional() })
        .optional(),
    }),
  ),
});

/** What a preview (`pulumi preview --json`) would create. @throws where it is none */
export function createdBy(text: string): PlannedResource[] {
  return preview
    .parse(JSON.parse(text))
    .steps.flatMap(({ op, newState }) =>
      newState && (op === "create" || op === "create-replacement")
        ? [{ ...newState, inputs: newState.inputs ?? {} }]
        : [],
    );
}

/** A state as `pulumi stack export` tells it. @throws where it is none */
export function parseDeployment(text: string): Deployment {
  return exported.parse(JSON.parse(text));
}

/**
 * The state with what was made but not recorded, and without the operations that were under way: of what they made, all that can be known is in
 * the state then.
 *
 * @throws where what a resource belongs to is not in the state
 */
export function withRecorded(state: Deployment, unrecorded: readonly Unrecorded[]): Deployment {
  const resources = [...(state.deployment.resources ?? [])];
  for (const { planned, id } of unrecorded) {
    const known = new Set(resources.map((each) => each.urn));
    for (const needed of [planned.parent, planned.provider?.replace(/::[^:]*$/, "")]) {
      if (needed !== undefined && !known.has(needed))
        throw new Error(
          `${planned.urn} belongs to ${needed}, which is not in the state; run \`pulumi up\` once more, then this again`,
        );
    }
    const before = resources.findIndex((each) => each.urn === planned.urn);
    // What was deleted to be replaced waits in the state for its successor, which is here now.
    if (before >= 0) resources.splice(before, 1);
    const { parent, provider, dependencies = [], propertyDependencies = {}, type, urn, inputs } = planned;
    resources.push({
      urn,
      custom: true,
      id,
      type,
      inputs,
      outputs: inputs,
      ...(parent !== undefined && { parent }),
      ...(provider !== undefined && { provider: recordedProvider(provider, resources) }),
      dependencies: dependencies.filter((each) => known.has(each)),
      propertyDependencies,
    });
  }
  return { ...state, deployment: { ...state.deployment, resources, pending_operations: [] } };
}

/** A preview names a provider that it would make itself otherwise than the one in the state. */
function recordedProvider(reference: string, resources: readonly { urn: string; id?: unknown }[]): string {
  const urn = reference.replace(/::[^:]*$/, "");
  const id = resources.find((each) => each.urn === urn)?.id;
  return typeof id === "string" ? `${urn}::${id}` : reference;
}
