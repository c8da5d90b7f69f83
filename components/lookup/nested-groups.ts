import type { GraphReader } from "../graph-reader";
import type { Directory, Named } from "./request";

/** Entra lets in only the direct members of a group that is assigned to an app: says which groups within bring nobody. */
export async function explainNestedGroups(
  groups: readonly Named[],
  directory: Directory,
  graph: GraphReader,
): Promise<string[]> {
  const found = groups.flatMap((named) => {
    const group = directory.groups[named.value];
    return group ? [{ named, group }] : [];
  });
  if (found.length === 0) return [];
  const answers = await graph.batch(
    found.map(({ group }) => `/groups/${group.id}/members/microsoft.graph.group?$select=displayName&$top=5`),
  );
  return found.flatMap(({ named, group }, index) => {
    const nested = (answers[index]?.body.value ?? []) as { displayName?: string }[];
    if (nested.length === 0) return [];
    const names = nested.map((each) => each.displayName ?? "?").join(", ");
    return `${named.path}: ${group.displayName} holds the groups ${names}; Entra lets in its direct members only, so theirs stay out`;
  });
}
