import * as pulumi from "@pulumi/pulumi";
import {
  vendorAppFaults,
  type AdminConsentWorkflowArgs,
  type UserConsentSettingsArgs,
  type VendorAppArgs,
} from "consentra";
import { Faults } from "consentra/faults";
import { closest } from "fastest-levenshtein";
import { z } from "zod";
import { profiles } from "./profiles";

/** What a stack of one tenant declares. */
export interface StackConfig {
  /** By name, which is part of every resource's name. */
  apps: Record<string, VendorAppArgs>;
  tenant: { userConsent?: UserConsentSettingsArgs; adminConsentWorkflow?: AdminConsentWorkflowArgs };
}

const names = z.array(z.string().trim().min(1)).optional();

/** Settings of the whole tenant. What the values mean is checked by the components. */
const tenantShape = z.strictObject({
  userConsent: z.strictObject({ allow: z.string(), policyId: z.string().optional(), lowImpact: names }).optional(),
  adminConsentWorkflow: z
    .strictObject({
      enabled: z.boolean().optional(),
      reviewerUsers: names,
      reviewerGroups: names,
      reviewerRoles: names,
      notifyReviewers: z.boolean().optional(),
      reminders: z.boolean().optional(),
      expiresAfterDays: z.number().optional(),
    })
    .optional(),
});

/**
 * Reads a stack's configuration.
 *
 * @throws pulumi.InputPropertiesError with every fault of every entry at once, each with its path in the YAML
 */
export function readStackConfig(given: { apps: unknown; tenant: unknown }): StackConfig {
  const faults = new Faults();
  const apps = readApps(given.apps, faults);
  const tenant = tenantShape.safeParse(given.tenant ?? {});
  for (const issue of tenant.error?.issues ?? []) noteIssue(issue, faults);
  faults.throwIfAny("The configuration consentra:apps and consentra:tenant");
  return { apps, tenant: tenant.data as StackConfig["tenant"] };
}

function readApps(given: unknown, faults: Faults): Record<string, VendorAppArgs> {
  if (given === undefined || given === null) return {};
  if (typeof given !== "object" || Array.isArray(given)) {
    faults.add("apps", given, "a map of apps by name", "write `apps:` and below it one entry per app");
    return {};
  }
  const apps: Record<string, VendorAppArgs> = {};
  for (const [name, entry] of Object.entries(given)) {
    const app = readApp(name, entry, faults);
    if (app) apps[name] = app;
  }
  noteRepeatedClientIds(apps, faults);
  return apps;
}

function readApp(name: string, entry: unknown, faults: Faults): VendorAppArgs | undefined {
  const path = `apps.${name}`;
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name)) {
    faults.add(path, name, "a name of small letters, digits and -", "it is part of every resource's name: choose one");
  }
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    faults.add(path, entry, "an entry with `profile` and its options", "see Pulumi.dev.yaml for one of each kind");
    return undefined;
  }
  const { profile: wanted, ...options } = entry as Record<string, unknown>;
  const profile = typeof wanted === "string" && Object.hasOwn(profiles, wanted) ? profiles[wanted] : undefined;
  if (!profile) {
    const known = Object.keys(profiles);
    const nearest =
      typeof wanted === "string" ? `did you mean ${closest(wanted, known)}?` : "name the vendor's profile";
    faults.add(`${path}.profile`, wanted, `one of ${known.join(", ")}`, nearest);
    return undefined;
  }
  try {
    const args = profile(options as never);
    for (const fault of vendorAppFaults(args)) faults.push({ ...fault, path: `${path}.${fault.path}` });
    return args;
  } catch (error) {
    if (!pulumi.InputPropertiesError.isInstance(error)) throw error;
    for (const { propertyPath, reason } of error.errors) faults.push({ path: `${path}.${propertyPath}`, reason });
    return undefined;
  }
}

/** One app has one service principal in a tenant: two entries would pull at it from both sides. */
function noteRepeatedClientIds(apps: Record<string, VendorAppArgs>, faults: Faults): void {
  const seen = new Map<string, string>();
  for (const [name, { clientId }] of Object.entries(apps)) {
    if (typeof clientId !== "string") continue;
    const first = seen.get(clientId.toLowerCase());
    if (first === undefined) seen.set(clientId.toLowerCase(), name);
    else
      faults.add(`apps.${name}`, clientId, "each application once", `it is the app of apps.${first} too; remove one`);
  }
}

function noteIssue(issue: z.core.$ZodIssue, faults: Faults): void {
  const path = ["tenant", ...issue.path].join(".");
  if (issue.code !== "unrecognized_keys") faults.push({ path, reason: issue.message });
  else
    for (const key of issue.keys)
      faults.push({ path: `${path}.${key}`, reason: "is not known here; correct its name or remove it" });
}
