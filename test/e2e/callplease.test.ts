import assert from "node:assert/strict";
import { CALLPLEASE_APP_ID } from "@consentra/sandbox/tenant";
import { asUser } from "../support/as-user";
import { Browser, signIn } from "../support/browser";
import { ExampleStack } from "../support/example-stack";

const scopes = ["Contacts.ReadWrite", "User.Read", "offline_access"];
const redirectUri = "https://callplease.example/oauth/callback";

describe("CallPlease, end to end", () => {
  let run: ExampleStack;
  const start = async (config: string) => {
    run = await ExampleStack.start("callplease", config);
  };
  afterEach(() => run.close());

  const signInAs = (upn: string, consent?: "accept") =>
    asUser(run.sandbox, { clientId: CALLPLEASE_APP_ID, redirectUri, upn, scopes, consent, createContact: true });
  const grants = () =>
    [...run.sandbox.tenants.contoso.oauth2PermissionGrants.values()].map(({ consentType, scope }) => ({
      consentType,
      scopes: scope.split(" ").sort(),
    }));

  it("lets an executive in without a question, keeps the assistant out, and leaves nothing", async () => {
    await start("default");
    await run.up();
    assert.deepEqual(grants(), [{ consentType: "AllPrincipals", scopes }]);

    const executive = await signInAs("meganb@contoso.com");
    assert.equal(executive.error, undefined, executive.text);
    assert.deepEqual(executive.asked, []);
    assert.deepEqual(
      executive.scopes?.filter((each) => !["openid", "profile", "email"].includes(each)),
      ["Contacts.ReadWrite", "User.Read"],
    );
    assert.equal(executive.refreshed, true);
    assert.equal(executive.contact, 201);

    const assistant = await signInAs("adelev@contoso.com");
    assert.equal(assistant.error, 50105);
    assert.match(assistant.text ?? "", /AADSTS50105/);

    // The contact is the user's own and no part of the stack.
    const { contacts } = run.sandbox.tenants.contoso.exchange.mailboxes.get(idOf("meganb@contoso.com")) ?? {};
    contacts?.pop();
    await run.upAgain();
    await run.destroy();
  });

  it("lets users of a verified publisher's app consent to low-impact permissions only, and restores the settings", async () => {
    await start("full");
    await run.up();
    const { policies } = run.sandbox.tenants.contoso;
    assert.deepEqual(
      policies.authorization.defaultUserRolePermissions.permissionGrantPoliciesAssigned.filter((each) =>
        each.startsWith("ManagePermissionGrantsForSelf"),
      ),
      ["ManagePermissionGrantsForSelf.microsoft-user-default-low"],
    );
    assert.equal(policies.adminConsentRequest.isEnabled, true);
    assert.deepEqual(grants(), []);

    const executive = await signInAs("meganb@contoso.com", "accept");
    assert.equal(executive.error, undefined, executive.text);
    assert.ok(executive.asked.includes("Contacts.ReadWrite"));
    assert.equal(executive.contact, 201);
    assert.deepEqual(
      grants().map(({ consentType }) => consentType),
      ["Principal"],
    );

    // What is not classified needs an administrator, whom the user may ask.
    const more = await asUser(run.sandbox, {
      clientId: CALLPLEASE_APP_ID,
      redirectUri,
      upn: "pattif@contoso.com",
      scopes: ["Mail.Read"],
    });
    assert.equal(more.error, 90095, more.text);
    await run.upAgain();

    const used = run.sandbox.tenants.contoso.oauth2PermissionGrants;
    used.clear();
    run.sandbox.tenants.contoso.exchange.mailboxes.get(idOf("meganb@contoso.com"))?.contacts.pop();
    await run.destroy();
  });

  it("outputs where an administrator consents, who does, and then finds nothing to do", async () => {
    await start("hardened");
    // The tenant lets no user consent.
    run.sandbox.tenants.contoso.policies.authorization.defaultUserRolePermissions.permissionGrantPoliciesAssigned = [];
    await run.up();
    assert.deepEqual(grants(), []);
    const refused = await signInAs("meganb@contoso.com");
    assert.equal(refused.error, 90094, refused.text);

    const { adminConsentUrl } = await run.handOff();
    const url = new URL(adminConsentUrl);
    assert.match(url.pathname, /\/v2\.0\/adminconsent$/);
    assert.deepEqual(url.searchParams.get("scope")?.split(" "), [
      "https://graph.microsoft.com/Contacts.ReadWrite",
      "https://graph.microsoft.com/User.Read",
      "offline_access",
    ]);
    const accepted = await signIn(run.sandbox, adminConsentUrl, "alexw@contoso.com", {
      consent: "accept",
      browser: new Browser(run.sandbox),
    });
    assert.equal(accepted.error, undefined);
    assert.equal(accepted.redirect.searchParams.get("admin_consent"), "True");
    assert.deepEqual(grants(), [{ consentType: "AllPrincipals", scopes }]);
    await run.upAgain();
    const executive = await signInAs("meganb@contoso.com");
    assert.equal(executive.error, undefined, executive.text);
  });

  const idOf = (upn: string) =>
    [...run.sandbox.tenants.contoso.users.values()].find((each) => each.userPrincipalName === upn)?.id ?? "";
});
