import { idFor } from "../ids";
import type { Cloud } from "../model";
import { addRegistration } from "./registrations";
import { addTenant } from "./tenants";

/** People.ai's own client ID. */
export const PEOPLE_AI_APP_ID = "6135b4c8-8900-475f-84db-b8ee65fbb329";
/** Client IDs of the simulated cloud: the vendors do not publish theirs. */
export const CALLPLEASE_APP_ID = idFor("vendor app", "CallPlease");
export const CONTRELI_APP_ID = idFor("vendor app", "Contreli");

const vendors = [
  {
    name: "People.ai",
    appId: PEOPLE_AI_APP_ID,
    domain: "peopleai.onmicrosoft.com",
    redirectUri: "https://peopleai.example/oauth/callback",
  },
  {
    name: "CallPlease",
    appId: CALLPLEASE_APP_ID,
    domain: "callplease.onmicrosoft.com",
    redirectUri: "https://callplease.example/oauth/callback",
  },
  {
    name: "Contreli",
    appId: CONTRELI_APP_ID,
    domain: "contreli.onmicrosoft.com",
    redirectUri: "https://contreli.example/oauth/callback",
  },
];

/** Each vendor's home tenant with its multi-tenant app, whose publisher is verified. */
export function addVendors(cloud: Cloud): void {
  for (const { name, appId, domain, redirectUri } of vendors) {
    const home = addTenant(cloud, { id: idFor("vendor tenant", name), displayName: name, initialDomain: domain });
    addRegistration(home, cloud.clock.now(), {
      appId,
      displayName: name,
      signInAudience: "AzureADMultipleOrgs",
      properties: {
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
