import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEPLOYER_APP_ID, startSandbox, type FaultPlan, type Sandbox } from "@consentra/sandbox/tenant";
import { createTenantClient, type Answer, type TenantClient } from "./tenant-client";

type Rule = FaultPlan["rules"][number];

/** A hung-up connection, as Node's client tells it. */
const hungUp = { code: "ECONNRESET" };

describe("faults of the simulated tenant", () => {
  let sandbox: Sandbox;
  let client: TenantClient;
  let exchangeToken: string;
  let folder: string;
  let journal: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "consentra-test-"));
    journal = join(folder, "journal.ndjson");
    sandbox = await startSandbox({ journal });
    client = createTenantClient(sandbox);
    exchangeToken = await client.deployerToken("https://outlook.office365.com");
  });
  afterEach(() => sandbox.setFaults(undefined));
  after(async () => {
    client.close();
    await sandbox.close();
    rmSync(folder, { recursive: true });
  });

  const plan = (...rules: Rule[]) => sandbox.setFaults({ rules });
  const users = () => client.graph("GET", "/v1.0/users?$top=1");
  const addGroup = (name: string) =>
    client.graph("POST", "/v1.0/groups", {
      displayName: name,
      mailNickname: name,
      mailEnabled: false,
      securityEnabled: true,
    });
  const groupsNamed = (name: string) =>
    [...sandbox.tenants.contoso.groups.values()].filter((each) => each.displayName === name).length;
  const cmdlet = <Body>(name: string, parameters: object = {}): Promise<Answer<Body>> =>
    client.send<Body>("POST", `/adminapi/beta/${sandbox.tenants.contoso.id}/InvokeCommand`, command(name, parameters), {
      authorization: `Bearer ${exchangeToken}`,
    });
  const command = (name: string, parameters: object = {}) => ({
    CmdletInput: { CmdletName: name, Parameters: parameters },
  });
  const addPolicyGroup = (name: string) =>
    cmdlet<{ value: { Guid: string }[] }>("New-DistributionGroup", {
      Name: name,
      Alias: name,
      DisplayName: name,
      Type: "Security",
      PrimarySmtpAddress: `${name}@contoso.com`,
      ManagedBy: ["alexw@contoso.com"],
    });
  const faultsNoted = () =>
    sandbox.audit().flatMap(({ fault, operation, status }) => (fault ? [{ fault, operation, status }] : []));

  it("throttles the request that is meant, with and without Retry-After, and notes each in audit and journal", async () => {
    plan(
      { name: "busy", when: { service: "graph", path: "/users" }, nth: 2, fault: { kind: "throttle", retryAfter: 7 } },
      { when: { service: "graph", path: "/users" }, nth: 3, fault: { kind: "throttle" } },
    );
    const answers = [await users(), await users(), await users(), await users()];
    assert.deepEqual(
      answers.map(({ status, headers }) => [status, headers["retry-after"]]),
      [
        [200, undefined],
        [429, "7"],
        [429, undefined],
        [200, undefined],
      ],
    );
    assert.equal(answers[1]?.body.error.code, "TooManyRequests");
    const noted = [
      { fault: "busy: throttle, Retry-After 7", operation: "GET /users", status: 429 },
      { fault: "rule 2: throttle", operation: "GET /users", status: 429 },
    ];
    assert.deepEqual(faultsNoted(), noted);
    const lines = readFileSync(journal, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { fault: string; operation: string; status: number; actor: string });
    assert.deepEqual(
      lines.map(({ fault, operation, status }) => ({ fault, operation, status })),
      noted,
    );
    assert.equal(lines[0]?.actor, DEPLOYER_APP_ID);
  });

  it("fails before the write, or after it", async () => {
    plan(
      { when: { method: "POST", path: "/groups" }, fault: { kind: "serverError", status: 503, retryAfter: 3 } },
      { when: { method: "POST", path: "/groups" }, nth: 2, fault: { kind: "serverError", status: 504, when: "after" } },
    );
    const early = await addGroup("Early");
    assert.deepEqual(
      [early.status, early.headers["retry-after"], early.body.error.code],
      [503, "3", "ServiceUnavailable"],
    );
    assert.equal(groupsNamed("Early"), 0);
    const late = await addGroup("Late");
    assert.deepEqual([late.status, late.body.error.code], [504, "GatewayTimeout"]);
    assert.equal(groupsNamed("Late"), 1);
    // The write that was carried out has its own entry, before the fault's.
    assert.deepEqual(
      sandbox
        .audit()
        .slice(-2)
        .map(({ operation, status, fault }) => [operation, status, fault]),
      [
        ["POST /v1.0/groups", 201, undefined],
        ["POST /groups", 504, "rule 2: 504 after the request was carried out"],
      ],
    );
  });

  it("ends the connection before the write, or after it", async () => {
    plan(
      { when: { path: "/groups" }, fault: { kind: "reset" } },
      { when: { path: "/groups" }, nth: 2, fault: { kind: "reset", when: "after" } },
    );
    await assert.rejects(addGroup("Unmade"), hungUp);
    assert.equal(groupsNamed("Unmade"), 0);
    await assert.rejects(addGroup("Made"), hungUp);
    assert.equal(groupsNamed("Made"), 1);
    assert.equal((await users()).status, 200);
    assert.deepEqual(
      faultsNoted()
        .slice(-2)
        .map(({ status }) => status),
      [0, 0],
    );
  });

  it("breaks a body off, or ends it early", async () => {
    const whole = JSON.stringify((await users()).body);
    plan({ when: { path: "/users" }, fault: { kind: "truncate", keep: 0.5 } });
    await assert.rejects(users(), hungUp);
    plan({ when: { path: "/users" }, fault: { kind: "truncate", keep: 0.5, length: "shortened" } });
    await assert.rejects(users(), SyntaxError);
    plan({ when: { path: "/users" }, fault: { kind: "truncate", keep: 0, length: "shortened" } });
    assert.equal((await users()).body, undefined);
    assert.equal(JSON.stringify((await users()).body), whole);
  });

  it("answers late: after the write it is done when the client has given up", async () => {
    plan({ when: { path: "/groups" }, fault: { kind: "slow", milliseconds: 60 } });
    const answer = addGroup("Slow");
    const noted = await new Promise<string | undefined>((resolve) => {
      const stop = sandbox.onAudit(({ fault }) => {
        if (fault === undefined) return;
        stop();
        resolve(fault);
      });
    });
    assert.equal(noted, "rule 1: slow by 60 ms after the request was carried out");
    assert.equal(groupsNamed("Slow"), 1);
    assert.equal((await answer).status, 201);
  });

  it("holds a request, before or after it is carried out, until the plan is taken away", async () => {
    for (const [when, done] of [
      ["before", 0],
      ["after", 1],
    ] as const) {
      plan({ when: { path: "/groups" }, fault: { kind: "hold", when } });
      const told = new Promise<void>((resolve) => {
        const stop = sandbox.onAudit(({ fault }) => {
          if (fault === undefined) return;
          stop();
          resolve();
        });
      });
      const answer = addGroup(`Held ${when}`);
      await told;
      // Others pass.
      assert.equal((await users()).status, 200);
      assert.equal(groupsNamed(`Held ${when}`), done);
      sandbox.setFaults(undefined);
      assert.equal((await answer).status, 201);
      assert.equal(groupsNamed(`Held ${when}`), 1);
    }
    // A listener may take the plan away when it hears of the fault.
    plan({ when: { path: "/groups" }, fault: { kind: "hold" } });
    const stop = sandbox.onAudit(({ fault }) => {
      if (fault !== undefined) sandbox.setFaults(undefined);
    });
    assert.equal((await addGroup("Not held")).status, 201);
    stop();
  });

  it("delays one object on its way to the other directory server, and no other", async () => {
    plan({ when: { cmdlet: "new-distributiongroup" }, fault: { kind: "lag", milliseconds: 60_000 } });
    const [late, prompt] = [await addPolicyGroup("late-group"), await addPolicyGroup("prompt-group")];
    const reads = async (guid: string | undefined) => {
      const statuses = [];
      for (let i = 0; i < 4; i++) statuses.push((await cmdlet("Get-DistributionGroup", { Identity: guid })).status);
      return [...new Set(statuses)].sort();
    };
    assert.deepEqual(await reads(late.body.value[0]?.Guid), [200, 404]);
    assert.deepEqual(await reads(prompt.body.value[0]?.Guid), [200]);
    sandbox.cloud.clock.advance(60_000);
    assert.deepEqual(await reads(late.body.value[0]?.Guid), [200]);
  });

  it("delays an object of Graph too", async () => {
    plan({ when: { method: "POST", path: "/applications" }, fault: { kind: "lag", milliseconds: 60_000 } });
    const { id } = (await client.graph("POST", "/v1.0/applications", { displayName: "Late" })).body;
    const statuses = [];
    for (let i = 0; i < 2; i++) statuses.push((await client.graph("GET", `/v1.0/applications/${id}`)).status);
    assert.deepEqual(statuses, [404, 200]);
    sandbox.cloud.clock.advance(60_000);
    assert.equal((await client.graph("GET", `/v1.0/applications/${id}`)).status, 200);
  });

  it("sets the clock forward, so that tokens run out", async () => {
    const token = await client.deployerToken();
    const asDeployer = () => client.send("GET", "/v1.0/organization", undefined, { authorization: `Bearer ${token}` });
    plan({ when: { path: "/organization" }, nth: 2, fault: { kind: "clock", milliseconds: 2 * 3_600_000 } });
    assert.equal((await asDeployer()).status, 200);
    const { status, body } = await asDeployer();
    assert.deepEqual([status, body.error.message], [401, "Lifetime validation failed, the token is expired."]);
    // For the tests that follow.
    client.close();
    client = createTenantClient(sandbox);
    exchangeToken = await client.deployerToken("https://outlook.office365.com");
  });

  it("lets every token run out in the middle, and takes new ones", async () => {
    plan({ when: { service: "graph" }, nth: 2, fault: { kind: "expireTokens" } });
    const token = await client.deployerToken();
    const asked = (bearer: string) =>
      client.send("GET", "/v1.0/organization", undefined, { authorization: `Bearer ${bearer}` });
    assert.deepEqual(
      [(await asked(token)).status, (await asked(token)).status, (await asked(token)).status],
      [200, 401, 401],
    );
    assert.equal((await cmdlet("Get-AcceptedDomain")).status, 401);
    assert.equal((await asked(await client.deployerToken())).status, 200);
    sandbox.setFaults(undefined);
    assert.equal((await asked(token)).status, 200);
  });

  it("takes permissions away in the middle, in the service's own words, until the plan goes", async () => {
    plan(
      {
        when: { path: "/groups" },
        nth: 2,
        fault: { kind: "revoke", permissions: ["Group.ReadWrite.All", "Directory.ReadWrite.All", "Group.Create"] },
      },
      { when: { cmdlet: "Get-AcceptedDomain" }, fault: { kind: "revoke", permissions: ["Exchange.ManageAsApp"] } },
    );
    assert.equal((await addGroup("Allowed")).status, 201);
    const { status, body } = await addGroup("Forbidden");
    assert.deepEqual([status, body.error.code], [403, "Authorization_RequestDenied"]);
    assert.equal((await addGroup("Forbidden")).status, 403);
    assert.equal(groupsNamed("Forbidden"), 0);
    assert.equal((await users()).status, 200);
    assert.equal((await cmdlet("Get-AcceptedDomain")).status, 403);
    sandbox.setFaults(undefined);
    assert.equal((await addGroup("Allowed again")).status, 201);
    assert.equal((await cmdlet("Get-AcceptedDomain")).status, 200);
  });

  it("fails one part of a batch of Graph and answers the others", async () => {
    plan(
      { when: { path: "/domains" }, fault: { kind: "throttle", retryAfter: 2 } },
      { when: { path: "/groups/*" }, fault: { kind: "reset", when: "after" } },
    );
    const requests = ["/organization", "/domains", "/groups/none"].map((url, index) => ({
      id: `${index}`,
      method: "GET",
      url,
    }));
    const { status, body } = await client.graph<{ responses: { id: string; status: number; headers: object }[] }>(
      "POST",
      "/v1.0/$batch",
      { requests },
    );
    assert.equal(status, 200);
    assert.deepEqual(
      body.responses.map((each) => [each.id, each.status]),
      [
        ["0", 200],
        ["1", 429],
        ["2", 504],
      ],
    );
    assert.deepEqual(body.responses[1]?.headers, {
      "Content-Type": "application/json; charset=utf-8",
      "Retry-After": "2",
    });
  });

  it("fails one part of a batch of Exchange and answers the others", async () => {
    plan(
      { when: { cmdlet: "Get-AcceptedDomain" }, fault: { kind: "serverError", when: "after" } },
      { when: { cmdlet: "Get-Mailbox" }, fault: { kind: "truncate" } },
      { when: { cmdlet: "Get-Recipient" }, fault: { kind: "throttle" } },
    );
    const requests = ["Get-OrganizationConfig", "Get-AcceptedDomain", "Get-Mailbox", "Get-Recipient"].map(
      (name, index) => ({
        id: `${index}`,
        method: "POST",
        url: "",
        body: command(name),
      }),
    );
    const { status, body } = await client.send<{ responses: { status: number; body: { error?: { code: string } } }[] }>(
      "POST",
      `/adminapi/beta/${sandbox.tenants.contoso.id}/$batch`,
      { requests },
      { authorization: `Bearer ${exchangeToken}` },
    );
    assert.equal(status, 200);
    assert.deepEqual(
      body.responses.map((each) => [each.status, each.body.error?.code]),
      [
        [200, undefined],
        [503, "ServiceUnavailable"],
        [502, "BadGateway"],
        [429, "TooManyRequests"],
      ],
    );
  });

  it("fails the sign-in in Entra's words", async () => {
    plan({ when: { service: "login", path: "/*/oauth2/v2.0/token" }, fault: { kind: "serverError", status: 503 } });
    const { status, body } = await client.token(sandbox.tenants.contoso.id, { grant_type: "client_credentials" });
    assert.deepEqual([status, body.error, body.error_codes], [503, "temporarily_unavailable", [90033]]);
  });

  it("fails writes only, where that is asked for, whoever is asked", async () => {
    plan({ when: { does: "write" }, count: "always", fault: { kind: "serverError" } });
    assert.deepEqual(
      [(await users()).status, (await addGroup("x")).status, (await cmdlet("Get-Mailbox")).status],
      [200, 503, 200],
    );
    assert.equal((await cmdlet("Set-Mailbox")).status, 503);
    assert.equal((await cmdlet("Remove-DistributionGroup", { Identity: "sales@contoso.com" })).status, 503);
  });

  it("fails the requests of one app only, where that is asked for", async () => {
    plan({ when: { app: "11111111-1111-4111-8111-111111111111" }, fault: { kind: "throttle" } });
    assert.equal((await users()).status, 200);
    plan({ when: { app: DEPLOYER_APP_ID.toUpperCase() }, fault: { kind: "throttle" } });
    assert.equal((await users()).status, 429);
  });

  it("draws the same faults from the same seed, and others from another", async () => {
    const drawn = async (seed: number) => {
      sandbox.setFaults({ seed, rules: [{ when: { path: "/users" }, probability: 0.4, fault: { kind: "throttle" } }] });
      let statuses = "";
      for (let i = 0; i < 24; i++) statuses += (await users()).status === 429 ? "x" : ".";
      assert.deepEqual(sandbox.faultProgress(), [
        { name: "rule 1", fault: "throttle", seen: 24, hit: statuses.replaceAll(".", "").length },
      ]);
      return statuses;
    };
    const first = await drawn(7);
    assert.match(first, /x/);
    assert.match(first, /\./);
    assert.equal(await drawn(7), first);
    assert.notEqual(await drawn(8), first);
  });

  it("counts each hit against the limit", async () => {
    plan({ when: { path: "/users" }, count: 2, fault: { kind: "throttle" } });
    assert.deepEqual([(await users()).status, (await users()).status, (await users()).status], [429, 429, 200]);
  });

  it("is steered over HTTP, by who has the key", async () => {
    const control = (method: string, body?: unknown, key = sandbox.controlKey) =>
      client.send<{ rules: unknown[]; error: string }>(method, "/_sandbox/faults", body, {
        authorization: `Bearer ${key}`,
      });
    const rules = [{ name: "all", count: "always", fault: { kind: "throttle" } }];
    assert.equal((await control("POST", { rules }, "wrong")).status, 401);
    assert.equal((await control("POST", { rules })).status, 200);
    assert.equal((await users()).status, 429);
    assert.deepEqual((await control("GET")).body, { rules: [{ name: "all", fault: "throttle", seen: 1, hit: 1 }] });
    const wrong = await control("POST", { rules: [{ fault: { kind: "throttle", seconds: 1 } }] });
    assert.equal(wrong.status, 400);
    assert.match(wrong.body.error, /^the fault plan is not valid:\n✖ Unrecognized key: "seconds"/);
    // What was not valid changed nothing.
    assert.equal((await users()).status, 429);
    assert.deepEqual((await control("DELETE")).body, { rules: [] });
    assert.equal((await users()).status, 200);
  });
});
