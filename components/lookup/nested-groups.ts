import type { GraphReader } from "../graph-reader";
import type { Directory, DirectoryFault, Named, ReadyDirectoryRequest } from "./request";

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
  // Several apps may name the same group.
  const ids = [...new Set(found.map(({ group }) => group.id))];
  const answers = await graph.batch(
    ids.map((id) => `/groups/${id}/members/microsoft.graph.group?$select=displayName&$top=5`),
  );
  return found.flatMap(({ named, group }) => {
    const nested = (answers[ids.indexOf(group.id)]?.body.value ?? []) as { displayName?: string }[];
    if (nested.length === 0) return [];
    const names = nested.map((each) => each.displayName ?? "?").join(", ");
    return `${named.path}: ${group.displayName} holds the groups ${names}; Entra lets in its direct members only, so theirs stay out`;
  });
}

/** RBAC for Applications counts direct members only: a group within is a fault, with the members that it seems to bring. */
export async function refuseNestedGroups(
  scopeGroups: ReadyDirectoryRequest["scopeGroups"],
  directory: Directory,
  graph: GraphReader,
): Promise<DirectoryFault[]> {
  const found = scopeGroups.flatMap(({ directMembersOnly, path, value }) => {
    const group = directory.scopeGroups[value];
    return directMembersOnly && group ? [{ named: { path, value }, group }] : [];
  });
  if (found.length === 0) return [];
  const answers = await graph.batch(
    found.map(({ group }) => `/groups/${group.id}/members/microsoft.graph.group?$select=id,displayName&$top=5`),
  );
  const faults: DirectoryFault[] = [];
  for (const [index, { named }] of found.entries()) {
    const nested = (answers[index]?.body.value ?? []) as { id: string; displayName?: string }[];
    if (nested.length === 0) continue;
    const members = await graph.batch(
      nested.map(({ id }) => `/groups/${id}/members?$select=displayName,userPrincipalName&$top=5`),
    );
    const described = nested.map(({ displayName }, at) => {
      const inside = (members[at]?.body.value ?? []) as { displayName?: string; userPrincipalName?: string }[];
      const names = inside.map((each) => each.userPrincipalName ?? each.displayName ?? "?").join(", ");
      return `${displayName ?? "?"} (${names || "nobody"})`;
    });
    faults.push({
      ...named,
      expected: "a group without groups in it",
      fix:
        `it holds the groups ${described.join("; ")}, and RBAC for Applications counts direct members only, so theirs would stay out; put the ` +
        "mailboxes into the group itself, or name them with `members`",
    });
  }
  return faults;
}
