import type { FleetList, FleetTenant } from "../list";

type ListWithSource = FleetList & { source: NonNullable<FleetList["source"]> };

/** What `pulumi deployment settings push` reads from `Pulumi.<stack>.deploy.yaml`. */
export interface DeploymentSettings {
  settings: {
    sourceContext: { git: { repoUrl: string; branch: string; repoDir: string } };
    operationContext: {
      environmentVariables: Record<string, string>;
      oidc?: { azure: { clientId: string; tenantId: string; subscriptionId: string } };
      options: { skipIntermediateDeployments: true };
    };
  };
}

/**
 * A tenant as settings of Pulumi Deployments. Secrets are not written: a variable of `environmentFrom` is set in Pulumi Cloud, or is not
 * needed where the tenant's app trusts Pulumi Cloud's tokens (`ARM_USE_OIDC`, with `ARM_CLIENT_ID` and `ARM_SUBSCRIPTION_ID`).
 *
 * @see https://www.pulumi.com/docs/deployments/concepts/settings/
 */
export function deploymentSettings(list: ListWithSource, tenant: FleetTenant): DeploymentSettings {
  const variables = { ...list.defaults.environment, ...tenant.environment, ARM_TENANT_ID: tenant.tenantId };
  const {
    ARM_CLIENT_ID: clientId,
    ARM_SUBSCRIPTION_ID: subscriptionId,
    ARM_USE_OIDC: federated,
  } = variables as Record<string, string | undefined>;
  return {
    settings: {
      sourceContext: {
        git: { repoUrl: list.source.repository, branch: list.source.branch, repoDir: list.source.directory },
      },
      operationContext: {
        environmentVariables: variables,
        ...(federated === "true" &&
          clientId !== undefined && {
            oidc: { azure: { clientId, tenantId: tenant.tenantId, subscriptionId: subscriptionId ?? "" } },
          }),
        options: { skipIntermediateDeployments: true },
      },
    },
  };
}
