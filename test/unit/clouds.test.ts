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

  it("each have an Exchange of their own, which tokens are asked for", () => {
    for (const [name, login, exchange, hosts] of [
      [
        "public",
        "login.microsoftonline.com",
        "outlook.office365.com",
        ["eur05.outlook.office365.com", "x.outlook.com"],
      ],
      ["usgovernment", "login.microsoftonline.us", "outlook.office365.us", ["a.outlook.office365.us"]],
      ["dod", "login.microsoftonline.us", "outlook-dod.office365.us", ["webmail.apps.mil"]],
      ["china", "login.chinacloudapi.cn", "partner.outlook.cn", ["a.partner.outlook.cn"]],
    ] as const) {
      const cloud = cloudEndpoints({ ARM_ENVIRONMENT: name });
      assert.equal(cloud.login, `https://${login}`);
      assert.equal(cloud.exchange, `https://${exchange}`);
      assert.equal(cloud.exchangeResource, `https://${exchange}`);
      assert.equal(cloud.graphResource, cloud.graph);
      const allowed = (host: string) =>
        cloud.exchangeHosts.some((each) => (each.startsWith(".") ? host.endsWith(each) : host === each));
      for (const host of hosts) assert.ok(allowed(host), host);
      for (const other of [
        "outlook.office365.com.evil.example",
        "evil-office365.com",
        "mail.mil",
        "outlook.cn.evil.example",
      ]) {
        assert.ok(!allowed(other), other);
      }
    }
  });

  it("are not named twice with two names", () => {
    const named = (host: string, environment: string) =>
      cloudEndpoints({ ARM_METADATA_HOSTNAME: host, ARM_ENVIRONMENT: environment }).name;
    assert.equal(named("management.usgovcloudapi.net", "usgovernment"), "usgovernment");
    assert.equal(named("management.usgovcloudapi.net", "dod"), "usgovernmentl5");
    assert.equal(named("management.azure.com", ""), "public");
    // What a simulated tenant is, its address says.
    assert.equal(named("localhost:8443", "china"), "simulated");
    assert.throws(
      () => named("management.azure.com", "china"),
      /"management\.azure\.com", of the cloud public, but ARM_ENVIRONMENT is "china"; unset one of the two$/,
    );
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
