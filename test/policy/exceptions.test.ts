import assert from "node:assert/strict";
import { exceptionFor, isExpired, type Exception } from "@consentra/policy-kit";
import { grant, principal, resource } from "../support/declared";
import { judge, loadPack, shown, unknown, type Declared } from "../support/judge";

const exception: Exception = {
  permission: "Directory.Read.All",
  app: "app",
  reason: "the vendor's guide names it",
  approver: "hanak@contoso.com",
  expires: "2999-12-31",
};
const wide = [principal(), grant("Directory.Read.All")];
const what =
  "the exception of narrower-permission-suffices for Directory.Read.All of app, approved by hanak@contoso.com,";

/** What the whole pack says of exceptions. */
function say(program: readonly Declared[], exceptions: readonly Partial<Exception>[], stack = "test"): string[] {
  const said = judge(loadPack("least-privilege"), program, {
    stack,
    config: { "narrower-permission-suffices": { exceptions } },
  });
  return shown(said).map(({ policy, level, message }) => `${level} ${policy}: ${message}`);
}

describe("exceptions of the policy packs", () => {
  it("are shown while they are in use, with who approved them, why and until when", () => {
    assert.deepEqual(say(wide, [exception]), [
      'advisory exception-in-use: "app-consent" passes narrower-permission-suffices for Directory.Read.All of app by an exception: ' +
        "the vendor's guide names it. Approved by hanak@contoso.com until 2999-12-31.",
    ]);
  });

  it("are shown for what the whole stack is judged by, too", () => {
    const said = judge(
      loadPack("mailbox-scope"),
      [principal({}, { outputs: { objectId: unknown } }), grant("Mail.Read", { principalObjectId: "x" })],
      {
        config: {
          "mailbox-permission-is-scoped": { exceptions: [{ ...exception, permission: "Mail.Read" }] },
        },
      },
    );
    assert.deepEqual(
      shown(said).map(({ policy, message }) => `${policy}: ${message}`),
      [
        'exception-in-use: "app-consent" passes mailbox-permission-is-scoped for Mail.Read of app by an exception: the vendor\'s guide names it. Approved by hanak@contoso.com until 2999-12-31.',
      ],
    );
  });

  it("are refused when they have expired, beside what they were for", () => {
    const [refused = "", current, ...others] = say(wide, [{ ...exception, expires: "2026-01-31" }]);
    assert.match(
      refused,
      /^mandatory narrower-permission-suffices: .* Its exception by hanak@contoso\.com expired on 2026-01-31\.$/,
    );
    assert.equal(
      current,
      `mandatory exceptions-are-current: ${what} expired on 2026-01-31. Remove it, or have it approved again.`,
    );
    assert.deepEqual(others, []);
  });

  it("are refused when nothing needs them", () => {
    const unused = `mandatory exceptions-are-current: ${what} is needed by nothing in this stack. Remove it; where it is for another stack, name that in \`stacks\`.`;
    assert.deepEqual(say([principal(), grant("User.Read.All")], [exception]), [unused]);
    assert.deepEqual(say([resource("pulumi:pulumi:Stack", "project-test", {})], [exception]), [unused]);
  });

  it("are not asked for in a stack that they are not for", () => {
    const elsewhere = { ...exception, stacks: ["prod"] };
    assert.deepEqual(say([principal(), grant("User.Read.All")], [elsewhere], "dev"), []);
    assert.equal(say([principal(), grant("User.Read.All")], [elsewhere], "prod").length, 1);
  });

  it("are not called needless while a preview cannot see what they are for", () => {
    const said = say([principal(), grant(unknown)], [exception]).filter((each) =>
      each.includes("exceptions-are-current"),
    );
    assert.deepEqual(said, [`advisory exceptions-are-current: cannot judge yet: whether ${what} is needed`]);
  });

  it("are forgotten when they are configured no more: the update of the same process judges by its own", () => {
    const policies = loadPack("least-privilege");
    const by = (exceptions: readonly Exception[]) =>
      shown(judge(policies, wide, { config: { "narrower-permission-suffices": { exceptions } } })).map(
        ({ policy }) => policy,
      );
    assert.deepEqual(by([exception]), ["exception-in-use"]);
    assert.deepEqual(by([]), ["narrower-permission-suffices"]);
    assert.deepEqual(by([exception]), ["exception-in-use"]);
  });

  it("say so where none is configured", () => {
    const said = judge(loadPack("least-privilege"), wide).filter(({ policy }) => policy === "exceptions-are-current");
    assert.deepEqual(said, [
      { policy: "exceptions-are-current", level: "not applicable", message: "no exception is configured" },
    ]);
  });

  it("count on their last day, and one that counts before one that has expired", () => {
    assert.equal(isExpired({ ...exception, expires: "2026-11-24" }, "2026-11-24"), false);
    assert.equal(isExpired({ ...exception, expires: "2026-11-24" }, "2026-11-25"), true);
    const old = { ...exception, expires: "2026-01-01" };
    const finding = { permission: "Directory.Read.All", name: "app-consent", urn: "urn:pulumi:dev::p::t::app-consent" };
    assert.equal(exceptionFor([old, exception], finding, "2026-06-01"), exception);
    assert.equal(exceptionFor([old], finding, "2026-06-01"), old);
    assert.equal(exceptionFor([exception], { ...finding, name: "apple-consent" }), undefined);
  });
});
