import { tokenSource } from "consentra/credentials";
import { apiNames, exchangeApplicationRole, findPermission } from "consentra/graph";
import type { HandOff } from "consentra/handoff";
import { ExchangeError, exchangeTransport } from "consentra/live";
import type { Probes } from "./probes";
import { mechanismOf, type Finding } from "./report";

type Row = Record<string, unknown>;
type Side = "inside" | "outside";

const remedy =
  "this is what is configured, and time does not mend it: run `pulumi up`, and look for what somebody changed beside the stack";

/**
 * What Exchange's own test cmdlets say of the scope, with the identity that deploys. They judge the configuration, which Graph follows later.
 *
 * @returns the findings, or why there are none
 */
export async function readConfiguration(
  handOff: HandOff,
  probes: Probes,
  environment: NodeJS.ProcessEnv,
): Promise<Finding[] | { unread: string }> {
  const sides = (["inside", "outside"] as const).flatMap((side) => {
    const mailbox = probes[side];
    return mailbox === undefined ? [] : [{ side, mailbox }];
  });
  const byRole = mechanismOf(handOff) === "rbac";
  try {
    const tokens = tokenSource(environment);
    if (tokens.tenantId.toLowerCase() !== handOff.tenantId.toLowerCase()) {
      return { unread: `the identity in the environment is of tenant ${tokens.tenantId}` };
    }
    const answers = await exchangeTransport({ tokens }, environment).batch(
      sides.map(({ mailbox }) =>
        byRole
          ? {
              cmdlet: "Test-ServicePrincipalAuthorization",
              parameters: { Identity: handOff.clientId, Resource: mailbox },
            }
          : { cmdlet: "Test-ApplicationAccessPolicy", parameters: { Identity: mailbox, AppId: handOff.clientId } },
      ),
    );
    return sides.map(({ side, mailbox }, index) => {
      const rows = rowsOf(answers[index]);
      return byRole ? judgeRoles(handOff, side, mailbox, rows) : judgePolicies(side, mailbox, rows);
    });
  } catch (error) {
    return { unread: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether the environment names an identity that deploys: none is guessed for this. */
export function hasDeployer(environment: NodeJS.ProcessEnv): boolean {
  const names = ["ARM_CLIENT_ID", "AZURE_CLIENT_ID", "ARM_USE_MSI", "ARM_USE_CLI"];
  return names.some((name) => !["", "0", "false", "no"].includes((environment[name] ?? "").toLowerCase()));
}

/** Not found is an answer: Exchange knows the application or the mailbox not. */
function rowsOf(answer: Row[] | Error | undefined): Row[] | undefined {
  if (answer instanceof ExchangeError && answer.kind === "notFound") return undefined;
  if (answer instanceof Error || answer === undefined) throw answer ?? new Error("Exchange gave no answer");
  return answer;
}

function judgePolicies(side: Side, mailbox: string, rows: Row[] | undefined): Finding {
  const expected = side === "inside" ? "Granted" : "Denied";
  const said = rows?.[0]?.AccessCheckResult;
  const found = typeof said === "string" ? said : "not known to Exchange";
  return finding(`${mailbox} by access policies (${side})`, expected, found, found === expected);
}

/** Every role that is declared has to hold the mailbox inside, and no role of the application one outside. */
function judgeRoles(handOff: HandOff, side: Side, mailbox: string, rows: Row[] | undefined): Finding {
  const declared = side === "inside" ? rolesOf(handOff) : [];
  const found = (rows ?? []).filter(({ InScope }) => InScope === true).map(({ RoleName }) => String(RoleName));
  const show = (roles: readonly string[]) => [...new Set(roles)].sort().join(", ") || "no role";
  const check = `${mailbox} by roles (${side})`;
  if (!rows) return finding(check, show(declared), "not known to Exchange", false);
  return finding(check, show(declared), show(found), show(declared) === show(found));
}

function rolesOf(handOff: HandOff): string[] {
  const byRole = new Set(handOff.mailboxScope?.permissionsByRole);
  return handOff.permissions
    .filter((each) => each.kind === "application" && byRole.has(each.name))
    .flatMap(({ api, name }) => {
      const known = apiNames.find((each) => each === api);
      const permission = known && findPermission(known, "application", name);
      return (permission && exchangeApplicationRole(permission)) ?? [];
    });
}

function finding(check: string, expected: string, found: string, ok: boolean): Finding {
  return { check, expected, found, ok, ...(!ok && { remedy }) };
}
