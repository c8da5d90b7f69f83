import * as pulumi from "@pulumi/pulumi";
import { AdminConsentWorkflow, UserConsentSettings, VendorApp, type UserConsent } from "consentra";
import { callPlease, callPleasePermissions, type CallPleaseOptions } from "consentra/vendors";

const config = new pulumi.Config();

/** An empty value in the configuration means that it is left to the profile. */
const list = (key: string) => {
  const values = config.requireObject<string[]>(key);
  return values.length > 0 ? values : undefined;
};

const access = new VendorApp(
  "callplease",
  callPlease({
    clientId: config.require("clientId"),
    executiveGroups: list("executiveGroups"),
    executives: list("executives"),
    consent: config.require("consent") as CallPleaseOptions["consent"],
    redirectUri: config.require("redirectUri") || undefined,
    owners: list("owners"),
    adopt: config.requireBoolean("adopt"),
  }),
);

// Settings of the whole tenant: only where the configuration says so.
const userConsent = config.require("userConsent");
if (userConsent !== "off") {
  new UserConsentSettings("callplease", {
    allow: userConsent as UserConsent,
    // Sign-in libraries ask for openid and profile on their own.
    lowImpact: [...(Object.keys(callPleasePermissions) as (keyof typeof callPleasePermissions)[]), "openid", "profile"],
  });
}
const approvers = list("approvers");
if (approvers) new AdminConsentWorkflow("callplease", { reviewerUsers: approvers });

/** For the vendor and for `consentra check`. */
export const handOff = access.handOff;
/** Where an administrator consents, when consent is "request". */
export const adminConsentUrl = access.adminConsentUrl;
