import assert from "node:assert/strict";
import { cloudEndpoints } from "consentra/clouds";

describe("clouds", () => {
  it("are named as the azuread provider names them", () => {
    for (const [environment, name, graph] of [
      [{}, "public", "https://graph.microsoft.com"],
      [{ ARM_ENVIRONMENT: "global" }, "public", "https://graph.microsoft.com"],
      [{ ARM_ENVIRONMENT: "USGovernment" }, "usgovernment", "https://graph.microsoft.us"],
      [{ ARM_ENVIRONMENT: "usgovernmentl4" }, "usgovernment", "https://graph.microsoft.us"],
      [{ ARM_ENVIRONMENT: "usgovernmentl5" }, "usgovernmentl5", "https://dod-graph.microsoft.us"],
      [{ ARM_ENVIRONMENT: "dod" }, "usgovernmentl5", "https://dod-graph.microsoft.us"],
      [{ ARM_ENVIRONMENT: "china" }, "china", "https://microsoftgraph.chinacloudapi.cn"],
      [{ ARM_METADATA_HOSTNAME: "management.azure.com" }, "public", "https://graph.microsoft.com"],
    ] as const) {
      const cloud = cloudEndpoints(environment);
      assert.deepEqual([cloud.name, cloud.graph], [name, graph]);
    }
  });

  it("send tokens to hosts of their own only", () => {
    for (const name of ["public", "usgovernment", "usgovernmentl5", "china"]) {
      const { exchange, exchangeHosts, login, graph } = cloudEndpoints({ ARM_ENVIRONMENT: name });
      for (const url of [exchange, login, graph]) assert.equal(new URL(url).origin, url);
      const { hostname } = new URL(exchange);
      assert.ok(exchangeHosts.some((host) => hostname === host || (host.startsWith(".") && hostname.endsWith(host))));
    }
  });

  it("are simulated on loopback, and nowhere else", () => {
    for (const host of ["localhost:8443", "127.0.0.1:8443", "[::1]:8443"]) {
      const cloud = cloudEndpoints({ ARM_METADATA_HOSTNAME: host });
      assert.equal(cloud.name, "simulated");
      for (const origin of [cloud.login, cloud.graph, cloud.exchange]) assert.equal(origin, `https://${host}`);
    }
    for (const host of [
      "evil.example",
      "localhost.evil.example",
      "localhost@evil.example",
      "evil.example#localhost",
      "evil.example/localhost",
      "10.0.0.1",
      "not a host",
    ]) {
      assert.throws(() => cloudEndpoints({ ARM_METADATA_HOSTNAME: host }), /on this machine/, host);
    }
  });

  it("that nobody knows are refused, with those that are known", () => {
    assert.throws(
      () => cloudEndpoints({ ARM_ENVIRONMENT: "mars" }),
      /"mars".*public, usgovernment, usgovernmentl5, china/,
    );
    assert.throws(() => cloudEndpoints({ ARM_ENVIRONMENT: "constructor" }), /"constructor"/);
  });
});
