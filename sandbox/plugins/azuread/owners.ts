import type { Directory } from "./directory";
import type { Graph } from "./graph";
import { during } from "./problem";
import { difference, idsOf, sameId } from "./values";

/** Graph takes this many owners with a new object. */
const ownersAtCreation = 20;

/** Owners of a new application or service principal. The caller is always among the first, and is taken off afterwards. */
export interface NewOwners {
  bound: string[];
  later: string[];
  removeCaller: boolean;
}

export function newOwners({ v1, caller }: Directory, owners: string[]): NewOwners {
  const others = owners.filter((owner) => !sameId(owner, caller.objectId));
  const first = others.slice(0, ownersAtCreation - 1);
  return {
    bound: [caller.objectId, ...first].map((owner) => v1.reference(owner)),
    later: others.slice(ownersAtCreation - 1),
    removeCaller: others.length === owners.length,
  };
}

/** Finishes the owners of a new object. */
export async function settleOwners({ v1, caller }: Directory, path: string, owners: NewOwners): Promise<void> {
  for (const owner of owners.later) {
    await v1.post(`${path}/owners/$ref`, { "@odata.id": v1.reference(owner) });
  }
  if (owners.removeCaller) await v1.delete(`${path}/owners/${caller.objectId}/$ref`, { accept: [404] });
}

/** Brings the owners (or members) of an object to those wanted. */
export async function replaceReferences(
  graph: Graph,
  path: string,
  desired: string[],
  order: "add first" | "remove first" = "add first",
): Promise<void> {
  const existing = idsOf(await graph.list(path));
  const { add, remove } = difference(existing, desired);
  const adding = async () => {
    for (const id of add) await graph.post(`${path}/$ref`, { "@odata.id": graph.reference(id) });
  };
  const removing = async () => {
    for (const id of remove) await graph.delete(`${path}/${id}/$ref`);
  };
  const steps = order === "add first" ? [adding, removing] : [removing, adding];
  for (const step of steps) await during(`Could not bring ${path} to what is wanted`, step());
}
