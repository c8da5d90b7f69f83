import { isFilteredByAccessPolicy } from "../../graph";
import type { RoleAssignmentSpec } from "../manifest";
import type { StepContext } from "./context";
import { defeats, type MailboxGrant, type MailboxGrants } from "./entra-grants";
import type { Policy } from "./policies";
import { isFilteredForScope } from "./policies-beside";

/** What an application was consented to, and its access policies. */
interface ConsentFacts {
  consents: MailboxGrants;
  policies: readonly Policy[];
}

/**
 * A consent in Entra opens every mailbox, whatever the scope of a role is. While an access policy still confines the application, the
 * consent is on its way out: the mechanism is being changed, and it goes after this.
 *
 * @throws Error where a consent would make the scope worth nothing
 */
export function assertNotConsented(spec: RoleAssignmentSpec, { consents, policies }: ConsentFacts): void {
  const open = consents.grants.filter(
    (each) => defeats(each, spec) && !(policies.length > 0 && isFilteredByAccessPolicy(each.permission)),
  );
  if (open.length === 0) return;
  throw new Error(
    `application ${spec.appId} has ${names(open)} by consent in Entra, which opens every mailbox whatever the scope of ${spec.role} is. Take ` +
      "that consent away first (RBAC for Applications grants on its own), then run again.",
  );
}

/**
 * Takes a consent away that was added beside the scope. It can only close mailboxes. What the access policy of a scope filters is left: where it is this
 * scope's own, the mechanism is being changed, and who gave the consent takes it out; another scope's is that one's.
 */
export async function takeConsentOut(
  context: StepContext,
  spec: RoleAssignmentSpec,
  { consents, policies }: ConsentFacts,
): Promise<void> {
  const open = consents.grants.filter((each) => defeats(each, spec) && !isFilteredForScope(each, policies, spec));
  if (open.length === 0 || consents.servicePrincipalId === undefined) return;
  context.progress(`taking out the consent to ${names(open)}: it opens every mailbox beside the scope`);
  for (const { id, permission } of open) {
    const path = `/servicePrincipals/${consents.servicePrincipalId}/appRoleAssignments/${encodeURIComponent(id)}`;
    const answer = await context.graph.ask("DELETE", path);
    // Another assignment of the same application takes it out at the same time.
    if (answer.status >= 400 && answer.status !== 404) {
      throw new Error(
        `the consent to ${permission.name} could not be taken out: Microsoft Graph answered ${answer.status}; remove it in the Entra admin center`,
      );
    }
  }
}

function names(grants: readonly MailboxGrant[]): string {
  return grants.map(({ permission }) => permission.name).join(", ");
}
