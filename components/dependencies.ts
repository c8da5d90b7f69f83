import type * as pulumi from "@pulumi/pulumi";

/** What a component's options make it wait for, as a list to add to. */
export function dependencies({ dependsOn }: pulumi.ComponentResourceOptions): pulumi.Input<pulumi.Resource>[] {
  if (dependsOn === undefined) return [];
  return Array.isArray(dependsOn) ? dependsOn : [dependsOn as pulumi.Input<pulumi.Resource>];
}
