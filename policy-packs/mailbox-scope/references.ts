/** Where the reasons are, for every policy of the pack. */
export const graphScopingUrl = "https://learn.microsoft.com/graph/auth-limit-mailbox-access";

export const framework = {
  name: "CISA SCuBA Microsoft Entra ID baseline",
  version: "1.5",
  reference: "MS.AAD.5",
  specification: "Application access to resources is limited to what was approved",
};
