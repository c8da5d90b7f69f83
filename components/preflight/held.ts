import type { TokenSource } from "../credentials";
import { findPermissionById, type ApiName } from "../graph";
import type { GraphReader } from "../graph-reader";
import { exchangeCmdlets } from "./exchange-cmdlets";
import { readExchangeOrganization, type ExchangeOrganization } from "./exchange-organization";
import { directoryRoleOf, type DirectoryRole } from "./roles";

/** Rights that count at this moment, or that were given since the token was made. */
export interface Rights {
  /** Application permissions by API; for a person the delegated permissions of the token. */
  permissions: Partial<Record<ApiName, ReadonlySet<string>>>;
  directoryRoles: ReadonlySet<DirectoryRole>;
}

/** What the deployer has. Nothing was written, and nothing tried, to find out. */
export interface Held extends Rights {
  deployer: Deployer;
  /** Cmdlets of Exchange Online that it may run, lower case; undefined where Exchange does not tell. */
  cmdlets: ReadonlySet<string> | undefined;
  /** The Exchange organisation; undefined where it does not matter. */
  organization: ExchangeOrganization | undefined;
}

/** Who deploys, as its token says. */
export interface Deployer {
  /** Application (client) ID of the app that asks; for a person the tool's. */
  clientId: string;
  /** Object ID of the service principal or of the user. */
  objectId: string;
  name: string;
  /** A person has a right only where both the tool and the person have it. */
  isUser: boolean;
}

interface Claims {
  appid?: string;
  azp?: string;
  oid?: string;
  idtyp?: string;
  app_displayname?: string;
  upn?: string;
  unique_name?: string;
  roles?: string[];
  scp?: string;
  wids?: string[];
}

/** What of Exchange Online matters: nothing, rights, or rights and the organisation. */
export type ExchangeConcern = "none" | "rights" | "organization";

/**
 * Reads what the deployer has from its own tokens.
 *
 * @param exchange where nothing matters, no token for Exchange is asked for
 * @throws where no token is given
 */
export async function readHeld(tokens: TokenSource, exchange: ExchangeConcern): Promise<Held> {
  const { graphResource, exchangeResource } = tokens.cloud;
  const graph = claimsOf(await tokens.getToken(`${graphResource}/.default`));
  const exchangeClaims =
    exchange !== "none" ? claimsOf(await tokens.getToken(`${exchangeResource}/.default`)) : undefined;
  const wids = [...(graph.wids ?? []), ...(exchangeClaims?.wids ?? [])];
  return {
    deployer: deployerOf(graph),
    permissions: {
      "Microsoft Graph": permissionsOf(graph),
      ...(exchangeClaims && { "Office 365 Exchange Online": permissionsOf(exchangeClaims) }),
    },
    directoryRoles: new Set(wids.flatMap((id) => directoryRoleOf(id) ?? [])),
    cmdlets: exchangeClaims && (await exchangeCmdlets(tokens)),
    organization: exchange === "organization" ? await readExchangeOrganization(tokens) : undefined,
  };
}

/**
 * Rights that the directory says the deployer has, by which one that is missing from its token can be told from one that was given a moment
 * ago. Undefined where the deployer may not read its own assignments.
 */
export async function readAssigned(deployer: Deployer, graph: GraphReader): Promise<Rights | undefined> {
  if (deployer.isUser) return undefined;
  try {
    const [granted, [roles]] = await Promise.all([
      graph.applicationPermissions(deployer.clientId),
      graph.batch([`/servicePrincipals/${deployer.objectId}/transitiveMemberOf`]),
    ]);
    const permissions: Partial<Record<ApiName, Set<string>>> = {};
    for (const { resourceAppId, appRoleId } of granted) {
      const permission = findPermissionById(resourceAppId, "application", appRoleId);
      if (permission) (permissions[permission.api] ??= new Set()).add(permission.name);
    }
    const members = (roles?.status === 200 ? roles.body.value : undefined) as { roleTemplateId?: string }[] | undefined;
    return {
      permissions,
      directoryRoles: new Set(
        (members ?? []).flatMap(({ roleTemplateId }) => directoryRoleOf(roleTemplateId ?? "") ?? []),
      ),
    };
  } catch {
    // It only makes the advice better: what is missing is known already.
    return undefined;
  }
}

/** Names of application permissions that count for an API. */
export function permissionsFor(rights: Rights, api: ApiName): ReadonlySet<string> {
  return rights.permissions[api] ?? new Set();
}

function deployerOf(claims: Claims): Deployer {
  const clientId = claims.appid ?? claims.azp ?? "";
  const isUser = claims.idtyp === "user" || (claims.idtyp === undefined && claims.scp !== undefined);
  const name = isUser ? (claims.upn ?? claims.unique_name) : claims.app_displayname;
  return { clientId, objectId: claims.oid ?? "", name: name ?? clientId, isUser };
}

function permissionsOf(claims: Claims): Set<string> {
  return new Set([...(claims.roles ?? []), ...(claims.scp ?? "").split(" ").filter(Boolean)]);
}

/** Claims of an access token for a Microsoft API. They are for the API; the deployer reads what it was given, and trusts it with nothing. */
function claimsOf(token: string): Claims {
  const body = token.split(".")[1];
  if (body === undefined)
    throw new Error("the access token is no JSON Web Token, so the deployer's rights are unknown");
  return JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as Claims;
}
