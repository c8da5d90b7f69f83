import { UsageError } from "../../exit";
import type { FleetList, FleetTenant } from "../list";

type ListWithSource = FleetList & { source: NonNullable<FleetList["source"]> };

/** A reference to a value, as the operator's custom resource takes it. */
type ValueRef =
  { type: "Literal"; literal: { value: string } } | { type: "Secret"; secret: { name: string; key: string } };

/** The custom resource `Stack` of the Pulumi Kubernetes Operator. */
export interface OperatorStack {
  apiVersion: "pulumi.com/v1";
  kind: "Stack";
  metadata: { name: string; namespace: string; labels: Record<string, string> };
  spec: {
    stack: string;
    projectRepo: string;
    branch: string;
    repoDir: string;
    backend?: string;
    envRefs: Record<string, ValueRef>;
    /** A stack that goes with its manifest would take the vendor's access away by a slip. */
    destroyOnFinalize: false;
  };
}

/**
 * A tenant as a custom resource. Secrets are not written: each variable of `environmentFrom` becomes a reference to the Kubernetes secret
 * `<stack>-credentials`, by the name of this machine's variable.
 *
 * @see https://www.pulumi.com/docs/iac/guides/continuous-delivery/pulumi-kubernetes-operator/
 */
export function operatorManifests(list: ListWithSource, tenant: FleetTenant, namespace: string): OperatorStack {
  const name = resourceName(tenant.name);
  const plain = { ...list.defaults.environment, ...tenant.environment, ARM_TENANT_ID: tenant.tenantId };
  const from = { ...list.defaults.environmentFrom, ...tenant.environmentFrom };
  return {
    apiVersion: "pulumi.com/v1",
    kind: "Stack",
    metadata: { name, namespace, labels: { "app.kubernetes.io/part-of": "consentra" } },
    spec: {
      stack: list.organization === undefined ? tenant.name : `${list.organization}/${tenant.name}`,
      projectRepo: list.source.repository,
      branch: list.source.branch,
      repoDir: list.source.directory,
      ...(list.backend !== undefined && { backend: list.backend }),
      envRefs: {
        ...mapValues(plain, (value): ValueRef => ({ type: "Literal", literal: { value } })),
        ...mapValues(from, (key): ValueRef => ({ type: "Secret", secret: { name: `${name}-credentials`, key } })),
      },
      destroyOnFinalize: false,
    },
  };
}

/** Kubernetes takes small letters, digits, dots and hyphens. */
function resourceName(name: string): string {
  const found = name.toLowerCase().replaceAll("_", "-");
  if (/^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/.test(found)) return found;
  throw new UsageError(
    `the tenant ${name} cannot name a Kubernetes object: expected at most 63 letters, digits, dots and hyphens, with a letter or digit at both ends`,
  );
}

function mapValues<T, U>(object: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
