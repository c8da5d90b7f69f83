/** One type of resource: how its inputs make its address, and what makes it another one. */
export interface ArmType {
  /** Inputs that are needed; names are not made up. */
  required: readonly string[];
  /** Inputs of which a change makes another resource. */
  replaces: readonly string[];
  /** Inputs that are sent in the body. */
  body: readonly string[];
  apiVersion: string;
  path(subscriptionId: string, inputs: Record<string, string>): string;
  /** Inputs that are in the address, in its order. */
  named: readonly string[];
  /** What the service adds to `properties` and nobody writes. */
  readOnly: readonly string[];
  /** Deleted by the vault itself, because Resource Manager deletes no secrets. */
  deletedByVault?: boolean;
}

const vaultPath = (subscriptionId: string, { resourceGroupName, vaultName }: Record<string, string>): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.KeyVault/vaults/${vaultName}`;

/** The types that are served, by token. */
export const armTypes: Readonly<Record<string, ArmType>> = {
  "azure-native:keyvault:Vault": {
    required: ["properties", "resourceGroupName", "vaultName"],
    replaces: ["location", "resourceGroupName", "vaultName"],
    body: ["location", "properties", "tags"],
    apiVersion: "2024-11-01",
    path: vaultPath,
    named: ["resourceGroupName", "vaultName"],
    readOnly: ["hsmPoolResourceId", "privateEndpointConnections"],
  },
  "azure-native:keyvault:Secret": {
    required: ["properties", "resourceGroupName", "secretName", "vaultName"],
    replaces: ["resourceGroupName", "secretName", "vaultName"],
    body: ["properties", "tags"],
    apiVersion: "2024-11-01",
    path: (subscriptionId, inputs) => `${vaultPath(subscriptionId, inputs)}/secrets/${inputs["secretName"]}`,
    named: ["resourceGroupName", "vaultName", "secretName"],
    readOnly: ["secretUri", "secretUriWithVersion"],
    deletedByVault: true,
  },
};
