import type { Manifest } from "../manifest";
import { createAccessPolicy, removeAccessPolicy, updateAccessPolicy, type AccessPolicyState } from "./access-policy";
import type { StepContext } from "./context";
import { createGroup, removeGroup, updateGroup, type GroupState } from "./group";
import {
  createManagementScope,
  removeManagementScope,
  updateManagementScope,
  type ManagementScopeState,
} from "./management-scope";
import {
  createRoleAssignment,
  removeRoleAssignment,
  updateRoleAssignment,
  type RoleAssignmentState,
} from "./role-assignment";
import { ensureServicePrincipal, removeServicePrincipal, type ServicePrincipalState } from "./service-principal";

/**
 * Does one step in Exchange.
 *
 * @param previous reads what the last step of this object printed
 * @returns what is kept in the stack's state
 */
export async function runExchangeStep(
  given: StepContext,
  { kind, spec }: Manifest,
  action: "create" | "update" | "delete",
  previous: () => unknown,
): Promise<unknown> {
  const limit = "settle" in spec ? spec.settle?.limitMinutes : undefined;
  const context = limit === undefined ? given : { ...given, patience: limit * 60_000 };
  switch (kind) {
    case "MailEnabledSecurityGroup":
      if (action === "create") return createGroup(context, spec);
      if (action === "update") return updateGroup(context, spec, previous() as GroupState);
      return done(removeGroup(context, previous() as GroupState));
    case "ApplicationAccessPolicy":
      if (action === "create") return createAccessPolicy(context, spec);
      if (action === "update") return updateAccessPolicy(context, spec, previous() as AccessPolicyState);
      return done(removeAccessPolicy(context, spec, previous() as AccessPolicyState));
    case "ExchangeServicePrincipal":
      if (action === "delete") return done(removeServicePrincipal(context, spec, previous() as ServicePrincipalState));
      return ensureServicePrincipal(context, spec);
    case "ManagementScope":
      if (action === "create") return createManagementScope(context, spec);
      if (action === "update") return updateManagementScope(context, spec, previous() as ManagementScopeState);
      return done(removeManagementScope(context, previous() as ManagementScopeState));
    case "RoleAssignment":
      if (action === "create") return createRoleAssignment(context, spec);
      if (action === "update") return updateRoleAssignment(context, spec, previous() as RoleAssignmentState);
      return done(removeRoleAssignment(context, previous() as RoleAssignmentState));
  }
}

async function done(work: Promise<void>): Promise<object> {
  await work;
  return {};
}
