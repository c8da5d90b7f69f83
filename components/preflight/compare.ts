import type { CloudEndpoints } from "../clouds";
import { permissionsFor, type Held, type Rights } from "./held";
import type { Need, NeedOf } from "./needs";
import type { DirectoryRole } from "./roles";

/**
 * `held`: nothing to do. `fresh`: given, but not in the token yet. `missing`: neither. `unseen`: a right in a system that Entra's tokens say
 * nothing of.
 */
export type NeedState = "held" | "fresh" | "missing" | "unseen";

/** One need, compared with what the deployer has. */
export interface PreflightResult {
  need: Need;
  /** What of the stack needs it. */
  paths: readonly string[];
  state: NeedState;
  /** By which right it is held. */
  by?: string;
  /** What to do about it, and where. */
  remedy?: string;
}

/** Compares needs with the rights that count now; `assigned` tells what was given since. */
export function compareRights(
  needs: readonly NeedOf[],
  held: Held,
  assigned: Rights | undefined,
  cloud: CloudEndpoints,
): PreflightResult[] {
  return needs.map(({ need, paths }) => {
    if (need.elsewhere !== undefined) {
      return { need, paths, state: "unseen", remedy: `see that the deployer has ${need.elsewhere}: ${need.source}` };
    }
    if (need.organization) return { need, paths, ...ofOrganization(need, need.organization, held) };
    const by = heldBy(need, held, held.deployer.isUser, held.cmdlets);
    if (by !== undefined) return { need, paths, state: "held", by };
    const given = assigned && heldBy(need, assigned, false, undefined);
    if (given !== undefined) {
      return {
        need,
        paths,
        state: "fresh",
        remedy: `it was given ${given} a moment ago, which its token does not say yet: run again in some minutes`,
      };
    }
    return { need, paths, state: "missing", remedy: remedyOf(need, held, cloud) };
  });
}

/** What has to be true of the organisation, as far as the deployer may read it. */
function ofOrganization(
  need: Need,
  wanted: NonNullable<Need["organization"]>,
  { organization, directoryRoles, deployer }: Held,
): Pick<PreflightResult, "state" | "by" | "remedy"> {
  const page = "docs/deployer.md has the command";
  if (wanted.is === "customized") {
    if (organization?.isCustomized === undefined)
      return { state: "unseen", remedy: `see that (Get-OrganizationConfig).IsDehydrated is False: ${need.source}` };
    if (organization.isCustomized) return { state: "held", by: "an organisation that was customised" };
    return {
      state: "missing",
      remedy: `an administrator runs Enable-OrganizationCustomization once, which cannot be undone and takes about an hour: ${page}`,
    };
  }
  const { role } = wanted;
  const administrator = need.directoryRoles.find((name) => directoryRoles.has(name));
  if (administrator !== undefined) return { state: "held", by: `${administrator} (directory role)` };
  if (organization?.delegatedRoles === undefined) {
    return { state: "unseen", remedy: `see that the deployer's role group has ${role} to delegate: ${need.source}` };
  }
  if (organization.delegatedRoles.has(role.toLowerCase())) {
    return { state: "held", by: "a delegating role assignment" };
  }
  return {
    state: "missing",
    remedy: `an administrator assigns ${role} with -Delegating to the role group of ${deployer.name} (${deployer.clientId}): ${page}`,
  };
}

/** The alternatives of a need in words, the narrowest first. */
export function describeAlternatives(need: Need): string {
  const [least, ...wider] = need.applicationPermissions;
  const parts: string[] = [];
  if (need.organization) {
    parts.push(
      need.organization.is === "customized"
        ? "an Exchange organisation that was customised"
        : `a delegating assignment of the role ${need.organization.role} to the deployer's role group`,
    );
  }
  if (least !== undefined) parts.push(`the application permission ${least} of ${need.api}`);
  if (wider.length > 0) parts.push(`a wider one (${wider.join(", ")})`);
  if (need.exchange) {
    const { managementRoles, roleGroup } = need.exchange;
    parts.push(
      `Exchange's role group ${roleGroup} (docs/deployer.md makes it out of the management role${managementRoles.length > 1 ? "s" : ""} ` +
        `${managementRoles.join(" and ")})`,
    );
  }
  if (need.directoryRoles.length > 0) {
    parts.push(
      `the directory role ${need.directoryRoles.slice(0, 3).join(", ")}${need.directoryRoles.length > 3 ? " or another that includes it" : ""}`,
    );
  }
  return parts.join(", or ");
}

function heldBy(
  need: Need,
  rights: Rights,
  isUser: boolean,
  cmdlets: ReadonlySet<string> | undefined,
): string | undefined {
  const permissions = permissionsFor(rights, need.api);
  const permission = need.applicationPermissions.find((name) => permissions.has(name));
  const role = need.directoryRoles.find((name) => rights.directoryRoles.has(name));
  if (isUser) return heldByUser(need, permissions, permission, role);
  if (permission !== undefined) return `${permission} (application permission)`;
  if (role !== undefined) return `${role} (directory role)`;
  if (need.exchange?.cmdlets.every((name) => cmdlets?.has(name.toLowerCase()))) {
    return `${need.exchange.managementRoles.join(", ")} (management roles)`;
  }
  return undefined;
}

/** A person acts through a tool: the tool's delegated permission and the person's own right count together. */
function heldByUser(
  need: Need,
  delegated: ReadonlySet<string>,
  permission: string | undefined,
  role: DirectoryRole | undefined,
): string | undefined {
  const asThePerson = delegated.has("Directory.AccessAsUser.All") || delegated.has("Exchange.Manage");
  const through = permission ?? (asThePerson ? "the person's own rights" : undefined);
  if (need.id === "exchangeSignIn") return delegated.has("Exchange.Manage") ? "Exchange.Manage (delegated)" : undefined;
  if (through === undefined) return undefined;
  if (role !== undefined) return `${role} (directory role), through ${through}`;
  return need.reads && need.exchange === undefined ? `a member's right to read, through ${through}` : undefined;
}

function remedyOf(need: Need, { deployer, cmdlets }: Held, cloud: CloudEndpoints): string {
  const who = deployer.isUser ? deployer.name : `${deployer.name} (${deployer.clientId})`;
  const permission = deployer.isUser ? undefined : need.applicationPermissions[0];
  const [role] = need.directoryRoles;
  if (permission !== undefined) {
    const where = `${cloud.adminCenter}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/${deployer.clientId}`;
    return `an administrator gives ${who} ${permission} of ${need.api} and consents: ${where}`;
  }
  if (need.exchange) {
    const unseen =
      cmdlets === undefined && !deployer.isUser
        ? " (Exchange did not tell the deployer's management roles; they are seen as soon as it may sign in there)"
        : "";
    return (
      `an administrator makes ${who} a member of Exchange's role group ${need.exchange.roleGroup} as docs/deployer.md shows, or gives it the ` +
      `directory role ${roleText(role)}, which is more than is needed: ${rolesPage(cloud)}${unseen}`
    );
  }
  return `an administrator gives ${who} the directory role ${roleText(role)}: ${rolesPage(cloud)}`;
}

const roleText = (role: DirectoryRole | undefined): string => role ?? "that Microsoft names";

const rolesPage = (cloud: CloudEndpoints): string =>
  `${cloud.adminCenter}/#view/Microsoft_AAD_IAM/RolesManagementMenuBlade/~/AllRoles`;
