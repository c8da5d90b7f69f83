import assert from "node:assert/strict";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { ensureEngine, LocalStack } from "@consentra/sandbox/engine";
import { usersSubjects } from "../bench/scale/subjects";

describe("a stack that grows, on the engine", () => {
  let sandbox: Sandbox;
  let stack: LocalStack;
  let users: string[];

  before(async () => {
    sandbox = await startSandbox();
    const [subject] = usersSubjects(sandbox, 10);
    assert.ok(subject);
    const apps = subject.config["consentra:apps"] as { "sign-in": { assignment: { users: string[] } } };
    users = apps["sign-in"].assignment.users;
    apps["sign-in"].assignment.users = users.slice(0, 1);
    const { projectDir, config } = subject;
    stack = await LocalStack.create({
      engine: await ensureEngine(),
      projectDir,
      config,
      environment: sandbox.environment(),
    });
  });
  after(async () => {
    await stack.remove();
    await sandbox.close();
  });

  async function requestsOf(work: () => ReturnType<LocalStack["up"]>) {
    const before = sandbox.requests();
    const { code, stdout, stderr } = await work();
    assert.equal(code, 0, stdout + stderr);
    const { reads, writes, parts } = sandbox.requests();
    return { reads: reads - before.reads, writes: writes - before.writes, parts: parts - before.parts };
  }

  it("sends one write for each user, and one request to find them, whether they are one or ten", async () => {
    const one = await requestsOf(() => stack.up({ skipPreview: true }));
    assert.deepEqual(one, { reads: 10, writes: 5, parts: 2 });
    for (const [index, user] of users.entries())
      await stack.setConfig(`consentra:apps.sign-in.assignment.users[${index}]`, user, { path: true });
    // Each assignment is made by the azuread plugin, which reads before and after it.
    const nineMore = await requestsOf(() => stack.up({ skipPreview: true }));
    assert.deepEqual(nineMore, { reads: 1 + 9 * 2, writes: 9, parts: 3 });
    assert.deepEqual(await requestsOf(() => stack.preview()), { reads: 1, writes: 0, parts: 3 });
  });
});
