import type { ApplicationAccessPolicySpec } from "../manifest";
import { isOwnAssignmentName } from "../scope-names";
import type { ExchangeObject } from "../transport";
import { isKind, listed, removeOnce, type StepContext } from "./context";
import { describeAssignment, hasScope, isApplicationRole, toAssignment, type Assignment } from "./role-assignments";
import { text } from "./values";

/** Where a policy is made, and what Exchange said of the application and the group meanwhile. */
interface Beside {
  /** Exchange's pointer to the application, without which it has no roles. */
  pointer: ExchangeObject | undefined;
  /** The policy's group. */
  group: ExchangeObject;
}

/**
 * Roles of RBAC for Applications grant on their own: an access policy filters nothing of them. Where a policy is new, the stack may still have
 * roles that it removes after consent is given; those for the same group give nothing beyond it and stay until then, so that nothing is
 * interrupted. All others go before consent comes: an update that was ended in the middle may have made them, and no state knows them.
 *
 * @throws Error where somebody else assigned roles
 */
export async function closeRolesBesideNewPolicy(
  context: StepContext,
  spec: ApplicationAccessPolicySpec,
  { pointer, group }: Beside,
): Promise<void> {
  if (spec.shared) return;
  const roles = await readRoles(context, pointer);
  const foreign = roles.filter((each) => !isOwnAssignmentName(each.name));
  if (foreign.length > 0) {
    throw new Error(
      `application ${spec.appId} has roles of RBAC for Applications that this stack did not make: ${foreign.map(describeAssignment).join("; ")}. ` +
        "They grant beside the access policy. Remove them, or say `shared: true` where somebody else scopes the same application on purpose.",
    );
  }
  const within = (each: Assignment) =>
    spec.accessRight === "RestrictAccess" && hasScope(each, { group: spec.scopeGroup }, group);
  await remove(
    context,
    roles.filter((each) => !within(each)),
  );
}

/** Where a policy was there before, no role of the application is declared any more. */
export async function removeRolesBeside(
  context: StepContext,
  spec: ApplicationAccessPolicySpec,
  pointer: ExchangeObject | undefined,
): Promise<void> {
  if (!spec.shared) await remove(context, await readRoles(context, pointer));
}

async function readRoles(context: StepContext, pointer: ExchangeObject | undefined): Promise<Assignment[]> {
  const objectId = text(pointer?.ObjectId);
  if (objectId === "") return [];
  const [answer] = await context.exchange.batch([
    { cmdlet: "Get-ManagementRoleAssignment", parameters: { RoleAssignee: objectId } },
  ]);
  // Who manages access policies only may not read roles; one without roles may not be found.
  if (isKind(answer, "notAllowed", "notFound")) return [];
  return listed(answer, "Get-ManagementRoleAssignment").map(toAssignment).filter(isApplicationRole);
}

async function remove(context: StepContext, roles: readonly Assignment[]): Promise<void> {
  for (const each of roles) {
    context.progress(`removing the role assignment ${describeAssignment(each)}: it grants beside the access policy`);
    const identity = { Identity: each.name };
    await removeOnce(
      () => context.exchange.invoke("Remove-ManagementRoleAssignment", { ...identity, Confirm: false, Force: true }),
      async () => {
        const [found] = await context.exchange.batch([
          { cmdlet: "Get-ManagementRoleAssignment", parameters: identity },
        ]);
        return !isKind(found, "notFound");
      },
    );
  }
}
