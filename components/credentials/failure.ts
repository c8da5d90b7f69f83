import type { CloudEndpoints } from "../clouds";
import { pipelineService } from "./assertion";
import type { CredentialSettings } from "./settings";

/** What a failed sign-in said, with what to do, and without anything that is secret. */
export function signInFailure(error: unknown, settings: CredentialSettings, cloud: CloudEndpoints): Error {
  const said = error instanceof Error ? error.message : String(error);
  if (
    !said.startsWith(pipelineService) &&
    /endpoints_resolution_error|network_error|ECONNREFUSED|ENOTFOUND/.test(said) &&
    settings.form !== "managedIdentity"
  ) {
    const hint =
      cloud.name === "simulated" ? "; is the simulated tenant running? start it with `consentra sandbox`" : "";
    return new Error(`the sign-in service at ${cloud.login} could not be reached${hint}`);
  }
  const advice = Object.entries(remedies).find(([code]) => said.includes(code))?.[1];
  return new Error(withoutSecrets(said, secretsOf(settings)) + (advice ? `\n${advice}` : ""));
}

/** What Microsoft Entra means by its codes, where its own words leave the remedy open. */
const remedies: Record<string, string> = {
  AADSTS7000215: "The client secret is wrong: its value is wanted, not its ID.",
  AADSTS7000222: "The client secret has expired: give the deploying application a new one.",
  AADSTS700027:
    "The certificate is not one of the deploying application's: upload its public part, or check ARM_CLIENT_ID.",
  AADSTS700211: "No federated credential of the deploying application has the token's issuer.",
  AADSTS700212: "No federated credential of the deploying application has the token's audience.",
  AADSTS700213:
    "No federated credential of the deploying application has the token's subject: compare branch, environment and repository.",
  AADSTS700016:
    "The deploying application is not in this tenant: check ARM_CLIENT_ID, ARM_TENANT_ID and ARM_ENVIRONMENT.",
  AADSTS90002: "There is no such tenant in this cloud: check ARM_TENANT_ID and ARM_ENVIRONMENT.",
};

function secretsOf(settings: CredentialSettings): string[] {
  switch (settings.form) {
    case "secret":
      return [settings.secret];
    case "certificate":
      return settings.password === undefined ? [] : [settings.password];
    case "federated": {
      const { assertion } = settings;
      if (assertion.from === "value") return [assertion.token];
      return assertion.from === "file" ? [] : [assertion.bearer];
    }
    default:
      return [];
  }
}

/** Tokens of the form that every service here uses, besides what is known to be secret. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  const known = secrets
    .filter((secret) => secret !== "")
    .reduce((left, secret) => left.replaceAll(secret, "(secret)"), text);
  return known.replace(/eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, "(token)");
}
