import assert from "node:assert/strict";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { ensureEngine, LocalStack } from "@consentra/sandbox/engine";
import type { VendorAppArgs } from "consentra";
import { peopleAiClientId } from "consentra/vendors";
import { changedNothing, writesSince } from "./audit";
import { repository } from "./repository";

/** One stack of one vendor's app in a simulated tenant of its own, whose scope is changed again and again. */
export class ScopeStack {
  /** Addresses of the mailboxes that the app may reach as things are declared now. */
  #declared: readonly string[] = [];

  private constructor(
    readonly sandbox: Sandbox,
    readonly stack: LocalStack,
    readonly seed: unknown,
  ) {}

  static async start(): Promise<ScopeStack> {
    const engine = await ensureEngine();
    const sandbox = await startSandbox();
    const stack = await LocalStack.create({
      engine,
      projectDir: join(repository, "test", "e2e", "programs", "scope"),
      environment: sandbox.environment(),
    });
    return new ScopeStack(sandbox, stack, sandbox.snapshot());
  }

  async close(): Promise<void> {
    await this.stack.remove();
    await this.sandbox.close();
  }

  get contoso() {
    return this.sandbox.tenants.contoso;
  }

  /** Declares a scope. @returns what was declared before @param reaches addresses of the mailboxes in it */
  async declare(args: Partial<VendorAppArgs>, reaches: readonly string[]): Promise<readonly string[]> {
    const set = await this.stack.setConfig("args", JSON.stringify(args));
    assert.equal(set.code, 0, set.stderr);
    const before = this.#declared;
    this.#declared = reaches;
    return before;
  }

  /**
   * Changes the scope; at no entry of the audit log may the app reach a mailbox beyond the old scope and the new, and at the end it reaches
   * exactly the new one.
   *
   * @param preview whether the engine previews first
   * @returns what the engine printed
   */
  async change(args: Partial<VendorAppArgs>, reaches: readonly string[], preview = false): Promise<string> {
    const start = this.sandbox.audit().length;
    const before = await this.declare(args, reaches);
    const printed = await this.up(preview);
    this.assertWithin(start, [...before, ...reaches]);
    return printed;
  }

  /** Changes the scope with a preview, which tells the plan. */
  planned(args: Partial<VendorAppArgs>, reaches: readonly string[]): Promise<string> {
    return this.change(args, reaches, true);
  }

  /** Brings the tenant to what is declared. */
  async up(preview = false): Promise<string> {
    const { code, stdout, stderr } = await this.stack.up({ skipPreview: !preview });
    assert.equal(code, 0, stdout + stderr);
    assert.deepEqual(this.reached(), [...this.#declared].sort(), stdout + stderr);
    return stdout + stderr;
  }

  /** An update that finds nothing to do and writes nothing. @param preview whether a preview comes before it, which tells no plan */
  async assertSettled(preview = false): Promise<void> {
    const start = this.sandbox.audit().length;
    const { code, stdout, stderr } = await this.stack.up({ skipPreview: !preview });
    assert.equal(code, 0, stdout + stderr);
    assert.ok(changedNothing(stdout), stdout);
    assert.doesNotMatch(stdout, /the scope changes in this order|at this moment/);
    assert.deepEqual(writesSince(this.sandbox, start), []);
  }

  /** At every entry of the audit log since then the app reached these mailboxes at most. */
  assertWithin(start: number, addresses: readonly string[]): void {
    const allowed = new Set(addresses.map((each) => this.mailboxId(each)));
    for (const { sequence, operation, target, reach } of this.sandbox.audit().slice(start)) {
      const beyond = (reach[peopleAiClientId] ?? []).filter((id) => !allowed.has(id)).map((id) => this.addressOf(id));
      assert.deepEqual(beyond, [], `reached beyond the scopes after ${sequence} ${operation} ${target}`);
    }
  }

  /** Addresses that the app reaches by configuration now. */
  reached(): string[] {
    return (this.sandbox.audit().at(-1)?.reach[peopleAiClientId] ?? []).map((id) => this.addressOf(id)).sort();
  }

  /** Every mailbox of the tenant but these. */
  allBut(...addresses: string[]): string[] {
    const left = new Set(addresses.map((each) => this.mailboxId(each)));
    return [...this.contoso.exchange.mailboxes.keys()].filter((id) => !left.has(id)).map((id) => this.addressOf(id));
  }

  /** Cmdlets and requests that wrote something since then. */
  operations(start: number): string[] {
    return writesSince(this.sandbox, start).map((each) => each.replace(/ \d+$/, ""));
  }

  mailboxId(address: string): string {
    const found = [...this.contoso.exchange.recipients.values()].find((each) => each.primarySmtpAddress === address);
    assert.ok(found, `${address} is in the seed`);
    return found.id;
  }

  addressOf(id: string): string {
    return this.contoso.exchange.recipients.get(id)?.primarySmtpAddress ?? id;
  }

  /** What was found of a resource when it was mended last. */
  async found(name: string): Promise<string> {
    const { resources = [] } = (await this.stack.export()).deployment;
    const inputs = resources.find(({ urn }) => urn.endsWith(`::${name}`))?.inputs;
    return (inputs?.["environment"] as { CONSENTRA_FOUND?: string } | undefined)?.CONSENTRA_FOUND ?? "";
  }

  /** Names of the application permissions that were consented to in Entra. */
  consents(): string[] {
    const principal = [...this.contoso.servicePrincipals.values()].find(({ appId }) => appId === peopleAiClientId);
    return [...this.contoso.appRoleAssignments.values()]
      .filter((each) => each.principalId === principal?.id)
      .map(({ resourceId, appRoleId }) => {
        const role = this.contoso.servicePrincipals.get(resourceId)?.appRoles.find(({ id }) => id === appRoleId);
        return role?.value ?? appRoleId;
      })
      .sort();
  }

  /** Consents to a permission of Microsoft Graph, as somebody does in the portal. */
  consentByHand(name: string): void {
    const principal = [...this.contoso.servicePrincipals.values()].find(({ appId }) => appId === peopleAiClientId);
    const graph = [...this.contoso.servicePrincipals.values()].find((each) => each.displayName === "Microsoft Graph");
    const role = graph?.appRoles.find(({ value }) => value === name);
    assert.ok(principal && graph && role, `${name} can be consented to`);
    this.contoso.appRoleAssignments.set(`by-hand-${name}`, {
      id: `by-hand-${name}`,
      appRoleId: role.id,
      principalId: principal.id,
      principalType: "ServicePrincipal",
      resourceId: graph.id,
      createdDateTime: "2026-01-01T00:00:00Z",
    });
  }
}
