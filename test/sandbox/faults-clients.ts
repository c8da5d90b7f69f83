/**
 * Clients as they are, on a simulated tenant with faults. Runs as a process of its own, since Node reads NODE_EXTRA_CA_CERTS only when it
 * starts. Reads a {@link FaultyTask} from standard input and writes {@link FaultyResults}.
 */
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { Client } from "@microsoft/microsoft-graph-client";
import type { FaultPlan } from "@consentra/sandbox/tenant";
import { tokenSource } from "consentra/credentials";
import { repository } from "../support/repository";

const { RestTransport } = require(
  join(repository, "components", "dist", "exchange", "rest-transport"),
) as typeof import("../../components/exchange/rest-transport");

export interface FaultyTask {
  origin: string;
  controlKey: string;
  environment: Record<string, string>;
}

export interface FaultyResults {
  /** How the Graph SDK fares when it is throttled twice: names read, and how often it was hit. */
  throttledSdk: { users: number; hit: number };
  /** A read that fails in each way, by our transport: how many objects it found in the end. */
  reads: Record<string, number>;
  /** A write that fails in each way: the kind of the error, and how often the write was sent. */
  writes: Record<string, { kind: string; sent: number }>;
  /** A batch of three reads of which one fails in each way: how many objects each found. */
  batches: Record<string, number[]>;
  /** The plain fetch of Node, on a body that breaks off. */
  brokenBody: string;
}

type Fault = FaultPlan["rules"][number]["fault"];

const failures: Record<string, Fault> = {
  throttled: { kind: "throttle", retryAfter: 0 },
  "503 before": { kind: "serverError", retryAfter: 0 },
  "503 after": { kind: "serverError", when: "after", retryAfter: 0 },
  "reset before": { kind: "reset" },
  "reset after": { kind: "reset", when: "after" },
  "broken off": { kind: "truncate" },
  "expired tokens": { kind: "expireTokens" },
};

async function run({ origin, controlKey, environment }: FaultyTask): Promise<FaultyResults> {
  const control = async (method: string, body?: FaultPlan) => {
    const headers = { authorization: `Bearer ${controlKey}`, "content-type": "application/json" };
    const answer = await fetch(`${origin}/_sandbox/faults`, { method, headers, body: body && JSON.stringify(body) });
    return (await answer.json()) as { rules: { seen: number; hit: number }[] };
  };
  const begin = (rule: FaultPlan["rules"][number]) => control("POST", { rules: [rule] });
  const tokens = tokenSource(environment);
  const transport = new RestTransport({ tokens, organization: "contoso.onmicrosoft.com", patience: 20_000 });
  const graph = Client.init({
    baseUrl: origin,
    customHosts: new Set(["localhost"]),
    authProvider: (done) => {
      tokens.getToken("https://graph.microsoft.com/.default").then(
        (token) => done(null, token),
        (error: unknown) => done(error, null),
      );
    },
  });

  await begin({ when: { path: "/users" }, count: 2, fault: { kind: "throttle", retryAfter: 0 } });
  const { value } = (await graph.api("/users").top(3).get()) as { value: unknown[] };
  const throttledSdk = { users: value.length, hit: (await control("GET")).rules[0]?.hit ?? 0 };

  await begin({ when: { path: "/users" }, fault: { kind: "truncate" } });
  const authorization = `Bearer ${await tokens.getToken("https://graph.microsoft.com/.default")}`;
  const brokenBody = await fetch(`${origin}/v1.0/users`, { headers: { authorization } })
    .then((answer) => answer.text())
    .then(
      () => "whole",
      (error: unknown) => String((error as Error).cause ?? error),
    );

  const reads: FaultyResults["reads"] = {};
  const writes: FaultyResults["writes"] = {};
  const batches: FaultyResults["batches"] = {};
  for (const [name, fault] of Object.entries(failures)) {
    await begin({ when: { cmdlet: "Get-AcceptedDomain" }, fault });
    reads[name] = (await transport.invoke("Get-AcceptedDomain", {})).length;

    await begin({ when: { cmdlet: "Get-AcceptedDomain" }, fault });
    const read = { cmdlet: "Get-AcceptedDomain", parameters: {} };
    const answers = await transport.batch([read, { ...read, cmdlet: "Get-OrganizationConfig" }, read]);
    batches[name] = answers.map((each) => (each instanceof Error ? -1 : each.length));

    await begin({ when: { cmdlet: "New-DistributionGroup" }, fault });
    const alias = `faulty-${name.replaceAll(" ", "-")}`;
    const kind = await transport
      .invoke("New-DistributionGroup", {
        Name: alias,
        Alias: alias,
        Type: "Security",
        PrimarySmtpAddress: `${alias}@contoso.com`,
        ManagedBy: ["alexw@contoso.com"],
      })
      .then(
        () => "done",
        (error: unknown) => (error as { kind?: string }).kind ?? String(error),
      );
    writes[name] = { kind, sent: (await control("GET")).rules[0]?.seen ?? 0 };
  }
  await control("DELETE");
  return { throttledSdk, reads, writes, batches, brokenBody };
}

async function main(): Promise<void> {
  const task = JSON.parse(await text(process.stdin)) as FaultyTask;
  process.stdout.write(JSON.stringify(await run(task)));
}

void main();
