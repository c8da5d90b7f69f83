import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { ensureEngine, LocalStack, type Engine } from "@consentra/sandbox/engine";
import type { AuditEntry } from "@consentra/sandbox/tenant";
import type { HandOff } from "consentra/handoff";
import { peopleAiClientId } from "consentra/vendors";
import { UsageError } from "../exit";
import { style } from "../style";
import type { Steps } from "./steps";

const repository = join(__dirname, "..", "..", "..");
const project = join(repository, "examples", "people-ai");
const pack = join(repository, "policy-packs", "mailbox-scope");
const withoutScope = join(__dirname, "..", "..", "demo", "without-scope");

/** Everything that a tour starts and has to end. */
export class Tour {
  #engine: Engine | undefined;
  #sandbox: Sandbox | undefined;
  readonly #stacks: LocalStack[] = [];
  #all: LocalStack | undefined;
  readonly #folder = mkdtempSync(join(tmpdir(), "consentra-demo-"));

  constructor(
    private readonly steps: Steps,
    private readonly signal: AbortSignal,
  ) {
    if (!existsSync(join(project, "Pulumi.yaml"))) {
      throw new UsageError("the tour runs from a clone of the repository: examples/people-ai is not there");
    }
  }

  /** Ends what still runs and removes temporary files. Nothing is left, also after an interrupt. */
  async close(): Promise<void> {
    await Promise.all(this.#stacks.map((stack) => stack.remove()));
    await this.#sandbox?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async setUpEngine(): Promise<void> {
    this.#engine = await ensureEngine({ progress: (line) => this.steps.say(line) });
    for (const note of this.#engine.notes) this.steps.say(note);
  }

  async startTenant(): Promise<void> {
    this.#sandbox = await startSandbox();
    const { contoso } = this.#sandbox.tenants;
    const people = [...contoso.users.values()].filter((user) => user.userType === "Member").length;
    this.steps.say(
      `${contoso.displayName} (${contoso.initialDomain}) at ${this.#sandbox.origin}: ${people} members, ${contoso.exchange.mailboxes.size} mailboxes`,
    );
  }

  async create(): Promise<void> {
    const stack = await this.#stack(project, join(project, "Pulumi.default.yaml"));
    this.#expect(await stack.up({ policyPacks: [pack], signal: this.signal, onLine: this.#resourceLines }), 0);
  }

  /** Reads from the audit log in which order things came and whom the app could reach after each. */
  showOrder(): void {
    const { contoso } = this.#tenant().tenants;
    for (const entry of this.#tenant().audit().filter(isStep)) {
      const reached = (entry.reach[peopleAiClientId] ?? []).map((id) => contoso.users.get(id)?.mail ?? id);
      const whom =
        reached.length === 0 ? "nobody" : reached.length > 4 ? `${reached.length} mailboxes` : reached.join(", ");
      this.steps.say(`${describe(entry).padEnd(38)} People.ai reaches ${whom}`);
    }
  }

  async check(): Promise<void> {
    const outputs = join(this.#folder, "outputs.json");
    writeFileSync(outputs, JSON.stringify(await this.#first().outputs()), { mode: 0o600 });
    const { clientSecret } = this.#tenant().vendorCredential(peopleAiClientId);
    const environment = { ...this.#tenant().environment(), CONSENTRA_APP_CLIENT_SECRET: clientSecret };
    const { code, output } = await this.#consentra(["check", "--hand-off", outputs], environment);
    this.#show(output);
    if (code !== 0) throw new Error(`consentra check ended with ${code}`);
  }

  async upAgain(): Promise<void> {
    const before = this.#tenant().audit().length;
    this.#expect(await this.#first().up({ signal: this.signal, onLine: this.#summaryLines }), 0);
    const writes = this.#tenant().audit().slice(before).length;
    this.steps.say(`${writes} write requests`);
    if (writes > 0) throw new Error("the second up wrote something");
  }

  async previewWithoutScope(): Promise<void> {
    const stack = await this.#stack(withoutScope);
    const result = await stack.preview({ policyPacks: [pack], signal: this.signal });
    const lines = `${result.stdout}\n${result.stderr}`.split("\n");
    const violations = lines.filter((line) => /grants .* to application|\[mandatory\]|❌/.test(line));
    this.#show(violations.join("\n"));
    this.steps.say(`pulumi preview ended with exit code ${result.code}: refused before anything was created`);
    if (result.code === 0 || violations.length === 0) throw new Error("the pack let a grant without a scope pass");
  }

  async destroy(): Promise<void> {
    this.#expect(await this.#first().destroy({ signal: this.signal, onLine: this.#summaryLines }), 0);
  }

  /** The root stack: an app of every profile, from one configuration file. */
  async createAll(): Promise<void> {
    this.#all = await this.#stack(repository, join(repository, "Pulumi.dev.yaml"));
    this.#expect(await this.#all.up({ skipPreview: true, signal: this.signal, onLine: this.#summaryLines }), 0);
    const handOffs = (await this.#all.outputs()).handOffs as Record<string, HandOff>;
    const reach = this.#tenant().audit().at(-1)?.reach ?? {};
    for (const { vendor, clientId, consent, permissions } of Object.values(handOffs)) {
      const mailboxes = (reach[clientId] ?? []).length;
      const who = {
        grant: "consented by the stack",
        request: "waits for an administrator",
        users: "each user consents",
      };
      this.steps.say(
        `${vendor.padEnd(16)}${`${permissions.length} permission${permissions.length === 1 ? "" : "s"}, ${who[consent]}`.padEnd(44)} on its own it reaches ${mailboxes} mailboxes`,
      );
    }
  }

  async upAllAgain(): Promise<void> {
    const before = this.#tenant().audit().length;
    this.#expect(await this.#allApps().up({ skipPreview: true, signal: this.signal, onLine: this.#summaryLines }), 0);
    const writes = this.#tenant().audit().slice(before).length;
    this.steps.say(`${writes} write requests`);
    if (writes > 0) throw new Error("the second up wrote something");
  }

  async destroyAll(): Promise<void> {
    this.#expect(await this.#allApps().destroy({ signal: this.signal, onLine: this.#summaryLines }), 0);
    const { contoso } = this.#tenant().tenants;
    this.steps.say(
      `consents left: ${contoso.oauth2PermissionGrants.size}, access policies left: ${contoso.exchange.accessPolicies.size}`,
    );
  }

  #allApps(): LocalStack {
    if (!this.#all) throw new Error("the stack is created first");
    return this.#all;
  }

  /** What a shell needs to go on by hand, written to a file that only its owner can read. */
  writeEnvironment(): string {
    const file = join(this.#folder, "environment");
    const { clientSecret } = this.#tenant().vendorCredential(peopleAiClientId);
    const stack = this.#first();
    const variables = {
      ...this.#tenant().environment(),
      ...stack.shellEnvironment,
      CONSENTRA_APP_CLIENT_SECRET: clientSecret,
    };
    const text = Object.entries(variables).map(
      ([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`,
    );
    writeFileSync(file, text.join(""), { mode: 0o600 });
    return file;
  }

  readonly project = project;

  async #stack(projectDir: string, configFile?: string): Promise<LocalStack> {
    if (!this.#engine) throw new Error("the engine is set up first");
    const stack = await LocalStack.create({
      engine: this.#engine,
      projectDir,
      stackName: "demo",
      environment: this.#tenant().environment(),
      configFile,
    });
    this.#stacks.push(stack);
    return stack;
  }

  #tenant(): Sandbox {
    if (!this.#sandbox) throw new Error("the tenant is started first");
    return this.#sandbox;
  }

  #first(): LocalStack {
    const [stack] = this.#stacks;
    if (!stack) throw new Error("the stack is created first");
    return stack;
  }

  #expect(result: { code: number | null; stdout: string; stderr: string }, code: number): void {
    // An interrupted tour does not go on to its next step.
    this.signal.throwIfAborted();
    if (result.code === code) return;
    throw new Error(`pulumi ended with ${result.code}:\n${result.stderr || result.stdout}`);
  }

  readonly #resourceLines = (line: string): void => {
    if (
      /\b(?:created|updated|deleted) \(/.test(line) ||
      /^\s+\d+ (?:created|unchanged)|^\s*\+ \d+ created/.test(line) ||
      /Policies:|consentra-mailbox-scope@/.test(line)
    ) {
      this.steps.say(line.trim().replace(/ \(local:.*\)/, ""));
    }
  };

  readonly #summaryLines = (line: string): void => {
    if (/^\s*[-+~]? ?\d+ (?:created|updated|deleted|unchanged)/.test(line)) this.steps.say(line.trim());
  };

  #show(text: string): void {
    for (const line of text.split("\n").filter((each) => each.trim() !== "")) this.steps.say(line.trimEnd());
  }

  #consentra(args: string[], environment: Record<string, string>): Promise<{ code: number; output: string }> {
    return new Promise((resolve) => {
      const options = { env: { ...process.env, ...environment }, signal: this.signal };
      execFile(process.execPath, [join(__dirname, "..", "main.js"), ...args], options, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, output: stdout + stderr });
      });
    });
  }
}

function isStep(entry: AuditEntry): boolean {
  return entry.status < 300 && /New-|POST/.test(entry.operation);
}

function describe(entry: AuditEntry): string {
  if (/appRoleAssignedTo/.test(entry.operation)) return "admin consent to one permission";
  if (/servicePrincipals$/.test(entry.operation)) return "enterprise app";
  if (entry.operation === "New-DistributionGroup") return "mail-enabled security group";
  if (entry.operation === "New-ApplicationAccessPolicy") return style("bold", "access policy");
  return entry.operation;
}
