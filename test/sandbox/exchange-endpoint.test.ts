import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { startSandbox, type CloudOptions, type Sandbox } from "@consentra/sandbox/tenant";
import { createExchangeClient, forget, type ExchangeClient, type Row } from "./exchange-client";

interface ErrorBody {
  code: string;
  details: { message: string }[];
  innererror: { internalexception: { message: string } };
}

describe("simulated Exchange: the admin endpoint", () => {
  let sandbox: Sandbox;
  let exchange: ExchangeClient;
  let options: CloudOptions;
  let base: string;

  before(async () => {
    sandbox = await startSandbox();
    options = { ...sandbox.cloud.options };
    exchange = createExchangeClient(sandbox);
    base = `/adminapi/beta/${sandbox.tenants.contoso.id}`;
  });

  afterEach(() => forget(sandbox, options));

  after(async () => {
    exchange.close();
    await sandbox.close();
  });

  const invocation = (CmdletName: string, Parameters: Row = {}) => ({ CmdletInput: { CmdletName, Parameters } });
  const domains = invocation("Get-AcceptedDomain");

  it("answers in beta by the tenant's ID or domain, and in v1.0 with 405", async () => {
    assert.equal((await exchange.send("POST", `${base}/InvokeCommand`, domains)).value.length, 2);
    const byDomain = await exchange.send("POST", "/adminapi/beta/contoso.onmicrosoft.com/InvokeCommand", domains);
    assert.equal(byDomain.status, 200);
    const v1 = await exchange.send("POST", `/adminapi/v1.0/${sandbox.tenants.contoso.id}/InvokeCommand`, domains);
    assert.equal(v1.status, 405);
    assert.equal((await exchange.send("GET", `${base}/InvokeCommand`)).status, 405);
  });

  it("wants a token of its own audience with Exchange.ManageAsApp, for this organisation", async () => {
    const graph = await exchange.tenant.deployerToken();
    assert.equal((await exchange.send("POST", `${base}/InvokeCommand`, domains, { token: graph })).status, 401);
    assert.equal((await exchange.send("POST", `${base}/InvokeCommand`, domains, { token: "x.y.z" })).status, 401);
    const other = `/adminapi/beta/${sandbox.tenants.fabrikam.id}/InvokeCommand`;
    assert.equal((await exchange.send("POST", other, domains)).status, 403);
    const malformed = { "x-anchormailbox": "nobody" };
    assert.equal((await exchange.send("POST", `${base}/InvokeCommand`, domains, { headers: malformed })).status, 400);
  });

  it("answers a cmdlet that the caller does not have with 470 NUL bytes labelled gzip", async () => {
    const answer = await exchange.run("Get-InboxRule", { Mailbox: "meganb" });
    assert.equal(answer.status, 403);
    assert.equal(answer.headers["content-encoding"], "gzip");
    assert.ok(answer.headers["request-id"]);
    assert.deepEqual(answer.raw, Buffer.alloc(470));
  });

  it("binds parameters in any letter case, and names one that is unknown, missing or of another type", async () => {
    assert.equal((await exchange.ok("get-recipient", { identity: "meganb" })).length, 1);
    for (const [parameters, words] of [
      [{ Identiy: "x" }, "A parameter cannot be found that matches parameter name 'Identiy'."],
      [{}, "Cannot process command because of one or more missing mandatory parameters: Identity."],
      [
        { Identity: "x", Confirm: "False" },
        `Cannot process argument transformation on parameter 'Confirm'. Cannot convert the value to type "boolean".`,
      ],
    ] as const) {
      const answer = await exchange.run("Remove-ManagementScope", parameters);
      assert.deepEqual([answer.status, answer.error], [400, words]);
    }
  });

  it("writes errors as id, type and text, without id, as JSON in JSON, or without a detail; a missing object may be 400", async () => {
    const ask = () => exchange.run("Get-Recipient", { Identity: "nobody" });
    const detail = ({ raw }: { raw: Buffer }) => (JSON.parse(raw.toString()) as { error: ErrorBody }).error;
    const text =
      "The operation couldn't be performed because object 'nobody' couldn't be found on 'DB3PR05A12DC001.EURPR05A012.PROD.OUTLOOK.COM'.";
    const type = "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException";
    const [pipe] = detail(await ask()).details;
    assert.match(pipe?.message ?? "", /^Ex[0-9A-F]{6}\|Microsoft\.Exchange/);
    assert.equal(pipe?.message.slice(9), `${type}|${text}`);
    sandbox.cloud.options.exchangeErrorForm = "bare";
    assert.equal(detail(await ask()).details[0]?.message, `|${type}|${text}`);
    sandbox.cloud.options.exchangeErrorForm = "json";
    assert.deepEqual(JSON.parse(detail(await ask()).details[0]?.message ?? ""), {
      Message: text,
      TypeName: type,
      StackTrace: null,
      InnerError: null,
    });
    sandbox.cloud.options.exchangeErrorForm = "inner";
    const { details, innererror } = detail(await ask());
    assert.deepEqual([details, innererror.internalexception.message], [[], text]);
    assert.equal((await ask()).status, 404);
    sandbox.cloud.options.notFoundStatus = 400;
    const answer = await ask();
    assert.deepEqual([answer.status, detail(answer).code], [400, "BadRequest"]);
  });

  it("pages as Prefer asks, and goes on by POST to the link; by GET only where that is switched on", async () => {
    const headers = { prefer: "odata.maxpagesize=10" };
    const all = await exchange.ok("Get-Recipient");
    const found: Row[] = [];
    let page = await exchange.run("Get-Recipient", {}, { headers });
    found.push(...page.value);
    assert.equal(page.value.length, 10);
    const [first = ""] = [page.nextLink];
    while (page.nextLink) {
      page = await exchange.send("POST", page.nextLink, invocation("Get-Recipient"), { headers });
      found.push(...page.value);
    }
    assert.deepEqual(found, all);
    assert.equal((await exchange.send("GET", first, undefined, { headers })).status, 405);
    sandbox.cloud.options.continuationByGet = true;
    assert.deepEqual((await exchange.send("GET", first, undefined, { headers })).value, all.slice(10, 20));
    assert.equal((await exchange.send("GET", `${base}/InvokeCommand`)).status, 405);
  });

  it("forgets a link after ten minutes", async () => {
    const page = await exchange.run("Get-Recipient", {}, { headers: { prefer: "odata.maxpagesize=10" } });
    sandbox.cloud.clock.advance(10 * 60_000 + 1);
    assert.equal((await exchange.send("POST", page.nextLink ?? "", invocation("Get-Recipient"))).status, 404);
  });

  it("pages each request of a batch as that one asks", async () => {
    const requests = [1, 2].map((size) => ({
      id: String(size),
      method: "POST",
      url: `${base}/InvokeCommand`,
      headers: { Prefer: `odata.maxpagesize=${size}` },
      body: invocation("Get-AcceptedDomain"),
    }));
    const answer = await exchange.send("POST", `${base}/$batch`, { requests });
    const { responses } = JSON.parse(answer.raw.toString()) as {
      responses: { id: string; status: number; body: { value: Row[]; "@odata.nextLink"?: string } }[];
    };
    assert.deepEqual(
      responses.map(({ id, status, body }) => [id, status, body.value.length, body["@odata.nextLink"] !== undefined]),
      [
        ["1", 200, 1, true],
        ["2", 200, 2, false],
      ],
    );
    const many = await exchange.send("POST", `${base}/$batch`, { requests: Array(11).fill(requests[0]) });
    assert.equal(many.status, 400);
  });

  it("sends a request on to a region once, and names the inner port in links, where that is switched on", async () => {
    Object.assign(sandbox.cloud.options, { regionalRedirect: true });
    const sent = await exchange.send("POST", `${base}/InvokeCommand`, domains);
    assert.equal(sent.status, 302);
    const location = String(sent.headers["location"]);
    assert.equal(location, `${sandbox.origin}${base}/InvokeCommand?region=EURPR05`);
    assert.equal((await exchange.send("POST", location, domains)).value.length, 2);
    sandbox.cloud.options.innerPortInLinks = true;
    const inner = await exchange.send("POST", `${base}/InvokeCommand`, domains);
    assert.equal(String(inner.headers["location"]), `https://localhost:446${base}/InvokeCommand?region=EURPR05`);
    const page = await exchange.send("POST", location, domains, { headers: { prefer: "odata.maxpagesize=1" } });
    assert.match(page.nextLink ?? "", /^https:\/\/localhost:446\/adminapi\/beta\//);
  });

  it("refuses too many requests with 429 and Retry-After, again for a client that does not wait", async () => {
    sandbox.cloud.options.exchangeThrottle = { requests: 2, retryAfter: 30 };
    const ask = () => exchange.run("Get-AcceptedDomain");
    assert.deepEqual([(await ask()).status, (await ask()).status], [200, 200]);
    const refused = await ask();
    assert.deepEqual([refused.status, refused.headers["retry-after"]], [429, "30"]);
    assert.equal(refused.headers["rate-limit-remaining"], "0");
    sandbox.cloud.clock.advance(29_000);
    assert.equal((await ask()).status, 429);
    sandbox.cloud.clock.advance(1_000);
    assert.equal((await ask()).status, 200);
  });

  it("writes truth values as text, and nothing at all after a write, where that is switched on", async () => {
    const organization = async () => (await exchange.ok("Get-OrganizationConfig"))[0]?.["IsDehydrated"];
    assert.equal(await organization(), false);
    sandbox.cloud.options.booleansAsStrings = true;
    assert.equal(await organization(), "False");
    await exchange.ok("New-ManagementScope", { Name: "s", RecipientRestrictionFilter: "Alias -eq 'x'" });
    sandbox.cloud.options.emptyBodies = true;
    const removed = await exchange.run("Remove-ManagementScope", { Identity: "s", Confirm: false });
    assert.deepEqual([removed.status, removed.raw.length], [200, 0]);
  });

  it("takes writes whose anchor names the organisation by its ID, or not where that is switched on", async () => {
    const anchored = (organization: string) =>
      exchange.run(
        "New-ManagementScope",
        { Name: organization, RecipientRestrictionFilter: "Alias -eq 'x'" },
        { headers: { "x-anchormailbox": `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${organization}` } },
      );
    assert.equal((await anchored(sandbox.tenants.contoso.id)).status, 200);
    sandbox.cloud.options.writesNeedDomainAnchor = true;
    const refused = await anchored(sandbox.tenants.contoso.id.toUpperCase());
    assert.equal(refused.status, 400);
    assert.match(refused.error, /doesn't have write permission to target DC.*insufficient access rights/);
    assert.equal((await anchored("contoso.onmicrosoft.com")).status, 200);
    const read = {
      "x-anchormailbox": `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${sandbox.tenants.contoso.id}`,
    };
    assert.equal((await exchange.run("Get-ManagementScope", {}, { headers: read })).status, 200);
  });

  it("has every switch in the control API", async () => {
    const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
      const outgoing = request(
        `${sandbox.origin}/_sandbox/options`,
        {
          method: "POST",
          ca: readFileSync(sandbox.caFile),
          headers: { "content-type": "application/json", authorization: `Bearer ${sandbox.controlKey}` },
        },
        (incoming) => {
          let body = "";
          incoming.on("data", (chunk: Buffer) => (body += chunk.toString()));
          incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, body }));
        },
      );
      outgoing.on("error", reject);
      outgoing.end(JSON.stringify(options));
    });
    assert.equal(answer.status, 200, answer.body);
    assert.deepEqual(JSON.parse(answer.body), options);
  });
});
