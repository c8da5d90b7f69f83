import assert from "node:assert/strict";
import { join } from "node:path";
import type { HandOff } from "consentra/handoff";
import { repository } from "../support/repository";

const built = (name: string) => join(repository, "cli", "dist", "check", name);
const report = require(built("report.js")) as typeof import("../../cli/check/report");
const { chooseHandOff } = require(built("hand-off.js")) as typeof import("../../cli/check/hand-off");

const { untilEnforced } = require(built("enforced.js")) as typeof import("../../cli/check/enforced");

const permission = (name: string) => ({
  api: "Microsoft Graph",
  kind: "application" as const,
  name,
  id: "810c84a8-4a9e-49e6-bf7d-12d183f40d01",
});
const handOff: HandOff = {
  consentra: "handoff/1",
  vendor: "People.ai",
  tenantId: "11111111-2222-3333-8444-555555555555",
  clientId: "6135b4c8-8900-475f-84db-b8ee65fbb329",
  servicePrincipalId: "11111111-2222-3333-8444-666666666666",
  adminConsentUrl: "https://login.microsoftonline.com/t/v2.0/adminconsent?client_id=x",
  adminCenterUrl: "https://entra.microsoft.com/",
  consent: "grant",
  permissions: [permission("Mail.Read"), permission("Calendars.Read")],
  assignmentRequired: true,
  assignment: { managedBy: "stack", users: [], groups: [] },
  nextSteps: [],
};

describe("consentra check", () => {
  it("finds nothing where token and stack agree", () => {
    assert.deepEqual(report.comparePermissions(handOff, ["Calendars.Read", "Mail.Read"]), [
      {
        check: "application permissions",
        expected: "Calendars.Read, Mail.Read",
        found: "Calendars.Read, Mail.Read",
        ok: true,
      },
    ]);
  });

  it("names what is missing and what is too much", () => {
    const [finding] = report.comparePermissions(handOff, ["Mail.Read", "Mail.Send"]);
    assert.equal(finding?.ok, false);
    assert.match(finding.remedy ?? "", /not in the token: Calendars\.Read; run `pulumi up`/);
    assert.match(finding.remedy ?? "", /granted but not declared: Mail\.Send; somebody consented beside the stack/);
  });

  it("sends to the administrator where the stack does not consent", () => {
    const [finding] = report.comparePermissions({ ...handOff, consent: "request" }, []);
    assert.match(finding?.remedy ?? "", /an administrator has to consent at https:\/\/login\.microsoftonline\.com/);
  });

  it("reads what the permissions open", () => {
    assert.deepEqual(report.collectionsOf(handOff), ["messages", "events"]);
    assert.deepEqual(report.collectionsOf({ ...handOff, permissions: [permission("User.Read.All")] }), []);
  });

  it("judges a mailbox inside and one outside", () => {
    const read = { mailbox: "a@contoso.com", collection: "messages", items: 3 };
    assert.equal(report.judgeInside({ ...read, status: 200 }).ok, true);
    assert.match(
      report.judgeInside({ ...read, status: 403, code: "ErrorAccessDenied" }).remedy ?? "",
      /kept out of a mailbox of its scope/,
    );
    assert.equal(report.judgeOutside({ ...read, status: 403 }).ok, true);
    const open = report.judgeOutside({ ...read, status: 200 });
    assert.deepEqual([open.ok, open.found], [false, "3 items"]);
    assert.match(open.remedy ?? "", /withdraw the consent first/);
    assert.match(report.judgeOutside({ ...read, status: 404 }).remedy ?? "", /name another one with --outside/);
  });

  describe("while it waits for Microsoft Graph", () => {
    type Look = { differences: string[]; hopeless: boolean };
    const open: Look = { differences: ["outside: 3 items"], hopeless: false };
    const inForce: Look = { differences: [], hopeless: false };

    /** Waits over looks that are given, or fail, one after the other. */
    const waitOver = async (looks: (Look | Error)[], limit = 120, interval = 35) => {
      const waits: number[] = [];
      const lines: string[] = [];
      const given = [...looks];
      const probe = async () => {
        const next = given.shift();
        assert.ok(next, "one probe too many");
        if (next instanceof Error) throw next;
        return next;
      };
      const wait = async (milliseconds: number) => waits.push(milliseconds / 60_000);
      const progress = (line: string) => lines.push(line);
      const found = await untilEnforced(probe, { limit, interval, wait, progress });
      return { ...found, waits, lines, left: given.length };
    };

    it("asks no more when Graph does what is declared, or time mends nothing", async () => {
      for (const last of [inForce, { ...open, hopeless: true }]) {
        const { look, waited, waits, left } = await waitOver([open, last, open]);
        assert.deepEqual([look, waited, waits, left], [last, { probes: 2, minutes: 35 }, [35], 1]);
      }
    });

    it("asks for the last time at its limit", async () => {
      const { look, waited, waits, lines } = await waitOver([open, open, open, open, open]);
      assert.deepEqual([look, waited, waits], [open, { probes: 5, minutes: 120 }, [35, 35, 35, 15]]);
      assert.equal(
        lines[3],
        "not in force after 105 min (outside: 3 items); asking again in 15 min, at most until 120 min",
      );
      assert.deepEqual((await waitOver([open], 0)).waited, { probes: 1, minutes: 0 });
    });

    it("outlives a moment in which nobody answers, but for the first and the last", async () => {
      const { waited, lines } = await waitOver([open, new Error("the service could not be reached"), inForce]);
      assert.deepEqual(waited, { probes: 3, minutes: 70 });
      assert.deepEqual(lines.slice(1), [
        "the service could not be reached",
        "not in force after 35 min (the last probe failed); asking again in 35 min, at most until 120 min",
      ]);
      await assert.rejects(waitOver([new Error("no token")]), /no token/);
      await assert.rejects(waitOver([open, new Error("no token")], 35), /no token/);
    });
  });

  it("expects of the token what no role of Exchange gives", () => {
    const scope = { mechanism: "rbac" as const, mode: "allow" as const, mailboxes: [] };
    const byRole = { ...handOff, mailboxScope: { ...scope, permissionsByRole: ["Mail.Read"] } };
    assert.equal(report.comparePermissions(byRole, ["Calendars.Read"])[0]?.ok, true);
    const [beside] = report.comparePermissions(byRole, ["Calendars.Read", "Mail.Read"]);
    assert.equal(beside?.expected, "Calendars.Read");
    assert.match(beside.remedy ?? "", /^consented to in Entra beside the role .* opens every mailbox: Mail\.Read;/);
  });

  it("finds the hand-off among a stack's outputs", () => {
    assert.equal(chooseHandOff(handOff, undefined).vendor, "People.ai");
    assert.equal(chooseHandOff({ url: "x", one: handOff }, undefined).vendor, "People.ai");
    assert.throws(() => chooseHandOff({ url: "x" }, undefined), /no hand-off among its outputs/);
    assert.throws(() => chooseHandOff({ one: handOff, two: handOff }, undefined), /name one with --output: one, two/);
    assert.throws(() => chooseHandOff({ one: handOff }, "two"), /no hand-off called two; it has one/);
  });
});
