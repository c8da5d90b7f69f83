import assert from "node:assert/strict";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { AppAssignments as AppAssignmentsType, AppAssignmentsArgs } from "consentra";
import { MockEngine, mockDirectory, mockPrincipalId, valueOf } from "../support/mocks";
import { repository } from "../support/repository";

const built = (file: string) => join(repository, "components", "dist", file);
const { checkFoundPrincipals } = require(built("principals")) as typeof import("../../components/principals");
const { Faults } = require(built("faults")) as typeof import("../../components/faults");

const ann = mockDirectory.users["ann@contoso.com"];
const executives = mockDirectory.groups.Executives;
const defaultAccess = "00000000-0000-0000-0000-000000000000";

describe("AppAssignments", () => {
  const engine = new MockEngine();
  let AppAssignments: typeof AppAssignmentsType;

  before(async () => {
    await engine.start();
    ({ AppAssignments } = await import("consentra"));
  });
  beforeEach(() => engine.reset());

  const make = (args: Partial<AppAssignmentsArgs>) =>
    new AppAssignments("callplease", { servicePrincipalId: mockPrincipalId, ...args });

  it("assigns each user and group with default access, by names that derive from what was given", async () => {
    const assignments = make({ users: ["ann@contoso.com"], groups: ["Executives"] });
    const [users, groups] = await valueOf(pulumi.all([assignments.userIds, assignments.groupIds]));
    assert.deepEqual([users, groups], [[ann.id], [executives.id]]);
    assert.deepEqual(engine.names(), [
      "azuread:index/appRoleAssignment:AppRoleAssignment callplease-group-executives",
      "azuread:index/appRoleAssignment:AppRoleAssignment callplease-user-ann@contoso.com",
      "consentra:index:AppAssignments callplease",
    ]);
    assert.deepEqual(engine.inputsOf("callplease-user-ann@contoso.com"), {
      appRoleId: defaultAccess,
      principalObjectId: ann.id,
      resourceObjectId: mockPrincipalId,
    });
    assert.deepEqual(
      engine.lookUps.map((each) => JSON.parse(each) as unknown),
      [
        {
          users: [{ path: "users[0]", value: "ann@contoso.com" }],
          groups: [{ path: "groups[0]", value: "Executives" }],
        },
      ],
    );
  });

  it("uses a look-up that was made already", async () => {
    const assignments = make({ users: ["ann@contoso.com"], directory: pulumi.output(mockDirectory as never) });
    assert.deepEqual(await valueOf(assignments.userIds), [ann.id]);
    assert.deepEqual(engine.lookUps, []);
  });

  it("lists empty and repeated names at once", () => {
    assert.throws(
      () => make({ users: ["ann@contoso.com", "ANN@contoso.com "], groups: [" "], servicePrincipalId: "callplease" }),
      {
        message: [
          "AppAssignments callplease: 3 faults in the arguments, nothing was created",
          '  - users[1]: found "ANN@contoso.com ", expected each entry once; remove one',
          '  - groups[0]: found " ", expected a name, an address or an object ID; remove the empty entry',
          '  - servicePrincipalId: found "callplease", expected an object ID, which is a GUID; take the object ID from the Entra admin center, or the `objectId` of a component',
        ].join("\n"),
      },
    );
    assert.deepEqual(engine.names(), []);
  });
});

describe("what only the directory tells of principals", () => {
  it("is told all at once: two names of one user, and a group that Entra does not assign", () => {
    const faults = new Faults();
    const found = {
      ...mockDirectory,
      users: { "ann@contoso.com": ann, [ann.id]: ann },
      groups: { Executives: executives, News: { ...executives, id: "news", securityEnabled: false } },
    };
    const args = { users: ["ann@contoso.com", ann.id], groups: ["Executives", "News"] };
    checkFoundPrincipals(args, "assignment.", found as never, faults);
    assert.deepEqual(faults.all, [
      {
        path: "assignment.users[1]",
        reason: `found "${ann.id}", expected each entry once; it is the same as assignment.users[0]; remove one`,
      },
      {
        path: "assignment.groups[1]",
        reason:
          'found "News", expected a group that is enabled for security; Entra assigns no other groups to apps; use a security group, or enable this one for security',
      },
    ]);
  });
});
