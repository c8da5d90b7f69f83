import type { Properties } from "../rpc/values";

export interface Configuration {
  metadataHost: string;
  tenantId: string;
  clientId: string;
  credential:
    | { kind: "secret"; secret: string }
    | { kind: "certificate"; path: string }
    | { kind: "token"; token: string }
    | { kind: "tokenFile"; path: string };
}

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * The provider's arguments, and the environment where an argument is missing, in the real provider's order: certificate, secret, OIDC.
 *
 * @throws naming what is missing, never a value
 */
export function readConfiguration(args: Properties, environment: NodeJS.ProcessEnv): Configuration {
  const value = (name: string, ...variables: string[]): string | undefined => {
    const given = args[name];
    if (typeof given === "string" && given !== "") return given;
    return variables.map((each) => environment[each]).find((each) => each !== undefined && each !== "");
  };
  const metadataHost = value("metadataHost", "ARM_METADATA_HOSTNAME", "ARM_METADATA_HOST");
  if (metadataHost === undefined || !isLoopback(metadataHost)) {
    throw new Error(
      `the offline azuread plugin speaks to the simulated tenant on this machine only, and ARM_METADATA_HOSTNAME is ${metadataHost === undefined ? "not set" : `"${metadataHost}"`}; ` +
        "start the tenant with `consentra sandbox`, or install the real plugin with `pulumi plugin install resource azuread`",
    );
  }
  const tenantId = value("tenantId", "ARM_TENANT_ID");
  const clientId = value("clientId", "ARM_CLIENT_ID");
  const certificate = value("clientCertificatePath", "ARM_CLIENT_CERTIFICATE_PATH");
  const secret = value("clientSecret", "ARM_CLIENT_SECRET");
  const token = value("oidcToken", "ARM_OIDC_TOKEN");
  const tokenFile = value("oidcTokenFilePath", "ARM_OIDC_TOKEN_FILE_PATH");
  if (tenantId === undefined || clientId === undefined) {
    throw new Error(
      "unable to build authorizer: the tenant ID (ARM_TENANT_ID) and the client ID (ARM_CLIENT_ID) are needed",
    );
  }
  const common = { metadataHost, tenantId, clientId };
  if (certificate !== undefined) return { ...common, credential: { kind: "certificate", path: certificate } };
  if (secret !== undefined) return { ...common, credential: { kind: "secret", secret } };
  if (token !== undefined) return { ...common, credential: { kind: "token", token } };
  if (tokenFile !== undefined) return { ...common, credential: { kind: "tokenFile", path: tokenFile } };
  throw new Error(
    "unable to build authorizer: no credential; set ARM_CLIENT_SECRET, ARM_CLIENT_CERTIFICATE_PATH, ARM_OIDC_TOKEN or ARM_OIDC_TOKEN_FILE_PATH",
  );
}

function isLoopback(host: string): boolean {
  return URL.canParse(`https://${host}`) && loopback.has(new URL(`https://${host}`).hostname);
}
