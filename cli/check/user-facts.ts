import { tokenSource } from "consentra/credentials";
import type { HandOff } from "consentra/handoff";
import {
  ExchangeError,
  exchangeTransport,
  readAssignments,
  RestGraphReader,
  type ExchangeTransport,
} from "consentra/live";
import { UsageError } from "../exit";

/** What decides whether a user gets into an app with delegated permissions. */
export interface UserFacts {
  userPrincipalName: string;
  userType: "Member" | "Guest";
  accountEnabled: boolean;
  /** Names of the service plans that are assigned, e.g. `EXCHANGE_S_ENTERPRISE`. */
  servicePlans: string[];
  /** Directly, or as a direct member of an assigned group. */
  assigned: boolean;
  assignmentRequired: boolean;
  /** Delegated permissions consented to for everybody or for this user. */
  consented: string[];
  /** Permission grant policies by which users may consent for themselves. */
  userConsentPolicies: string[];
  /** Whether Exchange lets other programs than Outlook in by EWS; null where nobody decided. */
  ewsEnabled: boolean | null;
  /** Whether there is a mailbox. */
  hasMailbox: boolean;
}

type Row = Record<string, unknown>;

/** Reads the facts with the identity that deploys. @throws UsageError where something may not be read, or the user does not exist */
export async function readUserFacts(
  handOff: HandOff,
  user: string,
  environment: NodeJS.ProcessEnv,
): Promise<UserFacts> {
  try {
    return await read(handOff, user, environment);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `the prerequisites of ${user} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

async function read(handOff: HandOff, user: string, environment: NodeJS.ProcessEnv): Promise<UserFacts> {
  const tokens = tokenSource(environment);
  const graph = new RestGraphReader(tokens);
  const found = await graph.ask(
    "GET",
    `/users/${encodeURIComponent(user)}?$select=id,userPrincipalName,userType,accountEnabled`,
  );
  if (found.status === 404) throw new UsageError(`the tenant has no user ${user}`);
  const id = String(found.body.id);
  const principal = handOff.servicePrincipalId;
  const [licences, app, assignments, grants, policy, exchange] = await Promise.all([
    graph.list<{ servicePlans: { servicePlanName: string; provisioningStatus: string }[] }>(
      `/users/${id}/licenseDetails`,
    ),
    graph.ask("GET", `/servicePrincipals/${principal}?$select=appRoleAssignmentRequired`),
    readAssignments(graph, principal),
    graph.list<{ consentType: string; principalId: string | null; scope: string }>(
      `/servicePrincipals/${principal}/oauth2PermissionGrants`,
    ),
    graph.ask("GET", "/policies/authorizationPolicy"),
    readExchange(exchangeTransport({ tokens, progress: () => undefined }), id),
  ]);
  const permissions = (policy.body.defaultUserRolePermissions ?? {}) as Row;
  const assigned = permissions.permissionGrantPoliciesAssigned;
  const self = "ManagePermissionGrantsForSelf.";
  return {
    userPrincipalName: String(found.body.userPrincipalName),
    userType: found.body.userType === "Guest" ? "Guest" : "Member",
    accountEnabled: found.body.accountEnabled === true,
    servicePlans: licences.flatMap(({ servicePlans }) =>
      servicePlans.filter((each) => each.provisioningStatus === "Success").map((each) => each.servicePlanName),
    ),
    assigned: assignments.users.some((each) => each.id === id),
    assignmentRequired: app.body.appRoleAssignmentRequired === true,
    consented: grants
      .filter((each) => each.consentType === "AllPrincipals" || each.principalId === id)
      .flatMap(({ scope }) => scope.split(" ")),
    userConsentPolicies: (Array.isArray(assigned) ? assigned.map(String) : [])
      .filter((each) => each.startsWith(self))
      .map((each) => each.slice(self.length)),
    ...exchange,
  };
}

async function readExchange(
  exchange: ExchangeTransport,
  id: string,
): Promise<Pick<UserFacts, "ewsEnabled" | "hasMailbox">> {
  const [mailbox, organisation] = await exchange.batch([
    { cmdlet: "Get-CASMailbox", parameters: { Identity: id } },
    { cmdlet: "Get-OrganizationConfig", parameters: {} },
  ]);
  if (mailbox instanceof Error && !(mailbox instanceof ExchangeError && mailbox.kind === "notFound")) throw mailbox;
  if (organisation instanceof Error) throw organisation;
  const own = mailbox instanceof Error ? undefined : mailbox?.[0];
  return { hasMailbox: own !== undefined, ewsEnabled: flag(organisation?.[0]?.EwsEnabled) ?? flag(own?.EwsEnabled) };
}

/** Exchange answers booleans as such or as text. */
function flag(value: unknown): boolean | null {
  if (value === true || value === "True") return true;
  if (value === false || value === "False") return false;
  return null;
}
