import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Sandbox } from "@consentra/sandbox";
import type { VendorAnswer, VendorRequest } from "./vendor-client";

/** Runs the vendor's client as a process of its own, trusting the simulated tenant's authority. */
export async function asVendor(sandbox: Sandbox, request: Omit<VendorRequest, "origin">): Promise<VendorAnswer> {
  const child = spawn(process.execPath, [join(__dirname, "vendor-client.js")], {
    env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: sandbox.caFile },
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify({ ...request, origin: sandbox.origin }));
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Error(`the vendor's client ended with ${code}`);
  return JSON.parse(output) as VendorAnswer;
}
