import assert from "node:assert/strict";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { ensureEngine, LocalStack, type Engine } from "@consentra/sandbox/engine";
import { repository } from "../support/repository";

const pack = join(repository, "policy-packs", "mailbox-scope");

describe("mailbox-scope on the real analyzer", () => {
  let engine: Engine;
  let sandbox: Sandbox;

  before(async () => {
    engine = await ensureEngine();
    sandbox = await startSandbox();
  });
  after(() => sandbox.close());

  const preview = async (program: string) => {
    const stack = await LocalStack.create({
      engine,
      projectDir: join(repository, "test", "policy", "programs", program),
      environment: sandbox.environment(),
    });
    const result = await stack.preview({ policyPacks: [pack] });
    await stack.remove();
    return { code: result.code, text: result.stdout + result.stderr };
  };

  it("passes a grant that is scoped and waits for the scope", async () => {
    const { code, text } = await preview("scoped");
    assert.equal(code, 0, text);
    assert.doesNotMatch(text, /\[mandatory\]|\[advisory\]/);
  });

  it("refuses a grant without a scope", async () => {
    const { code, text } = await preview("without-scope");
    assert.notEqual(code, 0);
    assert.match(text, /\[mandatory\].*mailbox-permission-is-scoped/);
    assert.match(text, /and the stack has no access policy: the application could reach every mailbox/);
    assert.match(text, /Give it a MailboxScope/);
  });

  it("refuses a scope for another application", async () => {
    const { code, text } = await preview("other-application");
    assert.notEqual(code, 0);
    assert.match(text, /the access policies of the stack are for 11111111-2222-4333-8444-555555555555/);
  });

  it("refuses consent that does not depend on the scope", async () => {
    const { code, text } = await preview("no-dependency");
    assert.notEqual(code, 0);
    assert.match(text, /\[mandatory\].*consent-depends-on-scope/);
    assert.match(text, /Pass the MailboxScope in `dependsOn` of the grant/);
  });

  it("says in preview what it cannot judge", async () => {
    const { code, text } = await preview("unknown");
    assert.equal(code, 0, text);
    assert.match(text, /\[advisory\].*mailbox-access-is-known/);
    assert.match(text, /cannot judge yet: "consent" grants Mail\.Read, but the application behind it is not known/);
  });
});
