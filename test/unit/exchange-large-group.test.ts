import assert from "node:assert/strict";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { addManyPeople } from "@consentra/sandbox/tenant";
import type { StepContext } from "../../components/exchange/objects/context";
import type { ExchangeObject, Invocation } from "../../components/exchange/transport";
import { exchangeSteps, type ExchangeSteps } from "../support/exchange-steps";
import { repository } from "../support/repository";

// Rooms of the package that it does not export: loaded by path, with their types.
const exchange = join(repository, "components", "dist", "exchange");
const { createGroup, updateGroup } = require(
  join(exchange, "objects", "group"),
) as typeof import("../../components/exchange/objects/group");
const { ExchangeError } = require(
  join(exchange, "rest-errors"),
) as typeof import("../../components/exchange/rest-errors");

const members = Array.from({ length: 10_000 }, (_, index) => `member${String(index).padStart(5, "0")}@contoso.com`);
const spec = {
  name: "large",
  alias: "large",
  displayName: "Large",
  primarySmtpAddress: "large@contoso.com",
  managedBy: ["it@contoso.com"],
  members,
};

/** Exchange with one group at most, that stops answering after some cmdlets as a network does. */
class OneGroup {
  members: Set<string> | undefined;
  added = 0;
  #left = Number.POSITIVE_INFINITY;

  dieAfter(cmdlets: number): void {
    this.#left = cmdlets;
  }

  readonly context: StepContext = {
    exchange: {
      invoke: (cmdlet, parameters) => Promise.resolve().then(() => this.#run(cmdlet, parameters)),
      batch: (reads) => Promise.resolve().then(() => this.#batch(reads)),
    },
    graph: {
      batch: () => Promise.resolve([]),
      applicationPermissions: () => Promise.resolve([]),
      list: () => Promise.resolve([]),
      ask: () => Promise.resolve({ status: 204, body: {} }),
    },
    progress: () => undefined,
    patience: 0,
    wait: () => Promise.resolve(),
  };

  #batch(reads: readonly Invocation[]): (ExchangeObject[] | Error)[] {
    return reads.map(({ cmdlet, parameters }) => {
      if (this.#left === 0) throw new TypeError("fetch failed");
      try {
        return this.#run(cmdlet, parameters);
      } catch (error) {
        return error as Error;
      }
    });
  }

  #run(cmdlet: string, { Member, Members }: Record<string, unknown>): ExchangeObject[] {
    if (this.#left-- === 0) throw new TypeError("fetch failed");
    switch (cmdlet) {
      case "New-DistributionGroup":
        this.members = new Set(Members as string[]);
        return [group];
      case "Get-DistributionGroup":
        return [this.members ? group : fail("notFound", 404)];
      case "Get-Recipient":
        return [{ Name: "IT" }];
      case "Get-DistributionGroupMember":
        return [...(this.members ?? fail("notFound", 404))].map((PrimarySmtpAddress) => ({ PrimarySmtpAddress }));
      case "Add-DistributionGroupMember":
        if (this.members?.has(Member as string)) fail("alreadyMember", 400);
        this.members?.add(Member as string);
        this.added++;
        return [];
      case "Remove-DistributionGroupMember":
        if (this.members?.delete(Member as string) !== true) fail("notMember", 400);
        return [];
      default:
        throw new Error(`${cmdlet} was not expected`);
    }
  }
}

const group: ExchangeObject = {
  Guid: "guid-1",
  ManagedBy: ["IT"],
  ExternalDirectoryObjectId: "g1",
  PrimarySmtpAddress: spec.primarySmtpAddress,
  DisplayName: spec.displayName,
  Alias: spec.alias,
  RecipientTypeDetails: "MailUniversalSecurityGroup",
  IsDirSynced: false,
};

function fail(kind: "notFound" | "alreadyMember" | "notMember", status: number): never {
  throw new ExchangeError({ cmdlet: "test", status, kind, serviceMessage: "as scripted" });
}

describe("a group of 10,000 members", () => {
  it("is finished by the next run, wherever the first one ended", async () => {
    for (const cmdlets of [1, 2, 3, 500, 4_711, 9_002]) {
      const tenant = new OneGroup();
      tenant.dieAfter(cmdlets);
      await assert.rejects(createGroup(tenant.context, spec), /fetch failed/);
      const before = tenant.members?.size ?? 0;
      assert.ok(before < members.length, `${cmdlets} cmdlets`);
      tenant.dieAfter(Number.POSITIVE_INFINITY);
      tenant.added = 0;
      await createGroup(tenant.context, spec);
      assert.deepEqual([...(tenant.members ?? [])].sort(), members);
      if (before > 0) assert.equal(tenant.added, members.length - before);
    }
  });

  it("loses half of them and gets others, without touching who stays", async () => {
    const tenant = new OneGroup();
    const state = await createGroup(tenant.context, spec);
    tenant.added = 0;
    const wanted = [...members.slice(0, 5_000), ...Array.from({ length: 10 }, (_, index) => `new${index}@contoso.com`)];
    await updateGroup(tenant.context, { ...spec, members: wanted }, state);
    assert.deepEqual([...(tenant.members ?? [])].sort(), [...wanted].sort());
    assert.equal(tenant.added, 10);
  });
});

describe("a group of 10,000 members in the simulated tenant", () => {
  let sandbox: Sandbox;
  let steps: ExchangeSteps;
  let people: string[];

  before(async () => {
    sandbox = await startSandbox();
    people = addManyPeople(sandbox.tenants.contoso, 10_010);
    steps = exchangeSteps(sandbox);
  });
  after(async () => {
    steps.close();
    await sandbox.close();
  });

  const membersOfGroup = () => {
    const { groups, users } = sandbox.tenants.contoso;
    const group = [...groups.values()].find(({ mail }) => mail === spec.primarySmtpAddress);
    return [...(group?.members ?? [])].map((id) => users.get(id)?.mail).sort();
  };
  const changes = (since: number) => {
    const counts: Record<string, number> = {};
    for (const { operation, status } of sandbox.audit().slice(since))
      if (status < 400) counts[operation] = (counts[operation] ?? 0) + 1;
    return counts;
  };

  it("is filled by difference, some at a time, goes on after a crash, and changes without touching who stays", async () => {
    const declared = { ...spec, managedBy: ["alexw@contoso.com"], members: people.slice(0, 10_000) };
    const { exchange } = steps.context;
    let largest = 0;
    let left = 4_711;
    steps.context.exchange = {
      invoke: (cmdlet, parameters) => exchange.invoke(cmdlet, parameters),
      batch: async (all) => {
        largest = Math.max(largest, all.length);
        const sent = all.slice(0, left);
        left -= sent.length;
        const answers = await exchange.batch(sent);
        if (sent.length < all.length) throw new TypeError("fetch failed");
        return answers;
      },
    };
    await assert.rejects(steps.run("MailEnabledSecurityGroup", "create", declared), /fetch failed/);
    assert.equal(membersOfGroup().length, 1_000 + 4_711);

    left = Number.POSITIVE_INFINITY;
    let since = sandbox.audit().length;
    const made = await steps.run("MailEnabledSecurityGroup", "create", declared);
    assert.deepEqual(membersOfGroup(), declared.members);
    assert.deepEqual(changes(since), { "Add-DistributionGroupMember": 10_000 - 1_000 - 4_711 });
    assert.equal(largest, 500);

    since = sandbox.audit().length;
    const others = { ...declared, members: people.slice(510) };
    await steps.run("MailEnabledSecurityGroup", "update", others, made);
    assert.deepEqual(membersOfGroup(), others.members);
    assert.deepEqual(changes(since), { "Remove-DistributionGroupMember": 510, "Add-DistributionGroupMember": 10 });
  });
});
