import assert from "node:assert/strict";
import { createUnconnectedSandbox } from "@consentra/sandbox/tenant";
import { assignmentName, managementScopeName, parseManifest, readDrift, runExchangeStep } from "../histories/rooms";
import { appId, HistoryTenant } from "../histories/tenant";

/** Mailbox scopes of two stacks. */
export const one = "organization/infra/one/people-ai-scope";
export const two = "organization/infra/two/people-ai-scope";

/** A group that no stack made. */
export const sales = "sales-mailboxes@contoso.com";
/** Of the group that a stack makes. */
const address = "app-scope@contoso.com";
const probes = { granted: [], denied: [] };

export const group = (owner: string) => ({
  name: "app-scope",
  alias: "app-scope",
  displayName: "App scope: Vendor",
  primarySmtpAddress: address,
  managedBy: [],
  members: ["meganb@contoso.com"],
  owner: `${owner}-group`,
});

export const policy = (owner: string, more: object = {}) => ({
  appId,
  scopeGroup: sales,
  accessRight: "RestrictAccess",
  description: "Vendor",
  probes,
  owner: `${owner}-policy`,
  ...more,
});

export const role = (owner: string, scope: object, more: object = {}) => ({
  name: assignmentName(owner, appId, "Application Mail.Read", scope),
  appId,
  role: "Application Mail.Read",
  scope,
  siblings: [],
  probes,
  ...more,
});

export const filter = (owner: string, recipients: object) => ({ name: managementScopeName(owner, appId), recipients });

/** Steps of the scopes' objects, each alone, on a tenant in which Exchange has a pointer to the application. */
export class ScopeSteps {
  #principal = "";

  private constructor(readonly tenant: HistoryTenant) {}

  static async create(): Promise<ScopeSteps> {
    return new ScopeSteps(HistoryTenant.over(await createUnconnectedSandbox()));
  }

  async begin(): Promise<void> {
    this.tenant.reset();
    const { body } = await this.tenant.context().graph.ask("POST", "/servicePrincipals", { appId });
    this.#principal = String(body.id);
    await this.step("ExchangeServicePrincipal", "create", { appId, displayName: "Vendor" });
  }

  async step<T>(kind: string, action: "create" | "update" | "delete", spec: object, previous?: unknown): Promise<T> {
    this.tenant.revive();
    return (await runExchangeStep(this.tenant.context(), this.#manifest(kind, spec), action, () => previous)) as T;
  }

  /** How objects differ from what is declared, by kind. */
  async drift(specs: Record<string, object>): ReturnType<typeof readDrift> {
    const { graph, exchange } = this.tenant.context();
    const manifests = Object.fromEntries(
      Object.entries(specs).map(([kind, spec]) => [kind, this.#manifest(kind, spec)]),
    );
    return readDrift({ manifests }, graph, exchange);
  }

  #manifest(kind: string, spec: object) {
    const { id: tenantId, initialDomain: organization } = this.tenant.contoso;
    return parseManifest(JSON.stringify({ consentra: 1, kind, tenantId, organization, spec }));
  }

  /** Consents to Mail.Read. */
  async consent(): Promise<void> {
    const { servicePrincipals } = this.tenant.contoso;
    const graph = [...servicePrincipals.values()].find((each) => each.appId === "00000003-0000-0000-c000-000000000000");
    const appRoleId = "810c84a8-4a9e-49e6-bf7d-12d183f40d01";
    const body = { appRoleId, principalId: this.#principal, resourceId: graph?.id };
    const path = `/servicePrincipals/${graph?.id}/appRoleAssignedTo`;
    assert.equal((await this.tenant.context().graph.ask("POST", path, body)).status, 201);
  }

  get consents(): number {
    return [...this.tenant.contoso.appRoleAssignments.values()].filter((each) => each.principalId === this.#principal)
      .length;
  }

  get roles(): string[] {
    return [...this.tenant.contoso.exchange.roleAssignments.values()]
      .filter(({ assignee }) => assignee.kind === "servicePrincipal")
      .map(({ name }) => name);
  }

  get filters(): string[] {
    return [...this.tenant.contoso.exchange.managementScopes.values()].map(({ recipientFilter }) => recipientFilter);
  }

  /** By their descriptions. */
  get policies(): string[] {
    return [...this.tenant.contoso.exchange.accessPolicies.values()].map(({ description }) => description).sort();
  }

  get writes(): number {
    return this.tenant.sandbox.audit().filter(({ service }) => service !== "login").length;
  }

  /** Of the group that a stack made; undefined where it is not there. */
  get groupDescription(): string | null | undefined {
    return [...this.tenant.contoso.groups.values()].find(({ mail }) => mail === address)?.description;
  }

  describeGroup(description: string): void {
    for (const each of this.tenant.contoso.groups.values()) if (each.mail === address) each.description = description;
  }
}
