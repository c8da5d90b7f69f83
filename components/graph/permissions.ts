import { findApi, type ApiName } from "./apis";
import { applications } from "./permissions/applications";
import { audit } from "./permissions/audit";
import { authenticationCodes } from "./permissions/authentication-codes";
import { authenticationMethods } from "./permissions/authentication-methods";
import { calendar } from "./permissions/calendar";
import { calls } from "./permissions/calls";
import { contacts } from "./permissions/contacts";
import { devices } from "./permissions/devices";
import { directory } from "./permissions/directory";
import { files } from "./permissions/files";
import { groupSettings } from "./permissions/group-settings";
import { groups } from "./permissions/groups";
import { mail } from "./permissions/mail";
import { organisationSettings } from "./permissions/organisation-settings";
import { otherApis } from "./permissions/other-apis";
import { policies } from "./permissions/policies";
import { privilegedAccess } from "./permissions/privileged-access";
import { roles } from "./permissions/roles";
import { signIn } from "./permissions/sign-in";
import { sites } from "./permissions/sites";
import { storageContainers } from "./permissions/storage-containers";
import { teams } from "./permissions/teams";
import { teamsAppsChat } from "./permissions/teams-apps-chat";
import { teamsAppsTeam } from "./permissions/teams-apps-team";
import { teamsAppsUser } from "./permissions/teams-apps-user";
import { teamsTabs } from "./permissions/teams-tabs";
import { teamwork } from "./permissions/teamwork";
import { telephony } from "./permissions/telephony";
import { users } from "./permissions/users";
import { windows } from "./permissions/windows";
import type { Risk, Row } from "./permissions/row";

export type PermissionKind = "application" | "delegated";

/** One permission of one kind: what it is, what it lets an app do and how bad that can be. */
export interface Permission {
  api: ApiName;
  kind: PermissionKind;
  /** As the service names it, e.g. `Mail.Read`. */
  name: string;
  /** ID of the app role or of the delegated permission, lower case. */
  id: string;
  /** Whether an administrator has to consent. */
  adminConsent: boolean;
  risk: Risk;
  /** One sentence: what it lets an app do. */
  reason: string;
  /** Names of permissions of the same kind that do less and often suffice. */
  narrower: readonly string[];
}

const graphRows = [
  ...mail,
  ...calendar,
  ...contacts,
  ...directory,
  ...users,
  ...groups,
  ...applications,
  ...roles,
  ...policies,
  ...files,
  ...sites,
  ...teams,
  ...calls,
  ...audit,
  ...devices,
  ...signIn,
  ...authenticationCodes,
  ...authenticationMethods,
  ...teamsAppsChat,
  ...teamsTabs,
  ...teamsAppsTeam,
  ...teamsAppsUser,
  ...privilegedAccess,
  ...organisationSettings,
  ...telephony,
  ...teamwork,
  ...windows,
  ...storageContainers,
  ...groupSettings,
] as const;

type GraphRow = (typeof graphRows)[number];

/** Names of Microsoft Graph's application permissions that Consentra knows. */
export type GraphApplicationPermission = Extract<GraphRow, { kinds: { application: unknown } }>["name"];

/** Names of Microsoft Graph's delegated permissions that Consentra knows. */
export type GraphDelegatedPermission = Extract<GraphRow, { kinds: { delegated: unknown } }>["name"];

/** All permissions that Consentra knows, each kind on its own. */
export const permissions: readonly Permission[] = narrowerOfSameKind([
  ...graphRows.flatMap((each) => fromRow("Microsoft Graph", each)),
  ...otherApis.flatMap(({ api, rows }) => rows.flatMap((each) => fromRow(api, each))),
]);

/** A row names what is narrower for both kinds; what exists as the other kind only is no alternative. */
function narrowerOfSameKind(all: readonly Permission[]): Permission[] {
  const known = new Set(all.map(({ kind, name }) => `${kind} ${name}`));
  return all.map((each) => ({
    ...each,
    narrower: each.narrower.filter((name) => known.has(`${each.kind} ${name}`)),
  }));
}

function fromRow(api: ApiName, { name, kinds, reason }: Row): Permission[] {
  const found: Permission[] = [];
  const narrower = kinds.narrower ?? [];
  if (kinds.application) {
    const [id, risk] = kinds.application;
    const said = reason.replaceAll("{whose}", "every user's").replaceAll("{who}", "any user");
    found.push({ api, kind: "application", name, id, adminConsent: true, risk, reason: said, narrower });
  }
  if (kinds.delegated) {
    const [id, risk, consent] = kinds.delegated;
    const said = reason.replaceAll("{whose}", "the signed-in user's").replaceAll("{who}", "the signed-in user");
    found.push({ api, kind: "delegated", name, id, adminConsent: consent !== "user", risk, reason: said, narrower });
  }
  return found;
}

const byName = new Map(permissions.map((each) => [key(each.api, each.kind, each.name.toLowerCase()), each]));
const byId = new Map(permissions.map((each) => [key(each.api, each.kind, each.id), each]));

function key(api: string, kind: PermissionKind, value: string): string {
  return `${api}|${kind}|${value}`;
}

/** Finds a permission by its name, exactly as the service spells it. */
export function findPermission(api: ApiName, kind: PermissionKind, name: string): Permission | undefined {
  const found = byName.get(key(api, kind, name.toLowerCase()));
  return found?.name === name ? found : undefined;
}

/**
 * Finds a permission by its ID, in any letter case.
 *
 * @param api the API's name or client ID
 */
export function findPermissionById(api: string, kind: PermissionKind, id: string): Permission | undefined {
  return byId.get(key(findApi(api) ?? api, kind, id.toLowerCase()));
}
