import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { base, failure, json, moved, ofKind, raw, transportOf } from "../support/exchange-transport";

describe("the Exchange REST transport", () => {
  it("sends the cmdlet as the service expects it", async () => {
    const { transport, sent } = transportOf([json(200, { value: [] }), json(200, { value: [] })]);
    await transport.invoke("Get-Recipient", { Identity: "a@contoso.com", Filter: undefined });
    await transport.invoke("Get-Recipient", { Identity: "ü@contoso.com" });
    const [first, second] = sent;
    assert.ok(first && second);
    assert.equal(first.method, "POST");
    assert.equal(first.url, `${base}/InvokeCommand`);
    assert.deepEqual(first.input, {
      CmdletInput: { CmdletName: "Get-Recipient", Parameters: { Identity: "a@contoso.com" } },
    });
    const { "connection-id": connection, "client-request-id": call, ...headers } = first.headers;
    assert.deepEqual(headers, {
      authorization: "Bearer token-1",
      "content-type": "application/json; charset=utf-8",
      "content-length": String(first.body?.length),
      accept: "application/json",
      "accept-encoding": "identity",
      prefer: "odata.maxpagesize=1000",
      "x-anchormailbox": "APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@contoso.onmicrosoft.com",
      "x-cmdletname": "Get-Recipient",
      "x-responseformat": "json",
      "x-clientapplication": "ExoManagementModule",
    });
    assert.equal(second.headers["connection-id"], connection);
    assert.notEqual(second.headers["client-request-id"], call);
    assert.equal(second.headers["content-length"], String(Buffer.byteLength(second.body ?? "")));
  });

  describe("is routed", () => {
    const anchorOf = async (options: Parameters<typeof transportOf>[1]): Promise<string | undefined> => {
      const { transport, sent } = transportOf([json(200, { value: [] })], options);
      await transport.invoke("Get-Group", {});
      return sent[0]?.headers["x-anchormailbox"];
    };

    it("by the tenant ID where the initial domain is not known", async () => {
      assert.equal(
        await anchorOf({ organization: undefined }),
        "APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@11111111-2222-3333-4444-555555555555",
      );
    });

    it("by another anchor that is asked for", async () => {
      assert.equal(await anchorOf({ anchor: "UPN:OAuthUser@{organization}" }), "UPN:OAuthUser@contoso.onmicrosoft.com");
      for (const anchor of ["admin@contoso.com", "UPN:a\r\nx-evil: 1", "APP:", "SMTP:a@b"]) {
        assert.throws(() => transportOf([], { anchor }), /CONSENTRA_EXCHANGE_ANCHOR is no anchor of Exchange/, anchor);
      }
    });

    it("to a regional host within the cloud, from then on at once, with its cookies", async () => {
      const path = base.slice("https://outlook.office365.com".length);
      const { transport, sent } = transportOf([
        moved(`https://eur05.outlook.office365.com:446${path}/InvokeCommand`, {
          "set-cookie": ["front=1; Path=/; Secure", "bad"],
        }),
        json(200, { value: [] }, { "set-cookie": ["server=a=b; HttpOnly", "old=1"] }),
        json(200, { value: [] }, { "set-cookie": ["old=; Max-Age=0"] }),
        json(200, { value: [] }),
      ]);
      for (let call = 0; call < 3; call++) await transport.invoke("Get-Group", {});
      const regional = `https://eur05.outlook.office365.com${path}/InvokeCommand`;
      assert.deepEqual(
        sent.map(({ url, method, headers }) => [url, method, headers.cookie]),
        [
          [`${base}/InvokeCommand`, "POST", undefined],
          [regional, "POST", undefined],
          [regional, "POST", "server=a=b; old=1"],
          [regional, "POST", "server=a=b"],
        ],
      );
      assert.deepEqual(sent[1]?.input, sent[0]?.input);
      assert.match(sent[1]?.headers.authorization ?? "", /^Bearer /);
    });

    it("to no foreign host, and not in circles", async () => {
      for (const location of [
        "https://outlook.office365.com.evil.example/",
        "https://evil.example/outlook.office365.com",
        "https://eviloffice365.com/",
        "http://outlook.office365.com/",
        "https://outlook.office365.com:8443/",
        "https://outlook.office365.com@evil.example/",
      ]) {
        const foreign = transportOf([moved(location)]);
        await assert.rejects(foreign.transport.invoke("Get-Group", {}), (error: Error) => {
          assert.match(error.message, /is no host of its cloud; the token was not sent there$/);
          return true;
        });
        assert.equal(foreign.sent.length, 1, location);
      }
      const circle = transportOf(Array.from({ length: 4 }, () => moved(`${base}/InvokeCommand`)));
      await assert.rejects(circle.transport.invoke("Get-Group", {}), ofKind("invalid", /too many redirects/));
    });
  });

  describe("reads an answer", () => {
    it("without annotations, with booleans that came as text", async () => {
      const { transport } = transportOf([
        json(200, { value: [{ Name: "x", "Name@odata.type": "#String", IsDirSynced: "False", IsValid: "True" }] }),
      ]);
      assert.deepEqual(await transport.invoke("Get-Group", {}), [{ Name: "x", IsDirSynced: false, IsValid: true }]);
    });

    it("of a write without a body as success", async () => {
      const { transport } = transportOf([raw(200, ""), raw(204, "")]);
      assert.deepEqual(await transport.invoke("Set-DistributionGroup", { Identity: "x" }), []);
      assert.deepEqual(await transport.invoke("Set-DistributionGroup", { Identity: "x" }), []);
    });

    it("that is compressed although nobody asked for it", async () => {
      const body = gzipSync(JSON.stringify({ value: [{ Name: "x" }] }));
      const { transport } = transportOf([raw(200, body, { "content-encoding": "gzip" })]);
      assert.deepEqual(await transport.invoke("Get-Group", {}), [{ Name: "x" }]);
    });

    it("that is no list as none", async () => {
      const { transport } = transportOf([json(200, { value: { Name: "x" } })]);
      await assert.rejects(transport.invoke("Set-Group", { Identity: "x" }), ofKind("transient", /is not JSON/));
    });

    it("with warnings, which are told once each, from body and header", async () => {
      const warned = {
        value: [],
        "@adminapi.warnings": ["The command completed but changed nothing.", { Message: "b" }],
      };
      const { transport, said } = transportOf([
        json(200, warned, { "x-warnings": '["from the header"]' }),
        json(200, warned, { "x-warnings": "plain text" }),
      ]);
      await transport.invoke("Set-DistributionGroup", { Identity: "x" });
      await transport.invoke("Set-DistributionGroup", { Identity: "x" });
      assert.deepEqual(
        said.map((line) => line.replace("Set-DistributionGroup warns: ", "")),
        ["The command completed but changed nothing.", "b", "from the header", "plain text"],
      );
    });

    it("with errors that did not stop the cmdlet as one that failed", async () => {
      const type = "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException";
      const { transport } = transportOf([
        json(200, { value: [{ Name: "x" }], "@adminapi.errors": [`Ex1|${type}|object 'y' couldn't be found`] }),
        json(200, { value: [], "@adminapi.errors": [{ message: "it already exists" }] }),
      ]);
      await assert.rejects(transport.invoke("Get-Group", {}), ofKind("notFound", /failed with 200: object 'y'/));
      await assert.rejects(transport.invoke("New-Thing", {}), ofKind("exists", /it already exists/));
    });
  });

  describe("reads pages", () => {
    const next = `${base}/InvokeCommand?$skiptoken=2`;
    const first = json(200, { value: [{ Name: "1" }], "@odata.nextLink": next });

    it("by posting the same to the next one", async () => {
      const { transport, sent } = transportOf([first, json(200, { value: [{ Name: "2" }] })]);
      assert.deepEqual(await transport.invoke("Get-Group", {}), [{ Name: "1" }, { Name: "2" }]);
      assert.equal(sent[1]?.url, new URL(next).href);
      assert.equal(sent[1].method, "POST");
      assert.equal(sent[1].body, sent[0]?.body);
    });

    it("of no other host", async () => {
      const foreign = transportOf([json(200, { value: [], "@odata.nextLink": "https://evil.example/x" })]);
      await assert.rejects(foreign.transport.invoke("Get-Group", {}), /evil\.example/);
      assert.equal(foreign.sent.length, 1);
    });

    it("again from the first where a link has expired", async () => {
      const { transport, sent, said } = transportOf([
        first,
        failure(404, "|T|The continuation couldn't be found"),
        first,
        json(200, { value: [{ Name: "2" }] }),
      ]);
      assert.deepEqual(await transport.invoke("Get-Group", {}), [{ Name: "1" }, { Name: "2" }]);
      assert.equal(sent.length, 4);
      assert.deepEqual(said, ["Get-Group: the link to a further page is gone, reading from the first again"]);
    });

    it("and never takes a further one that is gone for an object that is not there", async () => {
      const gone = failure(404, "|T|The continuation couldn't be found");
      const { transport } = transportOf([first, gone, first, gone]);
      await assert.rejects(
        transport.invoke("Get-Group", { Identity: "x" }),
        ofKind("transient", /a further page was not found/),
      );
    });

    it("and never the same one for ever", async () => {
      const round = json(200, { value: [{ Name: "2" }], "@odata.nextLink": next });
      const { transport } = transportOf([first, round, first, round]);
      await assert.rejects(transport.invoke("Get-Group", {}), ofKind("transient", /a page that was read already/));
    });
  });

  describe("sends reads together", () => {
    it("of which each has its own answer", async () => {
      const error = { error: { details: [{ message: "|T|object 'b' couldn't be found" }] } };
      const { transport, sent } = transportOf([
        json(200, {
          responses: [
            { id: "1", status: 404, body: error },
            { id: "0", status: 200, body: { value: [{ Name: "a" }] } },
            { id: "2", status: 200, body: { value: [], "@adminapi.errors": ["|T|c couldn't be found"] } },
          ],
        }),
      ]);
      const answers = await transport.batch(
        ["a", "b", "c", "d"].map((Identity) => ({ cmdlet: "Get-Recipient", parameters: { Identity } })),
      );
      assert.deepEqual(answers[0], [{ Name: "a" }]);
      assert.ok(ofKind("notFound", /object 'b'/)(answers[1]));
      assert.ok(ofKind("notFound", /c couldn't/)(answers[2]));
      assert.ok(answers[3] instanceof Error);
      assert.equal(answers[3].message, "Get-Recipient: the batch was answered without it");
      assert.equal(sent.length, 1);
      assert.equal(sent[0]?.url, `${base}/$batch`);
      assert.equal(sent[0].headers.prefer, "odata.maxpagesize=1000;odata.continue-on-error");
    });

    it("ten in one request and eleven in two", async () => {
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

    it("and asks alone for what was throttled, faulty or has more pages", async () => {
      const { transport, sent } = transportOf([
        json(200, {
          responses: [
            { id: "0", status: 429, body: {} },
            { id: "1", status: 503, body: {} },
            { id: "2", status: 200, body: { value: [{ Name: "1" }], "@odata.nextLink": `${base}/x` } },
            { id: "3", status: 200, body: { value: [{ Name: "1" }, { Name: "2" }], "@odata.nextLink": `${base}/x` } },
          ],
        }),
        json(200, { value: [{ Name: "alone" }] }),
        json(200, { value: [{ Name: "alone" }] }),
        json(200, { value: [{ Name: "alone" }] }),
      ]);
      const read = { cmdlet: "Get-Group", parameters: {} };
      assert.deepEqual(await transport.batch([read, read, read, { ...read, first: 1 }]), [
        [{ Name: "alone" }],
        [{ Name: "alone" }],
        [{ Name: "alone" }],
        [{ Name: "1" }],
      ]);
      assert.equal(sent.length, 4);
    });
  });
});
