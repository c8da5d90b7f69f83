import { frameworks } from "@consentra/policy-kit";
import { controlling } from "./no-control-of-the-tenant";
import { permissionPolicy } from "./permission-policy";
import { leastPrivilegeUrl } from "./room";

/** An app changes only what it is for. */
export const noTenantWideWrite = permissionPolicy({
  name: "no-tenant-wide-write",
  displayName: "No permission to change everything of a kind",
  description: "An application permission that writes everything of a kind in the tenant needs a decision of its own.",
  level: "mandatory",
  severity: "high",
  framework: frameworks.leastPrivilege,
  url: leastPrivilegeUrl,
  remediationSteps: "Use the permission that reads, or one that is granted item by item.",
  fault: ({ name, kind, narrower }) =>
    kind === "application" && /\.(?:ReadWrite|Write|Manage|FullControl)\.All$/.test(name) && !controlling.has(name)
      ? `it changes everything of that kind in the whole tenant.${alternative(narrower)}`
      : undefined,
});

function alternative(narrower: readonly string[]): string {
  return narrower.length > 0 ? ` Use ${narrower.join(" or ")} if that is enough.` : "";
}
