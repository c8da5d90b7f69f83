import { definePolicy, flagOf, frameworks, NOT_KNOWN, objectOf, types, type Readable } from "@consentra/policy-kit";
import { implicitUrl, ledger } from "./room";

/** Tokens in an address are read by histories, logs and scripts. */
export const noImplicitGrant = definePolicy(ledger, {
  name: "no-implicit-grant",
  displayName: "No tokens in addresses",
  description: "The implicit grant, by which tokens are part of an address, is off.",
  level: "mandatory",
  severity: "medium",
  framework: frameworks.applicationIdentities,
  url: implicitUrl,
  remediationSteps: "Switch it off, and let the app use the authorization code flow with PKCE.",
  exceptions: "application",
  resource: (args, verdict) => {
    const flags = flagsOf(args);
    if (!flags) return "it is no registration";
    if (flags.some(([, isOn]) => isOn === NOT_KNOWN))
      verdict.later(args, `whether "${args.name}" allows the implicit grant is not known`);
    const on = flags.filter(([, isOn]) => isOn === true).map(([what]) => what);
    if (on.length > 0)
      verdict.violation(
        args,
        `"${args.name}" gives ${on.join(" and ")} by the implicit grant: they are part of an address, which histories and logs keep. Use the authorization code flow with PKCE.`,
      );
  },
});

function flagsOf({
  type,
  props,
}: {
  type: string;
  props: Record<string, unknown>;
}): [string, Readable<boolean>][] | undefined {
  if (type === types.applicationRegistration)
    return [
      ["access tokens", flagOf(props, "implicitAccessTokenIssuanceEnabled")],
      ["ID tokens", flagOf(props, "implicitIdTokenIssuanceEnabled")],
    ];
  if (type !== types.application) return undefined;
  const web = objectOf(props, "web");
  const grant = web === NOT_KNOWN || web === undefined ? web : objectOf(web, "implicitGrant");
  if (grant === undefined) return [];
  if (grant === NOT_KNOWN) return [["tokens", NOT_KNOWN]];
  return [
    ["access tokens", flagOf(grant, "accessTokenIssuanceEnabled")],
    ["ID tokens", flagOf(grant, "idTokenIssuanceEnabled")],
  ];
}
