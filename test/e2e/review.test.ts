import assert from "node:assert/strict";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { consentra, type CommandResult } from "../support/consentra";
import { ExampleStack } from "../support/example-stack";
import { repository } from "../support/repository";
import type { Review } from "../support/review";
import { gitHubSteps, runShell } from "../support/workflow";

const main = join(repository, "cli", "dist", "main.js");
const packs = ["mailbox-scope", "least-privilege"].map((name) => join(repository, "policy-packs", name));

describe("consentra review, end to end", () => {
  const folder = mkdtempSync(join(tmpdir(), "consentra-review-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("is the workflow's own step: it reviews the root stack with all five vendors, without any credential", async () => {
    // A checkout that may be written to: pulumi notes a stack's salt beside its project.
    const checkout = join(folder, "checkout");
    mkdirSync(join(checkout, "node_modules", ".bin"), { recursive: true });
    for (const each of readdirSync(join(repository, "node_modules")).filter((name) => !name.startsWith(".")))
      symlinkSync(join(repository, "node_modules", each), join(checkout, "node_modules", each));
    // As npm does for the bin of an installed package.
    chmodSync(main, 0o755);
    symlinkSync(main, join(checkout, "node_modules", ".bin", "consentra"));
    for (const each of ["Pulumi.yaml", "Pulumi.dev.yaml"]) copyFileSync(join(repository, each), join(checkout, each));
    for (const each of ["infra", "policy-packs", "components"])
      symlinkSync(join(repository, each), join(checkout, each));

    const step = gitHubSteps().find(({ name }) => name === "Review against the simulated tenant");
    assert.ok(step);
    const leaked = { ARM_TENANT_ID: "a-real-tenant", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "a-real-token" };
    const { PATH, HOME } = process.env;
    const cache = process.env.CONSENTRA_CACHE === undefined ? {} : { CONSENTRA_CACHE: process.env.CONSENTRA_CACHE };
    const { code, output } = await runShell(step.script, checkout, { PATH, HOME, ...cache, ...leaked, ...step.env });
    assert.equal(code, 1, output);
    const read = (name: string) => readFileSync(join(checkout, "review", name), "utf8");
    const review = JSON.parse(read("review.json")) as Review;
    assert.deepEqual(
      review.applications.map(({ vendor, change, risk }) => [vendor, change, risk.after]),
      [
        ["CallPlease", "added", "medium"],
        ["Contreli", "added", "high"],
        ["XPhone Connect", "added", "low"],
        ["3CX", "added", "high"],
        ["People.ai", "added", "high"],
      ],
    );
    assert.deepEqual(
      review.packs?.map(({ name }) => name),
      ["consentra-app-hygiene", "consentra-least-privilege", "consentra-mailbox-scope"],
    );
    assert.ok(
      review.verdict.reasons.includes("People.ai gets the application permission Mail.Read, whose risk is high."),
    );
    const known = new Set(review.packs.map(({ name }) => name));
    assert.ok(review.violations.length > 0 && review.violations.every(({ pack }) => known.has(pack)));
    const contreli = review.applications.find(({ name }) => name === "contreli");
    assert.deepEqual(contreli?.owners, [{ kind: "user", name: "johannal@contoso.com", change: "added" }]);
    assert.deepEqual(
      contreli.assignment?.principals.map(({ name }) => name),
      ["benw@contoso.com", "christiec@contoso.com"],
    );
    // The scope comes before every consent that it confines.
    const number = (does: RegExp, app: string) =>
      review.steps.find((each) => each.application === app && does.test(each.does))?.number ?? 0;
    const mail = review.steps.find(
      ({ application, does }) => application === "people-ai" && does === "consent to Mail.Read",
    );
    assert.equal(
      mail?.confinedBy,
      `the access policy of step ${number(/access policy/, "people-ai")}, which it waits for`,
    );
    assert.ok(number(/access policy/, "people-ai") < mail.number);
    assert.ok(number(/access policy/, "pbx") < number(/consent to Contacts\.Read/, "pbx"));
    assert.ok(review.settings.includes("Let users consent for themselves by the policy microsoft-user-default-low."));
    assert.match(
      read("review.md"),
      /^<!-- consentra-review consentra\/dev -->\n\n# Access review of consentra\/dev\n\n\*\*Blocked, for \d+ reasons\.\*\*/,
    );
    assert.match(read("review.html"), /^<!doctype html>/);
    assert.equal((JSON.parse(read("review.sarif")) as { version: string }).version, "2.1.0");
    for (const value of Object.values(leaked)) assert.ok(!output.includes(value));
  });

  it("tells what a change of a stack means: who is reached, what a pack refuses, what an exception allows, since when", async () => {
    const run = await ExampleStack.start(undefined, "dev");
    try {
      for (const app of ["callplease", "contreli", "mail-contacts"]) await run.stack.removeConfig(`apps.${app}`);
      await run.up();
      await run.stack.setConfig("apps.people-ai.mailboxes[3]", "nestorw@contoso.com", { path: true });
      await run.stack.setConfig("apps.pbx.readUsersBy", "Directory.Read.All", { path: true });
      const json = join(folder, "change.json");
      const review = async (...args: string[]): Promise<CommandResult & { review: Review }> => {
        const result = await consentra(
          [
            ...[
              "review",
              "--project",
              repository,
              "--stack",
              run.stack.stackName,
              "--config-file",
              run.stack.configFile,
            ],
            ...[...packs.flatMap((pack) => ["--policy-pack", pack]), "--out", json, ...args],
          ],
          { ...run.sandbox.environment(), ...run.stack.shellEnvironment },
        );
        return { ...result, review: JSON.parse(readFileSync(json, "utf8")) as Review };
      };
      const policies = ["narrower-permission-suffices", "no-wider-than-operations"];
      const sarif = join(folder, "change.sarif");
      const refused = await review("--out", sarif);
      assert.equal(refused.code, 1, refused.stderr);
      const [pbx, peopleAi] = ["pbx", "people-ai"].map((name) =>
        refused.review.applications.find((each) => each.name === name),
      );
      assert.deepEqual(pbx?.changes, [
        "It gets the application permission Directory.Read.All (high): Reads the whole directory: users, groups, apps, roles, devices and policies.",
        "It loses the application permission User.Read.All: Reads full profiles of all users, managers and reports included.",
      ]);
      assert.deepEqual(peopleAi?.changes, [
        "nestorw@contoso.com is reached from now on (4 mailboxes in app-scope-people-ai@contoso.com).",
      ]);
      assert.deepEqual(peopleAi.source, { file: "infra/index.ts", line: 26, column: 20 });
      assert.match(peopleAi.since ?? "", /^\d{4}-\d{2}-\d{2}$/);
      const reasons = policies.flatMap((policy) =>
        ["pbx-registration-application", "pbx-consent-graph-Directory.Read.All"].map(
          (resource) => `The mandatory policy ${policy} is violated by ${resource} of pbx.`,
        ),
      );
      assert.deepEqual([...refused.review.verdict.reasons].sort(), reasons.sort());
      const log = JSON.parse(readFileSync(sarif, "utf8")) as import("sarif").Log;
      assert.equal(
        log.runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri?.endsWith("infra/index.ts"),
        true,
      );

      const exception = {
        permission: "Directory.Read.All",
        app: "pbx",
        reason: "until the PBX is updated",
        approver: "Grace Hopper",
        expires: "2099-12-31",
      };
      const config = join(folder, "packs.json");
      writeFileSync(
        config,
        JSON.stringify(Object.fromEntries(policies.map((policy) => [policy, { exceptions: [exception] }]))),
      );
      const none = join(folder, "none.json");
      writeFileSync(none, "{}");
      const excepted = await review("--policy-pack-config", none, "--policy-pack-config", config);
      assert.equal(excepted.code, 0, excepted.stderr);
      assert.deepEqual(
        excepted.review.exceptions,
        policies.map((policy) => ({ policy, ...exception, state: "inUse" })),
      );
      assert.ok(
        excepted.review.violations.some(({ policy, level }) => policy === "exception-in-use" && level === "advisory"),
      );
      const allowed = excepted.review.applications
        .find(({ name }) => name === "pbx")
        ?.permissions.find(({ name }) => name === "Directory.Read.All");
      assert.equal(allowed?.exception?.approver, "Grace Hopper");
      // Nothing was changed by looking.
      assert.deepEqual(excepted.review.summary, refused.review.summary);
    } finally {
      await run.close();
    }
  });
});

describe("consentra sandbox --exec", () => {
  it("ends with the command's exit code, and says what is missing", async () => {
    const { code, stderr } = await consentra(["sandbox", "--exec"]);
    assert.deepEqual([code, stderr], [2, "consentra: --exec needs a command: consentra sandbox --exec -- COMMAND\n"]);
    const beside = await consentra(["sandbox", "--exec", "--json", "--", "true"]);
    assert.match(beside.stderr, /leave --port, --environment and --json out/);
    const { PATH = "", HOME = "" } = process.env;
    const run = (...command: string[]) =>
      consentra(["sandbox", "--exec", "--", ...command], { PATH, HOME, ARM_CLIENT_SECRET: "a-real-secret" });
    const seen = await run(
      process.execPath,
      "-e",
      "console.log(process.env.ARM_METADATA_HOSTNAME, process.env.ARM_CLIENT_SECRET === 'a-real-secret'); process.exit(7)",
    );
    assert.equal(seen.code, 7, seen.stderr);
    assert.match(seen.stdout, /^localhost:\d+ false\n$/);
    const missing = await run("no-such-command-here");
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /no-such-command-here cannot be started/);
  });
});
