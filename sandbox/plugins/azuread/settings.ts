import { readFileSync } from "node:fs";
import { PluginError } from "../rpc/errors";
import type { ValueMap } from "../rpc/values";

/** How the plugin proves who it is. */
export type Credential =
  | { kind: "certificate"; pfx: Buffer; password: string }
  | { kind: "secret"; secret: string }
  | { kind: "assertion"; token: string }
  | { kind: "request"; url: string; token: string };

/** A provider's arguments, completed by the environment. */
export interface Settings {
  /** `localhost:PORT` */
  metadataHost: string;
  tenantId: string;
  clientId: string;
  credential: Credential;
}

/**
 * Reads a provider's arguments; what is not given comes from the ARM_* variables.
 *
 * @throws PluginError that names what is missing, never a value
 */
export function settingsFrom(args: ValueMap, environment: NodeJS.ProcessEnv): Settings {
  const read = new SettingsReader(args, environment);
  const metadataHost = read.text("metadataHost", "ARM_METADATA_HOSTNAME");
  if (metadataHost === "") {
    throw new PluginError(
      "the offline azuread plugin serves simulated tenants only, and no metadata host is given: set ARM_METADATA_HOSTNAME (or the " +
        "provider's metadataHost) to the simulated tenant's localhost:PORT. A real tenant needs Pulumi's own azuread plugin.",
    );
  }
  const tenantId = read.text("tenantId", "ARM_TENANT_ID");
  const clientId = read.textOrFile("clientId", "ARM_CLIENT_ID", "clientIdFilePath", "ARM_CLIENT_ID_FILE_PATH");
  const credential = credentialFrom(read);
  if (tenantId === "")
    throw new PluginError("unable to build authorizer: set ARM_TENANT_ID (or the provider's tenantId)");
  if (clientId === "")
    throw new PluginError("unable to build authorizer: set ARM_CLIENT_ID (or the provider's clientId)");
  return { metadataHost, tenantId, clientId, credential };
}

/** In the real plugin's order: certificate, client secret, OIDC token, OIDC token on request. */
function credentialFrom(read: SettingsReader): Credential {
  const password = read.text("clientCertificatePassword", "ARM_CLIENT_CERTIFICATE_PASSWORD");
  const certificate = read.text("clientCertificate", "ARM_CLIENT_CERTIFICATE");
  if (certificate !== "") return { kind: "certificate", pfx: Buffer.from(certificate, "base64"), password };
  const path = read.text("clientCertificatePath", "ARM_CLIENT_CERTIFICATE_PATH");
  if (path !== "") return { kind: "certificate", pfx: readFile(path, "the client certificate"), password };
  const secret = read.textOrFile(
    "clientSecret",
    "ARM_CLIENT_SECRET",
    "clientSecretFilePath",
    "ARM_CLIENT_SECRET_FILE_PATH",
  );
  if (secret !== "") return { kind: "secret", secret };
  const oidc = read.flag("useOidc", "ARM_USE_OIDC", false) ? oidcCredential(read) : undefined;
  if (oidc !== undefined) return oidc;
  throw new PluginError(
    "unable to build authorizer: no credential for the simulated tenant. Set ARM_CLIENT_ID with ARM_CLIENT_SECRET, " +
      "ARM_CLIENT_CERTIFICATE_PATH (PKCS#12), or ARM_USE_OIDC=true with ARM_OIDC_TOKEN or ARM_OIDC_TOKEN_FILE_PATH. A simulated tenant " +
      "has no managed identity and no Azure CLI.",
  );
}

function oidcCredential(read: SettingsReader): Credential | undefined {
  const token = read.textOrFile("oidcToken", "ARM_OIDC_TOKEN", "oidcTokenFilePath", "ARM_OIDC_TOKEN_FILE_PATH");
  if (token !== "") return { kind: "assertion", token };
  const url = read.text("oidcRequestUrl", "ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL");
  const bearer = read.text("oidcRequestToken", "ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN");
  return url !== "" && bearer !== "" ? { kind: "request", url, token: bearer } : undefined;
}

class SettingsReader {
  constructor(
    private readonly args: ValueMap,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** An argument wins over its variables; empty means not given. */
  text(name: string, ...variables: string[]): string {
    const given = this.args[name];
    if (typeof given === "string" && given !== "") return given;
    if (typeof given === "boolean") return String(given);
    return variables.map((variable) => this.environment[variable] ?? "").find((value) => value !== "") ?? "";
  }

  /** Booleans of a provider arrive as JSON texts. */
  flag(name: string, variable: string, otherwise: boolean): boolean {
    const value = this.text(name, variable).toLowerCase();
    if (value === "") return otherwise;
    if (["1", "t", "true"].includes(value)) return true;
    if (["0", "f", "false"].includes(value)) return false;
    throw new PluginError(`${name} (${variable}) is neither true nor false`);
  }

  textOrFile(name: string, variable: string, fileName: string, fileVariable: string): string {
    const given = this.text(name, variable);
    const path = this.text(fileName, fileVariable);
    if (path === "") return given;
    const stored = readFile(path, name).toString("utf8").trim();
    if (given !== "" && given !== stored) {
      throw new PluginError(
        `${name} (${variable}) and the file at ${fileName} (${fileVariable}) differ: remove one of them`,
      );
    }
    return stored;
  }
}

function readFile(path: string, what: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new PluginError(`${what} cannot be read from ${path} (${code})`);
  }
}
