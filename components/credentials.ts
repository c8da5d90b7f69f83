import { readFile } from "node:fs/promises";
import type { TokenCredential } from "@azure/identity";
import { cloudEndpoints, type CloudEndpoints } from "./clouds";

/** Tokens for the identity that deploys, taken from the same variables that the azuread provider takes. */
export interface TokenSource {
  tenantId: string;
  cloud: CloudEndpoints;
  /** An access token for a scope such as `https://outlook.office365.com/.default`; cached until shortly before it expires. */
  getToken(scope: string): Promise<string>;
  /** Drops the cached token of a scope, after the service refused it. */
  forget(scope: string): void;
}

/** Reads the first of several variables that is set; ARM_* names win over AZURE_* names. */
function variable(environment: NodeJS.ProcessEnv, ...names: string[]): string | undefined {
  for (const name of names) if (environment[name]) return environment[name];
  return undefined;
}

const flag = (environment: NodeJS.ProcessEnv, name: string): boolean | undefined =>
  environment[name] === undefined ? undefined : ["1", "true", "yes"].includes(environment[name].toLowerCase());

/**
 * The token source that the environment describes. In the azuread provider's order: client certificate, client secret, OIDC (a token, a
 * file, GitHub or Azure DevOps), managed identity, Azure CLI.
 *
 * @throws naming the variables that are missing; never their values.
 */
export function tokenSource(environment: NodeJS.ProcessEnv): TokenSource {
  const tenantId = variable(environment, "ARM_TENANT_ID", "AZURE_TENANT_ID");
  if (!tenantId)
    throw new Error("ARM_TENANT_ID (or AZURE_TENANT_ID) is not set: which tenant is meant is never guessed");
  const cloud = cloudEndpoints(environment);
  let credential: Promise<TokenCredential> | undefined;
  const tokens = new Map<string, { token: string; until: number }>();
  return {
    tenantId,
    cloud,
    async getToken(scope) {
      const cached = tokens.get(scope);
      if (cached && cached.until > Date.now()) return cached.token;
      credential ??= createCredential(environment, tenantId, cloud);
      const answer = await (await credential).getToken(scope).catch((error: unknown) => {
        throw explained(error, cloud);
      });
      if (!answer) throw new Error(`no token for ${scope}`);
      tokens.set(scope, { token: answer.token, until: answer.expiresOnTimestamp - 120_000 });
      return answer.token;
    },
    forget(scope) {
      tokens.delete(scope);
      // The library keeps tokens of its own until they expire: a new credential has none.
      credential = undefined;
    },
  };
}

/** The library tells an address that cannot be reached by a code only. */
function explained(error: unknown, cloud: CloudEndpoints): unknown {
  if (
    !(error instanceof Error) ||
    !/endpoints_resolution_error|network_error|ECONNREFUSED|ENOTFOUND/.test(error.message)
  ) {
    return error;
  }
  const hint = cloud.name === "simulated" ? "; is the simulated tenant running? start it with `consentra sandbox`" : "";
  return new Error(`the sign-in service at ${cloud.login} could not be reached${hint}`, { cause: error });
}

async function createCredential(
  environment: NodeJS.ProcessEnv,
  tenantId: string,
  cloud: CloudEndpoints,
): Promise<TokenCredential> {
  // Loaded only where a token is wanted: it is half of the time that a step takes.
  const identity = await import("@azure/identity");
  const options = { authorityHost: cloud.login, disableInstanceDiscovery: cloud.name === "simulated" };
  const clientId = variable(environment, "ARM_CLIENT_ID", "AZURE_CLIENT_ID");
  const secret = variable(environment, "ARM_CLIENT_SECRET", "AZURE_CLIENT_SECRET");
  const certificatePath = variable(environment, "ARM_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PATH");
  const needsClient = secret ?? certificatePath;
  if (needsClient && !clientId) {
    throw new Error("a client secret or certificate is set, but ARM_CLIENT_ID (or AZURE_CLIENT_ID) is not");
  }
  if (clientId && certificatePath) {
    const certificatePassword = variable(
      environment,
      "ARM_CLIENT_CERTIFICATE_PASSWORD",
      "AZURE_CLIENT_CERTIFICATE_PASSWORD",
    );
    return new identity.ClientCertificateCredential(
      tenantId,
      clientId,
      { certificatePath, certificatePassword },
      options,
    );
  }
  if (clientId && secret) return new identity.ClientSecretCredential(tenantId, clientId, secret, options);
  const assertion = assertionSource(environment);
  if (assertion) {
    if (!clientId) throw new Error("an OIDC token is configured, but ARM_CLIENT_ID (or AZURE_CLIENT_ID) is not set");
    return new identity.ClientAssertionCredential(tenantId, clientId, assertion, options);
  }
  if (flag(environment, "ARM_USE_MSI")) return new identity.ManagedIdentityCredential(clientId ? { clientId } : {});
  if (flag(environment, "ARM_USE_CLI") === false || cloud.name === "simulated") {
    throw new Error(
      "no credential in the environment: set ARM_CLIENT_ID and one of ARM_CLIENT_SECRET, ARM_CLIENT_CERTIFICATE_PATH, ARM_OIDC_TOKEN, " +
        "ARM_OIDC_TOKEN_FILE_PATH, or ARM_USE_MSI=true",
    );
  }
  return new identity.AzureCliCredential({ tenantId });
}

/** Where a federated identity's token comes from; asked again at each use, because such tokens live for minutes. */
function assertionSource(environment: NodeJS.ProcessEnv): (() => Promise<string>) | undefined {
  const token = environment.ARM_OIDC_TOKEN;
  if (token) return () => Promise.resolve(token);
  const file = variable(environment, "ARM_OIDC_TOKEN_FILE_PATH", "AZURE_FEDERATED_TOKEN_FILE");
  if (file) return async () => (await readFile(file, "utf8")).trim();
  const url = variable(environment, "ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI");
  const bearer = variable(
    environment,
    "ARM_OIDC_REQUEST_TOKEN",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
    "SYSTEM_ACCESSTOKEN",
  );
  if (url && bearer && flag(environment, "ARM_USE_OIDC") !== false) {
    return () => requestAssertion(new URL(url), bearer, environment.ARM_OIDC_AZURE_SERVICE_CONNECTION_ID);
  }
  return undefined;
}

/** Asks the pipeline for a token: GitHub answers a GET with `value`, Azure DevOps a POST with `oidcToken`. */
async function requestAssertion(url: URL, bearer: string, serviceConnection: string | undefined): Promise<string> {
  const azureDevOps = serviceConnection !== undefined;
  if (azureDevOps) {
    url.searchParams.set("api-version", "7.1");
    url.searchParams.set("serviceConnectionId", serviceConnection);
  } else {
    url.searchParams.set("audience", "api://AzureADTokenExchange");
  }
  const answer = await fetch(url, {
    method: azureDevOps ? "POST" : "GET",
    headers: { authorization: `Bearer ${bearer}`, accept: "application/json", "content-type": "application/json" },
  });
  if (!answer.ok) throw new Error(`the pipeline's token service at ${url.origin} answered ${answer.status}`);
  const body = (await answer.json()) as { value?: string; oidcToken?: string };
  const token = body.value ?? body.oidcToken;
  if (!token) throw new Error(`the pipeline's token service at ${url.origin} answered without a token`);
  return token;
}
