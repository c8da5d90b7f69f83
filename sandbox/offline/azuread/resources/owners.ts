import type { Graph } from "../graph";
import { list, text } from "../values";

/** The creator becomes owner first; it stays only where it was asked for. */
export async function removeCaller(graph: Graph, path: string, caller: string, owners: unknown): Promise<void> {
  if (!list(owners).includes(caller)) await graph.delete(`${path}/owners/${caller}/$ref`);
}

/** Makes the owners exactly the wanted ones; absent means not managed. New ones come before old ones go. */
export async function reconcileOwners(graph: Graph, path: string, owners: unknown): Promise<void> {
  if (!Array.isArray(owners)) return;
  const found = (await graph.list(`${path}/owners`)).map((each) => text(each.id));
  const wanted = list(owners);
  for (const id of wanted.filter((each) => !found.includes(each))) {
    await graph.post(`${path}/owners/$ref`, { "@odata.id": await graph.reference(id) });
  }
  for (const id of found.filter((each) => !wanted.includes(each))) await graph.delete(`${path}/owners/${id}/$ref`);
}
