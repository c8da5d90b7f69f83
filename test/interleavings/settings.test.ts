import assert from "node:assert/strict";
import type { GraphManifest } from "../../components/steps/manifest";
import { runGraphStep } from "../histories/rooms";
import { inTurns, type Side, type Turn } from "./gate";
import { SharedTenant } from "./tenant";

type Action = "create" | "update" | "delete";

const ownerOf = (side: Side) => `organization/tenant/${side === 0 ? "one" : "two"}/settings`;

/** Two stacks that both declare a setting of which a tenant has one. */
const settings = {
  UserConsentSettings: (side: Side) => ({
    owner: ownerOf(side),
    policies: side === 0 ? [] : ["microsoft-user-default-low"],
  }),
  AdminConsentWorkflow: (side: Side) => ({
    owner: ownerOf(side),
    isEnabled: side === 1,
    notifyReviewers: true,
    remindersEnabled: true,
    requestDurationInDays: side === 0 ? 10 : 20,
    reviewers: { users: [], groups: [], roles: ["62e90394-69f5-4237-9190-012177145e10"] },
  }),
};
type Kind = keyof typeof settings;

describe("two stacks that declare one setting of the tenant at the same time", () => {
  let tenant: SharedTenant;
  before(async () => {
    tenant = await SharedTenant.create();
  });
  after(() => tenant.close());

  const ownerNow = () => {
    const claims = [...tenant.seen.contoso.policies.permissionGrant.values()].filter(({ id }) =>
      /^consentra-/.test(id),
    );
    return claims.map(({ description }) => (JSON.parse(description) as { owner: string }).owner);
  };
  const settingNow = () => {
    const { authorization, adminConsentRequest } = tenant.seen.contoso.policies;
    // How often it was set is counted.
    return JSON.stringify([authorization, { ...adminConsentRequest, version: 0 }]);
  };

  async function step(side: Side, kind: Kind, action: Action): Promise<Error | undefined> {
    const { graph, progress, wait } = tenant.sides[side].context();
    const manifest = { consentra: 1, kind, tenantId: tenant.seen.contoso.id, spec: settings[kind](side) };
    try {
      const previous = () => ({ owner: ownerOf(side), before: [], now: [] });
      await runGraphStep({ graph, progress, wait }, manifest as GraphManifest, action, previous);
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }

  /** Each is held at every point while the other passes, to its end or, with `everywhere`, to every point of its own. */
  async function everyOrder(
    everywhere: boolean,
    work: (run: <A, B>(first: () => Promise<A>, second: () => Promise<B>) => Promise<[A, B]>) => Promise<void>,
  ): Promise<number> {
    let orders = 0;
    const order = async (turns: Turn[]): Promise<readonly [number, number]> => {
      tenant.reset();
      await work((one, two) => tenant.gate.keep(one, two, inTurns(turns)));
      orders++;
      return [...tenant.gate.passed] as [number, number];
    };
    for (const first of [0, 1] as const) {
      const second: Side = first === 0 ? 1 : 0;
      const passed = await order([[first, Infinity]]);
      for (let held = 0; held < passed[first]; held++) {
        const ends = everywhere ? Array.from({ length: passed[second] }, (_, index) => index + 1) : [Infinity];
        const turnsTo = (end: number): Turn[] => [
          [first, held],
          [second, end],
          [first, Infinity],
        ];
        for (const end of ends) await order(turnsTo(end));
      }
    }
    return orders;
  }

  for (const kind of ["UserConsentSettings", "AdminConsentWorkflow"] as const) {
    it(`${kind}: one gets it, the other is told who has it, and gets it when that one has given it back`, async () => {
      const orders = await everyOrder(kind === "UserConsentSettings", async (run) => {
        const seed = settingNow();
        const refusals = await run(
          () => step(0, kind, "create"),
          () => step(1, kind, "create"),
        );
        const served = refusals.flatMap((refusal, side) => (refusal === undefined ? [side as Side] : []));
        assert.equal(served.length, 1, refusals.map(String).join());
        const [winner = 0] = served;
        const loser: Side = winner === 0 ? 1 : 0;
        assert.match(String(refusals[loser]), new RegExp(`are managed by ${ownerOf(winner)} already`));
        assert.deepEqual(ownerNow(), [ownerOf(winner)]);
        // Destroying the one that was refused changes nothing.
        const set = settingNow();
        assert.notEqual(set, seed);
        assert.equal(await step(loser, kind, "delete"), undefined);
        assert.deepEqual([settingNow(), ownerNow()], [set, [ownerOf(winner)]]);
        assert.equal(await step(winner, kind, "delete"), undefined);
        assert.deepEqual([settingNow(), ownerNow()], [seed, []]);
      });
      assert.ok(orders > 8, `${orders} orders`);
    });

    it(`${kind}: what one gives back while the other takes it is as before, or the other's`, async () => {
      await everyOrder(false, async (run) => {
        const seed = settingNow();
        assert.equal(await step(0, kind, "create"), undefined);
        const [released, refusal] = await run(
          () => step(0, kind, "delete"),
          () => step(1, kind, "create"),
        );
        assert.equal(released, undefined);
        if (refusal === undefined) {
          assert.deepEqual(ownerNow(), [ownerOf(1)]);
          assert.equal(await step(1, kind, "delete"), undefined);
        } else assert.match(refusal.message, new RegExp(`managed by ${ownerOf(0)} already|409|run again`));
        assert.deepEqual([settingNow(), ownerNow()], [seed, []]);
      });
    });
  }
});
