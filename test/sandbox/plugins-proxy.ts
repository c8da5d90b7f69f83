// @peculiar/x509 needs the polyfill before it is loaded.
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, request as httpsRequest } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import * as x509 from "@peculiar/x509";
import type { Sandbox } from "@consentra/sandbox";

const RSA = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};

/** An answer in place of the tenant's, or a broken connection. */
export type Fault = { status: number; headers?: Record<string, string>; body?: unknown } | "reset";

/** Stands before a simulated tenant, notes what is asked, and fails on demand. */
export interface Proxy {
  /** Points a client at the proxy instead of the tenant. */
  environment: Record<string, string>;
  /** `GET /v1.0/users` and so on, tokens and metadata left out. */
  requests: string[];
  /** Everything that was sent to Graph: the address with its query as it was written. */
  sent: { method: string; url: string; body: unknown }[];
  /** What was sent with requests that have a body, likewise. */
  bodies: { method: string; body: unknown }[];
  /** Answers the next requests of this method whose path matches with these, one each. */
  fail(method: string, path: RegExp, ...faults: Fault[]): void;
  close(): Promise<void>;
}

export async function startProxy(sandbox: Sandbox): Promise<Proxy> {
  const folder = await mkdtemp(join(tmpdir(), "plugins-proxy-"));
  const { certificatePem, keyPem } = await localhostCertificate();
  const certificateFile = join(folder, "proxy.pem");
  await writeFile(certificateFile, certificatePem);
  const authority = await readFile(sandbox.caFile, "utf8");
  // Go programs know only what is in this file
  const bundleFile = join(folder, "bundle.pem");
  await writeFile(bundleFile, `${await readFile(sandbox.bundleFile, "utf8")}${certificatePem}\n`);
  const plans: { method: string; path: RegExp; faults: Fault[] }[] = [];
  const requests: string[] = [];
  const bodies: Proxy["bodies"] = [];
  const sent: Proxy["sent"] = [];
  let origin = "";

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "", url = "", headers } = incoming;
    const body = await text(incoming);
    const path = decodeURIComponent(url.split("?")[0] ?? "");
    if (/^\/(v1\.0|beta)\//.test(path)) {
      requests.push(`${method} ${path}`);
      const value = body === "" ? undefined : (JSON.parse(body) as unknown);
      sent.push({ method, url, body: value });
      if (value !== undefined) bodies.push({ method, body: value });
    }
    const fault = plans
      .find((plan) => plan.method === method && plan.path.test(path) && plan.faults.length > 0)
      ?.faults.shift();
    if (fault === "reset") {
      incoming.socket.destroy();
    } else if (fault !== undefined) {
      response.writeHead(fault.status, { "content-type": "application/json", ...fault.headers });
      response.end(fault.body === undefined ? "" : JSON.stringify(fault.body));
    } else {
      await forward({ method, url, headers, body }, response);
    }
  };

  const forward = (asked: Asked, response: ServerResponse): Promise<void> =>
    new Promise((resolve, reject) => {
      const passedOn = replaceOrigin(asked.body, origin, sandbox.origin);
      const headers = withoutLength(asked.headers);
      delete headers.host;
      const outgoing = httpsRequest(
        sandbox.origin + asked.url,
        { method: asked.method, ca: authority, headers: { ...headers, "content-length": Buffer.byteLength(passedOn) } },
        (incoming) => {
          text(incoming).then((received) => {
            const told = replaceOrigin(received, sandbox.origin, origin);
            response.writeHead(incoming.statusCode ?? 500, withoutLength(incoming.headers));
            response.end(told, resolve);
          }, reject);
        },
      );
      outgoing.on("error", reject).end(passedOn);
    });

  const server = createServer({ key: keyPem, cert: certificatePem }, (incoming, response) => {
    answer(incoming, response).catch((error: unknown) => response.destroy(error as Error));
  });
  // a plugin does not send a request again whose connection ended under it
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  return {
    environment: {
      ...sandbox.environment(),
      ARM_METADATA_HOSTNAME: new URL(origin).host,
      NODE_EXTRA_CA_CERTS: certificateFile,
      SSL_CERT_FILE: bundleFile,
    },
    requests,
    sent,
    bodies,
    fail: (method, path, ...faults) => void plans.push({ method, path, faults }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

interface Asked {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

/** The length changes with the origin. */
function withoutLength({ ...headers }: IncomingMessage["headers"]): IncomingMessage["headers"] {
  delete headers["content-length"];
  delete headers["transfer-encoding"];
  return headers;
}

function replaceOrigin(body: string, from: string, to: string): string {
  return body.replaceAll(from, to).replaceAll(encodeURIComponent(from), encodeURIComponent(to));
}

async function localhostCertificate(): Promise<{ certificatePem: string; keyPem: string }> {
  x509.cryptoProvider.set(webcrypto);
  const keys = await webcrypto.subtle.generateKey(RSA, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "02",
    name: "CN=localhost",
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 24 * 60 * 60 * 1000),
    signingAlgorithm: RSA,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true),
      new x509.SubjectAlternativeNameExtension([{ type: "dns", value: "localhost" }]),
    ],
  });
  const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { certificatePem: certificate.toString("pem"), keyPem: x509.PemConverter.encode(key, "PRIVATE KEY") };
}
