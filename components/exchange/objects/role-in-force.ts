import type { RoleAssignmentSpec } from "../manifest";
import type { ExchangeObject, Invocation } from "../transport";
import { listed, until, type StepContext } from "./context";
import { answerOrNotFound, chooseProbes, probeFaults, someMailboxes, type Probes } from "./probes";
import { policyRead, readablePolicies, type Policy } from "./policies";
import { isDeclared, toAssignment, type Assignment } from "./role-assignments";
import { sameText, text } from "./values";

/** What tells mailboxes inside a group's scope from others: its direct members. */
export const groupReads = (group: string): Invocation[] => [
  { cmdlet: "Get-Recipient", parameters: { Identity: group } },
  { cmdlet: "Get-DistributionGroupMember", parameters: { Identity: group } },
  someMailboxes,
];

/** Mailboxes inside and outside a group's direct members. */
export function probesOfGroup(
  { probes }: RoleAssignmentSpec,
  members: ExchangeObject[] | Error | undefined,
  mailboxes: ExchangeObject[] | Error | undefined,
): Probes {
  const named = { inside: probes.granted, outside: probes.denied };
  const chosen = chooseProbes(named, answerOrNotFound(members) ?? [], listed(mailboxes, "Get-Recipient"));
  // Members of groups within the group are surely outside here.
  return { ...chosen, unsure: false };
}

/** Mailboxes inside and outside a filter, as Exchange itself finds them; only the named ones where it cannot. */
export async function probesOfFilter(
  context: StepContext,
  { probes }: RoleAssignmentSpec,
  filter: string,
): Promise<Probes> {
  const mailbox = "RecipientTypeDetails -eq 'UserMailbox'";
  const found = await context.exchange.batch([
    { cmdlet: "Get-Recipient", parameters: { Filter: `(${filter}) -and (${mailbox})` }, first: 1 },
    { cmdlet: "Get-Recipient", parameters: { Filter: `-not(${filter}) -and (${mailbox})` }, first: 3 },
  ]);
  const [inside, outside] = found.map((answer) =>
    // Not every property of a management scope can be searched for.
    answer instanceof Error ? [] : answer.map((each) => text(each.PrimarySmtpAddress)).filter((each) => each !== ""),
  );
  return {
    inside: probes.granted.length > 0 ? probes.granted : (inside ?? []),
    outside: probes.denied.length > 0 ? probes.denied : (outside ?? []),
    unsure: false,
  };
}

/** Mailboxes inside and outside an administrative unit, by its members in Entra; only the named ones where the deployer may not read these. */
export async function probesOfUnit(
  context: StepContext,
  { probes }: RoleAssignmentSpec,
  unit: string,
): Promise<Probes> {
  const named = { inside: probes.granted, outside: probes.denied, unsure: false };
  if (named.inside.length > 0 && named.outside.length > 0) return named;
  const path = `/directory/administrativeUnits/${unit}/members?$select=id`;
  // One that is not there is told by the cmdlet that needs it.
  if ((await context.graph.ask("GET", path)).status >= 400) return named;
  const members = (await context.graph.list<{ id: string }>(path)).map(({ id }) => id);
  const [mailboxes, ...first] = await context.exchange.batch([
    someMailboxes,
    ...members.slice(0, 3).map((Identity) => ({ cmdlet: "Get-Recipient", parameters: { Identity } })),
  ]);
  const inside = first.flatMap((each) => answerOrNotFound(each) ?? []);
  const some = listed(mailboxes, "Get-Recipient");
  const isMember = (each: ExchangeObject) => members.some((id) => sameText(id, text(each.ExternalDirectoryObjectId)));
  return chooseProbes(named, [...inside, ...some.filter(isMember)], some);
}

/**
 * Waits until the service lists the assignment as declared and its own test cmdlet says what the scope means.
 *
 * @returns all assignments and policies of the application that were listed meanwhile: not every directory server knows those that are new
 */
export async function waitUntilInForce(
  context: StepContext,
  spec: RoleAssignmentSpec,
  { group, consents }: { group: ExchangeObject | undefined; consents: { servicePrincipalId: string } },
  probes: Probes,
): Promise<{ assignments: Assignment[]; policies: Policy[] }> {
  const mailboxes = [...new Set([...probes.inside, ...probes.outside])];
  const seen = { assignments: [] as Assignment[], policies: [] as Policy[] };
  let last: string[] = [];
  const inForce = await until(
    context,
    "the role assignment is in force",
    async () => {
      const [assigned, policed, ...tests] = await context.exchange.batch([
        { cmdlet: "Get-ManagementRoleAssignment", parameters: { RoleAssignee: consents.servicePrincipalId } },
        policyRead,
        ...mailboxes.map((mailbox) => ({
          cmdlet: "Test-ServicePrincipalAuthorization",
          parameters: { Identity: spec.appId, Resource: mailbox },
        })),
      ]);
      const assignments = (answerOrNotFound(assigned) ?? []).map(toAssignment);
      seen.assignments.push(...assignments);
      seen.policies.push(...readablePolicies(policed, spec.appId));
      const isListed = assignments.some((each) => sameText(each.name, spec.name) && isDeclared(each, spec, group));
      const answers = mailboxes.map((mailbox, index) => {
        const rows = answerOrNotFound(tests[index])?.filter((row) => sameText(text(row.RoleName), spec.role));
        const reached = rows?.some((row) => row.InScope === true);
        return { mailbox, reached, said: reached === undefined ? "not found" : reached ? "in scope" : "not in scope" };
      });
      last = [
        ...(isListed ? [] : ["the role assignment is not listed"]),
        ...probeFaults(probes, answers, { reached: "in scope", kept: "not in scope" }),
      ];
      return last.length === 0;
    },
    (each) => each,
  );
  if (inForce) return seen;
  throw new Error(`the role assignment ${spec.name} is not in force as declared: ${last.join("; ")}; run again`);
}
