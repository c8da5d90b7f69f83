import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { LocalStack, type Engine } from "@consentra/sandbox/engine";
import { addCustomer, type Tenant } from "@consentra/sandbox/tenant";
import { repository } from "../../support/repository";
import { Recorder } from "./recorder";
import { summary, type Sample } from "./sample";
import { fiveVendors, type Subject } from "./subjects";

export const fleetPhases = ["up", "no-op up", "destroy"] as const;
type Phase = (typeof fleetPhases)[number];

const peoplePerTenant = 5;

/** Runs a phase for every tenant. @returns how many resources the stacks have after it */
type Runner = (phase: Phase) => Promise<number>;

/**
 * Measures tenants with five vendors each, all in one simulated cloud: by `consentra fleet`, and by hand with one stack after the other, or
 * several at a time.
 */
export async function measureFleet(
  engine: Engine,
  size: number,
  parallels: readonly number[],
  progress: (line: string) => void,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const parallel of parallels) {
    for (const make of [fleetRunner, byHandRunner]) {
      const sandbox = await startSandbox();
      const recorder = new Recorder(sandbox);
      const folder = mkdtempSync(join(tmpdir(), "consentra-scale-fleet-"));
      try {
        const tenants = Array.from({ length: size }, (_, index) =>
          addCustomer(sandbox.cloud, `customer${index}`, peoplePerTenant),
        );
        const by = make === fleetRunner ? "Consentra" : "by hand";
        const subject = `${by}, ${parallel === 1 ? "one by one" : `${parallel} at a time`}`;
        const run = await make({ engine, sandbox, tenants, folder, parallel, environment: recorder.environment });
        for (const phase of fleetPhases) {
          progress(`${size} tenants, ${subject}: ${phase}`);
          let resources = 0;
          const measured = await recorder.measure(async () => {
            resources = await run(phase);
          });
          samples.push({ dimension: "tenants", size, subject, phase, ...measured, resources });
          progress(`  ${summary(measured)}`);
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
        recorder.close();
        await sandbox.close();
      }
    }
  }
  return samples;
}

interface Fleet {
  engine: Engine;
  sandbox: Sandbox;
  tenants: readonly Tenant[];
  folder: string;
  parallel: number;
  environment: Record<string, string>;
}

function subjectFor(tenant: Tenant, name: Subject["name"]): Subject {
  const people = [...tenant.users.values()].map(({ userPrincipalName }) => userPrincipalName);
  const subject = fiveVendors(people, tenant.initialDomain).find((each) => each.name === name);
  if (!subject) throw new Error(`there is no way ${name}`);
  return subject;
}

function fleetRunner({ engine, sandbox, tenants, folder, parallel, environment }: Fleet): Promise<Runner> {
  const [first] = tenants;
  const {
    ARM_METADATA_HOSTNAME: host = "",
    NODE_EXTRA_CA_CERTS = "",
    SSL_CERT_FILE = "",
  } = sandbox.environment(first?.id);
  const secrets: Record<string, string> = {};
  const entries = tenants.map((tenant, index) => {
    const own = sandbox.environment(tenant.id);
    const configFile = `${tenant.displayName}.yaml`;
    // JSON is YAML
    writeFileSync(join(folder, configFile), JSON.stringify({ config: subjectFor(tenant, "Consentra").config }));
    secrets[`SECRET_${index}`] = own.ARM_CLIENT_SECRET ?? "";
    return {
      name: tenant.displayName,
      tenantId: tenant.id,
      configFile,
      environment: { ARM_CLIENT_ID: own.ARM_CLIENT_ID },
      environmentFrom: { ARM_CLIENT_SECRET: `SECRET_${index}` },
    };
  });
  mkdirSync(join(folder, "state"));
  const list = {
    fleet: 1,
    project: repository,
    backend: `file://${join(folder, "state")}?metadata=skip`,
    parallel,
    defaults: { environment: { ARM_METADATA_HOSTNAME: host, ARM_USE_CLI: "false" } },
    tenants: entries,
  };
  writeFileSync(join(folder, "fleet.yaml"), JSON.stringify(list));
  const all = {
    ...engine.environment,
    ...environment,
    ...secrets,
    HOME: folder,
    PULUMI_CONFIG_PASSPHRASE: "of this measurement",
    NODE_EXTRA_CA_CERTS,
    SSL_CERT_FILE,
  };
  return Promise.resolve((phase) => runFleet(folder, phase === "destroy" ? "destroy" : "up", all));
}

interface Report {
  ok: boolean;
  tenants: { name: string; changes: Record<string, number>; errors: string[] }[];
}

async function runFleet(folder: string, operation: string, environment: Record<string, string>): Promise<number> {
  const main = join(repository, "cli", "dist", "main.js");
  const args = [main, "fleet", operation, "--yes", "--json", "--file", join(folder, "fleet.yaml")];
  const child = spawn(process.execPath, args, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const report = stdout.startsWith("{") ? (JSON.parse(stdout) as Report) : undefined;
  if (!report?.ok) {
    const failed = report?.tenants.filter(({ errors }) => errors.length > 0).slice(0, 3);
    throw new Error(`fleet ${operation} failed: ${JSON.stringify(failed)}\n${stderr.slice(-4000)}`);
  }
  if (operation === "destroy") return 0;
  const count = ({ create = 0, same = 0, update = 0 }: Record<string, number>) => create + same + update;
  return report.tenants.reduce((total, { changes }) => total + count(changes), 0);
}

async function byHandRunner({ engine, sandbox, tenants, parallel, environment }: Fleet): Promise<Runner> {
  const stacks = new Map<Tenant, LocalStack>();
  const stackOf = async (tenant: Tenant): Promise<LocalStack> => {
    const known = stacks.get(tenant);
    if (known) return known;
    const { projectDir, config } = subjectFor(tenant, "by hand");
    const made = await LocalStack.create({
      engine,
      stackName: "scale",
      projectDir,
      config,
      environment: { ...sandbox.environment(tenant.id), ...environment },
    });
    stacks.set(tenant, made);
    return made;
  };
  const runOne = async (tenant: Tenant, phase: Phase): Promise<number> => {
    const stack = await stackOf(tenant);
    const { code, stdout, stderr } = await (phase === "destroy" ? stack.destroy() : stack.up({ skipPreview: true }));
    if (code !== 0) throw new Error(`by hand: ${phase} ended with ${code}\n${stdout}\n${stderr}`);
    if (phase === "destroy") await stack.remove();
    return Number(/Resources:\s+(?:\+ )?(\d+) (?:created|unchanged)/.exec(stdout)?.[1] ?? 0);
  };
  return async (phase) => {
    const queue = tenants.values();
    let resources = 0;
    const worker = async () => {
      for (const tenant of queue) resources += await runOne(tenant, phase);
    };
    await Promise.all(Array.from({ length: parallel }, worker));
    return phase === "destroy" ? 0 : resources;
  };
}
