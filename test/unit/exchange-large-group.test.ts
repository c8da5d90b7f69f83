import assert from "node:assert/strict";
import { join } from "node:path";
import type { StepContext } from "../../components/exchange/objects/context";
import type { ExchangeObject, Invocation } from "../../components/exchange/transport";
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
  largestBatch = 0;
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
    this.largestBatch = Math.max(this.largestBatch, reads.length);
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
  it("is made with some and filled by difference, a limited number at a time", async () => {
    const tenant = new OneGroup();
    await createGroup(tenant.context, spec);
    assert.deepEqual([...(tenant.members ?? [])].sort(), members);
    assert.equal(tenant.added, 9_000);
    assert.equal(tenant.largestBatch, 500);
  });

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
