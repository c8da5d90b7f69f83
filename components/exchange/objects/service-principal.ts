import type { ExchangeServicePrincipalSpec } from "../manifest";
import type { ExchangeObject } from "../transport";
import { makeOnce, removeOnce, single, until, type StepContext } from "./context";
import { removeScopeLeftBehind } from "./left-behind";
import { readAssignments } from "./role-assignments";
import { sameText, text } from "./values";

/** What is kept of a pointer in the stack's state. */
export interface ServicePrincipalState {
  /** Object ID of the service principal in Entra, by which Exchange names the application. */
  objectId: string;
  appId: string;
}

/** Tells pointers that a stack made from those of others: whoever uses one last removes it. */
const mark = " (Consentra)";

export function markedName(displayName: string): string {
  return `${displayName}${mark}`;
}

/** Makes the pointer, or uses the one that is there: Exchange keeps one per application, which several scopes share. */
export async function ensureServicePrincipal(
  context: StepContext,
  spec: ExchangeServicePrincipalSpec,
): Promise<ServicePrincipalState> {
  const objectId = await entraObjectId(context, spec.appId);
  const existing = await findPointer(context, spec.appId);
  const state = { objectId, appId: spec.appId };
  if (existing && sameText(text(existing.ObjectId), objectId)) {
    // Twice: not every directory server knows a name that is new.
    const again = await findPointer(context, spec.appId);
    const names = [existing, again ?? existing].map((each) => text(each.DisplayName));
    if (names.some((name) => name.endsWith(mark) && name !== markedName(spec.displayName))) {
      await context.exchange.invoke("Set-ServicePrincipal", {
        Identity: objectId,
        DisplayName: markedName(spec.displayName),
      });
    }
    return state;
  }
  // Entra's service principal was made again: what points at the earlier one gives nobody anything.
  if (existing) await sendRemove(context, text(existing.ObjectId), spec.appId);
  await makeOnce(
    context,
    `the service principal of ${spec.displayName} has`,
    () =>
      context.exchange.invoke("New-ServicePrincipal", {
        AppId: spec.appId,
        ObjectId: objectId,
        DisplayName: markedName(spec.displayName),
      }),
    () => findPointer(context, spec.appId),
  );
  return state;
}

/**
 * Removes the pointer where a stack made it and nothing uses it any more. It goes last of all that a mailbox scope by roles is made of, so that what
 * is named as of that scope and is there still is in no state: an update that was interrupted made it. That goes before it.
 */
export async function removeServicePrincipal(
  context: StepContext,
  { scopeMark }: Pick<ExchangeServicePrincipalSpec, "scopeMark">,
  previous: ServicePrincipalState,
): Promise<void> {
  if (scopeMark !== undefined) await removeScopeLeftBehind(context, scopeMark, previous.objectId);
  const pointer = (await findPointer(context, previous.appId)) ?? (await findPointer(context, previous.appId));
  if (!pointer || !sameText(text(pointer.ObjectId), previous.objectId)) return;
  if (!text(pointer.DisplayName).endsWith(mark)) {
    return context.progress("Exchange's pointer to the application was there before the stack and is left");
  }
  // What this stack removed just now may still be listed by another directory server.
  const unused = await until(
    { ...context, patience: Math.min(context.patience, 10_000) },
    "no role assignment uses the application any more",
    () => readAssignments(context, previous.objectId),
    (each) => each.length === 0,
  );
  if (!unused) return context.progress("Exchange's pointer to the application is left: other role assignments use it");
  await sendRemove(context, previous.objectId, previous.appId);
}

async function sendRemove(context: StepContext, objectId: string, appId: string): Promise<void> {
  await removeOnce(
    () => context.exchange.invoke("Remove-ServicePrincipal", { Identity: objectId, Confirm: false }),
    async () => (await findPointer(context, appId)) !== undefined,
  );
}

async function findPointer(context: StepContext, appId: string): Promise<ExchangeObject | undefined> {
  const [answer] = await context.exchange.batch([{ cmdlet: "Get-ServicePrincipal", parameters: { Identity: appId } }]);
  return single(answer, "Get-ServicePrincipal", (each) => sameText(text(each.AppId), appId));
}

/** Entra's object ID of an application; waits for one that was made just now. */
async function entraObjectId(context: StepContext, appId: string): Promise<string> {
  const path = `/servicePrincipals?$filter=${encodeURIComponent(`appId eq '${appId}'`)}&$select=id`;
  const found = await until(
    context,
    `Entra shows the service principal of ${appId}`,
    async () => (await context.graph.list<{ id: string }>(path))[0],
    (each) => each !== undefined,
  );
  if (found) return found.id;
  throw new Error(
    `the tenant has no service principal of application ${appId}; RBAC for Applications needs it: create it first (EnterpriseApp)`,
  );
}
