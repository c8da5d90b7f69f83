import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { DEPLOYER_APP_ID } from "@consentra/sandbox/tenant";
import { repository } from "../support/repository";

/** A step or look-up of the provider's command, as the engine's command provider starts it. */
interface Step {
  kind: string;
  input: Record<string, unknown>;
}

interface Cost {
  /** Wall time from the start of the process to its end, milliseconds. */
  time: number;
  /** User and system time of the process, milliseconds. */
  processor: number;
  /** Peak resident memory of the process, MiB. */
  memory: number;
  reads: number;
  writes: number;
}

interface Row {
  kind: string;
  action: string;
  costs: Cost[];
}

const actions = { create: "create", update: "no-op", delete: "delete", read: "read" } as const;
type Action = keyof typeof actions;

/** An application that the tenant knows and that has no mailbox permission. */
const appId = DEPLOYER_APP_ID;
const address = "bench-scope@contoso.com";
const members = ["henriettam@contoso.com", "leeg@contoso.com", "pradeepg@contoso.com"];

/** One of each kind, in the order in which they can be made; they go in the opposite one. */
function steps(sandbox: Sandbox): Step[] {
  const { id: tenantId, initialDomain: organization } = sandbox.tenants.contoso;
  const object = (kind: string, spec: object): Step => ({
    kind,
    input: { consentra: 1, kind, tenantId, organization, spec },
  });
  const probes = { granted: [], denied: [] };
  return [
    object("MailEnabledSecurityGroup", {
      name: "Bench scope",
      alias: "bench-scope",
      displayName: "Bench scope",
      primarySmtpAddress: address,
      managedBy: ["meganb@contoso.com"],
      members,
    }),
    object("ApplicationAccessPolicy", {
      appId,
      scopeGroup: address,
      accessRight: "RestrictAccess",
      description: "Bench",
      probes,
    }),
    object("ExchangeServicePrincipal", { appId, displayName: "Bench" }),
    object("ManagementScope", { name: "Bench scope", recipients: { memberOf: address } }),
    object("RoleAssignment", {
      name: "Bench Mail.Read",
      appId,
      role: "Application Mail.Read",
      scope: { managementScope: "Bench scope" },
      probes,
    }),
  ];
}

function lookUps(sandbox: Sandbox, made: readonly Step[]): Step[] {
  const { id: tenantId } = sandbox.tenants.contoso;
  const named = members.map((value, index) => ({ path: `members[${index}]`, value }));
  const manifests = Object.fromEntries(made.map(({ kind, input }) => [kind, input]));
  return [
    { kind: "Directory", input: { tenantId, users: named, mailboxes: named, defaultDomain: true } },
    { kind: "Drift", input: { scopes: [{ manifests }] } },
  ];
}

/**
 * Measures every kind of step, each in a process of its own, as the engine starts it, on a tenant without replication lag: what is waited for
 * is the service's own time.
 */
export async function measureSteps(runs: number): Promise<void> {
  const rows = new Map<string, Row>();
  const left = new Map<string, string>();
  for (let run = 0; run <= runs; run++) await measureOnce(run > 0 ? rows : new Map<string, Row>(), left);
  print([...rows.values()], left, runs);
}

async function measureOnce(rows: Map<string, Row>, left: Map<string, string>): Promise<void> {
  const sandbox = await startSandbox({ cloud: { replicationDelay: 0, enforcementDelay: 0 } });
  const folder = mkdtempSync(join(tmpdir(), "consentra-bench-"));
  const command = new Command(sandbox, folder);
  const note = (kind: string, action: Action, cost: Cost) => {
    const row = rows.get(`${kind} ${action}`) ?? { kind, action: actions[action], costs: [] };
    rows.set(`${kind} ${action}`, row);
    row.costs.push(cost);
  };
  try {
    const made: { step: Step; output: string }[] = [];
    for (const step of steps(sandbox)) {
      const created = await command.run(step, "create");
      if (created.code !== 0) {
        left.set(step.kind, created.said.split("\n")[0] ?? "");
        continue;
      }
      note(step.kind, "create", created.cost);
      const kept = await command.succeed(step, "update", created.output);
      note(step.kind, "update", kept.cost);
      made.push({ step, output: kept.output });
    }
    for (const step of lookUps(
      sandbox,
      made.map((each) => each.step),
    )) {
      note(step.kind, "read", (await command.succeed(step, "read")).cost);
    }
    for (const { step, output } of made.reverse()) {
      note(step.kind, "delete", (await command.succeed(step, "delete", output)).cost);
    }
  } finally {
    rmSync(folder, { recursive: true });
    await sandbox.close();
  }
}

interface Ended {
  code: number | null;
  output: string;
  said: string;
  cost: Cost;
}

class Command {
  readonly #report: string;

  constructor(
    private readonly sandbox: Sandbox,
    folder: string,
  ) {
    this.#report = join(folder, "usage");
  }

  async succeed(step: Step, action: Action, previous?: string): Promise<Ended> {
    const ended = await this.run(step, action, previous);
    if (ended.code !== 0) throw new Error(`${action} ${step.kind} ended with ${ended.code}\n${ended.said}`);
    return ended;
  }

  async run({ kind, input }: Step, action: Action, previous?: string): Promise<Ended> {
    const before = this.sandbox.requests();
    const began = performance.now();
    const source = `require("consentra/command").run(${JSON.stringify(kind)}, ${JSON.stringify(action)})`;
    const child = spawn(process.execPath, [`--require=${join(__dirname, "usage-probe.js")}`, "-e", source], {
      cwd: join(repository, "examples", "people-ai"),
      env: {
        PATH: process.env.PATH,
        ...this.sandbox.environment(),
        ...(previous !== undefined && { PULUMI_COMMAND_STDOUT: previous }),
        CONSENTRA_USAGE_REPORT: this.#report,
      },
      stdio: ["pipe", "pipe", "pipe"],
      timeout: 60_000,
    });
    child.stdin.end(JSON.stringify(input));
    const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
    const [code, output, said] = await Promise.all([closed, text(child.stdout), text(child.stderr)]);
    const time = performance.now() - began;
    const after = this.sandbox.requests();
    const [processor = 0, memory = 0] = code === null ? [] : readFileSync(this.#report, "utf8").split(" ").map(Number);
    const cost = {
      time,
      processor,
      memory,
      reads: after.reads - before.reads,
      writes: after.writes - before.writes,
    };
    return { code, output, said, cost };
  }
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function print(rows: Row[], left: Map<string, string>, runs: number): void {
  console.log(
    `Steps of the provider's command in the simulated tenant, each a process, median of ${runs} runs after one warm-up`,
  );
  const line = ([first = "", ...cells]: (string | number)[]) =>
    console.log(String(first).padEnd(26) + cells.map((cell) => String(cell).padStart(14)).join(""));
  line(["step", "", "ms", "processor ms", "reads", "writes", "memory MiB"]);
  for (const { kind, action, costs } of rows) {
    const of = (value: (cost: Cost) => number) => median(costs.map(value));
    line([
      kind,
      action,
      of((each) => each.time).toFixed(0),
      of((each) => each.processor).toFixed(0),
      of((each) => each.reads),
      of((each) => each.writes),
      of((each) => each.memory).toFixed(0),
    ]);
  }
  for (const [kind, why] of left) console.log(`${kind}: not measured, ${why}`);
}
