/** Where the reasons are, for every policy of the pack. */
export const leastPrivilegeUrl = "https://learn.microsoft.com/entra/identity-platform/secure-least-privileged-access";

export const framework = {
  name: "CISA SCuBA Microsoft Entra ID baseline",
  version: "1.5",
  reference: "MS.AAD.5",
  specification: "Application access to resources is limited to what was approved",
};
