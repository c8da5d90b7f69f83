import * as pulumi from "@pulumi/pulumi";
import { AdminConsentWorkflow, resolveVendorApps, UserConsentSettings, VendorApp } from "consentra";
import { readStackConfig } from "./stack-config";

const config = new pulumi.Config("consentra");

/** Everything is checked before anything is made. */
const { apps, tenant } = readStackConfig({
  apps: config.getObject("apps"),
  tenant: config.getObject("tenant"),
});

const subject = "consentra:apps";
const root = new pulumi.ComponentResource("consentra:infra:Tenant", "tenant");
// One look-up for all apps: a name that the tenant does not know stops all of them.
const directory =
  Object.keys(apps).length > 0 ? resolveVendorApps(subject, apps, (name) => `apps.${name}.`, root) : undefined;

const settingOptions = { parent: root, dependsOn: directory?.apply((): pulumi.Resource[] => []) };
if (tenant.userConsent) new UserConsentSettings("tenant", tenant.userConsent, settingOptions);
if (tenant.adminConsentWorkflow) new AdminConsentWorkflow("tenant", tenant.adminConsentWorkflow, settingOptions);

/** For the vendors and for `consentra check`, by app. */
export const handOffs: Record<string, VendorApp["handOff"]> = {};
for (const [name, args] of Object.entries(apps)) {
  handOffs[name] = new VendorApp(name, { ...args, directory }, { parent: root }).handOff;
}
