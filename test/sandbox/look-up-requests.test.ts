import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { addManyPeople } from "@consentra/sandbox/tenant";
import type { TokenSource } from "../../components/credentials";
import type { GraphAnswer } from "../../components/graph-reader";
import { repository } from "../support/repository";
import { createTenantClient, type TenantClient } from "./tenant-client";

// Rooms of the package that it does not export: loaded by path, with their types.
const components = join(repository, "components", "dist");
const { RestGraphReader } = require(join(components, "graph-reader")) as typeof import("../../components/graph-reader");
const { NodeHttpClient } = require(join(components, "http", "client")) as typeof import("../../components/http/client");
const { cloudEndpoints } = require(join(components, "clouds")) as typeof import("../../components/clouds");
const { userReads } = require(join(components, "lookup", "users")) as typeof import("../../components/lookup/users");

describe("the look-up of many users", () => {
  let sandbox: Sandbox;
  let tenant: TenantClient;
  let graph: InstanceType<typeof RestGraphReader>;
  let people: string[];
  let agent: Agent;

  before(async () => {
    sandbox = await startSandbox();
    people = addManyPeople(sandbox.tenants.contoso, 1_000);
    tenant = createTenantClient(sandbox);
    agent = new Agent({ ca: readFileSync(sandbox.caFile), keepAlive: true });
    const tokens: TokenSource = {
      tenantId: sandbox.tenants.contoso.id,
      cloud: cloudEndpoints({ ARM_METADATA_HOSTNAME: new URL(sandbox.origin).host }),
      http: new NodeHttpClient(() => agent),
      getToken: () => tenant.deployerToken("https://graph.microsoft.com"),
      forget: () => undefined,
    };
    graph = new RestGraphReader(tokens);
  });
  afterEach(() => sandbox.setFaults(undefined));
  after(async () => {
    agent.destroy();
    tenant.close();
    await sandbox.close();
  });

  async function look(names: readonly string[]) {
    const before = sandbox.requests();
    const reads = userReads(names);
    const found = await reads.take(await graph.batch(reads.paths), graph);
    const after = sandbox.requests();
    return { found, requests: after.reads - before.reads, parts: after.parts - before.parts };
  }

  it("asks for seven with one filter and twenty filters with one request", async () => {
    for (const [count, parts, requests] of [
      [1, 1, 1],
      [10, 2, 1],
      [140, 20, 1],
      [141, 21, 2],
      [1_000, 143, 8],
    ] as const) {
      const names = people.slice(0, count);
      const told = await look(names);
      assert.deepEqual([told.parts, told.requests], [parts, requests], `${count} users`);
      for (const name of names)
        assert.deepEqual(
          told.found.of(name).map((each) => each.userPrincipalName),
          [name],
        );
    }
  });

  it("finds by name, address and object ID in any letter case, each once, and tells who shares a name", async () => {
    const { users } = sandbox.tenants.contoso;
    const [one, two, three] = people.slice(0, 3).map((name) => [...users.values()].find((each) => each.mail === name));
    assert.ok(one && two && three);
    const [mail, shared] = ["another.name@contoso.com", "shared@contoso.com"];
    const before = [one, two, three].map((each) => each.mail);
    [one.mail, two.mail, three.mail] = [mail, shared, shared];
    try {
      const upn = one.userPrincipalName;
      const { found, parts } = await look([
        mail,
        upn.toUpperCase(),
        upn,
        two.id.toUpperCase(),
        shared,
        "nobody@contoso.com",
        "o'hara",
      ]);
      for (const name of [mail, upn])
        assert.deepEqual(
          found.of(name).map(({ id }) => id),
          [one.id],
          name,
        );
      assert.deepEqual(
        found.of(two.id).map(({ id }) => id),
        [two.id],
      );
      assert.deepEqual(
        found
          .of(shared)
          .map(({ id }) => id)
          .sort(),
        [two.id, three.id].sort(),
      );
      assert.deepEqual(found.of("nobody@contoso.com"), []);
      assert.deepEqual(found.of("o'hara"), []);
      assert.equal(parts, 2);
    } finally {
      for (const [index, each] of [one, two, three].entries()) each.mail = before[index] ?? null;
    }
  });

  it("asks for each alone where the service takes one of them not, or means another by a name", async () => {
    const asked: string[] = [];
    const reader = (...answers: GraphAnswer[]) => ({
      batch: (paths: readonly string[]) => {
        asked.push(...paths.map((each) => decodeURIComponent(/eq '(.*?)'/.exec(decodeURIComponent(each))?.[1] ?? "")));
        return Promise.resolve(answers);
      },
    });
    const none = { status: 200, body: { value: [] } };
    const strasse = { status: 200, body: { value: [{ id: "1", userPrincipalName: "strasse@contoso.com" }] } };
    const refused = await userReads(["a@contoso.com", "\u0000"]).take([{ status: 400, body: {} }], reader(none, none));
    assert.deepEqual(refused.of("a@contoso.com"), []);
    assert.deepEqual(asked.splice(0), ["a@contoso.com", "\u0000"]);
    const alike = await userReads(["straße@contoso.com", "b@contoso.com"]).take([strasse], reader(strasse, none));
    assert.deepEqual(
      alike.of("STRASSE@contoso.com".replace("SS", "ß")).map(({ id }) => id),
      ["1"],
    );
    assert.deepEqual(asked, ["straße@contoso.com", "b@contoso.com"]);
    await assert.rejects(
      userReads(["a@contoso.com", "b@contoso.com"]).take([{ status: 500, body: {} }], reader()),
      /Microsoft Graph answered 500/,
    );
  });

  it("keeps a request short, however long the names are", () => {
    const names = Array.from({ length: 7 }, (_, index) => `${String(index).repeat(64)}@${"d".repeat(48)}.com`);
    const { paths } = userReads(names);
    assert.ok(paths.length > 1);
    for (const path of paths) assert.ok(path.length <= 1_900, String(path.length));
  });

  it("sends what was throttled within a batch again, and nothing else", async () => {
    sandbox.setFaults({
      rules: [
        { when: { service: "graph", path: "/users" }, nth: 2, count: 2, fault: { kind: "throttle", retryAfter: 0 } },
        {
          when: { service: "graph", path: "/users" },
          nth: 5,
          fault: { kind: "serverError", status: 503, retryAfter: 0 },
        },
      ],
    });
    const told = await look(people.slice(0, 28));
    assert.deepEqual([told.requests, told.parts], [3, 4 + 2 + 1]);
    for (const name of people.slice(0, 28)) assert.equal(told.found.of(name).length, 1);
  });

  it("is told by the service of a filter with too many conditions", async () => {
    const filter = (count: number) => Array.from({ length: count }, (_, index) => `id eq '${index}'`).join(" or ");
    const ask = (text: string) => tenant.graph("GET", `/v1.0/users?$filter=${text}`);
    assert.equal((await ask(filter(15))).status, 200);
    const values = Array.from({ length: 16 }, (_, index) => `'${index}'`).join(",");
    for (const text of [filter(16), `id in (${values})`]) {
      const { status, body } = await ask(text);
      assert.equal(status, 400);
      assert.match(JSON.stringify(body), /Too many child clauses.*: 16\. Max allowed: 15\./);
    }
  });
});
