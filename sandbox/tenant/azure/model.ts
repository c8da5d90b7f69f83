/** What a tenant has in Azure: one subscription, as far as key vaults go. */
export interface AzureSubscription {
  id: string;
  location: string;
  /** Resource groups by name in lower case. */
  resourceGroups: Map<string, ResourceGroup>;
  /** Object IDs of those who may manage everything in the subscription and read and write secrets. */
  contributors: Set<string>;
  /** Names of vaults that were deleted: they stay taken until they are purged. */
  deletedVaults: Set<string>;
}

export interface ResourceGroup {
  name: string;
  /** Vaults by name in lower case. */
  vaults: Map<string, KeyVault>;
}

export interface KeyVault {
  name: string;
  location: string;
  /** As they were given. */
  properties: Record<string, unknown>;
  tags: Record<string, string>;
  /** Versions by the name of the secret, newest last. */
  secrets: Map<string, SecretVersion[]>;
}

export interface SecretVersion {
  version: string;
  /** Never answered by the management plane. */
  value: string;
  contentType: string | null;
  tags: Record<string, string>;
  /** Seconds since 1970. */
  created: number;
}
