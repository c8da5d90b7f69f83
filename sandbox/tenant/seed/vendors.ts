import { findPermission, type PermissionKind } from "consentra/graph";
import { idFor } from "../ids";
import type { Cloud } from "../model";
import { addRegistration } from "./registrations";
import { MICROSOFT_GRAPH } from "../well-known";
import { addTenant } from "./tenants";

/** People.ai's own client ID. */
export const PEOPLE_AI_APP_ID = "6135b4c8-8900-475f-84db-b8ee65fbb329";
/** Client IDs of the simulated cloud: the vendors do not publish theirs. */
export const CALLPLEASE_APP_ID = idFor("vendor app", "CallPlease");
export const CONTRELI_APP_ID = idFor("vendor app", "Contreli");

interface Vendor {
  name: string;
  appId: string;
  domain: string;
  redirectUri: string;
  /** Permissions of Microsoft Graph that the registration lists. */
  requires: Partial<Record<PermissionKind, readonly string[]>>;
}

const vendors: readonly Vendor[] = [
  {
    name: "People.ai",
    appId: PEOPLE_AI_APP_ID,
    domain: "peopleai.onmicrosoft.com",
    redirectUri: "https://peopleai.example/oauth/callback",
    requires: { application: ["Calendars.Read", "User.Read.All", "Mail.Read", "Contacts.Read"] },
  },
  {
    name: "CallPlease",
    appId: CALLPLEASE_APP_ID,
    domain: "callplease.onmicrosoft.com",
    redirectUri: "https://callplease.example/oauth/callback",
    requires: { delegated: ["User.Read", "Contacts.ReadWrite", "offline_access"] },
  },
  {
    name: "Contreli",
    appId: CONTRELI_APP_ID,
    domain: "contreli.onmicrosoft.com",
    redirectUri: "https://contreli.example/oauth/callback",
    requires: { delegated: ["User.Read", "Mail.Read", "Mail.Send", "Calendars.ReadWrite", "offline_access"] },
  },
];

/** Each vendor's home tenant with its multi-tenant app, whose publisher is verified. */
export function addVendors(cloud: Cloud): void {
  for (const { name, appId, domain, redirectUri, requires } of vendors) {
    const home = addTenant(cloud, { id: idFor("vendor tenant", name), displayName: name, initialDomain: domain });
    addRegistration(home, cloud.clock.now(), {
      appId,
      displayName: name,
      signInAudience: "AzureADMultipleOrgs",
      properties: {
        requiredResourceAccess: [{ resourceAppId: MICROSOFT_GRAPH, resourceAccess: resourceAccess(requires) }],
        web: {
          homePageUrl: null,
          logoutUrl: null,
          redirectUris: [redirectUri],
          implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
        },
        verifiedPublisher: {
          displayName: name,
          verifiedPublisherId: String(Number.parseInt(idFor("publisher", name).slice(0, 6), 16)),
          addedDateTime: "2024-01-15T00:00:00Z",
        },
      },
    });
  }
}

function resourceAccess(requires: Vendor["requires"]): { id: string; type: "Scope" | "Role" }[] {
  const entries = (["application", "delegated"] as const).flatMap((kind) =>
    (requires[kind] ?? []).map((name) => ({ kind, name })),
  );
  return entries.map(({ kind, name }) => {
    const found = findPermission("Microsoft Graph", kind, name);
    if (!found)
      throw new Error(`The seed wants the ${kind} permission '${name}' of Microsoft Graph, which is not known.`);
    return { id: found.id, type: kind === "delegated" ? "Scope" : "Role" };
  });
}
