import assert from "node:assert/strict";
import { startSandbox, type Sandbox } from "@consentra/sandbox/tenant";
import { createTenantClient, type GraphBody, type TenantClient } from "./tenant-client";

const DELTA = "/v1.0/contacts/delta";
const NAMES = [
  "Anneke Visser",
  "Bao Tran",
  "Carmen Iglesias",
  "Dmitri Orlov",
  "Efua Boateng",
  "Fiona Campbell",
  "Giulia Conti",
  "Hassan Rahimi",
];

describe("organisation contacts of the simulated tenant", () => {
  let sandbox: Sandbox;
  let client: TenantClient;
  beforeEach(async () => {
    sandbox = await startSandbox();
    client = createTenantClient(sandbox);
  });
  afterEach(async () => {
    client.close();
    await sandbox.close();
  });

  const get = (link: string, headers?: Record<string, string>) =>
    client.graph("GET", link.replace(sandbox.origin, ""), undefined, headers);
  /** Reads a round to its end. */
  const round = async (link: string, headers?: Record<string, string>) => {
    const entries: GraphBody[] = [];
    for (let next = link, pages = 1; ; pages++) {
      const answer = await get(next, headers);
      assert.equal(answer.status, 200);
      entries.push(...answer.body.value);
      const { "@odata.nextLink": nextLink, "@odata.deltaLink": deltaLink } = answer.body;
      if (typeof deltaLink === "string") return { entries, pages, deltaLink };
      assert.ok(typeof nextLink === "string");
      next = nextLink;
    }
  };
  const names = (entries: GraphBody[]) => entries.map(({ displayName }) => displayName);
  const contactOf = (name: string) => {
    const found = [...sandbox.tenants.contoso.exchange.orgContacts.values()].find((each) => each.displayName === name);
    assert.ok(found);
    return found;
  };

  it("are read page by page, and then only what changed", async () => {
    const first = await round(DELTA, { prefer: "odata.maxpagesize=3" });
    assert.deepEqual([names(first.entries), first.pages], [NAMES, 3]);
    assert.deepEqual((await round(first.deltaLink)).entries, []);
    const { orgContacts } = sandbox.tenants.contoso.exchange;
    contactOf("Bao Tran").companyName = "Tailspin";
    const removed = contactOf("Efua Boateng");
    orgContacts.delete(removed.id);
    const id = "11111111-2222-4333-8444-555555555555";
    orgContacts.set(id, { id, displayName: "Ivo Horn", mail: "ivo@litware.example", companyName: null });
    const second = await round(first.deltaLink);
    assert.deepEqual(names(second.entries.slice(0, 2)), ["Bao Tran", "Ivo Horn"]);
    assert.deepEqual(second.entries.slice(2), [{ id: removed.id, "@removed": { reason: "deleted" } }]);
    assert.deepEqual((await round(second.deltaLink)).entries, []);
  });

  it("are told of changes in the selected properties alone", async () => {
    const first = await round(`${DELTA}?$select=displayName`);
    assert.deepEqual(Object.keys(first.entries[0] ?? {}).sort(), ["displayName", "id"]);
    contactOf("Bao Tran").companyName = "Tailspin";
    assert.deepEqual((await round(first.deltaLink)).entries, []);
    contactOf("Bao Tran").displayName = "Bao T.";
    assert.deepEqual(names((await round(first.deltaLink)).entries), ["Bao T."]);
  });

  it("can be followed from now on, for seven days", async () => {
    const { entries, deltaLink } = await round(`${DELTA}?$deltatoken=latest`);
    assert.deepEqual(entries, []);
    contactOf("Bao Tran").companyName = "Tailspin";
    assert.deepEqual(names((await round(deltaLink)).entries), ["Bao Tran"]);
    sandbox.cloud.clock.advance(7 * 24 * 60 * 60 * 1000);
    const fresh = { authorization: `Bearer ${await client.deployerToken()}` };
    const expired = await get(deltaLink, fresh);
    assert.deepEqual([expired.status, expired.body.error.code], [410, "syncStateNotFound"]);
    assert.equal((await get(`${DELTA}?$deltatoken=nonsense`, fresh)).status, 400);
  });

  it("are throttled when the tenant is told so, until a client waits", async () => {
    const statuses = async (count: number) => {
      const seen: number[] = [];
      for (let each = 0; each < count; each++) seen.push((await get(DELTA)).status);
      return seen;
    };
    assert.deepEqual(await statuses(4), [200, 200, 200, 200]);
    sandbox.cloud.options.throttle = { requests: 2, retryAfter: 60 };
    assert.deepEqual(await statuses(4), [200, 200, 429, 429]);
    const { status, headers, body } = await get("/v1.0/contacts");
    assert.deepEqual([status, headers["retry-after"], body.error.code], [429, "60", "TooManyRequests"]);
    assert.equal((await get("/v1.0/users")).status, 200);
    sandbox.cloud.clock.advance(30_000);
    assert.deepEqual((await get(DELTA)).headers["retry-after"], "30");
    sandbox.cloud.clock.advance(30_000);
    assert.deepEqual(await statuses(3), [200, 200, 429]);
  });
});
