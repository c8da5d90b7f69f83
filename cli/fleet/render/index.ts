import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { UsageError } from "../../exit";
import type { FleetList } from "../list";
import { deploymentSettings } from "./deployments";
import { operatorManifests } from "./operator";

export type RenderTarget = "operator" | "deployments";

/**
 * Writes the list for whoever runs it beyond one machine.
 *
 * @returns the files that were written
 * @throws UsageError where the list does not say where the project's source is
 */
export function renderFleet(
  list: FleetList,
  target: RenderTarget,
  { out, namespace }: { out: string; namespace: string },
): string[] {
  const { source } = list;
  if (!source) {
    throw new UsageError(
      "the list has no `source`: expected the repository, branch and directory from which a cluster or Pulumi Cloud takes the project",
    );
  }
  mkdirSync(out, { recursive: true });
  return list.tenants.map((tenant) => {
    const [name, document] =
      target === "operator"
        ? [`${tenant.name}.yaml`, operatorManifests({ ...list, source }, tenant, namespace)]
        : [`Pulumi.${tenant.name}.deploy.yaml`, deploymentSettings({ ...list, source }, tenant)];
    const path = join(out, name);
    writeFileSync(path, stringify(document, { lineWidth: 0 }));
    return path;
  });
}
