import { belongsTo, frameworks } from "@consentra/policy-kit";
import type { ApiName } from "consentra/graph";
import { permissionPolicy } from "./permission-policy";
import { consentUrl } from "./room";

interface Config {
  /** APIs beside Microsoft Graph, by application. */
  apis: Record<string, ApiName[]>;
}

/** Consent is to Microsoft Graph; any other API is declared. */
export const consentIsToADeclaredApi = permissionPolicy<Config>({
  name: "consent-is-to-a-declared-api",
  displayName: "No consent to an API that was not declared",
  description: "An application gets permissions of Microsoft Graph; those of another API only where it is declared.",
  level: "mandatory",
  severity: "high",
  framework: frameworks.applicationRisk,
  url: consentUrl,
  remediationSteps:
    "Use the permission of Microsoft Graph, or declare the API for the application in the pack's configuration.",
  config: {
    apis: {
      type: "object",
      description: "Names of APIs beside Microsoft Graph, by application.",
      additionalProperties: { type: "array", items: { type: "string", minLength: 3 }, uniqueItems: true },
      default: {},
    },
  },
  fault: ({ api, kind, name }, { apis = {} }, resourceName) => {
    // A delegated grant has names only, so a name that Graph has too cannot be told apart.
    if (api === "Microsoft Graph" || kind === "delegated") return undefined;
    const declared = Object.keys(apis).some((app) => belongsTo(resourceName, app) && apis[app]?.includes(api));
    return declared
      ? undefined
      : `it is a permission of ${api}, and only Microsoft Graph is declared for this application. Use Graph's own permission instead of ${name}, or declare the API under \`apis\`.`;
  },
});
