/** A registration with a consent; or, given a service principal, one more consent to the same. */
import * as pulumi from "@pulumi/pulumi";
import { AdminConsent, AppRegistration, EnterpriseApp } from "consentra";

const existing = new pulumi.Config().get("servicePrincipal");
let servicePrincipalId: pulumi.Input<string>;
if (existing === undefined) {
  const { clientId } = new AppRegistration("made", {
    displayName: "Made by hand",
    permissions: { delegated: ["User.Read"] },
    redirectUris: { web: ["https://app.example/callback"] },
  });
  servicePrincipalId = new EnterpriseApp("made", { clientId }).objectId;
} else {
  servicePrincipalId = existing;
}
new AdminConsent("made", { servicePrincipalId, permissions: { delegated: ["User.Read"] } });
