import { randomBytes } from "node:crypto";
import { idFor } from "../ids";
import type { Application, PasswordCredential, Tenant } from "../model";

const CREATED = "2024-03-04T08:30:00Z";
const ONE_YEAR = 365 * 24 * 60 * 60 * 1000;

interface NewRegistration {
  appId: string;
  displayName: string;
  signInAudience: "AzureADMyOrg" | "AzureADMultipleOrgs";
  properties?: Record<string, unknown>;
}

/** An application with a client secret that is new in every run. */
export function addRegistration(tenant: Tenant, now: Date, registration: NewRegistration): Application {
  const application: Application = {
    id: idFor(tenant.displayName, "application", registration.appId),
    appId: registration.appId,
    displayName: registration.displayName,
    signInAudience: registration.signInAudience,
    createdDateTime: CREATED,
    deletedDateTime: null,
    owners: new Set(),
    keyCredentials: [],
    passwordCredentials: [newSecret(registration.appId, now)],
    federatedIdentityCredentials: [],
    properties: registration.properties ?? {},
  };
  tenant.applications.set(application.id, application);
  return application;
}

function newSecret(appId: string, now: Date): PasswordCredential {
  const secretText = randomBytes(30).toString("base64url");
  return {
    keyId: idFor("client secret", appId),
    displayName: "seed",
    hint: secretText.slice(0, 3),
    secretText,
    startDateTime: now.toISOString(),
    endDateTime: new Date(now.getTime() + ONE_YEAR).toISOString(),
  };
}
