/** What others may change at the same time: a setting of the tenant, and a registration whose owners may edit it. */
import * as pulumi from "@pulumi/pulumi";
import { AppRegistration, UserConsentSettings } from "consentra";

const config = new pulumi.Config();
const callback = config.get("callback");

if (config.getBoolean("settings")) new UserConsentSettings("consent", { allow: "nothing" });
if (callback !== undefined) {
  new AppRegistration("app", {
    displayName: "Beside",
    permissions: { delegated: ["User.Read"] },
    redirectUris: { web: [callback] },
  });
}
