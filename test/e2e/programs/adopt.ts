/** Takes over a registration and a delegated grant that exist already, as somebody made them in the portal. */
import * as pulumi from "@pulumi/pulumi";
import { AdminConsent, AppRegistration, EnterpriseApp } from "consentra";

const config = new pulumi.Config();

const registration = new AppRegistration("existing", {
  displayName: config.require("displayName"),
  permissions: { delegated: ["User.Read"] },
  redirectUris: { web: ["https://app.example/callback"] },
  adopt: config.require("registration"),
});
const app = new EnterpriseApp("existing", { clientId: registration.clientId, adopt: true });
new AdminConsent("existing", {
  servicePrincipalId: app.objectId,
  permissions: { delegated: ["User.Read"] },
  adoptGrants: { "Microsoft Graph": config.require("grant") },
});
