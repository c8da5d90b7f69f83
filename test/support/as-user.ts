import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Sandbox } from "@consentra/sandbox";
import type { DelegatedOutcome, DelegatedTask } from "./delegated-client";

/** Signs a user in to a vendor's app, as a process of its own that trusts the simulated tenant's authority. */
export async function asUser(
  sandbox: Sandbox,
  task: Omit<DelegatedTask, "origin" | "caFile" | "tenantId" | "clientSecret">,
): Promise<DelegatedOutcome> {
  const child = spawn(process.execPath, [join(__dirname, "delegated-client.js")], {
    env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: sandbox.caFile },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const { clientSecret } = sandbox.vendorCredential(task.clientId);
  const tenantId = sandbox.tenants.contoso.id;
  const { origin, caFile } = sandbox;
  child.stdin.end(JSON.stringify({ ...task, origin, caFile, tenantId, clientSecret }));
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Error(`the user's client ended with ${code}`);
  return JSON.parse(output) as DelegatedOutcome;
}
