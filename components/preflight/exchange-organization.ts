import type { TokenSource } from "../credentials";
import { RestTransport } from "../exchange/rest-transport";
import type { ExchangeObject } from "../exchange/transport";

/** What of an Exchange organisation decides whether RBAC for Applications can be set up. Undefined is what the deployer may not read. */
export interface ExchangeOrganization {
  /** Whether it may have roles and scopes of its own. */
  isCustomized: boolean | undefined;
  /** Names of the roles that somebody beside Organization Management may assign, lower case. */
  delegatedRoles: ReadonlySet<string> | undefined;
}

/** Has every role to be delegated; being its member is not what a narrow deployer is. */
const everybodysGroup = "Organization Management";

/** Reads the organisation: one request. Nothing is known where Exchange does not let the deployer in. */
export async function readExchangeOrganization(tokens: TokenSource): Promise<ExchangeOrganization> {
  const exchange = new RestTransport({ tokens, patience: 0 });
  const reads = [
    { cmdlet: "Get-OrganizationConfig", parameters: {} },
    { cmdlet: "Get-ManagementRoleAssignment", parameters: { Delegating: true } },
  ];
  const [organization, assignments] = await exchange.batch(reads).catch((error: unknown) => [error, error]);
  const isDehydrated = rows(organization)?.[0]?.IsDehydrated;
  const delegated = rows(assignments)?.filter(
    (each) => each.Enabled !== false && each.RoleAssigneeName !== everybodysGroup,
  );
  return {
    isCustomized: typeof isDehydrated === "boolean" ? !isDehydrated : undefined,
    delegatedRoles: delegated && new Set(delegated.map((each) => String(each.Role).toLowerCase())),
  };
}

const rows = (answer: unknown): ExchangeObject[] | undefined =>
  Array.isArray(answer) ? (answer as ExchangeObject[]) : undefined;
