import type { CloudEndpoints } from "../clouds";
import type { Variables } from "./variables";

/** How the deployer signs in. */
export type CredentialSettings =
  | {
      form: "certificate";
      clientId: string;
      /** PEM or PKCS#12, as it was given. */
      content: Buffer;
      /** The variable that it came from. */
      source: string;
      password: string | undefined;
      /** Sends the chain along, for applications that trust a subject and issuer instead of one certificate. */
      sendChain: boolean;
    }
  | { form: "secret"; clientId: string; secret: string }
  | { form: "federated"; clientId: string; assertion: AssertionSettings }
  | { form: "managedIdentity"; clientId: string | undefined; endpoint: string | undefined }
  | { form: "azureCli" };

/** Where a federated identity's token comes from. */
export type AssertionSettings =
  | { from: "value"; token: string }
  | { from: "file"; path: string }
  | { from: "gitHub"; url: string; bearer: string }
  | { from: "azureDevOps"; url: string; bearer: string; serviceConnection: string };

/**
 * The credential that the environment describes, by the azuread provider's variables and in its order: client certificate, client secret,
 * OIDC token, Azure DevOps, GitHub, managed identity, Azure CLI. Where `ARM_*` names leave a thing open, the `AZURE_*` names of Microsoft's own
 * libraries fill it.
 *
 * @returns undefined where there is none; what is wrong is kept in `variables.faults`
 * @see https://registry.terraform.io/providers/hashicorp/azuread/latest/docs#argument-reference
 */
export function readSettings(variables: Variables, cloud: CloudEndpoints): CredentialSettings | undefined {
  const readers = [certificate, secret, federated, managedIdentity];
  const clientId = readClientId(variables);
  // Read before any is chosen: a switch that cannot be read is a fault whatever else is set.
  const switches = {
    oidc: variables.flag("ARM_USE_OIDC", false),
    aks: variables.flag("ARM_USE_AKS_WORKLOAD_IDENTITY", false),
    msi: variables.flag("ARM_USE_MSI", false),
    cli: variables.flag("ARM_USE_CLI", true),
  };
  for (const read of readers) {
    const found = read(variables, clientId, switches, cloud);
    if (found !== "none") return found;
  }
  // A simulated tenant is never signed in to by a real account.
  return switches.cli && cloud.name !== "simulated" ? { form: "azureCli" } : undefined;
}

interface Switches {
  oidc: boolean;
  aks: boolean;
  msi: boolean;
  cli: boolean;
}

/** What a reader says: the settings; undefined where they are wrong; or that its form is not the one. */
type Found = CredentialSettings | undefined | "none";

interface ClientId {
  arm: string | undefined;
  azure: string | undefined;
}

function readClientId(variables: Variables): ClientId {
  return {
    arm: variables.valueOrFile("ARM_CLIENT_ID", "ARM_CLIENT_ID_FILE_PATH"),
    azure: variables.value("AZURE_CLIENT_ID"),
  };
}

/** The application that a credential belongs to; one of another application's is a fault. */
function clientOf(variables: Variables, { arm, azure }: ClientId, source: string): string | undefined {
  const clientId = arm ?? azure;
  if (clientId === undefined) {
    variables.faults.push(`${source} is set, but ARM_CLIENT_ID (or AZURE_CLIENT_ID) is not`);
  } else if (source.startsWith("AZURE_") && arm && azure && arm.toLowerCase() !== azure.toLowerCase()) {
    variables.faults.push(
      `${source} belongs to the application of AZURE_CLIENT_ID, but ARM_CLIENT_ID is another one; unset one of the two, or set the ` +
        "credential by its ARM_ name",
    );
    return undefined;
  }
  return clientId;
}

function certificate(variables: Variables, clientId: ClientId): Found {
  const given = readCertificate(variables);
  if (given === undefined) return "none";
  const client = clientOf(variables, clientId, given.source);
  const sendChain = variables.flag("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN", false);
  const password = variables.value("ARM_CLIENT_CERTIFICATE_PASSWORD", "AZURE_CLIENT_CERTIFICATE_PASSWORD");
  const { content, source } = given;
  if (!content || !client) return undefined;
  return { form: "certificate", clientId: client, content, source, password, sendChain };
}

function readCertificate(variables: Variables): { content: Buffer | undefined; source: string } | undefined {
  const encoded = variables.value("ARM_CLIENT_CERTIFICATE");
  const path = variables.first("ARM_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PATH");
  if (encoded === undefined) {
    return path && { content: variables.file(path.name, path.value), source: path.name };
  }
  const source = "ARM_CLIENT_CERTIFICATE";
  if (path?.name === "ARM_CLIENT_CERTIFICATE_PATH") {
    variables.faults.push("ARM_CLIENT_CERTIFICATE and ARM_CLIENT_CERTIFICATE_PATH are both set; unset one of them");
  }
  const text = encoded.replace(/\s/g, "");
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return { content: Buffer.from(text, "base64"), source };
  variables.faults.push("ARM_CLIENT_CERTIFICATE is not base64 of a PKCS#12 file");
  return { content: undefined, source };
}

function secret(variables: Variables, clientId: ClientId): Found {
  const arm = variables.valueOrFile("ARM_CLIENT_SECRET", "ARM_CLIENT_SECRET_FILE_PATH");
  const azure = variables.value("AZURE_CLIENT_SECRET");
  const value = arm ?? azure;
  if (value === undefined) return "none";
  const client = clientOf(variables, clientId, arm === undefined ? "AZURE_CLIENT_SECRET" : "ARM_CLIENT_SECRET");
  return client === undefined ? undefined : { form: "secret", clientId: client, secret: value };
}

const requestUrls = ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"] as const;
const requestTokens = ["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"] as const;

function federated(variables: Variables, clientId: ClientId, switches: Switches, cloud: CloudEndpoints): Found {
  const webhook = variables.value("AZURE_FEDERATED_TOKEN_FILE");
  if (!switches.oidc && !switches.aks) {
    // What a pipeline or cluster sets by itself asks for nothing; what somebody set by hand does.
    const set = variables.first("ARM_OIDC_TOKEN", "ARM_OIDC_TOKEN_FILE_PATH", requestUrls[0], requestTokens[0]);
    if (set && !switches.msi) variables.faults.push(`${set.name} is set, but ARM_USE_OIDC=true is not`);
    return set && !switches.msi ? undefined : "none";
  }
  if (switches.aks) return aksWorkload(variables, clientId, webhook, cloud);
  const assertion = readAssertion(variables);
  if (assertion === undefined) return switches.msi ? "none" : undefined;
  const client = clientOf(variables, clientId, "ARM_USE_OIDC");
  return client === undefined ? undefined : { form: "federated", clientId: client, assertion };
}

/** A pod's own token, whose file, application, tenant and authority the cluster sets. */
function aksWorkload(
  variables: Variables,
  clientId: ClientId,
  webhook: string | undefined,
  cloud: CloudEndpoints,
): Found {
  const given = variables.value("ARM_OIDC_TOKEN_FILE_PATH");
  if (given && webhook && given !== webhook) {
    variables.faults.push(
      "ARM_OIDC_TOKEN_FILE_PATH and AZURE_FEDERATED_TOKEN_FILE name different files; unset the first",
    );
  }
  const { arm, azure } = clientId;
  if (arm && azure && arm.toLowerCase() !== azure.toLowerCase()) {
    variables.faults.push(
      "ARM_CLIENT_ID is another application than the pod's AZURE_CLIENT_ID; unset the first, or ARM_USE_AKS_WORKLOAD_IDENTITY",
    );
  }
  const authority = variables.value("AZURE_AUTHORITY_HOST");
  if (authority && originOf(authority) !== cloud.login) {
    variables.faults.push(
      `AZURE_AUTHORITY_HOST is ${authority}, but the cloud ${cloud.name} signs in at ${cloud.login}; set ARM_ENVIRONMENT to the cluster's cloud`,
    );
  }
  const path = given ?? webhook;
  if (path === undefined) {
    variables.faults.push(
      "ARM_USE_AKS_WORKLOAD_IDENTITY is set, but AZURE_FEDERATED_TOKEN_FILE is not: is the pod labelled azure.workload.identity/use?",
    );
    return undefined;
  }
  variables.file(given ? "ARM_OIDC_TOKEN_FILE_PATH" : "AZURE_FEDERATED_TOKEN_FILE", path);
  const client = azure ?? clientOf(variables, clientId, "ARM_USE_AKS_WORKLOAD_IDENTITY");
  return client === undefined ? undefined : { form: "federated", clientId: client, assertion: { from: "file", path } };
}

function readAssertion(variables: Variables): AssertionSettings | undefined {
  const token = variables.valueOrFile("ARM_OIDC_TOKEN", "ARM_OIDC_TOKEN_FILE_PATH");
  const path = variables.value("ARM_OIDC_TOKEN_FILE_PATH");
  // A file is read again at each use: whoever writes it renews the token.
  if (path !== undefined) return { from: "file", path };
  if (token !== undefined) return { from: "value", token };
  const url = variables.first(...requestUrls);
  const bearer = variables.first(...requestTokens);
  if (url && bearer) {
    if (!isTokenService(url.value)) {
      variables.faults.push(`${url.name} is no https URL: the pipeline's token would travel in the clear`);
      return undefined;
    }
    const connection = variables.value(
      "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID",
      "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID",
    );
    if (connection) {
      return { from: "azureDevOps", url: url.value, bearer: bearer.value, serviceConnection: connection };
    }
    if (url.name === "SYSTEM_OIDCREQUESTURI") {
      variables.faults.push(
        "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID is not set: Azure DevOps gives a token for a service connection only",
      );
      return undefined;
    }
    return { from: "gitHub", url: url.value, bearer: bearer.value };
  }
  variables.faults.push(
    url || bearer
      ? `ARM_USE_OIDC is set with ${(url ?? bearer)?.name}, but none of ${(url ? requestTokens : requestUrls).join(", ")} is set` +
          (url?.name.startsWith("ACTIONS") ? "" : "; a GitHub workflow needs the permission id-token: write")
      : "ARM_USE_OIDC is set, but no token is: set ARM_OIDC_TOKEN, ARM_OIDC_TOKEN_FILE_PATH, or ARM_OIDC_REQUEST_URL with " +
          "ARM_OIDC_REQUEST_TOKEN; a GitHub workflow needs the permission id-token: write",
  );
  return undefined;
}

function managedIdentity(variables: Variables, { arm, azure }: ClientId, { msi }: Switches): Found {
  const endpoint = variables.value("ARM_MSI_ENDPOINT");
  if (!msi) return "none";
  const own = variables.value("IDENTITY_ENDPOINT", "MSI_ENDPOINT");
  if (endpoint !== undefined && endpoint !== own && !isInstanceMetadata(endpoint)) {
    variables.faults.push(
      "ARM_MSI_ENDPOINT is neither the machine's own (IDENTITY_ENDPOINT) nor of the form http://HOST/metadata/identity/oauth2/token",
    );
    return undefined;
  }
  const usual = endpoint === own || endpoint === `http://169.254.169.254${metadataPath}`;
  return { form: "managedIdentity", clientId: arm ?? azure, endpoint: usual ? undefined : endpoint };
}

const metadataPath = "/metadata/identity/oauth2/token";

function isInstanceMetadata(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return /^https?:$/.test(url?.protocol ?? "") && url?.pathname === metadataPath;
}

/** https, or this machine. */
function isTokenService(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return (
    url?.protocol === "https:" ||
    (url?.protocol === "http:" && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname))
  );
}

function originOf(text: string): string | undefined {
  return URL.canParse(text) ? new URL(text).origin : undefined;
}
