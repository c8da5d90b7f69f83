import assert from "node:assert/strict";
import type { Policy } from "@consentra/policy-kit";
import { judge, loadPack, packs, shown, type PackName, type Said } from "../support/judge";
import { appHygiene } from "./cases/app-hygiene";
import type { PolicyCases, Program } from "./cases/case";
import { leastPrivilege } from "./cases/least-privilege";
import { mailboxScope } from "./cases/mailbox-scope";

const cases: Record<PackName, Readonly<Record<string, PolicyCases>>> = {
  "least-privilege": leastPrivilege,
  "mailbox-scope": mailboxScope,
  "app-hygiene": appHygiene,
};
const aboutExceptions = ["exceptions-are-current", "exception-in-use"];
const wayOut = " Or except it in the pack's configuration, with reason, approver and last day.";

describe("the policy packs", () => {
  it("have cases for every policy, and policies for every case", () => {
    for (const pack of packs) {
      const names = loadPack(pack).map(({ name }) => name);
      assert.deepEqual(
        names.filter((name) => !aboutExceptions.includes(name)).sort(),
        Object.keys(cases[pack]).sort(),
        pack,
      );
      assert.deepEqual(names.slice(-2), aboutExceptions, pack);
    }
  });

  it("describe each policy for people and for tools", () => {
    const seen = new Set<string>();
    for (const policy of packs.flatMap(loadPack)) {
      const { name, framework } = policy;
      assert.match(name, /^[a-z]+(?:-[a-z]+)+$/);
      assert.ok(!seen.has(name) || aboutExceptions.includes(name), `${name} is in two packs`);
      seen.add(name);
      for (const key of ["displayName", "description", "remediationSteps"] as const)
        assert.ok((policy[key] ?? "").length >= 15, `${name}: ${key}`);
      assert.match(policy.url ?? "", /^https:\/\//, name);
      assert.ok(policy.severity, name);
      for (const key of ["name", "version", "reference", "specification"] as const)
        assert.ok(framework?.[key], `${name}: framework.${key}`);
      assert.ok(policy.configSchema.properties, name);
    }
  });

  for (const pack of packs) {
    for (const [name, promised] of Object.entries(cases[pack]))
      describe(`${pack}: ${name}`, () => promise(pack, name, promised));
  }
});

function promise(pack: PackName, name: string, promised: PolicyCases): void {
  const load = (): Policy => {
    const policy = loadPack(pack).find((each) => each.name === name);
    assert.ok(policy, `${name} is a policy of ${pack}`);
    return policy;
  };
  const said = (program: Program, config = program.config) =>
    judge([load()], program.resources, { stack: program.stack, config });
  const messages = (all: readonly Said[]) => shown(all).map(({ message }) => message);

  it(`is ${promised.level}`, () => {
    assert.equal(load().enforcementLevel, promised.level);
  });

  for (const [what, program] of Object.entries(promised.passes)) {
    it(`passes ${what}`, () => assert.deepEqual(shown(said(program)), []));
  }

  for (const [what, program] of Object.entries(promised.refuses)) {
    it(`refuses ${what}`, () => {
      const found = shown(said(program));
      assert.deepEqual(
        found.map(({ message }) => message.replace(wayOut, "")),
        program.messages,
      );
      assert.deepEqual([...new Set(found.map(({ level }) => level))], [promised.level]);
      for (const { message } of found)
        assert.ok(message.endsWith(wayOut) || message.startsWith("cannot judge yet"), message);
    });
  }

  it("says what it is not for", () => {
    const reasons = said(promised.notApplicable).filter(({ level }) => level === "not applicable");
    assert.deepEqual(
      [...new Set(reasons.map(({ message }) => message))].sort(),
      [...promised.notApplicable.reasons].sort(),
    );
    assert.deepEqual(messages(said(promised.notApplicable)), []);
  });

  if (!("none" in promised.unknown)) {
    for (const [what, program] of Object.entries(promised.unknown)) {
      it(`never passes ${what} in silence while a preview does not know it`, () => {
        const found = shown(said(program));
        assert.deepEqual(
          found.map(({ message }) => message),
          program.says.map((each) => `cannot judge yet: ${each}`),
        );
        assert.deepEqual([...new Set(found.map(({ level }) => level))], [program.level ?? "advisory"]);
      });
    }
  }

  it("takes an exception for its application, until its last day, in its stack", () => {
    const [program] = Object.values(promised.refuses);
    assert.ok(program);
    const common = { reason: "the vendor has no other way", approver: "hanak@contoso.com", expires: "2999-12-31" };
    const by = (changes: object) => {
      const own = program.config?.[name] ?? {};
      const exceptions = [{ ...promised.exception, ...common, ...changes }];
      return messages(said(program, { [name]: { ...own, exceptions } }));
    };
    assert.deepEqual(by({}), []);
    assert.deepEqual(by({ stacks: [program.stack ?? "test", "other"] }), []);
    for (const changes of [
      { app: promised.exception.app.slice(1) },
      { permission: promised.exception.permission === undefined ? "Mail.Read" : "People.Read.All" },
      { stacks: ["other"] },
    ])
      assert.ok(by(changes).length > 0, JSON.stringify(changes));
    const [expired = ""] = by({ expires: "2020-01-01" });
    assert.ok(expired.endsWith(" Its exception by hanak@contoso.com expired on 2020-01-01."), expired);
  });
}
