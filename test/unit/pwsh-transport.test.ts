import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { TokenSource } from "../../components/credentials";
import type { PwshTransportOptions } from "../../components/exchange/pwsh-transport";
import { standInPwsh } from "../support/pwsh";
import type { Reply, Scenario } from "../support/pwsh-stand-in";
import { repository } from "../support/repository";

// Rooms of the package that it does not export: loaded by path, with their types.
const components = join(repository, "components", "dist");
const load = (...path: string[]): unknown => require(join(components, ...path));
const { PwshTransport } = load(
  "exchange",
  "pwsh-transport",
) as typeof import("../../components/exchange/pwsh-transport");
const { goodModule, moduleAdvice } = load(
  "exchange",
  "pwsh-errors",
) as typeof import("../../components/exchange/pwsh-errors");
const { toCmdletError } = load("exchange", "pwsh-errors") as typeof import("../../components/exchange/pwsh-errors");
const { readAnswer } = load("exchange", "pwsh-process") as typeof import("../../components/exchange/pwsh-process");
const { exchangeTransport } = load(
  "exchange",
  "transport-choice",
) as typeof import("../../components/exchange/transport-choice");
const { RestTransport } = load(
  "exchange",
  "rest-transport",
) as typeof import("../../components/exchange/rest-transport");
const { ExchangeError } = load("exchange", "rest-errors") as typeof import("../../components/exchange/rest-errors");
const { cloudEndpoints } = load("clouds") as typeof import("../../components/clouds");

const tenantId = "11111111-2222-3333-4444-555555555555";
const script = join(repository, "components", "exchange", "powershell", "exchange.ps1");

const open: { remove(): void; close(): Promise<void> }[] = [];

/** A transport over a stand-in, with tokens that are numbered. */
function transportOf(scenario: Scenario, options: Partial<PwshTransportOptions> & { cloud?: NodeJS.ProcessEnv } = {}) {
  const pwsh = standInPwsh(scenario);
  const { cloud = {}, environment = {}, ...rest } = options;
  const lines: string[] = [];
  const pauses: number[] = [];
  let token = 1;
  const tokens: TokenSource = {
    tenantId,
    cloud: cloudEndpoints(cloud),
    getToken: async () => `token-${token}`,
    forget: () => token++,
  };
  const transport = new PwshTransport({
    tokens,
    organization: "contoso.onmicrosoft.com",
    progress: (line) => lines.push(line),
    wait: async (milliseconds) => pauses.push(milliseconds),
    environment: { PATH: pwsh.path, ...environment },
    ...rest,
  });
  open.push({ remove: pwsh.remove, close: () => transport.close() });
  return { transport, pwsh, lines, pauses, tokens };
}

const replies = (cmdlet: string, ...given: Reply[]): Scenario => ({ replies: { [cmdlet]: given } });
const ofKind = (kind: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof ExchangeError, String(error));
  assert.equal(error.kind, kind);
  assert.match(error.message, message);
  return true;
};

describe("the Exchange PowerShell transport", () => {
  afterEach(async () => {
    for (const each of open.splice(0)) {
      await each.close();
      each.remove();
    }
  });

  it("starts PowerShell without a profile and hands the token over standard input alone", async () => {
    const { transport, pwsh, lines } = transportOf(replies("Get-Recipient", { objects: [] }), {
      environment: { ARM_CLIENT_SECRET: "hush-1", AZURE_X: "hush-2", PULUMI_ACCESS_TOKEN: "hush-3", https_proxy: "p" },
    });
    await transport.invoke("Get-Recipient", {});
    const [started] = pwsh.started();
    assert.deepEqual(started?.started, ["-NoLogo", "-NoProfile", "-NonInteractive", "-File", script]);
    assert.equal(started.folder, join(script, ".."));
    const { PATH, https_proxy, ...rest } = started.environment;
    assert.deepEqual([PATH, https_proxy], [pwsh.path, "p"]);
    assert.deepEqual(rest, { POWERSHELL_TELEMETRY_OPTOUT: "1", POWERSHELL_UPDATECHECK: "Off", NO_COLOR: "1" });
    assert.deepEqual(pwsh.openings(), [
      { accessToken: "token-1", organization: "contoso.onmicrosoft.com", environment: "O365Default" },
    ]);
    assert.deepEqual(lines, ["PowerShell 7.5.0 with ExchangeOnlineManagement 3.9.2 is connected"]);
  });

  it("names the cloud as the module does, and falls back on the tenant's ID", async () => {
    for (const [name, environment] of [
      ["usgovernment", "O365USGovGCCHigh"],
      ["usgovernmentl5", "O365USGovDoD"],
      ["china", "O365China"],
    ] as const) {
      const { transport, pwsh } = transportOf(replies("Get-Recipient", { objects: [] }), {
        cloud: { ARM_ENVIRONMENT: name },
        organization: undefined,
      });
      await transport.invoke("Get-Recipient", {});
      assert.deepEqual(pwsh.openings(), [{ accessToken: "token-1", organization: tenantId, environment }]);
    }
  });

  it("hands values on as they are, in the order they were asked for, to one process", async () => {
    const nasty = {
      Identity: `a'b"; $(Remove-Item x) \`n \${env:PATH} ';-- @{x=1} "@odata" \r\n\t\u0000 Ünï 日本 🙂`,
      AppId: ["$true", "2026-01-01T00:00:00Z", "-Confirm:$false"],
      Members: [],
      Confirm: false,
    };
    const { transport, pwsh } = transportOf(
      replies("Get-Recipient", { objects: [{ Name: nasty.Identity, IsValid: "True", Nested: { a: [1] } }] }),
    );
    const answers = await Promise.all([
      transport.invoke("Get-Recipient", { ...nasty, Filter: undefined }),
      transport.invoke("Get-Recipient", { Identity: "second" }),
    ]);
    assert.deepEqual(answers[0], [{ Name: nasty.Identity, IsValid: true, Nested: { a: [1] } }]);
    assert.deepEqual(
      pwsh.requests().map(({ id, parameters }) => [id, parameters]),
      [
        [1, nasty],
        [2, { Identity: "second" }],
      ],
    );
    assert.equal(pwsh.started().length, 1);
  });

  it("never sends an empty Identity, which would mean every object", async () => {
    const { transport, pwsh } = transportOf({});
    for (const Identity of ["", null, undefined]) {
      await assert.rejects(transport.invoke("Remove-DistributionGroup", { Identity }), /empty Identity/);
    }
    assert.deepEqual(pwsh.log(), []);
  });

  it("answers each of a batch on its own, and takes so many as were asked for", async () => {
    const { transport, pwsh } = transportOf({
      replies: {
        "Get-Recipient": [{ objects: [{ Name: "a" }, { Name: "b" }] }],
        "Get-DistributionGroup": [{ fault: { message: "|T|object 'x' couldn't be found" } }],
      },
    });
    const [some, missing] = await transport.batch([
      { cmdlet: "Get-Recipient", parameters: {}, first: 1 },
      { cmdlet: "Get-DistributionGroup", parameters: { Identity: "x" } },
    ]);
    assert.deepEqual(some, [{ Name: "a" }]);
    assert.ok(ofKind("notFound", /object 'x'/)(missing));
    assert.deepEqual(
      pwsh.requests().map(({ first }) => first),
      [1, undefined],
    );
    assert.deepEqual(await transport.batch([]), []);
  });

  it("passes over what PowerShell and the module say between the answers", async () => {
    const { transport } = transportOf({
      noise: ["WARNING: Your session…", "", '{"id":1,"objects":[]}', '{"consentra":1,"what":"is this"}', "{"],
      ...replies("Get-Recipient", { objects: [{ Name: "a" }] }),
    });
    assert.deepEqual(await transport.invoke("Get-Recipient", {}), [{ Name: "a" }]);
  });

  it("takes no answer to another question", async () => {
    const stray = '{"consentra":1,"id":7,"objects":[]}';
    const { transport } = transportOf(replies("New-DistributionGroup", { lines: [stray] }));
    await assert.rejects(transport.invoke("New-DistributionGroup", {}), ofKind("transient", /another answer/));
  });

  describe("reads errors", () => {
    const notFoundType = "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException";
    const cases: [string, { message: string; types?: string[]; id?: string }, string, RegExp][] = [
      ["in pipe form", { message: `Ex6F9304|${notFoundType}|object 'x' gone` }, "notFound", /400: object 'x' gone/],
      ["by the exception's type", { message: "gone", types: ["E", notFoundType] }, "notFound", /: gone/],
      ["that exist", { message: "|T|The object 'CN=rg' already exists." }, "exists", /already exists/],
      [
        "of members",
        { message: '|T|The recipient "a" is already a member of the group "g".' },
        "alreadyMember",
        /already a member/,
      ],
      ["of routing", { message: "doesn't have write permission to target DC" }, "notAllowed", /Exchange\.ManageAsApp/],
      [
        "of a customisation that never was",
        { message: "run the command: Enable-OrganizationCustomization." },
        "dehydrated",
        /cannot be undone/,
      ],
      ["that name a parameter", { message: "A parameter cannot be found: 'Foo'." }, "invalid", /'Foo'/],
      [
        "of cmdlets that are in no role",
        { message: "not offered", id: "NotOffered" },
        "notAllowed",
        /403: not offered/,
      ],
      [
        "with the whole answer of the endpoint",
        {
          message: `Error while querying REST service. HttpStatusCode=404 ErrorMessage={"error":{"details":[{"message":"|${notFoundType}|no x"}]}}`,
        },
        "notFound",
        /404: no x/,
      ],
      [
        "with an answer of the endpoint that is cut off",
        { message: 'Error while querying REST service. HttpStatusCode=403 ErrorMessage={"error":{' },
        "notAllowed",
        /403: Error while querying/,
      ],
    ];
    for (const [name, fault, kind, message] of cases) {
      it(name, async () => {
        const { transport } = transportOf(replies("Set-DistributionGroup", { fault }));
        await assert.rejects(transport.invoke("Set-DistributionGroup", {}), ofKind(kind, message));
      });
    }
  });

  describe("after a fault", () => {
    const faults: [string, Reply][] = [
      ["an error of the service", { fault: { message: "HttpStatusCode=503 ErrorMessage=" } }],
      ["an error of the network", { fault: { message: "reset", types: ["System.Net.Http.HttpRequestException"] } }],
      ["the end of PowerShell", { exit: 3, words: "out of memory" }],
    ];
    for (const [name, fault] of faults) {
      it(`of ${name} asks again for a read, and never sends a write twice`, async () => {
        const reads = transportOf(replies("Get-Group", fault, { objects: [{ Name: "a" }] }));
        assert.deepEqual(await reads.transport.invoke("Get-Group", {}), [{ Name: "a" }]);
        assert.deepEqual(reads.pauses, [500]);
        assert.equal(reads.pwsh.started().length, "exit" in fault ? 2 : 1);

        const writes = transportOf(replies("New-DistributionGroup", fault, { objects: [] }));
        await assert.rejects(
          writes.transport.invoke("New-DistributionGroup", {}),
          ofKind("transient", /read back first/),
        );
        assert.equal(writes.pwsh.requests().length, 1);
      });
    }

    it("tells PowerShell's last words", async () => {
      const { transport } = transportOf(replies("New-DistributionGroup", { exit: 3, words: "out of memory" }));
      await assert.rejects(
        transport.invoke("New-DistributionGroup", {}),
        ofKind("transient", /PowerShell ended \(3\): out of memory/),
      );
    });

    it("sends a throttled write again, for as long as its patience", async () => {
      const throttled: Reply = { fault: { message: "HttpStatusCode=429 ErrorMessage=Too many requests" } };
      const { transport, lines } = transportOf(replies("New-DistributionGroup", throttled, { objects: [] }));
      await transport.invoke("New-DistributionGroup", {});
      assert.equal(lines.at(-1), "New-DistributionGroup: throttled, again in 1 s");

      const long = transportOf(replies("New-DistributionGroup", throttled), { patience: 3_000 });
      await assert.rejects(long.transport.invoke("New-DistributionGroup", {}), ofKind("throttled", /429/));
      assert.deepEqual(long.pauses, [500, 1_000]);
    });

    it("renews a refused token once, in a new session", async () => {
      const refused: Reply = { fault: { message: "UnAuthorized" } };
      const { transport, pwsh } = transportOf(replies("New-DistributionGroup", refused, { objects: [] }));
      await transport.invoke("New-DistributionGroup", {});
      assert.deepEqual(
        pwsh.openings().map(({ accessToken }) => accessToken),
        ["token-1", "token-2"],
      );

      const twice = transportOf(replies("Get-Group", refused));
      await assert.rejects(twice.transport.invoke("Get-Group", {}), ofKind("unauthenticated", /401/));
      assert.equal(twice.pwsh.requests().length, 2);
    });

    it("takes a new session when the token is a newer one", async () => {
      const { transport, pwsh, tokens } = transportOf(replies("Get-Group", { objects: [] }));
      await transport.invoke("Get-Group", {});
      tokens.forget("");
      await transport.invoke("Get-Group", {});
      await transport.invoke("Get-Group", {});
      assert.equal(pwsh.started().length, 2);
      // One after the other: the first had ended before the second began.
      assert.deepEqual(
        pwsh.log().map((each) => Object.keys(each)[0]),
        ["started", "opening", "id", "ended", "started", "opening", "id", "id"],
      );
    });

    it("never shows the token in what PowerShell says", async () => {
      const { transport } = transportOf(replies("Get-Group", { fault: { message: "bad token-1, really" } }));
      await assert.rejects(transport.invoke("Get-Group", {}), ofKind("invalid", /bad \(token\), really/));
      const words = transportOf(replies("Get-Group", { exit: 1, words: "token-1" }), { patience: 0 });
      await assert.rejects(
        words.transport.invoke("Get-Group", {}),
        (error: Error) => !error.message.includes("token-1"),
      );
    });
  });

  describe("ends PowerShell", () => {
    const killed = (pwsh: ReturnType<typeof standInPwsh>) => {
      assert.ok(!pwsh.log().some((each) => "ended" in each), "it took leave");
      gone(pwsh.started()[0]?.pid);
    };
    const gone = (pid: number | undefined) => {
      assert.ok(pid !== undefined && pid > 0);
      assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
    };

    it("that does not answer in time", async () => {
      const { transport, pwsh } = transportOf(replies("New-DistributionGroup", { silent: true }), { cmdletLimit: 50 });
      await assert.rejects(
        transport.invoke("New-DistributionGroup", {}),
        ofKind("transient", /PowerShell did not answer within 0\.05 s and was ended/),
      );
      await transport.close();
      killed(pwsh);
    });

    it("when it is told to, and begins nothing after that", async () => {
      const abort = new AbortController();
      const { transport, pwsh } = transportOf(replies("Get-Group", { silent: true }), { signal: abort.signal });
      const pending = transport.invoke("Get-Group", {});
      await until(() => pwsh.requests().length === 1);
      abort.abort(new Error("interrupted by the user"));
      await assert.rejects(pending, /^Error: interrupted by the user$/);
      await assert.rejects(transport.invoke("Get-Group", {}), /interrupted by the user/);
      await transport.close();
      assert.equal(pwsh.started().length, 1);
      killed(pwsh);
    });

    it("by ending its input, so that it takes leave", async () => {
      const { transport, pwsh } = transportOf(replies("Get-Group", { objects: [] }));
      await transport.invoke("Get-Group", {});
      await transport.close();
      assert.deepEqual(pwsh.log().at(-1), { ended: true });
      gone(pwsh.started()[0]?.pid);
    });
  });

  describe("says what is missing", () => {
    it("where there is no PowerShell", async () => {
      const { transport } = transportOf({}, { environment: { PATH: "/nowhere" } });
      for (const attempt of [
        () => transport.invoke("Get-Group", {}),
        () => transport.batch([{ cmdlet: "Get-Group", parameters: {} }]),
      ]) {
        await assert.rejects(attempt(), (error: Error) => {
          assert.match(
            error.message,
            /there is no `pwsh` on PATH\. Install PowerShell 7\.4 or newer \(https:\/\/learn/,
          );
          assert.match(error.message, /unset CONSENTRA_EXCHANGE_TRANSPORT to reach Exchange by REST/);
          return true;
        });
      }
    });

    it("where there is no module, once", async () => {
      const { transport, pwsh } = transportOf({
        opening: { stage: "module", fault: { message: "no valid module file was found" } },
      });
      for (let times = 0; times < 2; times++) {
        await assert.rejects(transport.invoke("Get-Group", {}), (error: Error) => {
          assert.match(
            error.message,
            /ExchangeOnlineManagement 3\.1\.0 or newer cannot be loaded in PowerShell 7\.5\.0/,
          );
          assert.match(error.message, /no valid module file was found/);
          assert.match(error.message, /Install-Module ExchangeOnlineManagement -RequiredVersion 3\.9\.2/);
          assert.match(error.message, /3\.10\.0 every cmdlet fails in PowerShell 7\.6 on macOS/);
          return true;
        });
      }
      assert.equal(pwsh.started().length, 1);
    });

    it("where the module is one that is known not to work", () => {
      assert.match(moduleAdvice("3.10.0", "darwin") ?? "", /install 3\.9\.2 with pwsh -NoProfile/);
      assert.equal(moduleAdvice("3.10.0", "linux"), undefined);
      assert.equal(moduleAdvice("3.9.2", "darwin"), undefined);
    });

    it("where the application may not connect", async () => {
      const { transport } = transportOf({
        opening: {
          stage: "connect",
          fault: { message: "The role assigned to application x isn't supported in this scenario." },
        },
      });
      await assert.rejects(
        transport.invoke("New-DistributionGroup", {}),
        ofKind("notAllowed", /^Connect-ExchangeOnline failed with 403: The role[\s\S]*Exchange Administrator/),
      );
    });

    it("where PowerShell ends before the session is open, without trying again", async () => {
      const { transport, pwsh } = transportOf({ opening: { exit: 1, words: "running scripts is disabled" } });
      await assert.rejects(
        transport.invoke("Get-Group", {}),
        /session was not opened: PowerShell ended \(1\): running scripts is disabled/,
      );
      const slow = transportOf({ opening: { silent: true } }, { connectLimit: 50 });
      await assert.rejects(slow.transport.invoke("Get-Group", {}), /session was not opened: PowerShell did not answer/);
      assert.equal(pwsh.started().length, 1);
    });
  });

  describe("reads what others wrote", () => {
    const noise = fc.oneof(fc.string(), fc.json(), fc.string({ unit: "binary" }));

    it("without ever failing, and takes for an answer only what bears the mark", () => {
      fc.assert(
        fc.property(noise, (line) => {
          const answer = readAnswer(line);
          assert.ok(answer === undefined || (JSON.parse(line) as { consentra: unknown }).consentra === 1);
        }),
      );
      // What would be the prototype of an object is left out, and no property of Exchange.
      const names = fc.string().filter((each) => each !== "__proto__");
      fc.assert(
        fc.property(fc.integer(), fc.array(fc.dictionary(names, fc.jsonValue())), (id, objects) => {
          const line = JSON.stringify({ objects, id, consentra: 1 });
          assert.deepEqual(readAnswer(line), JSON.parse(line));
          assert.equal(readAnswer(line.replace('"consentra":1', '"consentra":"1"')), undefined);
        }),
      );
    });

    it("and makes an error of every fault", () => {
      const types = fc.array(
        fc.oneof(fc.string(), fc.constant("Microsoft.Exchange.X"), fc.constant("System.IO.IOException")),
      );
      const message = fc.oneof(
        noise,
        noise.map((each) => `HttpStatusCode=500 ErrorMessage=${each}`),
        fc.tuple(fc.string(), fc.string(), noise).map((parts) => parts.join("|")),
      );
      fc.assert(
        fc.property(fc.record({ message, types, id: fc.string() }), (fault) => {
          const error = toCmdletError("Get-Recipient", fault);
          assert.ok(error instanceof ExchangeError);
          assert.match(error.message, /^Get-Recipient failed with \d+: /);
        }),
      );
    });
  });

  it("is what the documentation shows", async () => {
    const page = readFileSync(join(repository, "docs", "exchange-transport.md"), "utf8");
    const [asked = [], answered = []] = [...page.matchAll(/^```jsonl\n([\s\S]*?)^```$/gm)].map(([, lines = ""]) =>
      lines
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    );
    const [, missing, found] = answered.map((each) => ({ lines: [JSON.stringify(each)] }));
    assert.ok(missing && found);
    const { transport, pwsh, lines } = transportOf({
      replies: { "Get-DistributionGroup": [missing], "Get-Recipient": [found] },
    });
    const answers = await transport.batch([
      { cmdlet: "Get-DistributionGroup", parameters: { Identity: "app-scope@contoso.com" } },
      { cmdlet: "Get-Recipient", parameters: { Filter: "RecipientTypeDetails -eq 'UserMailbox'" }, first: 1 },
    ]);
    assert.ok(ofKind("notFound", /object 'app-scope@contoso\.com'/)(answers[0]));
    assert.deepEqual(answers[1], [{ PrimarySmtpAddress: "megan@contoso.com" }]);
    const openings = pwsh.openings().map((each) => ({ ...each, accessToken: "…" }));
    assert.deepEqual([...openings, ...pwsh.requests()], asked);
    const { module, powershell } = answered[0] ?? {};
    assert.deepEqual(lines, [
      `PowerShell ${String(powershell)} with ExchangeOnlineManagement ${String(module)} is connected`,
    ]);
    assert.ok(page.includes(`-RequiredVersion ${goodModule} `));
  });

  it("lets a process end that forgot it", async () => {
    const { execFileSync } = await import("node:child_process");
    const pwsh = standInPwsh(replies("Get-Group", { objects: [{ Name: "a" }] }));
    open.push({ remove: pwsh.remove, close: async () => undefined });
    const code = `
      const { PwshTransport } = require(${JSON.stringify(join(components, "exchange", "pwsh-transport"))});
      const { cloudEndpoints } = require(${JSON.stringify(join(components, "clouds"))});
      const tokens = { tenantId: "t", cloud: cloudEndpoints({}), getToken: async () => "x", forget() {} };
      new PwshTransport({ tokens }).invoke("Get-Group", {}).then((found) => console.log(JSON.stringify(found)));`;
    const env = { PATH: pwsh.path };
    const output = execFileSync(process.execPath, ["-e", code], { env, encoding: "utf8", timeout: 60_000 });
    assert.deepEqual(JSON.parse(output), [{ Name: "a" }]);
    await until(() => "ended" in (pwsh.log().at(-1) ?? {}));
  });

  describe("is chosen by CONSENTRA_EXCHANGE_TRANSPORT", () => {
    const tokens = { tenantId, getToken: async () => "x", forget: () => undefined };
    const chosen = (value: string | undefined, cloud: NodeJS.ProcessEnv = {}) =>
      exchangeTransport(
        { tokens: { ...tokens, cloud: cloudEndpoints(cloud) } },
        { CONSENTRA_EXCHANGE_TRANSPORT: value },
      );

    it("and never by itself", () => {
      for (const value of [undefined, "", "rest"]) assert.ok(chosen(value) instanceof RestTransport);
      assert.ok(chosen("pwsh") instanceof PwshTransport);
    });

    it("by the provider's command, before it asks anybody anything", async () => {
      const { spawnSync } = await import("node:child_process");
      const spec = { name: "x", alias: "x", displayName: "x", primarySmtpAddress: "x@contoso.com" };
      const manifest = {
        consentra: 1,
        kind: "MailEnabledSecurityGroup",
        tenantId,
        organization: "contoso.onmicrosoft.com",
        spec: { ...spec, managedBy: [], members: [] },
      };
      const source = `require("consentra/command").run("MailEnabledSecurityGroup", "create")`;
      const { status, stderr } = spawnSync(process.execPath, ["-e", source], {
        cwd: repository,
        input: JSON.stringify(manifest),
        encoding: "utf8",
        env: { ARM_TENANT_ID: tenantId, CONSENTRA_EXCHANGE_TRANSPORT: "soap" },
      });
      assert.deepEqual([status, stderr], [1, 'CONSENTRA_EXCHANGE_TRANSPORT is "soap", expected rest or pwsh\n']);
    });

    it("which refuses what it does not know, and a tenant that the module does not reach", () => {
      assert.throws(() => chosen("PWSH"), /^Error: CONSENTRA_EXCHANGE_TRANSPORT is "PWSH", expected rest or pwsh$/);
      assert.throws(
        () => chosen("pwsh", { ARM_METADATA_HOSTNAME: "localhost:8443" }),
        /does not reach the simulated cloud at https:\/\/localhost:8443: unset it/,
      );
    });
  });
});

/** Waits until something has happened in another process. */
async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((resolve) => setImmediate(resolve));
}
