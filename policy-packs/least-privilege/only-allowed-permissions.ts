import { belongsTo, frameworks } from "@consentra/policy-kit";
import { permissionPolicy } from "./permission-policy";
import { leastPrivilegeUrl } from "./room";

interface Config {
  /** Names of the permissions that the tenant allows, by application. */
  allowed: Record<string, string[]>;
}

/** The tenant's own list: what an application may have. With a list, an application that is not on it may have nothing. */
export const onlyAllowedPermissions = permissionPolicy<Config>({
  name: "only-allowed-permissions",
  displayName: "Only what the tenant allows the application",
  description: "Where the tenant keeps a list of allowed permissions by application, nothing beside it is granted.",
  level: "mandatory",
  severity: "high",
  framework: frameworks.applicationRisk,
  url: leastPrivilegeUrl,
  remediationSteps: "Take the permission away, or have it added to the application's list in the pack's configuration.",
  config: {
    allowed: {
      type: "object",
      description: "Names of permissions by application; an application that is not named may have none.",
      additionalProperties: { type: "array", items: { type: "string", minLength: 3 }, uniqueItems: true },
      default: {},
    },
  },
  notConfigured: ({ allowed = {} }) =>
    Object.keys(allowed).length === 0 ? "the tenant keeps no list of allowed permissions" : undefined,
  fault: ({ name }, { allowed = {} }, resourceName) => {
    // The longest name is the nearest: `erp-test` is not `erp`.
    const [app] = Object.keys(allowed)
      .filter((each) => belongsTo(resourceName, each))
      .sort((one, other) => other.length - one.length);
    if (app === undefined) return "the tenant's list of allowed permissions names no application that this belongs to.";
    const list = allowed[app] ?? [];
    if (list.includes(name)) return undefined;
    return `the tenant allows ${app} ${list.length === 0 ? "nothing" : `only ${list.join(", ")}`}.`;
  },
});
