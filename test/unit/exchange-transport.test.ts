import assert from "node:assert/strict";
import { join } from "node:path";
import type { TokenSource } from "../../components/credentials";
import { repository } from "../support/repository";

// Rooms of the package that it does not export: loaded by path, with their types.
const components = join(repository, "components", "dist");
const { RestTransport } = require(
  join(components, "exchange", "rest-transport"),
) as typeof import("../../components/exchange/rest-transport");
const { ExchangeError } = require(
  join(components, "exchange", "rest-errors"),
) as typeof import("../../components/exchange/rest-errors");
const { cloudEndpoints } = require(join(components, "clouds")) as typeof import("../../components/clouds");

const tenantId = "11111111-2222-3333-4444-555555555555";
const base = `https://outlook.office365.com/adminapi/beta/${tenantId}`;

interface Sent {
  url: string;
  headers: Headers;
  body: { CmdletInput: { CmdletName: string; Parameters: Record<string, unknown> }; requests?: { id: string }[] };
}

/** A transport whose requests are answered one after the other. */
function transportOf(answers: (() => Response | Promise<Response>)[], patience = 0) {
  const sent: Sent[] = [];
  const forgotten: string[] = [];
  let token = 0;
  const tokens: TokenSource = {
    tenantId,
    cloud: cloudEndpoints({}),
    getToken: async () => `token-${++token}`,
    forget: (scope) => forgotten.push(scope),
  };
  const transport = new RestTransport({
    tokens,
    organization: "contoso.onmicrosoft.com",
    patience,
    fetch: async (url, init) => {
      assert.ok(typeof url === "string" && typeof init?.body === "string");
      sent.push({
        url,
        headers: new Headers(init.headers),
        body: JSON.parse(init.body) as (typeof sent)[number]["body"],
      });
      const answer = answers.shift();
      assert.ok(answer, `an unexpected request to ${url}`);
      return answer();
    },
  });
  return { transport, sent, forgotten, tokens, left: answers };
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  () =>
    Response.json(body, { status, headers });
const failure = (status: number, message: string, headers: Record<string, string> = {}) =>
  json(status, { error: { code: "x", message: "Error executing cmdlet", details: [{ message }] } }, headers);
const ofKind = (kind: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof ExchangeError, String(error));
  assert.equal(error.kind, kind);
  assert.match(error.message, message);
  return true;
};

describe("the Exchange REST transport", () => {
  it("sends the cmdlet as the service expects it", async () => {
    const { transport, sent } = transportOf([json(200, { value: [] })]);
    await transport.invoke("Get-Recipient", { Identity: "a@contoso.com", Filter: undefined });
    assert.equal(sent.length, 1);
    assert.equal(sent[0]?.url, `${base}/InvokeCommand`);
    assert.deepEqual(sent[0].body, {
      CmdletInput: { CmdletName: "Get-Recipient", Parameters: { Identity: "a@contoso.com" } },
    });
    const { headers } = sent[0];
    assert.equal(headers.get("authorization"), "Bearer token-1");
    assert.equal(headers.get("accept-encoding"), "identity");
    assert.equal(
      headers.get("x-anchormailbox"),
      "APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@contoso.onmicrosoft.com",
    );
  });

  it("never sends an empty Identity, which would mean every object", async () => {
    for (const Identity of ["", null, undefined]) {
      const { transport, sent } = transportOf([]);
      await assert.rejects(transport.invoke("Get-ApplicationAccessPolicy", { Identity }), /empty Identity/);
      assert.equal(sent.length, 0);
    }
  });

  it("drops annotations and reads booleans that came as text", async () => {
    const { transport } = transportOf([
      json(200, { value: [{ Name: "x", "Name@odata.type": "#String", IsDirSynced: "False", IsValid: "True" }] }),
    ]);
    assert.deepEqual(await transport.invoke("Get-Group", {}), [{ Name: "x", IsDirSynced: false, IsValid: true }]);
  });

  it("takes an empty body of a write for success", async () => {
    const { transport } = transportOf([() => new Response("", { status: 200 })]);
    assert.deepEqual(await transport.invoke("Set-DistributionGroup", { Identity: "x" }), []);
  });

  it("posts the same body to the next page, and to no other host", async () => {
    const next = `${base}/InvokeCommand?$skiptoken=2`;
    const { transport, sent } = transportOf([
      json(200, { value: [{ Name: "1" }], "@odata.nextLink": next }),
      json(200, { value: [{ Name: "2" }] }),
    ]);
    assert.deepEqual(await transport.invoke("Get-Group", {}), [{ Name: "1" }, { Name: "2" }]);
    assert.equal(sent.at(1)?.url, new URL(next).href);
    assert.deepEqual(sent.at(1)?.body, sent.at(0)?.body);

    const foreign = transportOf([json(200, { value: [], "@odata.nextLink": "https://evil.example/x" })]);
    await assert.rejects(foreign.transport.invoke("Get-Group", {}), /evil\.example/);
    assert.equal(foreign.sent.length, 1);
  });

  it("follows a redirect within the cloud only, and says so otherwise", async () => {
    const moved = (location: string) => () => new Response(null, { status: 302, headers: { location } });
    const regional = transportOf([
      moved("https://eur05.outlook.office365.com:446/adminapi/beta/x/InvokeCommand"),
      json(200, { value: [] }),
    ]);
    await regional.transport.invoke("Get-Group", {});
    assert.equal(regional.sent[1]?.url, "https://eur05.outlook.office365.com/adminapi/beta/x/InvokeCommand");

    const foreign = transportOf([moved("https://outlook.office365.com.evil.example/")], 60_000);
    await assert.rejects(foreign.transport.invoke("Get-Group", {}), (error: Error) => {
      assert.match(error.message, /evil\.example.*token was not sent there/);
      assert.doesNotMatch(error.message, /could not be reached/);
      return true;
    });
    assert.equal(foreign.sent.length, 1);
  });

  it("says what a failed sign-in said, instead of blaming the network", async () => {
    const { transport, tokens, sent } = transportOf([], 60_000);
    tokens.getToken = async () => {
      throw new Error("AADSTS7000215: Invalid client secret provided.");
    };
    await assert.rejects(transport.invoke("Get-Group", {}), (error: Error) => {
      assert.match(error.message, /AADSTS7000215/);
      assert.doesNotMatch(error.message, /could not be reached/);
      return true;
    });
    assert.equal(sent.length, 0);
  });

  describe("reads errors", () => {
    const notFoundType = "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException";
    const cases: [string, () => Response, string, RegExp][] = [
      ["in pipe form", failure(404, `Ex6F9304|${notFoundType}|object 'x' couldn't be found`), "notFound", /object 'x'/],
      ["in pipe form without an id", failure(400, `|${notFoundType}|gone`), "notFound", /: gone/],
      [
        "in JSON form",
        failure(400, JSON.stringify({ Message: "The object 'CN=rg' already exists.", TypeName: "x" })),
        "exists",
        /already exists/,
      ],
      ["that name a parameter", failure(400, "|T|A parameter cannot be found: 'Foo'."), "invalid", /'Foo'/],
      [
        "of full policy space",
        failure(400, "|T|The total size of App Access Policies exceeded the limit."),
        "policySpace",
        /shorten/,
      ],
      [
        "of routing",
        failure(400, "|T|doesn't have write permission to target DC"),
        "notAllowed",
        /Exchange\.ManageAsApp/,
      ],
      ["without JSON", () => new Response("<html>", { status: 400 }), "invalid", /html/],
    ];
    for (const [name, answer, kind, message] of cases) {
      it(name, async () => {
        const { transport } = transportOf([answer]);
        await assert.rejects(transport.invoke("Get-Group", {}), ofKind(kind, message));
      });
    }

    it("of NUL bytes that are falsely called gzip", async () => {
      const undecodable = () =>
        new Response(
          new ReadableStream({ start: (controller) => controller.error(new TypeError("incorrect header check")) }),
          { status: 403, headers: { "request-id": "r-1" } },
        );
      const { transport } = transportOf([undecodable]);
      await assert.rejects(
        transport.invoke("New-ApplicationAccessPolicy", {}),
        ofKind("notAllowed", /request r-1[\s\S]*Exchange Administrator/),
      );
      const nul = transportOf([() => new Response(Buffer.alloc(470), { status: 403 })]);
      await assert.rejects(nul.transport.invoke("Get-Group", {}), ofKind("notAllowed", /\(no message\)/));
    });
  });

  describe("after a fault", () => {
    it("renews a refused token once", async () => {
      const { transport, sent, forgotten } = transportOf([failure(401, ""), json(200, { value: [] })]);
      await transport.invoke("New-DistributionGroup", {});
      assert.deepEqual(forgotten, ["https://outlook.office365.com/.default"]);
      assert.equal(sent[1]?.headers.get("authorization"), "Bearer token-2");

      const twice = transportOf([failure(401, ""), failure(401, "")]);
      await assert.rejects(twice.transport.invoke("Get-Group", {}), ofKind("unauthenticated", /401/));
    });

    it("waits as long as asked, and not longer than its patience", async () => {
      const now = { "retry-after": "0" };
      const { transport, sent } = transportOf([failure(429, "", now), json(200, { value: [] })], 1_000);
      await transport.invoke("New-DistributionGroup", {});
      assert.equal(sent.length, 2);

      const long = transportOf([failure(429, "", { "retry-after": "3600" })], 1_000);
      await assert.rejects(long.transport.invoke("Get-Group", {}), ofKind("throttled", /429/));
      assert.equal(long.sent.length, 1);
    });

    it("sends a read again, and never a write", async () => {
      const soon = { "retry-after": "0" };
      for (const cmdlet of ["Get-Group", "Test-ApplicationAccessPolicy", "Add-DistributionGroupMember"]) {
        const { transport, sent } = transportOf([failure(503, "", soon), json(200, { value: [] })], 1_000);
        await transport.invoke(cmdlet, {});
        assert.equal(sent.length, 2, cmdlet);
      }
      for (const cmdlet of ["New-DistributionGroup", "Set-DistributionGroup", "Remove-ApplicationAccessPolicy"]) {
        const answered = transportOf([failure(503, "", soon)], 1_000);
        await assert.rejects(answered.transport.invoke(cmdlet, {}), ofKind("transient", /503/));
        assert.equal(answered.sent.length, 1, cmdlet);
        const reset = transportOf([() => Promise.reject(new TypeError("fetch failed"))], 1_000);
        await assert.rejects(reset.transport.invoke(cmdlet, {}), ofKind("transient", /could not be reached/));
        assert.equal(reset.sent.length, 1, cmdlet);
      }
    });

    it("never takes an answer that was cut off for an empty one", async () => {
      const cutOff = () =>
        new Response(new ReadableStream({ start: (controller) => controller.error(new TypeError("terminated")) }), {
          status: 200,
        });
      const { transport } = transportOf([cutOff]);
      await assert.rejects(transport.invoke("Get-ApplicationAccessPolicy", {}), ofKind("transient", /terminated/));
      const half = transportOf([() => new Response('{"value":[', { status: 200 })]);
      await assert.rejects(half.transport.invoke("Get-ApplicationAccessPolicy", {}), ofKind("transient", /cut off/));
    });
  });

  it("answers each read of a batch on its own", async () => {
    const error = { error: { details: [{ message: "|T|object 'b' couldn't be found" }] } };
    const { transport, sent } = transportOf([
      json(200, {
        responses: [
          { id: "1", status: 404, body: error },
          { id: "0", status: 200, body: { value: [{ Name: "a" }] } },
        ],
      }),
    ]);
    const [a, b] = await transport.batch([
      { cmdlet: "Get-Recipient", parameters: { Identity: "a" } },
      { cmdlet: "Get-Recipient", parameters: { Identity: "b" } },
    ]);
    assert.deepEqual(a, [{ Name: "a" }]);
    assert.ok(ofKind("notFound", /object 'b'/)(b));
    assert.equal(sent.length, 1);
    assert.equal(sent[0]?.url, `${base}/$batch`);
  });

  it("sends ten reads in one request and eleven in two", async () => {
    const batchAnswer = (count: number) =>
      json(200, {
        responses: Array.from({ length: count }, (_, id) => ({ id: String(id), status: 200, body: { value: [] } })),
      });
    const reads = (count: number) =>
      Array.from({ length: count }, () => ({ cmdlet: "Get-Recipient", parameters: { Identity: "a" } }));
    const ten = transportOf([batchAnswer(10)]);
    assert.equal((await ten.transport.batch(reads(10))).length, 10);
    assert.equal(ten.sent.length, 1);
    const eleven = transportOf([batchAnswer(10), json(200, { value: [] })]);
    assert.equal((await eleven.transport.batch(reads(11))).length, 11);
    assert.deepEqual(
      eleven.sent.map(({ url }) => url.replace(base, "")),
      ["/$batch", "/InvokeCommand"],
    );
  });
});
