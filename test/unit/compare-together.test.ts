import assert from "node:assert/strict";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { DriftRequest } from "../../components/exchange/drift/look-up";
import { MockEngine } from "../support/mocks";
import { repository } from "../support/repository";

// A room of the package that it does not export: loaded by path, with its types.
const { compareTogether } = require(
  join(repository, "components", "dist", "exchange", "compare-together"),
) as typeof import("../../components/exchange/compare-together");

const same = { found: {}, isNew: false, steps: [], exposures: [] };
const scope = (name: string): DriftRequest => ({
  manifests: {
    [name]: {
      consentra: 1,
      kind: "ExchangeServicePrincipal",
      tenantId: "11111111-2222-4333-8444-555555555555",
      organization: "contoso.onmicrosoft.com",
      spec: { appId: "6135b4c8-8900-475f-84db-b8ee65fbb329", displayName: name },
    },
  },
});

describe("the comparison of the scopes of one stack", () => {
  const engine = new MockEngine();
  let parent: pulumi.ComponentResource;

  before(async () => {
    await engine.start();
    parent = new pulumi.ComponentResource("test:index:Parent", "parent");
  });
  beforeEach(() => engine.reset());

  const asked = () =>
    engine.lookUps.map((text) =>
      (JSON.parse(text) as { scopes: DriftRequest[] }).scopes.flatMap(({ manifests }) => Object.keys(manifests)),
    );

  it("is one look-up for all that are known at the same time, and another for what is known later", async () => {
    const words = (name: string) => ({ ...same, found: { [name]: { words: "differs" } } });
    engine.answer = ["one", "two", "three"].map(words);
    const compared = await Promise.all(["one", "two", "three"].map((name) => compareTogether(scope(name), parent)));
    assert.deepEqual(compared, ["one", "two", "three"].map(words));
    engine.answer = [words("four")];
    assert.deepEqual(await compareTogether(scope("four"), parent), words("four"));
    assert.deepEqual(asked(), [["one", "two", "three"], ["four"]]);
  });

  it("fails for the scope that could not be compared alone", async () => {
    engine.answer = [same, { error: "Get-ManagementScope is not allowed" }];
    const [one, two] = await Promise.allSettled(["one", "two"].map((name) => compareTogether(scope(name), parent)));
    assert.deepEqual(one, { status: "fulfilled", value: same });
    assert.match(String(two?.status === "rejected" && two.reason), /Get-ManagementScope is not allowed/);
  });
});
