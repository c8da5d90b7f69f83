import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { SignedIn, SignIn } from "./sign-in";

/** Runs sign-ins one after the other in one process that starts with an environment of its own. */
export async function signInAll(base: Record<string, string>, list: SignIn[]): Promise<SignedIn[]> {
  const child = spawn(process.execPath, [join(__dirname, "sign-in.js")], {
    env: { PATH: process.env.PATH ?? "", ...base },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(JSON.stringify(list));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  assert.equal(errors, "");
  return JSON.parse(output) as SignedIn[];
}

/** A service on this machine that stands in for one of a cloud's own. */
export interface StandIn {
  origin: string;
  requests: { method: string; url: URL; headers: IncomingMessage["headers"]; body: string }[];
  close(): Promise<void>;
}

export async function standIn(
  answer: (request: StandIn["requests"][number]) => { status?: number; body: unknown },
): Promise<StandIn> {
  const requests: StandIn["requests"] = [];
  const server: Server = createServer((incoming, outgoing) => {
    void text(incoming).then((body) => {
      const { method = "", url = "", headers } = incoming;
      const request = { method, url: new URL(url, "http://localhost"), headers, body };
      requests.push(request);
      const { status = 200, body: said } = answer(request);
      outgoing.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(said));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A token that nobody signed, as the stand-ins give it. */
export function unsignedToken(claims: Record<string, unknown>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part(claims)}.c2lnbmF0dXJl`;
}
