import assert from "node:assert/strict";
import { Agent, createServer as createTlsServer, type Server as TlsServer } from "node:https";
import { createServer, type AddressInfo, type Server } from "node:net";
import { createCertificate } from "../sandbox/certificate";
import { room } from "../support/exchange-transport";

const { NodeHttpClient, NetworkError } = room("http/client") as typeof import("../../components/http/client");
const { proxyFor } = room("http/proxy") as typeof import("../../components/http/proxy");
const { agentFor } = room("http/agent") as typeof import("../../components/http/agent");

describe("the client of Microsoft's services", () => {
  const closing: (() => void)[] = [];
  afterEach(() => closing.splice(0).forEach((close) => close()));

  function listening<S extends Server | TlsServer>(server: S): Promise<number> {
    closing.push(() => {
      if ("closeAllConnections" in server) server.closeAllConnections();
      server.close();
    });
    return new Promise((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
    });
  }

  /** Says to each connection what it is told to, raw. */
  async function speaking(bytes: string | Buffer, then: "end" | "reset" | "wait" = "end"): Promise<string> {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => {
        socket.write(bytes, () => {
          if (then === "end") socket.end();
          if (then === "reset") socket.resetAndDestroy();
        });
        closing.push(() => socket.destroy());
      });
    });
    return `http://127.0.0.1:${await listening(server)}/`;
  }

  const client = new NodeHttpClient();
  const ask = (url: string, timeout?: number) => client.send({ method: "GET", url, headers: {}, timeout });

  it("hands on the bytes as they came, whatever they are labelled, and follows nothing", async () => {
    const head =
      "HTTP/1.1 403 Forbidden\r\ncontent-encoding: gzip\r\ncontent-length: 470\r\nx-ms-diagnostics: why\r\n\r\n";
    const refused = await ask(await speaking(Buffer.concat([Buffer.from(head), Buffer.alloc(470)])));
    assert.equal(refused.status, 403);
    assert.deepEqual(refused.body, Buffer.alloc(470));
    assert.equal(refused.headers["x-ms-diagnostics"], "why");
    const moved = await ask(
      await speaking(
        "HTTP/1.1 302 Found\r\nlocation: http://evil.example/\r\nset-cookie: a=1\r\nset-cookie: b=2\r\ncontent-length: 0\r\n\r\n",
      ),
    );
    assert.deepEqual(
      [moved.status, moved.headers.location, moved.headers["set-cookie"]],
      [302, "http://evil.example/", ["a=1", "b=2"]],
    );
  });

  it("never takes a part of an answer for the whole", async () => {
    const cases: [string, "end" | "reset"][] = [
      ["HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}", "end"],
      ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n", "end"],
      ["HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}", "reset"],
      ["HTTP/1.1 200", "end"],
      ["", "reset"],
      ["nonsense\r\n\r\n", "end"],
    ];
    for (const [bytes, then] of cases) {
      await assert.rejects(ask(await speaking(bytes, then)), NetworkError, JSON.stringify(bytes));
    }
  });

  it("does not wait for ever", async () => {
    await assert.rejects(ask(await speaking("", "wait"), 50), {
      name: "NetworkError",
      message: "no answer within 0 s",
    });
  });

  it("tells why nobody answered", async () => {
    const server = createServer();
    const port = await listening(server);
    closing.splice(0).forEach((close) => close());
    await assert.rejects(ask(`http://127.0.0.1:${port}/`), {
      name: "NetworkError",
      code: "ECONNREFUSED",
      message: /ECONNREFUSED/,
    });
  });

  it("asks over one connection what is asked one after the other", async () => {
    const { certificatePem, privateKeyPem } = await createCertificate();
    let connections = 0;
    const server = createTlsServer({ key: privateKeyPem, cert: certificatePem }, (request, response) => {
      request.resume().on("end", () => response.end("{}"));
    });
    server.on("secureConnection", () => connections++);
    const port = await listening(server);
    const agent = new Agent({
      keepAlive: true,
      ca: certificatePem,
      servername: "pbx.example",
      checkServerIdentity: () => undefined,
    });
    closing.push(() => agent.destroy());
    const kept = new NodeHttpClient(() => agent);
    for (let call = 0; call < 5; call++) {
      const body = JSON.stringify({ call });
      const { status } = await kept.send({ method: "POST", url: `https://127.0.0.1:${port}/`, headers: {}, body });
      assert.equal(status, 200);
    }
    assert.equal(connections, 1);
  });

  it("keeps connections of its own for every host, and trusts no certificate that it does not know", async () => {
    const agent = agentFor(new URL("https://outlook.office365.com/"));
    assert.equal(agentFor(new URL("https://graph.microsoft.com/")), agent);
    assert.equal(agentFor(new URL("http://127.0.0.1/")), undefined);
    const { certificatePem, privateKeyPem } = await createCertificate();
    const port = await listening(createTlsServer({ key: privateKeyPem, cert: certificatePem }));
    await assert.rejects(ask(`https://127.0.0.1:${port}/`), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  });

  it("goes through the proxy that the environment names, unless the host is excepted", () => {
    const proxyOf = (environment: Record<string, string>, host = "outlook.office365.com") =>
      proxyFor(new URL(`https://${host}/`), environment);
    assert.equal(proxyOf({}), undefined);
    assert.equal(proxyOf({ HTTP_PROXY: "http://p:1" }), undefined);
    assert.equal(proxyOf({ HTTPS_PROXY: "http://p:1", ALL_PROXY: "http://q:1" }), "http://p:1");
    assert.equal(proxyOf({ https_proxy: "p:1" }), "http://p:1");
    assert.equal(proxyOf({ ALL_PROXY: "http://q:1" }), "http://q:1");
    for (const [list, host, direct] of [
      ["*", "a.example", true],
      ["office365.com", "outlook.office365.com", true],
      [".office365.com, x", "outlook.office365.com", true],
      ["*.office365.com", "outlook.office365.com", true],
      ["office365.com:443", "outlook.office365.com", true],
      ["office365.com:8443", "outlook.office365.com", false],
      ["365.com", "outlook.office365.com", false],
      ["", "localhost", true],
      ["", "127.0.0.1:8443", true],
    ] as const) {
      const found = proxyOf({ HTTPS_PROXY: "http://p:1", NO_PROXY: list }, host);
      assert.equal(found, direct ? undefined : "http://p:1", `${list} ${host}`);
    }
  });

  it("asks the proxy for a tunnel", async () => {
    const asked: string[] = [];
    const proxy = createServer((socket) => {
      socket.once("data", (data) => {
        asked.push(String(data).split("\r\n")[0] ?? "");
        socket.end("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
      });
      socket.on("error", () => undefined);
    });
    const before = process.env.HTTPS_PROXY;
    process.env.HTTPS_PROXY = `http://127.0.0.1:${await listening(proxy)}`;
    try {
      await ask("https://outlook.office365.com/").catch(() => undefined);
    } finally {
      if (before === undefined) delete process.env.HTTPS_PROXY;
      else process.env.HTTPS_PROXY = before;
    }
    assert.deepEqual(asked, ["CONNECT outlook.office365.com:443 HTTP/1.1"]);
  });
});
