import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { register } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { consentra } from "../support/consentra";
import { repository } from "../support/repository";
import {
  azureDevOps,
  azureDevOpsSteps,
  github,
  gitHubSteps,
  readGitHub,
  runShell,
  type ShellStep,
} from "../support/workflow";

const page = readFileSync(join(repository, "docs", "ci.md"), "utf8");
const gitLab = /^```yaml\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? "";
const gitLabSteps = (): ShellStep[] =>
  Object.entries(parse(gitLab) as Record<string, { script?: string[] }>).flatMap(([job, { script }]) =>
    (script ?? []).map((each) => ({ job, name: job, script: each, env: {} })),
  );
const allSteps = () => [...gitHubSteps(), ...azureDevOpsSteps(), ...gitLabSteps()];
const onPath = (name: string) =>
  (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));
const named = (steps: ShellStep[], name: string) => {
  const found = steps.find((each) => each.name === name);
  assert.ok(found, name);
  return found;
};

describe("the pipelines to copy", () => {
  const folder = mkdtempSync(join(tmpdir(), "consentra-ci-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("are a workflow that GitHub's own parser takes", async () => {
    // The package is made for bundlers: it imports its schema without saying that it is JSON.
    const hook = `export const load = (url, context, next) =>
      next(url, url.endsWith(".min.json") ? { ...context, importAttributes: { type: "json" } } : context);`;
    register(`data:text/javascript,${encodeURIComponent(hook)}`);
    const { parseWorkflow, NoOperationTraceWriter } = await import("@actions/workflow-parser");
    const check = (content: string) =>
      parseWorkflow({ name: "consentra.yml", content }, new NoOperationTraceWriter())
        .context.errors.getErrors()
        .map(({ message }) => message);
    const text = readFileSync(github, "utf8");
    assert.deepEqual(check(text), []);
    assert.notDeepEqual(check(text.replace("timeout-minutes: 20", "timeout-minuets: 20")), []);
  });

  it("give each job the least rights, and forks no secret", () => {
    const { permissions, jobs } = readGitHub();
    assert.deepEqual(permissions, {});
    assert.deepEqual(Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions])), {
      simulated: { contents: "read" },
      tenant: { contents: "read", "id-token": "write" },
      comment: { "pull-requests": "write" },
      scan: { contents: "read", "security-events": "write" },
    });
    assert.doesNotMatch(JSON.stringify(jobs.simulated), /secrets\.|vars\.|github\.token/);
    // What a pull request brings is never part of a script.
    for (const { script } of gitHubSteps()) assert.doesNotMatch(script, /\$\{\{/);
  });

  it("are shell that bash takes, and call consentra with flags that it has", async () => {
    const steps = allSteps();
    assert.ok(steps.length >= 15, `${steps.length} steps`);
    const helps = new Map<string, string>();
    for (const name of ["review", "sandbox"]) helps.set(name, (await consentra([name, "--help"])).stdout);
    let calls = 0;
    for (const { script, name } of steps) {
      execFileSync("bash", ["-n", "-c", script]);
      for (const [, command = "", rest = ""] of script
        .replaceAll("\\\n", " ")
        .matchAll(/consentra (review|sandbox)((?: +[^\n]*)?)/g)) {
        calls++;
        const own = rest.split(" -- ")[0] ?? "";
        for (const [flag] of own.matchAll(/--[a-z-]+/g))
          assert.ok(helps.get(command)?.includes(`${flag} `), `${name}: consentra ${command} ${flag}`);
      }
    }
    assert.ok(calls >= 6, `${calls} calls`);
  });

  it("review in the same words everywhere", () => {
    const command = (steps: ShellStep[], job: string) =>
      steps
        .filter((each) => each.job === job)
        .map(({ script }) => /consentra review[\s\S]*?review\.json/.exec(script)?.[0].replace(/\\?\s+/g, " "))
        .find((each) => each !== undefined);
    for (const job of ["simulated", "tenant"]) {
      assert.ok(command(gitHubSteps(), job));
      assert.equal(command(gitHubSteps(), job), command(azureDevOpsSteps(), job));
    }
    assert.ok(readFileSync(azureDevOps, "utf8").includes("simulated"));
  });

  it("post a comment once on GitHub, and then update it", async () => {
    const reviews = join(folder, "reviews", "consentra-review");
    const bin = join(folder, "bin");
    for (const each of [reviews, bin]) mkdirSync(each, { recursive: true });
    writeFileSync(join(reviews, "review.md"), "<!-- consentra-review a/b -->\n\n# It\n");
    // Stands for GitHub: it has a comment as soon as one was posted.
    writeFileSync(
      join(bin, "gh"),
      `#!/usr/bin/env bash\nset -eu\nprintf '%s\\n' "$*" >> calls\nif [ "$2" = "--paginate" ]; then if [ -f posted ]; then echo 42; fi\nelif [ "$3" = "POST" ]; then touch posted; printf '%s' "$MARK" > mark; fi\n`,
    );
    chmodSync(join(bin, "gh"), 0o755);
    const { script } = named(gitHubSteps(), "Post the review");
    const env = { PATH: `${bin}${delimiter}${process.env.PATH}`, GITHUB_REPOSITORY: "o/r", NUMBER: "7" };
    for (let run = 0; run < 2; run++) assert.deepEqual(await runShell(script, folder, env), { code: 0, output: "" });
    const calls = readFileSync(join(folder, "calls"), "utf8")
      .trim()
      .split("\n")
      .filter((each) => !each.includes("--paginate"));
    assert.deepEqual(calls, [
      "api --method POST repos/o/r/issues/7/comments -F body=@reviews/consentra-review/review.md",
      "api --method PATCH repos/o/r/issues/comments/42 -F body=@reviews/consentra-review/review.md",
    ]);
    assert.equal(readFileSync(join(folder, "mark"), "utf8"), "<!-- consentra-review a/b -->");
  });

  const missing = ["curl", "jq"].filter((each) => !onPath(each));
  const title = "post a thread once on Azure DevOps, and then update it";
  if (missing.length > 0) it.skip(`${title} (skipped: no ${missing.join(" and no ")} on PATH)`);
  else
    it(title, async () => {
      const text = '<!-- consentra-review a/b -->\n\n# It\'s "quoted" `code` $(x)\n';
      mkdirSync(join(folder, "review"), { recursive: true });
      writeFileSync(join(folder, "review", "review.md"), text);
      const threads: object[] = [{ id: 1, comments: [{ id: 1, content: "another" }] }];
      const calls: string[] = [];
      const server = createServer((request, response) => {
        void bodyOf(request).then((body) => {
          calls.push(`${request.method} ${request.url} ${request.headers.authorization}`);
          if (request.method === "POST") {
            const { comments } = JSON.parse(body) as { comments: { content: string }[] };
            threads.push({ id: 9, comments: [{ id: 3, content: comments[0]?.content }] });
          } else if (request.method === "PATCH") assert.equal((JSON.parse(body) as { content: string }).content, text);
          response.setHeader("Content-Type", "application/json");
          response.end(JSON.stringify({ value: threads }));
        });
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      try {
        const { script } = named(azureDevOpsSteps(), "Post the review");
        const env = {
          PATH: process.env.PATH,
          SYSTEM_COLLECTIONURI: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
          SYSTEM_TEAMPROJECTID: "p",
          BUILD_REPOSITORY_ID: "r",
          SYSTEM_PULLREQUEST_PULLREQUESTID: "7",
          SYSTEM_ACCESSTOKEN: "token",
        };
        for (let run = 0; run < 2; run++)
          assert.deepEqual(await runShell(script, folder, env), { code: 0, output: "" });
      } finally {
        server.close();
      }
      const at = "/p/_apis/git/repositories/r/pullRequests/7/threads";
      assert.deepEqual(calls, [
        `GET ${at}?api-version=7.1 Bearer token`,
        `POST ${at}?api-version=7.1 Bearer token`,
        `GET ${at}?api-version=7.1 Bearer token`,
        `PATCH ${at}/9/comments/3?api-version=7.1 Bearer token`,
      ]);
      assert.equal((threads[1] as { comments: { content: string }[] }).comments[0]?.content, text);
    });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
