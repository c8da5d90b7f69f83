import type { Faults } from "../faults";

/** A workload outside that signs in as the app with its own platform's token: no secret and no certificate. */
export interface FederatedCredentialArgs {
  /** Unique within the app; 3 to 120 letters, digits, `-` and `_`. Part of the resource's name. */
  name: string;
  /** Who issues the tokens: an https address. */
  issuer: string;
  /** The `sub` of the tokens that are accepted, exactly. */
  subject: string;
  /** The `aud` of the tokens. @default "api://AzureADTokenExchange" */
  audience?: string;
  /** @default - none */
  description?: string;
}

/** What Entra asks for in tokens of the public cloud. */
export const defaultAudience = "api://AzureADTokenExchange";

const mostPerApplication = 20;

/** Notes what Entra would not take, and what would let more in than one workload. */
export function checkFederated(all: readonly FederatedCredentialArgs[], path: string, faults: Faults): void {
  if (all.length > mostPerApplication)
    faults.add(path, all, `at most ${mostPerApplication}`, "Entra takes no more per application; use another one");
  const names = new Set<string>();
  const pairs = new Set<string>();
  for (const [index, { name, issuer, subject }] of all.entries()) {
    const at = `${path}[${index}]`;
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/.test(name))
      faults.add(`${at}.name`, name, "3 to 120 letters, digits, - and _", "choose another name");
    if (names.has(name.toLowerCase())) faults.add(`${at}.name`, name, "each name once", "choose another name");
    names.add(name.toLowerCase());
    if (!URL.canParse(issuer) || new URL(issuer).protocol !== "https:")
      faults.add(`${at}.issuer`, issuer, "the https address of the issuer", "it is the `iss` of its tokens");
    if (subject.trim() === "" || subject.length > 600)
      faults.add(`${at}.subject`, subject, "1 to 600 characters", "it is the `sub` of the tokens");
    if (subject.includes("*"))
      faults.add(
        `${at}.subject`,
        subject,
        "a subject without a wildcard",
        "Entra compares it letter by letter; name one workload",
      );
    if (pairs.has(`${issuer} ${subject}`))
      faults.add(`${at}.subject`, subject, "each issuer and subject once", "Entra refuses a second one; remove one");
    pairs.add(`${issuer} ${subject}`);
  }
}

/** Exactly one of the last four says which of a repository's workflows is meant. */
export interface GitHubWorkload {
  name: string;
  organization: string;
  repository: string;
  environment?: string;
  branch?: string;
  tag?: string;
  pullRequests?: boolean;
}

/**
 * GitHub Actions.
 *
 * @throws where it does not name exactly one kind of workflow
 * @see https://docs.github.com/actions/concepts/security/openid-connect
 */
export function gitHubWorkload(workload: GitHubWorkload): FederatedCredentialArgs {
  const { name, organization, repository, environment, branch, tag, pullRequests } = workload;
  const kinds = [
    environment !== undefined && `environment:${environment}`,
    branch !== undefined && `ref:refs/heads/${branch}`,
    tag !== undefined && `ref:refs/tags/${tag}`,
    pullRequests === true && "pull_request",
  ].filter((each) => typeof each === "string");
  const [kind, ...others] = kinds;
  if (kind === undefined || others.length > 0)
    throw new Error(
      `${name}: found ${kinds.length} of environment, branch, tag and pullRequests, expected exactly one`,
    );
  return {
    name,
    issuer: "https://token.actions.githubusercontent.com",
    subject: `repo:${organization}/${repository}:${kind}`,
  };
}

/** A service connection of Azure DevOps. @see https://learn.microsoft.com/azure/devops/pipelines/release/configure-workload-identity */
export function azureDevOpsWorkload(workload: {
  name: string;
  /** GUID of the organisation, as its issuer has it. */
  organizationId: string;
  organization: string;
  project: string;
  serviceConnection: string;
}): FederatedCredentialArgs {
  const { name, organizationId, organization, project, serviceConnection } = workload;
  return {
    name,
    issuer: `https://vstoken.dev.azure.com/${organizationId}`,
    subject: `sc://${organization}/${project}/${serviceConnection}`,
  };
}

/** Pulumi Cloud: deployments of one stack. @see https://www.pulumi.com/docs/deployments/deployments/oidc/azure/ */
export function pulumiCloudWorkload(workload: {
  name: string;
  organization: string;
  project: string;
  stack: string;
  operation: "preview" | "update" | "refresh" | "destroy";
}): FederatedCredentialArgs {
  const { name, organization, project, stack, operation } = workload;
  return {
    name,
    issuer: "https://api.pulumi.com/oidc",
    subject: `pulumi:deploy:org:${organization}:project:${project}:stack:${stack}:operation:${operation}:scope:write`,
    audience: organization,
  };
}
