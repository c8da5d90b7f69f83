import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { consentra } from "../support/consentra";
import { repository } from "../support/repository";

const { mendState, tellUnrecorded } = require(
  join(repository, "cli", "dist", "recover", "run-recover"),
) as typeof import("../../cli/recover/run-recover");
type Reader = Parameters<typeof mendState>[1];

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const clientId = "11111111-1111-4111-8111-111111111111";
const principalId = "22222222-2222-4222-8222-222222222222";
const graphApi = "33333333-3333-4333-8333-333333333333";
const role = "44444444-4444-4444-8444-444444444444";

const principal = (inputs: object = { clientId }) => ({
  urn: "urn:principal",
  type: "azuread:index/servicePrincipal:ServicePrincipal",
  inputs,
});
const consent = (principalObjectId: string) => ({
  urn: "urn:consent",
  type: "azuread:index/appRoleAssignment:AppRoleAssignment",
  inputs: { principalObjectId, resourceObjectId: graphApi, appRoleId: role },
});
const secret = {
  urn: "urn:secret",
  type: "azure-native:keyvault:Secret",
  inputs: { resourceGroupName: "rg", vaultName: "kv", secretName: "pbx", tags: { consentra: "ours" } },
};
const secretId = `/subscriptions/${role}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv/secrets/pbx`;

/** What stands in for pulumi: a state, previews one after the other, and what a refresh finds of each resource. */
interface Scenario {
  previews: object[][];
  resources?: object[];
  pending?: object[];
  /** What a targeted refresh reads, by URN; null: it is not there. */
  there?: Record<string, object | null>;
  /** What pulumi says of a lock. */
  lock?: string;
}

const standIn = `#!/usr/bin/env node
const fs = require("node:fs");
const { join } = require("node:path");
const folder = __dirname;
const read = (name) => JSON.parse(fs.readFileSync(join(folder, name), "utf8"));
const write = (name, value) => fs.writeFileSync(join(folder, name), JSON.stringify(value));
const scenario = read("scenario.json");
const args = process.argv.slice(2);
write("calls.json", [...read("calls.json"), args.slice(0, args.indexOf("--non-interactive"))]);
const state = read("state.json");
const what = args[0] === "stack" ? args[1] : args[0];
if (what === "refresh" && scenario.lock && !fs.existsSync(join(folder, "cancelled"))) {
  process.stderr.write(scenario.lock);
  process.exit(255);
} else if (what === "refresh") {
  const targets = args.flatMap((each, index) => (args[index - 1] === "--target" ? [each] : []));
  const { deployment } = state;
  deployment.resources = deployment.resources.flatMap((each) => {
    const found = targets.includes(each.urn) ? (scenario.there ?? {})[each.urn] : undefined;
    return found === null ? [] : [{ ...each, ...(found && { outputs: found }) }];
  });
  write("state.json", state);
} else if (what === "cancel") fs.writeFileSync(join(folder, "cancelled"), "");
else if (what === "export") process.stdout.write(JSON.stringify(state));
else if (what === "import") write("state.json", JSON.parse(fs.readFileSync(0, "utf8")));
else if (what === "preview") {
  const count = read("previews.json");
  write("previews.json", count + 1);
  const steps = scenario.previews[Math.min(count, scenario.previews.length - 1)];
  process.stdout.write(JSON.stringify({ steps: steps.map((newState) => ({ op: "create", newState })) }));
} else process.exit(1);
`;

describe("consentra recover, with something that stands in for pulumi", () => {
  let folder: string;
  const { PATH, ARM_SUBSCRIPTION_ID } = process.env;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "consentra-recover-"));
    process.env.PATH = [folder, PATH].join(delimiter);
    process.env.ARM_SUBSCRIPTION_ID = role;
  });
  afterEach(() => {
    process.env.PATH = PATH;
    if (ARM_SUBSCRIPTION_ID === undefined) delete process.env.ARM_SUBSCRIPTION_ID;
    else process.env.ARM_SUBSCRIPTION_ID = ARM_SUBSCRIPTION_ID;
    rmSync(folder, { recursive: true });
  });

  const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), "utf8")) as T;
  interface State {
    deployment: { resources: { urn: string; id?: string; delete?: boolean }[]; pending_operations: object[] };
  }

  function given(scenario: Scenario): void {
    const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
    write("scenario.json", scenario);
    write("calls.json", []);
    write("previews.json", 0);
    const { resources = [], pending = [] } = scenario;
    write("state.json", { version: 3, deployment: { resources, pending_operations: pending } });
    writeFileSync(join(folder, "pulumi"), standIn);
    chmodSync(join(folder, "pulumi"), 0o755);
  }

  /** A tenant with a service principal and its consent. */
  const graph: Reader = {
    list: <T>(path: string) =>
      Promise.resolve(
        (path.startsWith("/servicePrincipals?")
          ? [{ id: principalId, displayName: "People.ai" }]
          : [{ id: "a", appRoleId: role, principalId, principalDisplayName: "People.ai" }]) as T[],
      ),
    batch: () => Promise.resolve([]),
  };
  const empty: Reader = { list: () => Promise.resolve([]), batch: () => Promise.resolve([]) };

  async function mended(reader: Reader) {
    const said: string[] = [];
    const result = await mendState({}, reader, (line) => said.push(line.split("\n")[0] ?? ""));
    const { resources, pending_operations } = read<State>("state.json").deployment;
    return { result, said, ids: resources.map(({ id }) => id), pending: pending_operations };
  }

  it("takes in what is made of something after that, and looks no further where nothing is hidden any more", async () => {
    given({ previews: [[principal(), consent(unknown)], [consent(principalId)]] });
    const { result, said, ids } = await mended(graph);
    assert.deepEqual(result, { mended: 2, open: 0, left: 0 });
    assert.deepEqual(said, [
      `taken: the service principal People.ai (${principalId})`,
      `taken: the assignment of app role ${role} to People.ai (${principalId})`,
    ]);
    assert.deepEqual(ids, [`/servicePrincipals/${principalId}`, `/servicePrincipals/${graphApi}/appRoleAssignedTo/a`]);
    assert.equal(read<string[][]>("calls.json").filter(([name]) => name === "preview").length, 2);
  });

  it("changes nothing where it only tells", async () => {
    const pending = [{ type: "creating", resource: { urn: "urn:other", type: "azuread:index/group:Group" } }];
    given({ previews: [[principal(), consent(unknown)]], pending });
    const said: string[] = [];
    const result = await tellUnrecorded({}, graph, (line) => said.push(line));
    assert.deepEqual(result, { mended: 0, open: 2, left: 0 });
    assert.deepEqual(said, [
      `not recorded: the service principal People.ai (${principalId})\n  as urn:principal`,
      "unfinished: urn:other\n  was being made when the update was interrupted",
    ]);
    assert.deepEqual(
      read<string[][]>("calls.json").map(([name]) => name),
      ["stack", "preview"],
    );
  });

  it("forgets what was being made of what it can look for, and names the rest", async () => {
    const creating = (urn: string, type: string) => ({ type: "creating", resource: { urn, type } });
    const group = creating("urn:group", "azuread:index/group:Group");
    given({
      previews: [[principal()]],
      pending: [creating("urn:principal", principal().type), creating("urn:step", "command:local:Command"), group],
    });
    const { result, said, pending } = await mended(empty);
    assert.deepEqual(result, { mended: 2, open: 0, left: 0 });
    assert.deepEqual(said, ["unknown: urn:group"]);
    assert.deepEqual(pending, [group]);
  });

  const lockOf = (pid: number) =>
    "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n" +
    `  file:///state/1.json: created by ${userInfo().username}@${hostname()} (pid ${pid}) at 2026-11-24T08:00:00Z`;

  it("releases the lock of a process that is gone", async () => {
    // No process has this number: it is above what any system gives.
    given({ previews: [[]], lock: lockOf(2 ** 30) });
    const { result, said } = await mended(empty);
    assert.deepEqual(result, { mended: 1, open: 0, left: 0 });
    assert.deepEqual(said, [`released: the lock of process ${2 ** 30}, which is gone, since 2026-11-24T08:00:00Z`]);
  });

  it("refuses where the process of a lock runs, and says what to do", async () => {
    given({ previews: [[]], lock: lockOf(process.pid) });
    await assert.rejects(
      mended(empty),
      new RegExp(
        `the stack is locked by .*\\(pid ${process.pid}\\) since 2026-11-24T08:00:00Z, of which it cannot be said from here that it is gone; ` +
          "when it is, run `pulumi cancel --yes`, then this again",
      ),
    );
    assert.deepEqual(
      read<string[][]>("calls.json").map(([name]) => name),
      ["refresh"],
    );
  });

  for (const address of [
    "s3://state/.pulumi/locks/1.json?region=eu-central-1&endpoint=https://minio.contoso.com",
    "azblob://state/.pulumi/locks/1.json?storage_account=vendoraccess",
    "postgres://state@db.contoso.com/pulumi/.pulumi/locks/1.json",
  ]) {
    it(`does not release a lock in ${address.split(":")[0]}, though the process is gone here, and says by what it is released`, async () => {
      given({ previews: [[]], lock: lockOf(2 ** 30).replace("file:///state/1.json", address) });
      await assert.rejects(
        mendState({ project: "/stacks/jo's", stack: "contoso" }, empty, () => undefined),
        ({ message }: Error) =>
          message.endsWith(
            `when it is, run \`pulumi cancel --yes --stack contoso --cwd '/stacks/jo'\\''s'\`, then this again`,
          ),
      );
      assert.deepEqual(
        read<string[][]>("calls.json").map(([name]) => name),
        ["refresh"],
      );
    });
  }

  it("tells what pulumi said without the password of the state's address", async () => {
    writeFileSync(
      join(folder, "pulumi"),
      '#!/bin/sh\necho "error: unable to open bucket $PULUMI_BACKEND_URL: no such host" >&2\nexit 255\n',
      { mode: 0o755 },
    );
    const { code, stdout, stderr } = await consentra(["recover", "--yes"], {
      PATH: process.env.PATH ?? "",
      PULUMI_BACKEND_URL: "postgres://db.contoso.com/pulumi?user=state&password=hunter22",
      ARM_TENANT_ID: role,
    });
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.equal(
      stderr,
      "consentra: pulumi refresh --yes failed: error: unable to open bucket postgres://db.contoso.com/pulumi?user=state&password=[secret]: no such host\n",
    );
  });

  it("takes in a secret that carries the stack's mark, once its provider found it", async () => {
    given({ previews: [[secret]], there: { "urn:secret": { tags: { consentra: "ours" } } } });
    const { result, said, ids } = await mended(empty);
    assert.deepEqual(result, { mended: 1, open: 0, left: 0 });
    assert.deepEqual(said, ["taken: the secret pbx in the vault kv"]);
    assert.deepEqual(ids, [secretId]);
  });

  it("leaves a secret that carries another mark or none, and says so", async () => {
    for (const outputs of [{ tags: { consentra: "another's" } }, {}]) {
      given({ previews: [[secret]], there: { "urn:secret": outputs } });
      const { result, said, ids } = await mended(empty);
      assert.deepEqual(result, { mended: 0, open: 0, left: 1 });
      assert.deepEqual(said, [
        "in the way: the secret pbx in the vault kv: it does not carry this stack's mark; keep it and choose another name, or delete it",
      ]);
      assert.deepEqual(ids, []);
    }
  });

  it("says nothing of a secret that is not there", async () => {
    given({ previews: [[secret]], there: { "urn:secret": null } });
    const { result, said, ids } = await mended(empty);
    assert.deepEqual(result, { mended: 0, open: 0, left: 0 });
    assert.deepEqual(said, []);
    assert.deepEqual(ids, []);
  });

  it("has a second client secret of one name removed by the next update, also where nothing else is missing", async () => {
    const holder = {
      displayName: "it",
      passwordCredentials: [
        { keyId: principalId, displayName: "pbx first" },
        { keyId: role, displayName: "pbx first" },
        { keyId: graphApi, displayName: "by hand" },
      ],
    };
    const reader: Reader = { ...empty, batch: () => Promise.resolve([{ status: 200, body: holder }]) };
    const own = {
      urn: "urn:password",
      type: "azuread:index/applicationPassword:ApplicationPassword",
      id: `${clientId}/password/${role}`,
      inputs: { applicationId: `/applications/${clientId}`, displayName: "pbx first" },
    };
    given({ previews: [[]], resources: [own] });
    const { result, said } = await mended(reader);
    assert.deepEqual(result, { mended: 1, open: 0, left: 0 });
    assert.deepEqual(said, [
      `to be removed by the next update: the client secret pbx first (${principalId}) of the application it (${clientId})`,
    ]);
    assert.deepEqual(
      read<State>("state.json").deployment.resources.map((each) => [each.id, each.delete]),
      [
        [own.id, undefined],
        [`${clientId}/password/${principalId}`, true],
      ],
    );
    assert.deepEqual((await mended(reader)).result, { mended: 0, open: 0, left: 0 }, "once");
  });
});
