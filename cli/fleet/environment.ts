import { UsageError } from "../exit";
import type { FleetList, FleetTenant } from "./list";

/** What decides as whom somebody acts, and where. Never handed from one tenant to another. What opens the state's storage is no tenant's. */
const identity = /^(?:ARM|AZURE(?!_STORAGE)|MSI|IDENTITY|ACTIONS_ID_TOKEN)_|^CONSENTRA_APP_/;

/**
 * The environment of each tenant's run: what this process has, without any identity, and what the list says.
 *
 * @param own this process's variables
 * @throws UsageError with every variable that is missing or contradicts the list
 */
export function tenantEnvironments(
  list: FleetList,
  tenants: readonly FleetTenant[],
  own: NodeJS.ProcessEnv,
): Map<string, Record<string, string>> {
  const faults: string[] = [];
  const found = tenants.map((tenant): [string, Record<string, string>] => {
    const plain = { ...list.defaults.environment, ...tenant.environment };
    const from = { ...list.defaults.environmentFrom, ...tenant.environmentFrom };
    const taken = Object.entries(from).flatMap(([name, source]) => {
      const value = own[source];
      if (value) return [[name, value]];
      faults.push(`${tenant.name}: ${name} is taken from ${source}, which is not set`);
      return [];
    });
    const variables: Record<string, string> = { ...plain, ...(Object.fromEntries(taken) as Record<string, string>) };
    const other = variables.ARM_TENANT_ID ?? variables.AZURE_TENANT_ID;
    if (other !== undefined && other.toLowerCase() !== tenant.tenantId.toLowerCase()) {
      faults.push(`${tenant.name}: its environment names tenant ${other}, expected ${tenant.tenantId}`);
    }
    if (list.backend !== undefined) variables.PULUMI_BACKEND_URL = list.backend;
    const storage = azureStorage({ ...own, ...variables });
    const borrowed = storage?.isOpenedByIdentity ? Object.keys(variables).filter((name) => signsIn.test(name)) : [];
    if (borrowed.length > 0) {
      faults.push(
        `${tenant.name}: ${borrowed.join(", ")} would open the state's storage as this tenant's application; name it by ARM_* variables, or set ` +
          "AZURE_STORAGE_KEY or AZURE_STORAGE_SAS_TOKEN",
      );
    }
    return [tenant.name, { ...variables, ...storage?.variables, ARM_TENANT_ID: tenant.tenantId }];
  });
  if (faults.length > 0) throw new UsageError(`the environment does not fit the list:\n  ${faults.join("\n  ")}`);
  return new Map(found);
}

/** What Azure's libraries sign in by, before they ask the machine or `az`. */
const signsIn = /^AZURE_(?:CLIENT_SECRET|CLIENT_CERTIFICATE_PATH|FEDERATED_TOKEN_FILE|USERNAME)$/;

/** The last is Pulumi's newer name. */
const opensAzureStorage = [
  "AZURE_STORAGE_KEY",
  "AZURE_STORAGE_SAS_TOKEN",
  "AZURE_STORAGE_CONNECTION_STRING",
  "AZURE_STORAGEBLOB_CONNECTIONSTRING",
];

/**
 * What a state in Azure Blob Storage is opened with. Pulumi uses a key only where AZURE_STORAGE_ACCOUNT is set: with the account in the address
 * alone it would leave the key unused, and sign in as whomever it finds.
 */
function azureStorage(
  variables: NodeJS.ProcessEnv,
): { variables: Record<string, string>; isOpenedByIdentity: boolean } | undefined {
  const { PULUMI_BACKEND_URL: address = "" } = variables;
  if (!address.startsWith("azblob://")) return undefined;
  const account = new URLSearchParams(address.split("?")[1]).get("storage_account");
  return {
    variables: account ? { AZURE_STORAGE_ACCOUNT: account } : {},
    isOpenedByIdentity: !opensAzureStorage.some((name) => variables[name]),
  };
}

/** Takes every identity out of this process, so that no tenant's run inherits one. Called once the tenants' own are read. */
export function forgetIdentity(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(environment)) if (identity.test(name)) delete environment[name];
}
