import type { AccessToken, TokenCredential } from "@azure/identity";
import { cloudEndpoints, type CloudEndpoints } from "../clouds";
import type { HttpClient } from "../http/client";
import { signInFailure } from "./failure";
import { readSettings, type CredentialSettings } from "./settings";
import { Variables } from "./variables";

/** Tokens for the identity that deploys, taken from the same variables that the azuread provider takes. */
export interface TokenSource {
  tenantId: string;
  cloud: CloudEndpoints;
  /**
   * An access token for a scope such as `https://outlook.office365.com/.default`; cached until shortly before it expires.
   *
   * @param claims what the service wants a new token to state, where it refused the last one for that
   */
  getToken(scope: string, claims?: string): Promise<string>;
  /** Drops the cached token of a scope, after the service refused it. */
  forget(scope: string): void;
  /** What the tokens are used by. @default the process's own client */
  http?: HttpClient;
}

/** Told instead of guessed: Azure CLI and managed identities sign in to whatever tenant they belong to. */
const unnamedTenant = "ARM_TENANT_ID (or AZURE_TENANT_ID) is not set: which tenant is meant is never guessed";

/**
 * The token source that the environment describes. In the azuread provider's order: client certificate, client secret, OIDC (a token, a
 * file, Azure DevOps, GitHub), managed identity, Azure CLI.
 *
 * @throws naming every variable that is missing, not readable or contradicts another; never their values
 */
export function tokenSource(environment: NodeJS.ProcessEnv): TokenSource {
  const tenantId = readTenantId(new Variables(environment));
  const cloud = cloudEndpoints(environment);
  let settings: CredentialSettings | undefined;
  let credential: Promise<TokenCredential> | undefined;
  const tokens = new Map<string, Promise<AccessToken>>();

  const ask = async (scope: string, claims: string | undefined): Promise<AccessToken> => {
    const chosen = (settings ??= readCredential(environment, tenantId, cloud));
    credential ??= import("./identity.js").then(({ createCredential }) => createCredential(chosen, tenantId, cloud));
    try {
      const token = await (await credential).getToken(scope, claims === undefined ? {} : { claims, enableCae: true });
      if (!token) throw new Error(`no token for ${scope}`);
      assertTenant(token.token, tenantId);
      return token;
    } catch (error) {
      throw signInFailure(error, chosen, cloud);
    }
  };

  return {
    tenantId,
    cloud,
    async getToken(scope, claims) {
      // Two who ask at once share one request.
      const pending = claims === undefined ? tokens.get(scope) : undefined;
      const kept = pending && (await pending);
      if (kept && kept.expiresOnTimestamp - 120_000 > Date.now()) return kept.token;
      const asked = ask(scope, claims);
      tokens.set(scope, asked);
      asked.catch(() => tokens.delete(scope));
      return (await asked).token;
    },
    forget(scope) {
      tokens.delete(scope);
      // The library keeps tokens of its own until they expire: a new credential has none.
      credential = undefined;
    },
  };
}

function readTenantId(variables: Variables): string {
  const tenantId = variables.value("ARM_TENANT_ID", "AZURE_TENANT_ID");
  if (tenantId === undefined) throw new Error(unnamedTenant);
  return tenantId;
}

/** Read when the first token is wanted: a look-up that needs none says what is wrong with itself. */
function readCredential(environment: NodeJS.ProcessEnv, tenantId: string, cloud: CloudEndpoints): CredentialSettings {
  const variables = new Variables(environment);
  assertPod(variables, tenantId);
  const settings = readSettings(variables, cloud);
  variables.throwIfAny();
  if (settings !== undefined) return settings;
  throw new Error(
    "no credential in the environment: set ARM_CLIENT_ID and one of ARM_CLIENT_SECRET, ARM_CLIENT_CERTIFICATE_PATH, ARM_CLIENT_CERTIFICATE, " +
      "ARM_USE_OIDC=true with ARM_OIDC_TOKEN or ARM_OIDC_TOKEN_FILE_PATH, or ARM_USE_MSI=true",
  );
}

function assertPod(variables: Variables, tenantId: string): void {
  const pod = variables.value("AZURE_TENANT_ID");
  if (!variables.flag("ARM_USE_AKS_WORKLOAD_IDENTITY", false) || pod === undefined) return;
  if (pod.toLowerCase() === tenantId.toLowerCase()) return;
  variables.faults.push("ARM_TENANT_ID is another tenant than the pod's AZURE_TENANT_ID; unset the first");
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A managed identity has one tenant, and Azure CLI may answer for another account than was meant. */
function assertTenant(token: string, wanted: string): void {
  const issued = tenantOf(token);
  if (issued === undefined || !guid.test(wanted) || issued.toLowerCase() === wanted.toLowerCase()) return;
  throw new Error(
    `the credential in the environment signs in to tenant ${issued}, but ARM_TENANT_ID is ${wanted}; nothing was done`,
  );
}

/** The tenant that a token says it is of; undefined where it cannot be read. */
function tenantOf(token: string): string | undefined {
  try {
    const { tid } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) as {
      tid?: unknown;
    };
    return typeof tid === "string" ? tid : undefined;
  } catch {
    return undefined;
  }
}
