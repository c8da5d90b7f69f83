import type * as keyVault from "@pulumi/azure-native/keyvault";

/**
 * The Key Vault resources. Loaded only where a client secret is kept: the package is large, and most apps have no secret.
 *
 * @throws where the package is not installed
 */
export function keyVaultModule(): typeof keyVault {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an optional peer dependency
    return require("@pulumi/azure-native/keyvault") as typeof keyVault;
  } catch (cause) {
    throw new Error("a client secret is kept by @pulumi/azure-native, which is not installed: add it to the project", {
      cause,
    });
  }
}
