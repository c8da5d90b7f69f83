import assert from "node:assert/strict";
import { urnOf } from "../support/plan";
import {
  azuread,
  clientId,
  grant,
  group,
  judged,
  objectId,
  policy,
  principal,
  reviewBetween,
  roleAssignment,
  step,
  unknown,
  vendorApp,
  type Made,
  type Review,
} from "../support/review";

const members = ["ann@contoso.com", "bea@contoso.com"];
const inside = (...made: Made[]): Made[] =>
  made.map((each) => ({ parent: urnOf("consentra:index:VendorApp", "ai"), ...each }));
const policyUrn = urnOf("command:local:Command", "ai-policy");
const groupUrn = urnOf("command:local:Command", "ai-group");
const principalUrn = urnOf(azuread("ServicePrincipal"), "ai-app");

/** A vendor app whose mail is confined to two mailboxes. */
const confined = (extra: Made[] = [], names = members): Made[] => [
  vendorApp("ai"),
  ...inside(
    principal("ai-app"),
    group("ai-group", names),
    policy("ai-policy", "RestrictAccess", { after: [groupUrn] }),
    grant("ai-mail", "Mail.Read", { after: [policyUrn], from: { principalObjectId: [principalUrn] } }),
    ...extra,
  ),
];

const only = ({ applications }: Review) => {
  assert.equal(applications.length, 1, JSON.stringify(applications.map(({ name }) => name)));
  const [application] = applications;
  assert.ok(application);
  return application;
};

describe("a review of a vendor app", () => {
  it("says who gets which data of which mailboxes, in words", () => {
    const review = reviewBetween([], confined());
    const app = only(review);
    assert.deepEqual(app.changes, [
      `People.ai is new in this stack; its client ID is ${clientId}.`,
      "It gets the application permission Mail.Read (high): Reads every user's mail, with bodies and attachments.",
      "It reaches 2 mailboxes: ann@contoso.com and bea@contoso.com (group scope@contoso.com), by an access policy.",
      "Only who is assigned may sign in.",
    ]);
    assert.deepEqual(app.risk, { after: "high" });
    assert.deepEqual(app.source, { file: "index.ts", line: 4, column: 1 });
    assert.equal(review.tenantId, "11111111-2222-4333-8444-555555555555");
    assert.deepEqual(review.summary, { create: 4, update: 0, replace: 0, delete: 0, unchanged: 0 });
  });

  it("names people as the stack does, and the owners", () => {
    const record = {
      owners: ["o@contoso.com"],
      assignment: { required: true, managedBy: "stack", users: ["Ann@contoso.com"], groups: ["Executives"] },
    };
    const everyone = { appRoleId: "00000000-0000-0000-0000-000000000000", resourceObjectId: unknown };
    const assigned = (name: string): Made => ({
      type: azuread("AppRoleAssignment"),
      name,
      inputs: { ...everyone, principalObjectId: "a0000000-0000-4000-8000-00000000000a" },
      from: { resourceObjectId: [principalUrn] },
    });
    const app = only(
      reviewBetween(
        [],
        [
          vendorApp("ai", record),
          ...inside(
            principal("ai-app", { inputs: { owners: ["b0000000-0000-4000-8000-00000000000b"] } }),
            assigned("ai-assignment-user-ann@contoso.com"),
            assigned("ai-assignment-group-executives"),
          ),
        ],
      ),
    );
    assert.deepEqual(app.changes.slice(1), [
      "Only who is assigned may sign in.",
      "Ann@contoso.com may sign in.",
      "The direct members of the group Executives may sign in.",
      "o@contoso.com becomes an owner.",
    ]);
  });

  it("tells what is asked for where others consent, and that this is not known", () => {
    const permissions = [{ api: "Microsoft Graph", kind: "delegated", name: "Mail.Read" }];
    const review = reviewBetween(
      [],
      [vendorApp("ai", { consent: "users", permissions }), ...inside(principal("ai-app"))],
    );
    assert.ok(
      only(review).changes.includes(
        "It asks for the delegated permission Mail.Read (medium), each user consents: Reads the signed-in user's mail, with bodies and attachments.",
      ),
    );
    assert.ok(review.unknowns.includes("People.ai: which users consent, and when."));
  });

  it("tells who comes into a scope and who leaves it, and whether it is wider", () => {
    const app = only(reviewBetween(confined(), confined([], ["bea@contoso.com", "cas@contoso.com"])));
    assert.equal(app.change, "changed");
    assert.deepEqual(app.changes, [
      "cas@contoso.com is reached from now on (2 mailboxes in scope@contoso.com).",
      "ann@contoso.com is not reached any more (2 mailboxes in scope@contoso.com).",
    ]);
    assert.deepEqual(
      app.scopes.map(({ change, widens }) => [change, widens]),
      [["changed", true]],
    );
    const narrower = only(reviewBetween(confined(), confined([], ["bea@contoso.com"])));
    assert.deepEqual(
      narrower.scopes.map(({ widens }) => widens),
      [false],
    );
  });

  it("tells from allow to except as wider, and the order that the component announces", () => {
    const flipped = confined().map((each) =>
      each.name === "ai-policy" ? { ...policy("ai-policy", "DenyAccess"), parent: each.parent } : each,
    );
    const message = "the scope changes in this order:\n  1. consent is taken out\n  2. consent is given again\n";
    const diagnostics = [{ urn: policyUrn, message, severity: "info" }];
    const review = reviewBetween(confined(), flipped, { replaced: ["ai-policy"], diagnostics, threshold: "high" });
    const app = only(review);
    assert.deepEqual(app.scopeOrder, ["consent is taken out", "consent is given again"]);
    assert.ok(
      app.changes.includes(
        "It reaches every mailbox but 2 mailboxes: ann@contoso.com and bea@contoso.com (group scope@contoso.com), by an access policy.",
      ),
    );
    assert.deepEqual(review.verdict.reasons, [
      "People.ai reaches further mailboxes with Mail.Read, whose risk is high.",
    ]);
    assert.equal(review.steps.find(({ op }) => op === "replace")?.resource, "ai-policy");
  });

  it("tells what an app loses when it goes", () => {
    const review = reviewBetween(confined(), []);
    assert.deepEqual(only(review).changes, [
      "People.ai is removed from this stack, and loses what follows.",
      "It loses the application permission Mail.Read: Reads every user's mail, with bodies and attachments.",
      "The scope ends by which it reached 2 mailboxes: ann@contoso.com and bea@contoso.com (group scope@contoso.com), by an access policy.",
    ]);
    assert.deepEqual(only(review).risk, { before: "high" });
    // The consent goes before what confined it.
    const number = (name: string) => review.steps.find(({ resource }) => resource === name);
    assert.deepEqual(number("ai-policy")?.after, [number("ai-mail")?.number]);
    assert.equal(number("ai-mail")?.does, "withdraw the consent to Mail.Read");
  });

  it("tells what stays in the tenant when it is no longer managed", () => {
    const kept = principal("ai-app", { retainOnDelete: true });
    const [last] = reviewBetween([vendorApp("ai"), ...inside(kept)], []).steps;
    assert.equal(last?.op, "forget");
    assert.equal(last.does, "leave in the tenant, no longer managed, the enterprise application");
  });

  it("counts every mailbox one level more, with the reason, and says what nothing confines", () => {
    const everyone = vendorApp("ai", {
      mailboxScope: { mechanism: "accessPolicy", mode: "everyone", reason: "archives all mail" },
    });
    const onPurpose = only(
      reviewBetween([], [everyone, ...inside(principal("ai-app"), grant("ai-mail", "Mail.Read"))]),
    );
    assert.deepEqual(onPurpose.risk, { after: "critical" });
    assert.ok(onPurpose.changes.includes("It reaches every mailbox, because: archives all mail."));
    const bare = reviewBetween(
      [],
      [
        principal("app"),
        grant("mail", "Mail.Read", { from: { principalObjectId: [urnOf(azuread("ServicePrincipal"), "app")] } }),
      ],
    );
    assert.ok(only(bare).changes.includes("It reaches every mailbox, as nothing in this stack confines it."));
    assert.equal(
      bare.steps.find(({ role }) => role === "consent")?.confinedBy,
      "nothing in this stack: the app can open every mailbox",
    );
  });

  it("reads roles of Exchange, and what their scope is", () => {
    const scoped = (scope: object, ...more: Made[]) =>
      only(
        reviewBetween(
          [],
          [
            vendorApp("ai"),
            ...inside(principal("ai-app"), ...more, roleAssignment("ai-role", "Application Mail.Read", scope)),
          ],
        ),
      );
    const byGroup = scoped({ group: "scope@contoso.com" }, group("ai-group", members));
    assert.deepEqual(byGroup.changes.slice(1, 3), [
      "It gets Mail.Read by a role of Exchange (high): Reads every user's mail, with bodies and attachments.",
      "It reaches 2 mailboxes: ann@contoso.com and bea@contoso.com (group scope@contoso.com), by roles of Exchange.",
    ]);
    const recipients = { name: "it", recipients: { filter: "CustomAttribute1 -eq 'Sales'" } };
    const byFilter = scoped({ managementScope: "it" }, step("ai-recipients", "ManagementScope", recipients));
    assert.ok(
      byFilter.changes.includes(
        "It reaches the mailboxes that the filter CustomAttribute1 -eq 'Sales' finds, by roles of Exchange.",
      ),
    );
    const unit = "22222222-3333-4444-8555-666666666666";
    assert.ok(
      scoped({ administrativeUnit: unit }).changes.includes(
        `It reaches the mailboxes of the administrative unit ${unit}, by roles of Exchange.`,
      ),
    );
    // Consent in Entra beside the role opens every mailbox.
    const beside = only(
      reviewBetween(
        [],
        [
          vendorApp("ai"),
          ...inside(
            principal("ai-app"),
            roleAssignment("ai-role", "Application Mail.Read", { group: "scope@contoso.com" }),
            grant("ai-mail", "Mail.Read"),
          ),
        ],
      ),
    );
    assert.deepEqual(beside.risk, { after: "critical" });
    assert.ok(beside.changes.includes("It reaches every mailbox, as nothing in this stack confines it."));
  });

  it("says what a preview does not know, and takes it from what the app declares where it can", () => {
    const mailboxScope = { mechanism: "accessPolicy", mode: "except", members };
    const registration: Made = {
      type: azuread("Application"),
      name: "ai-registration",
      inputs: { displayName: "Sync" },
    };
    const review = reviewBetween(
      [],
      [
        vendorApp("ai", { mailboxScope }),
        ...inside(
          registration,
          principal("ai-app", { inputs: { clientId: unknown } }),
          step("ai-policy", "ApplicationAccessPolicy", undefined, { inputs: { triggers: [unknown, "DenyAccess"] } }),
          grant("ai-mail", "Mail.Read", {
            inputs: { principalObjectId: unknown },
            after: [policyUrn],
            from: { principalObjectId: [principalUrn] },
          }),
        ),
      ],
    );
    const app = only(review);
    assert.equal(app.clientId, undefined);
    assert.ok(
      app.changes.includes(
        "People.ai is new in this stack, with a registration of its own; its client ID is not known in a preview.",
      ),
    );
    assert.ok(
      app.changes.includes(
        "It reaches every mailbox but 2 mailboxes: ann@contoso.com and bea@contoso.com, by an access policy.",
      ),
    );
    assert.ok(review.unknowns.includes("People.ai: the client ID is not known before the registration is made."));
    assert.equal(
      review.steps.find(({ resource }) => resource === "ai-mail")?.confinedBy,
      `the access policy of step ${review.steps.find(({ resource }) => resource === "ai-policy")?.number}, which it waits for`,
    );
  });

  it("counts what is not known as critical, and says so", () => {
    const of = (appRoleId: string) =>
      only(
        reviewBetween(
          [],
          [
            principal("app"),
            {
              type: azuread("AppRoleAssignment"),
              name: "grant",
              inputs: { appRoleId, principalObjectId: objectId, resourceObjectId: "x" },
              from: { principalObjectId: [urnOf(azuread("ServicePrincipal"), "app")] },
            },
          ],
        ),
      );
    const inPreview = of(unknown).permissions[0];
    assert.deepEqual(
      [inPreview?.name, inPreview?.risk, inPreview?.known],
      ["not known in a preview", "critical", false],
    );
    const strange = of("99999999-9999-4999-8999-999999999999").permissions[0];
    assert.deepEqual([strange?.name, strange?.risk], ["99999999-9999-4999-8999-999999999999", "critical"]);
  });

  it("takes an app that an earlier version made from its hand-off, and finds no change in that", () => {
    const old = confined().map((each) =>
      each.type === "consentra:index:VendorApp"
        ? {
            ...each,
            inputs: {},
            outputs: {
              handOff: {
                ...{
                  consentra: "handoff/1",
                  vendor: "People.ai",
                  tenantId: "11111111-2222-4333-8444-555555555555",
                  clientId,
                },
                ...{
                  servicePrincipalId: objectId,
                  adminConsentUrl: "https://a.example",
                  adminCenterUrl: "https://b.example",
                },
                ...{ consent: "grant", permissions: [], assignmentRequired: true, nextSteps: [] },
                assignment: { managedBy: "stack", users: [], groups: [] },
              },
            },
          }
        : each,
    );
    const app = only(reviewBetween(old, confined()));
    assert.deepEqual([app.vendor, app.change, app.changes], ["People.ai", "kept", []]);
  });

  it("tells drift apart from a change of the declaration", () => {
    const found = { environment: { CONSENTRA_FOUND: "2026-11-26T07:33Z: it lacks members: bea@contoso.com" } };
    const withFound = (names: string[]) =>
      confined([], names).map((each) =>
        each.name === "ai-group" ? { ...each, inputs: { ...each.inputs, ...found } } : each,
      );
    assert.deepEqual(only(reviewBetween(confined(), withFound(members))).drift, [
      "ai-group: it lacks members: bea@contoso.com",
    ]);
    assert.deepEqual(only(reviewBetween(confined(), withFound(["ann@contoso.com"]))).drift, []);
  });
});

describe("a review of plain resources", () => {
  const source = { principalObjectId: [urnOf(azuread("ServicePrincipal"), "app")] };

  it("groups them by service principal, by the object ID or by where it comes from", () => {
    const other = "5b000000-0000-4000-8000-000000000006";
    const before = [
      principal("app"),
      principal("app2", { inputs: { clientId: other }, outputs: { objectId: other, displayName: "Other" } }),
    ];
    const review = reviewBetween(before, [
      ...before,
      grant("one", "User.Read.All"),
      grant("two", "Mail.Read", { inputs: { principalObjectId: other.toUpperCase() } }),
      grant("three", "Calendars.Read", { inputs: { principalObjectId: unknown }, from: source }),
    ]);
    const held = Object.fromEntries(
      review.applications.map(({ vendor, permissions }) => [vendor, permissions.map(({ name }) => name)]),
    );
    assert.deepEqual(held, { "People.ai": ["Calendars.Read", "User.Read.All"], Other: ["Mail.Read"] });
  });

  it("names a service principal that is not in the stack", () => {
    const review = reviewBetween([], [grant("far", "Mail.ReadWrite")]);
    assert.equal(only(review).vendor, `service principal ${objectId}, which is not in this stack`);
    assert.deepEqual(only(review).risk, { after: "critical" });
  });

  it("tells one user's delegated grant from everybody's, and the worst of two APIs", () => {
    const delegated = (inputs: object): Made => ({
      type: azuread("ServicePrincipalDelegatedPermissionGrant"),
      name: "delegated",
      inputs: { servicePrincipalObjectId: objectId, claimValues: ["Mail.Read"], ...inputs },
    });
    const app = principal("app");
    const user = "a0000000-0000-4000-8000-00000000000a";
    const one = only(reviewBetween([app], [app, delegated({ userObjectId: user })]));
    assert.ok(
      one.changes[0]?.startsWith(`It gets the delegated permission Mail.Read for ${user} (medium)`),
      one.changes[0],
    );
    const wider = only(reviewBetween([app, delegated({ userObjectId: user })], [app, delegated({})]));
    assert.deepEqual(wider.changes, [`Mail.Read counts for all users from now on, before for ${user}.`]);
  });

  it("leaves nothing out: what is about no application is told too", () => {
    const review = reviewBetween(
      [],
      [
        { type: azuread("Group"), name: "sales", inputs: { displayName: "Sales" } },
        step("settings", "UserConsentSettings", { owner: "it", policies: [] }),
        { type: "command:local:Command", name: "script", inputs: { create: "echo" } },
      ],
    );
    assert.deepEqual(review.applications, []);
    assert.deepEqual(review.settings, ["Let no user consent for themselves."]);
    assert.deepEqual(review.others, [
      "Create sales (azuread:index/group:Group).",
      "Create script (command:local:Command).",
    ]);
  });
});

describe("the verdict of a review", () => {
  const grantUrn = urnOf(azuread("AppRoleAssignment"), "ai-mail");

  it("is that mandatory violations stop, and advisory ones from the threshold on", () => {
    const mandatory = reviewBetween([], confined(), { judgement: judged({ urn: grantUrn }) });
    assert.deepEqual(mandatory.verdict, {
      blocked: true,
      reasons: ["The mandatory policy a-policy is violated by ai-mail of ai."],
    });
    assert.deepEqual(mandatory.violations[0]?.source, { file: "index.ts", line: 4, column: 1 });
    const advisory = judged({ level: "advisory", severity: "medium" });
    assert.equal(reviewBetween([], [], { judgement: advisory }).verdict.blocked, false);
    assert.equal(reviewBetween([], [], { judgement: advisory, threshold: "high" }).verdict.blocked, false);
    assert.deepEqual(reviewBetween([], [], { judgement: advisory, threshold: "medium" }).verdict.reasons, [
      "The advisory policy (medium) a-policy is violated by the stack.",
    ]);
  });

  it("is that new risk stops from the threshold on, unless it is excepted; what was there before does not", () => {
    const reasons = ["People.ai gets the application permission Mail.Read, whose risk is high."];
    assert.deepEqual(reviewBetween([], confined(), { threshold: "high" }).verdict.reasons, reasons);
    assert.deepEqual(reviewBetween([], confined(), { threshold: "critical" }).verdict.reasons, []);
    assert.deepEqual(reviewBetween(confined(), confined(), { threshold: "low" }).verdict.reasons, []);
    const exception = {
      policy: "a-policy",
      permission: "Mail.Read",
      app: "ai",
      reason: "until the archive is gone",
      approver: "Grace",
      expires: "2027-01-31",
    };
    const excepted = reviewBetween([], confined(), { threshold: "high", exceptions: [exception] });
    assert.equal(excepted.verdict.blocked, false);
    assert.deepEqual(only(excepted).permissions[0]?.exception, {
      reason: exception.reason,
      approver: "Grace",
      expires: "2027-01-31",
    });
    const states = reviewBetween([], confined(), {
      threshold: "high",
      exceptions: [
        { ...exception, expires: "2026-11-25" },
        { ...exception, app: "other" },
      ],
    });
    assert.deepEqual(
      states.exceptions.map(({ state }) => state),
      ["expired", "unused"],
    );
    assert.deepEqual(states.verdict.reasons, reasons);
  });

  it("lets an exception in use be told without stopping", () => {
    const judgement = judged({
      level: "advisory",
      severity: "critical",
      policy: "exception-in-use",
      message: "Mail.Read is excepted",
      urn: grantUrn,
    });
    assert.equal(reviewBetween([], [], { judgement, threshold: "low" }).verdict.blocked, false);
  });

  it("says that no policy judged where none did", () => {
    const unjudged =
      "What policy packs say of this change is not known here: no pack judged the preview, or what it said was not given.";
    assert.ok(reviewBetween([], confined()).unknowns.includes(unjudged));
    assert.ok(!reviewBetween([], confined(), { judgement: judged() }).unknowns.includes(unjudged));
  });
});
