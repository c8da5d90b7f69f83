import { succeeded, type GraphStepContext } from "./context";
import type { PurgedApplicationSpec } from "./manifest";

/** What is kept in the stack's state. */
export interface PurgedApplicationState {
  mark: string;
}

/** A deleted application is listed a moment after its deletion. */
const patience = 5;

/** Nothing is to be done before the application is deleted. */
export function markForPurge({ mark }: PurgedApplicationSpec): PurgedApplicationState {
  return { mark };
}

/** Empties the application that carries the mark from the deleted items. */
export async function purgeApplication(context: GraphStepContext, { mark }: PurgedApplicationState): Promise<void> {
  for (let attempt = 1; attempt <= patience; attempt++) {
    const deleted = await context.graph.list<{ id: string; tags?: string[] }>(
      "/directory/deletedItems/microsoft.graph.application?$select=id,tags",
    );
    const marked = deleted.filter(({ tags }) => tags?.includes(mark));
    for (const { id } of marked) {
      const answer = await context.graph.ask("DELETE", `/directory/deletedItems/${id}`);
      if (answer.status !== 404) succeeded("emptying the application from the deleted items", answer);
    }
    if (marked.length > 0) return;
    await context.wait(1000);
  }
  context.progress("no deleted application carries the stack's mark: it was purged already, or never made");
}
