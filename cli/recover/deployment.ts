import { z } from "zod";
import { providerUrn } from "./finders/finder";
import { withSecrets } from "./secrets";
import type { PlannedResource, Unrecorded } from "./unrecorded";

const resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});
const operation = z.looseObject({ type: z.string(), resource });
const exported = z.looseObject({
  version: z.number(),
  deployment: z.looseObject({
    resources: z.array(resource).optional(),
    pending_operations: z.array(operation).optional(),
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

/** IDs of everything that a state knows. */
export function recordedIds({ deployment: { resources = [] } }: Deployment): Set<string> {
  return new Set(resources.flatMap(({ id }) => (id === undefined ? [] : [id])));
}

/** Their URNs. */
export function recordedUrns({ deployment: { resources = [] } }: Deployment): Set<string> {
  return new Set(resources.map(({ urn }) => urn));
}

/** Resources that the state has, as a preview would tell them that creates them. */
export function recordedOf({ deployment: { resources = [] } }: Deployment): PlannedResource[] {
  return resources.filter((each) => each.delete !== true).map((each) => ({ ...each, inputs: each.inputs ?? {} }));
}

/** The state without some resources. */
export function withoutResources(
  state: Deployment,
  isGone: (each: { urn: string; id?: string }) => boolean,
): Deployment {
  const resources = state.deployment.resources?.filter((each) => !isGone(each));
  return { ...state, deployment: { ...state.deployment, ...(resources && { resources }) } };
}

/** What was being made when a process died, and nobody knows whether it was. */
export function pendingCreates({ deployment }: Deployment): { urn: string; type: string }[] {
  return (deployment.pending_operations ?? []).flatMap(({ type, resource: { urn, type: kind } }) =>
    type === "creating" ? [{ urn, type: kind }] : [],
  );
}

/** The state without operations that were under way. @param isKept which of them stay */
export function withoutPending(state: Deployment, isKept: (urn: string) => boolean): Deployment {
  const pending = (state.deployment.pending_operations ?? []).filter(({ resource: { urn } }) => isKept(urn));
  return { ...state, deployment: { ...state.deployment, pending_operations: pending } };
}

/**
 * The state with what was made but not recorded. What nobody can use is recorded as replaced, so that the next update removes it. Secrets that a
 * preview does not show come from what was under way, or from the tenant.
 *
 * @throws where what a resource belongs to is not in the state
 */
export function withRecorded(state: Deployment, unrecorded: readonly Unrecorded[]): Deployment {
  const resources = [...(state.deployment.resources ?? [])];
  const underWay = new Map(state.deployment.pending_operations?.map(({ resource: each }) => [each.urn, each.inputs]));
  for (const { planned, id, fate, secrets } of unrecorded) {
    const known = new Set(resources.map((each) => each.urn));
    for (const needed of [planned.parent, planned.provider === undefined ? undefined : providerUrn(planned.provider)]) {
      if (needed !== undefined && !known.has(needed))
        throw new Error(
          `${planned.urn} belongs to ${needed}, which is not in the state; run \`pulumi up\` once more, then this again`,
        );
    }
    const before = resources.findIndex((each) => each.urn === planned.urn && each.delete !== true);
    // What was deleted to be replaced waits in the state for its successor, which is here now.
    if (before >= 0 && fate !== "remove") resources.splice(before, 1);
    const { parent, provider, dependencies = [], propertyDependencies = {}, type, urn } = planned;
    const inputs = withSecrets(planned.inputs, underWay.get(urn) ?? secrets ?? {});
    resources.push({
      urn,
      custom: true,
      ...(fate === "remove" && { delete: true }),
      id,
      type,
      inputs,
      outputs: inputs,
      ...(parent !== undefined && { parent }),
      ...(provider !== undefined && { provider: recordedProvider(provider, resources) }),
      dependencies: dependencies.filter((each) => known.has(each)),
      propertyDependencies: Object.fromEntries(
        Object.entries(propertyDependencies).map(([name, urns]) => [name, urns.filter((each) => known.has(each))]),
      ),
    });
  }
  return { ...state, deployment: { ...state.deployment, resources } };
}

/** A preview names a provider that it would make itself otherwise than the one in the state. */
function recordedProvider(reference: string, resources: readonly { urn: string; id?: unknown }[]): string {
  const urn = providerUrn(reference);
  const id = resources.find((each) => each.urn === urn)?.id;
  return typeof id === "string" ? `${urn}::${id}` : reference;
}
