import type { RoleAssignmentSpec } from "../manifest";
import type { ExchangeObject } from "../transport";
import { isKind, listed, single, until, type StepContext } from "./context";
import { readMailboxGrants, type MailboxGrants } from "./entra-grants";
import { isForDeclared } from "./management-scope";
import type { Probes } from "./probes";
import { policyRead, readablePolicies, type Policy } from "./policies";
import { describeScope, hasScope, isApplicationRole, toAssignment, type Assignment } from "./role-assignments";
import { groupReads, probesOfFilter, probesOfGroup, probesOfUnit } from "./role-in-force";
import { sameText, text } from "./values";

/** What a step of a role assignment begins with. */
export interface RoleFacts {
  existing: Assignment | undefined;
  /** All assignments of the application. */
  assignments: Assignment[];
  /** Access policies of the application, where the deployer may read them. */
  policies: Policy[];
  /** Whether it has roles for other mailboxes: the scope that is changed is one of roles. */
  isConfinedByRoles: boolean;
  /** The group of the declared scope, where it is one. */
  group: ExchangeObject | undefined;
  /** Whether an assignment is for the declared mailboxes: by the same group, unit or management scope, or by one of the same filter. */
  isSameScope: (assignment: Assignment) => boolean;
  probes: Probes;
  consents: MailboxGrants & { servicePrincipalId: string };
}

/** Waits for the application and the scope where they are new. */
export async function readRoleFacts(context: StepContext, spec: RoleAssignmentSpec): Promise<RoleFacts> {
  const facts = await until(
    context,
    `the application and ${describeScope(spec.scope)} are seen by Exchange`,
    () => readOnce(context, spec),
    (each) => each !== undefined,
  );
  if (facts) return facts;
  throw new Error(
    `Exchange does not know application ${spec.appId} or ${describeScope(spec.scope)}; new ones can take minutes to be seen: run again`,
  );
}

async function readOnce(context: StepContext, spec: RoleAssignmentSpec): Promise<RoleFacts | undefined> {
  const { servicePrincipalId, grants } = await readMailboxGrants(context.graph, spec.appId);
  if (servicePrincipalId === undefined) return undefined;
  const { scope } = spec;
  const [pointers, assigned, policed, ...ofScope] = await context.exchange.batch([
    { cmdlet: "Get-ServicePrincipal", parameters: { Identity: spec.appId } },
    { cmdlet: "Get-ManagementRoleAssignment", parameters: { RoleAssignee: servicePrincipalId } },
    policyRead,
    ...("group" in scope ? groupReads(scope.group) : []),
    ...("managementScope" in scope ? [{ cmdlet: "Get-ManagementScope", parameters: {} }] : []),
  ]);
  if (!single(pointers, spec.appId, (each) => sameText(text(each.AppId), spec.appId))) return undefined;
  const found = isKind(assigned, "notFound") ? [] : listed(assigned, "Get-ManagementRoleAssignment");
  const assignments = found.map(toAssignment);
  const [first] = ofScope;
  const seen =
    "administrativeUnit" in scope
      ? undefined
      : "group" in scope
        ? single(first, scope.group)
        : single(first, scope.managementScope, (each) => sameText(text(each.Name), scope.managementScope));
  if (!seen && !("administrativeUnit" in scope)) return undefined;
  const group = "group" in scope ? seen : undefined;
  return {
    existing: assignments.find((each) => sameText(each.name, spec.name)),
    assignments,
    policies: readablePolicies(policed, spec.appId),
    isConfinedByRoles: assignments.some((each) => isApplicationRole(each) && !hasScope(each, scope, group)),
    group,
    isSameScope: (each) => isForDeclared(each, scope, group, Array.isArray(first) ? first : []),
    probes: await probesOf(context, spec, seen, ofScope),
    consents: { servicePrincipalId, grants },
  };
}

/** @param seen the group or management scope of the declared scope, where it is one */
function probesOf(
  context: StepContext,
  spec: RoleAssignmentSpec,
  seen: ExchangeObject | undefined,
  [, members, mailboxes]: (ExchangeObject[] | Error)[],
): Promise<Probes> | Probes {
  const { scope } = spec;
  if ("administrativeUnit" in scope) return probesOfUnit(context, spec, scope.administrativeUnit);
  if ("managementScope" in scope) return probesOfFilter(context, spec, text(seen?.RecipientFilter));
  return probesOfGroup(spec, members, mailboxes);
}
