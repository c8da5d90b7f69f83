import assert from "node:assert/strict";
import { join } from "node:path";
import { broken, failure, json, ofKind, raw, room, transportOf, type AnswerMaker } from "../support/exchange-transport";

const { pauseAfter } = room(join("http", "pause")) as typeof import("../../components/http/pause");
const done = json(200, { value: [] });
const writes = ["New-DistributionGroup", "Set-DistributionGroup", "Remove-ApplicationAccessPolicy"];
const replayable = ["Get-Group", "Test-ApplicationAccessPolicy", "Add-DistributionGroupMember"];

describe("the Exchange REST transport reads an error", () => {
  const notFoundType = "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException";
  const wire = (error: object) => json(400, { error });
  const cases: [string, AnswerMaker, string, RegExp][] = [
    ["in pipe form", failure(404, `Ex6F9304|${notFoundType}|object 'x' couldn't be found`), "notFound", /object 'x'/],
    ["in pipe form without an id", failure(400, `|${notFoundType}|gone`), "notFound", /: gone\n/],
    ["in pipe form with pipes in its text", failure(400, "Ex1|T|a | b|c"), "invalid", /: a \| b\|c\n/],
    [
      "in JSON form",
      failure(
        400,
        JSON.stringify({ Message: "The object 'CN=rg' is there.", TypeName: "x.ADObjectAlreadyExistsException" }),
      ),
      "exists",
      /: The object 'CN=rg' is there\.\n/,
    ],
    [
      "in JSON form with pipes",
      failure(400, JSON.stringify({ Message: "a|b|c", TypeName: "T" })),
      "invalid",
      /: a\|b\|c\n/,
    ],
    ["of broken JSON form", failure(400, "{no|json|here"), "invalid", /: here\n/],
    ["of one text", failure(400, "just words"), "invalid", /: just words\n/],
    [
      "whose detail is empty, from the inner exception",
      wire({
        message: "outer",
        details: [{ message: "" }],
        innererror: { internalexception: { message: "inner", type: notFoundType } },
      }),
      "notFound",
      /: inner\n/,
    ],
    ["that has nothing but an outer message", wire({ message: "outer" }), "invalid", /: outer\n/],
    ["without words", json(400, null), "invalid", /\(no message\)/],
    ["that names a parameter", failure(400, "|T|A parameter cannot be found: 'Foo'."), "invalid", /'Foo'/],
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
    ["without JSON", raw(400, "<html>"), "invalid", /html/],
    ["of a wrong version", raw(405, ""), "invalid", /405/],
  ];
  for (const [name, answer, kind, message] of cases) {
    it(name, async () => {
      const { transport } = transportOf([answer]);
      await assert.rejects(transport.invoke("Get-Group", {}), ofKind(kind, message));
    });
  }

  it("of NUL bytes that are falsely called gzip, with what the front door said", async () => {
    const headers = {
      "content-encoding": "gzip",
      "request-id": "r-1",
      "x-ms-diagnostics": '2000003;reason="The role is missing"',
    };
    const { transport } = transportOf([raw(403, Buffer.alloc(470), headers)]);
    await assert.rejects(
      transport.invoke("New-ApplicationAccessPolicy", {}),
      ofKind(
        "notAllowed",
        /^New-ApplicationAccessPolicy failed with 403: 2000003;reason="The role is missing" \(request r-1\)\n[\s\S]*Exchange Administrator/,
      ),
    );
    const silent = transportOf([raw(403, Buffer.alloc(470), { "content-encoding": "gzip" })]);
    await assert.rejects(silent.transport.invoke("Get-Group", {}), ofKind("notAllowed", /403: \(no message\)\n/));
  });
});

describe("the Exchange REST transport after a fault", () => {
  it("renews a refused token once", async () => {
    const { transport, sent, forgotten } = transportOf([failure(401, ""), done]);
    await transport.invoke("New-DistributionGroup", {});
    assert.deepEqual(forgotten, ["https://outlook.office365.com/.default"]);
    assert.equal(sent[1]?.headers.authorization, "Bearer token-2");

    const twice = transportOf([failure(401, ""), failure(401, "")]);
    await assert.rejects(twice.transport.invoke("Get-Group", {}), ofKind("unauthenticated", /401/));
  });

  it("asks for a token with the claims that the service wants", async () => {
    const wanted = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}';
    const challenge = (claims: string) =>
      failure(401, "", { "www-authenticate": `Bearer realm="", error="insufficient_claims", claims="${claims}"` });
    const { transport, claims } = transportOf([challenge(Buffer.from(wanted).toString("base64")), done]);
    await transport.invoke("Get-Group", {});
    assert.deepEqual(claims, [undefined, wanted]);
    for (const unreadable of ["bm8ganNvbg==", "MQ=="]) {
      const plain = transportOf([challenge(unreadable), done]);
      await plain.transport.invoke("Get-Group", {});
      assert.deepEqual(plain.claims, [undefined, undefined]);
    }
  });

  it("says what a failed sign-in said, instead of blaming the network", async () => {
    const { transport, tokens, sent } = transportOf([]);
    tokens.getToken = async () => {
      throw new Error("AADSTS7000215: Invalid client secret provided.");
    };
    await assert.rejects(transport.invoke("Get-Group", {}), {
      message: "AADSTS7000215: Invalid client secret provided.",
    });
    assert.equal(sent.length, 0);
  });

  it("waits as long as it is asked to, by seconds or a date, else longer each time", async () => {
    const now = Date.parse("2026-01-01T00:00:00Z");
    assert.equal(pauseAfter({ "retry-after": "7" }, 1, now), 7_000);
    assert.equal(pauseAfter({ "retry-after": "0" }, 5, now), 0);
    assert.equal(pauseAfter({ "retry-after": "Thu, 01 Jan 2026 00:00:09 GMT" }, 1, now), 9_000);
    for (const value of [undefined, "", "soon", "-3", "Wed, 31 Dec 2025 00:00:00 GMT"]) {
      for (const [attempt, most] of [
        [1, 500],
        [3, 2_000],
        [20, 30_000],
      ] as const) {
        const pause = pauseAfter({ "retry-after": value }, attempt, now);
        assert.ok(pause >= most * 0.75 && pause <= most, `${value} ${attempt}: ${pause}`);
      }
    }
  });

  it("sends again what was throttled, even a write, within its patience", async () => {
    const soon = { "retry-after": "2" };
    const { transport, sent, waits, said } = transportOf([failure(429, "", soon), failure(429, "", soon), done]);
    await transport.invoke("New-DistributionGroup", {});
    assert.equal(sent.length, 3);
    assert.deepEqual(waits, [2_000, 2_000]);
    assert.equal(said[0], "New-DistributionGroup: the service answered 429, again in 2 s");

    const long = transportOf([failure(429, "", { "retry-after": "3600" })]);
    await assert.rejects(long.transport.invoke("Get-Group", {}), ofKind("throttled", /429/));
    assert.equal(long.sent.length, 1);

    const often = transportOf(
      Array.from({ length: 5 }, () => failure(429, "", soon)),
      { patience: 7_000 },
    );
    await assert.rejects(often.transport.invoke("Get-Group", {}), ofKind("throttled", /429/));
    assert.deepEqual(often.waits, [2_000, 2_000, 2_000]);
  });

  it("sends a read again, and never a write that may have been done", async () => {
    const faults: [AnswerMaker, RegExp][] = [
      [failure(503, "", { "retry-after": "0" }), /503/],
      [failure(500, ""), /500/],
      [failure(408, ""), /408/],
      [broken("socket hang up", "ECONNRESET"), /could not be reached: socket hang up/],
      [broken("the answer broke off"), /broke off/],
    ];
    for (const [fault, message] of faults) {
      for (const cmdlet of replayable) {
        const { transport, sent } = transportOf([fault, done]);
        await transport.invoke(cmdlet, {});
        assert.equal(sent.length, 2, cmdlet);
      }
      for (const cmdlet of writes) {
        const { transport, sent } = transportOf([fault, done], { patience: 60_000 });
        await assert.rejects(transport.invoke(cmdlet, {}), ofKind("transient", message));
        assert.equal(sent.length, 1, cmdlet);
      }
    }
  });

  it("sends again even a write that never left", async () => {
    for (const code of ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH"]) {
      const { transport, sent } = transportOf([broken("no way", code), done]);
      await transport.invoke("New-DistributionGroup", {});
      assert.equal(sent.length, 2, code);
    }
  });

  it("never takes an answer that was cut off for an empty one, nor for one that may be asked for again", async () => {
    for (const cut of ['{"value":[', "<html>502</html>", '{"value":[]} {']) {
      const { transport } = transportOf([raw(200, cut)]);
      await assert.rejects(transport.invoke("Get-ApplicationAccessPolicy", {}), ofKind("transient", /cut off/));
    }
    const undecodable = raw(200, Buffer.from([0x1f, 0x8b, 1, 2, 3]));
    const { transport, sent } = transportOf([undecodable, done], { patience: 60_000 });
    await assert.rejects(transport.invoke("New-DistributionGroup", {}), ofKind("transient", /cannot be decoded/));
    assert.equal(sent.length, 1);
  });
});
