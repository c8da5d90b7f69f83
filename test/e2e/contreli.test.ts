import assert from "node:assert/strict";
import { CONTRELI_APP_ID } from "@consentra/sandbox/tenant";
import { asUser } from "../support/as-user";
import { ExampleStack } from "../support/example-stack";

const scopes = ["Calendars.ReadWrite", "Mail.Read", "Mail.Send", "User.Read", "offline_access"];
const redirectUri = "https://contreli.example/oauth/callback";

describe("Contreli, end to end", () => {
  let run: ExampleStack;
  beforeEach(async () => {
    run = await ExampleStack.start("contreli", "default");
  });
  afterEach(() => run.close());

  const contoso = () => run.sandbox.tenants.contoso;
  const idOf = (upn: string) => [...contoso().users.values()].find((each) => each.userPrincipalName === upn)?.id ?? "";
  const signInAs = (upn: string) =>
    asUser(run.sandbox, { clientId: CONTRELI_APP_ID, redirectUri, upn, scopes, consent: "accept" });
  const assignmentOf = (upn: string) =>
    [...contoso().appRoleAssignments.values()].find(({ principalId }) => principalId === idOf(upn));
  /** What the owner does in the Entra admin center. */
  const ownerAdds = (upn: string, servicePrincipalId: string) =>
    contoso().appRoleAssignments.set(`by-owner-${upn}`, {
      id: `by-owner-${upn}`,
      appRoleId: "00000000-0000-0000-0000-000000000000",
      principalId: idOf(upn),
      principalType: "User",
      resourceId: servicePrincipalId,
      createdDateTime: "2026-01-01T00:00:00Z",
    });
  const ownerRemoves = (upn: string) => contoso().appRoleAssignments.delete(assignmentOf(upn)?.id ?? "");

  it("leaves the list of users to the owner", async () => {
    await run.up();
    const { servicePrincipalId, assignment } = await run.handOff();
    assert.deepEqual(assignment, {
      managedBy: "owners",
      users: ["benw@contoso.com", "christiec@contoso.com"],
      groups: [],
    });
    assert.deepEqual(
      [...(contoso().servicePrincipals.get(servicePrincipalId)?.owners ?? [])],
      [idOf("johannal@contoso.com")],
    );

    ownerAdds("cecilf@contoso.com", servicePrincipalId);
    ownerRemoves("benw@contoso.com");
    const before = run.sandbox.audit().length;
    const output = await run.up();
    assert.match(output, /removed by an owner of the app, and left so: benw@contoso\.com/);
    assert.equal(run.sandbox.audit().length, before);
    assert.ok(assignmentOf("cecilf@contoso.com"));
    assert.equal(assignmentOf("benw@contoso.com"), undefined);
    assert.deepEqual((await run.handOff()).assignment.users, ["cecilf@contoso.com", "christiec@contoso.com"]);

    // Who is taken off the stack's list goes, if an owner did not remove them already; whom the owner added stays.
    await run.setList("firstUsers", ["benw@contoso.com"]);
    await run.up();
    assert.equal(assignmentOf("christiec@contoso.com"), undefined);
    assert.equal(assignmentOf("benw@contoso.com"), undefined);
    assert.ok(assignmentOf("cecilf@contoso.com"));
    await run.destroy();
  });

  it("consents for each first user where the tenant lets no user consent to an app that requires assignment", async () => {
    run.sandbox.cloud.options.assignmentRequiredBlocksUserConsent = true;
    const output = await run.up();
    assert.match(output, /users consent for themselves, but Microsoft documents that they cannot/);
    const refused = await signInAs("christiec@contoso.com");
    assert.equal(refused.error, 90094, refused.text);

    await run.stack.setConfig("consent", "stack");
    await run.up();
    assert.deepEqual(
      [...contoso().oauth2PermissionGrants.values()]
        .map(({ consentType, principalId }) => [consentType, principalId])
        .sort(),
      ["benw@contoso.com", "christiec@contoso.com"].map((upn) => ["Principal", idOf(upn)]).sort(),
    );
    const user = await asUser(run.sandbox, {
      clientId: CONTRELI_APP_ID,
      redirectUri,
      upn: "christiec@contoso.com",
      scopes,
    });
    assert.equal(user.error, undefined, user.text);
    await run.upAgain();
    await run.destroy();
  });

  it("lets each assigned user consent for the own mailbox, and nobody else in", async () => {
    await run.up();
    assert.equal(contoso().oauth2PermissionGrants.size, 0);
    const user = await signInAs("christiec@contoso.com");
    assert.equal(user.error, undefined, user.text);
    assert.equal(user.refreshed, true);
    assert.deepEqual(
      [...contoso().oauth2PermissionGrants.values()].map(({ consentType, principalId }) => [consentType, principalId]),
      [["Principal", idOf("christiec@contoso.com")]],
    );
    const stranger = await signInAs("meganb@contoso.com");
    assert.equal(stranger.error, 50105, stranger.text);
    // The user's own consent hangs on the enterprise app and goes with it.
    await run.destroy();
  });
});
