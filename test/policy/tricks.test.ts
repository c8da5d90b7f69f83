import assert from "node:assert/strict";
import {
  accessPolicy,
  asks,
  delegatedGrant,
  entra,
  grant,
  idOf,
  managementScope,
  otherClientId,
  principal,
  principalId,
  resource,
  role,
} from "../support/declared";
import { judge, loadPack, packs, unknown, type Declared, type JudgeOptions } from "../support/judge";
import { docsPage, tableIn } from "../support/policy-docs";

interface Trick extends JudgeOptions {
  resources: readonly Declared[];
  /** Which policies see it, of all packs. */
  seenBy: readonly string[];
}

const tier0 = "RoleManagement.ReadWrite.Directory";
const readsMail = [principal(), grant("Mail.Read")];
const allowed = { "only-allowed-permissions": { allowed: { app: ["Mail.Read"] } } };

/** Each trick that docs/policies.md calls caught, tried. */
const tricks: Readonly<Record<string, Trick>> = {
  "without our components, by plain azuread resources": {
    resources: readsMail,
    seenBy: ["mailbox-permission-is-scoped"],
  },
  "by IDs as strings": {
    resources: [grant("9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8")],
    seenBy: ["no-control-of-the-tenant"],
  },
  "by IDs in upper case": {
    resources: [grant(idOf(tier0).toUpperCase()), delegatedGrant(["USER.READ.ALL"], {}, { name: "app-delegated" })],
    seenBy: ["no-admin-scope-for-everybody", "no-control-of-the-tenant"],
  },
  "by an AppRoleAssignment on another resource alias": {
    resources: [
      grant(tier0, { resourceObjectId: otherClientId }),
      grant(idOf("full_access_as_app", "application", "Office 365 Exchange Online"), {}, { name: "app-ews" }),
    ],
    seenBy: ["consent-is-to-a-declared-api", "no-control-of-the-tenant", "no-full-access-as-app"],
  },
  // What a transformation makes is what the packs are given; test/policy/programs/tricks.ts has one on the real engine.
  "by a transformation of the stack": {
    resources: [grant(tier0, {}, { name: "harmless" })],
    seenBy: ["no-control-of-the-tenant"],
  },
  "in a second stack": {
    resources: [
      accessPolicy(),
      grant("Mail.Read", { principalObjectId: principalId }),
      grant(tier0, {}, { name: "app-other" }),
    ],
    stack: "second",
    seenBy: ["mailbox-permission-is-scoped", "no-control-of-the-tenant"],
  },
  "through ApplicationApiAccess": {
    resources: [
      entra("applicationApiAccess", "app-access", {
        applicationId: `/applications/${otherClientId}`,
        roleIds: [idOf(tier0), idOf("Mail.Send")],
        scopeIds: [],
      }),
    ],
    seenBy: ["mailbox-permission-is-scoped", "no-control-of-the-tenant"],
  },
  "by another name of the resource": {
    resources: [grant("User.Read.All", {}, { name: "something-else" })],
    config: allowed,
    seenBy: ["only-allowed-permissions"],
  },
  "by a permission that no table holds": { resources: [grant(otherClientId)], seenBy: ["permission-is-known"] },
  "by a role of RBAC for Applications": {
    resources: [role(otherClientId, { role: "Application Mail.ReadWrite" })],
    seenBy: ["narrower-permission-suffices", "role-is-for-an-application-of-the-stack"],
  },
  "by a role of the directory": {
    resources: [
      principal(),
      entra("directoryRoleAssignment", "admin", { roleId: "x", principalObjectId: principalId }),
    ],
    seenBy: ["no-directory-role"],
  },
  "by a value that only the update knows": {
    resources: [principal(), grant(unknown), asks([{ id: unknown, type: "Role" }])],
    seenBy: ["mailbox-access-is-known", "no-control-of-the-tenant"],
  },
  "by a filter that leaves nobody out": {
    resources: [managementScope({ filter: "Alias -like '*'" })],
    seenBy: ["scope-is-not-the-organisation"],
  },
};

const table = tableIn(docsPage("policies.md"), "trick");

describe("a trick by which a grant is not to be seen", () => {
  it("is tried, each that is called caught, and each other has its reason", () => {
    const caught = table.filter(([, outcome]) => outcome === "caught").map(([trick]) => trick);
    assert.deepEqual(caught.sort(), Object.keys(tricks).sort());
    for (const [trick = "", outcome = "", by = ""] of table) {
      assert.match(outcome, /^(?:caught|not catchable(?: before)?)$/, trick);
      assert.ok(by.length >= 10, trick);
      if (outcome !== "caught") assert.ok(by.length >= 40, `${trick}: a reason`);
    }
  });

  for (const [name, { resources, seenBy, ...options }] of Object.entries(tricks)) {
    it(`is seen: ${name}`, () => {
      const said = packs.flatMap((pack) => judge(loadPack(pack), resources, options));
      const speaking = new Set(said.filter(({ level }) => level !== "not applicable").map(({ policy }) => policy));
      assert.deepEqual(
        seenBy.filter((policy) => !speaking.has(policy)),
        [],
      );
    });
  }

  it("is no exception by a name that only begins alike: the hyphen counts, and who passes is shown", () => {
    const exception = {
      permission: tier0,
      app: "app",
      reason: "the vendor has no other way",
      approver: "hanak@contoso.com",
      expires: "2999-12-31",
    };
    const by = (name: string) =>
      judge(loadPack("least-privilege"), [grant(tier0, {}, { name }), resource("test:index:Thing", "app-thing", {})], {
        config: { "no-control-of-the-tenant": { exceptions: [exception] } },
      })
        .filter(({ level, policy }) => level !== "not applicable" && policy !== "exceptions-are-current")
        .map(({ policy }) => policy);
    assert.deepEqual(by("apple"), ["no-control-of-the-tenant"]);
    assert.deepEqual(by("app-evil"), ["exception-in-use"]);
  });
});
