/** APIs by the names that the Entra admin center shows; their client IDs are the same in every tenant. */
export const apis = {
  "Microsoft Graph": { clientId: "00000003-0000-0000-c000-000000000000", short: "graph" },
  "Office 365 Exchange Online": { clientId: "00000002-0000-0ff1-ce00-000000000000", short: "exchange" },
  "SharePoint Online": { clientId: "00000003-0000-0ff1-ce00-000000000000", short: "sharepoint" },
} as const;

export type ApiName = keyof typeof apis;

export const apiNames = Object.keys(apis) as ApiName[];

/** The API that a client ID belongs to, in any letter case. */
export function findApi(clientId: string): ApiName | undefined {
  const wanted = clientId.toLowerCase();
  return apiNames.find((name) => apis[name].clientId === wanted);
}

/** Microsoft's own applications have reserved client IDs: those of APIs such as Microsoft Graph. */
export function isMicrosoftClientId(value: string): boolean {
  return /^0000000[0-9a-f]-0000-0[0-9a-f]{3}-c[0-9a-f]00-000000000000$/i.test(value);
}
