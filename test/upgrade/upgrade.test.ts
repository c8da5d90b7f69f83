import assert from "node:assert/strict";
import { ensureEngine, type Engine } from "@consentra/sandbox/engine";
import type { HandOff } from "consentra/handoff";
import { changedNothing, reachEverGranted, writesSince } from "../support/audit";
import { recordedStacks } from "./cases";
import { changedInputs } from "./compare";
import { expectedUpdates, isExpected } from "./expected";
import { readFixture, recordedReleases, type Fixture } from "./fixture";
import { TakenOver, type PreviewStep } from "./take-over";
import { inTwos } from "./in-twos";

for (const release of recordedReleases()) {
  describe(`stacks of ${release}, taken over by today's code`, () => {
    const updates = expectedUpdates(release);
    // One of each project: what all of them register is compared in inputs.test.ts.
    const onEngine = recordedStacks.filter(({ name }) => /^root\.|\.full$|^people-ai\.hardened$/.test(name));
    const fixtures = onEngine.flatMap((stack) => readFixture(release, stack) ?? []);
    let engine: Engine;
    let previews: Promise<PreviewStep[]>[];
    before(async () => {
      engine = await ensureEngine();
      previews = inTwos(fixtures, async (fixture) => {
        const taken = await TakenOver.start(engine, fixture);
        return taken.preview().finally(() => taken.close());
      });
    });

    for (const [index, { stack, state }] of fixtures.entries()) {
      it(`${stack.name}: nothing is made, replaced or deleted in preview, and nothing changes but what is noted`, async () => {
        const steps = (await previews[index]) ?? [];
        assert.equal(steps.length, state.deployment.resources?.filter(({ type }) => !isProvider(type)).length);
        const different = steps.filter(({ op }) => op !== "same");
        assert.deepEqual(
          different.filter((step) => !isNoted(step)).map(({ op, urn }) => `${op} ${urn}`),
          [],
        );
      });
    }

    const isNoted = ({ op, urn, oldState, newState }: PreviewStep): boolean =>
      op === "update" &&
      changedInputs(oldState?.inputs ?? {}, newState?.inputs ?? {}).every((input) =>
        isExpected(updates, urn.split("::").at(-1) ?? "", input),
      );

    for (const fixture of fixtures.filter(({ stack }) => /^people-ai\.(?:full|hardened)$/.test(stack.name))) {
      it(`${fixture.stack.name}: is updated and removed, and at no moment reaches a mailbox beyond its scope`, () =>
        isUpdatedAndRemoved(engine, fixture));
    }
  });
}

const isProvider = (type: string): boolean => type.startsWith("pulumi:providers:");

async function isUpdatedAndRemoved(engine: Engine, fixture: Fixture): Promise<void> {
  const taken = await TakenOver.start(engine, fixture);
  try {
    const { sandbox, stack } = taken;
    const { clientId, mailboxScope } = (await stack.outputs()).handOff as HandOff;
    const up = await stack.up({ skipPreview: true });
    assert.equal(up.code, 0, up.stdout + up.stderr);

    // What is up to date stays as it is.
    const written = sandbox.audit().length;
    const again = await stack.up({ skipPreview: true });
    assert.ok(changedNothing(again.stdout), again.stdout);
    assert.deepEqual(writesSince(sandbox, written), []);

    const destroyed = await stack.destroy();
    assert.equal(destroyed.code, 0, destroyed.stdout + destroyed.stderr);
    assert.deepEqual(sandbox.snapshot(), taken.seed);

    const declared = new Set(mailboxScope?.mailboxes);
    const { contoso } = sandbox.tenants;
    const reached = [...reachEverGranted(sandbox.audit(), clientId)].map((id) => contoso.users.get(id)?.mail ?? id);
    assert.ok(reached.length > 0);
    for (const address of reached) assert.ok(declared.has(address), `${address} was reachable and is not in the scope`);
  } finally {
    await taken.close();
  }
}
