import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { decodeJwt } from "jose";
import {
  CALLPLEASE_APP_ID,
  CONTOSO,
  findUser,
  startSandbox,
  type OAuth2PermissionGrant,
  type Sandbox,
} from "@consentra/sandbox/tenant";
import { Browser, signIn, type SignInResult } from "../support/browser";
import { createTenantClient, type TenantClient, type TokenBody } from "./tenant-client";

const REDIRECT = "https://callplease.example/oauth/callback";
const SCOPE = "User.Read Contacts.ReadWrite offline_access";
const MEGAN = "meganb@contoso.com";
const ADELE = "adelev@contoso.com";
const ALEX = "alexw@contoso.com";
const MINUTE = 60_000;

interface UserTokens extends TokenBody {
  scope: string;
  refresh_token: string;
  id_token: string;
  expires_in: number;
}

describe("sign-in by authorization code on the simulated tenant", () => {
  let sandbox: Sandbox;
  let client: TenantClient;
  let verifier: string;

  beforeEach(async () => {
    sandbox = await startSandbox();
    client = createTenantClient(sandbox);
    verifier = randomBytes(40).toString("base64url");
  });
  afterEach(async () => {
    client.close();
    await sandbox.close();
  });

  const authorizeUrl = (changes: Record<string, string> = {}) => {
    const query = {
      client_id: CALLPLEASE_APP_ID,
      response_type: "code",
      redirect_uri: REDIRECT,
      scope: SCOPE,
      state: "s1",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
      ...changes,
    };
    return `${sandbox.origin}/${CONTOSO}/oauth2/v2.0/authorize?${new URLSearchParams(query).toString()}`;
  };
  const go = (upn: string, consent?: "accept" | "decline" | "organisation", changes?: Record<string, string>) =>
    signIn(sandbox, authorizeUrl(changes), upn, consent ? { consent } : {});
  const redeem = async (fields: Record<string, string>) =>
    (
      await client.token(CONTOSO, {
        client_id: CALLPLEASE_APP_ID,
        client_secret: sandbox.vendorCredential(CALLPLEASE_APP_ID).clientSecret,
        ...fields,
      })
    ).body as UserTokens;
  const redeemCode = (code: string, changes: Record<string, string> = {}) =>
    redeem({ grant_type: "authorization_code", code, redirect_uri: REDIRECT, code_verifier: verifier, ...changes });
  const refresh = (token: string) => redeem({ grant_type: "refresh_token", refresh_token: token });
  const principal = () => {
    const found = [...sandbox.tenants.contoso.servicePrincipals.values()].find(
      ({ appId }) => appId === CALLPLEASE_APP_ID,
    );
    assert.ok(found);
    return found;
  };
  const userId = (upn: string) => findUser(sandbox.tenants.contoso, upn)?.id ?? "";
  const grants = () =>
    [...sandbox.tenants.contoso.oauth2PermissionGrants.values()].map(
      ({ consentType, principalId, scope }: OAuth2PermissionGrant) => ({ consentType, principalId, scope }),
    );

  it("asks for consent, gives exactly what was consented to, and lets the app act as the user", async () => {
    const answer = await go(MEGAN, "accept");
    assert.deepEqual(answer.asked, ["User.Read", "Contacts.ReadWrite", "offline_access"]);
    assert.equal(answer.redirect?.searchParams.get("state"), "s1");
    assert.equal(`${answer.redirect.origin}${answer.redirect.pathname}`, REDIRECT);
    const tokens = await redeemCode(codeOf(answer));
    assert.equal(tokens.scope, "Contacts.ReadWrite User.Read");
    assert.equal("id_token" in tokens, false);
    const { scp, oid, upn, appid, appidacr, idtyp } = decodeJwt(tokens.access_token);
    assert.deepEqual(
      { scp, oid, upn, appid, appidacr, idtyp },
      {
        scp: "Contacts.ReadWrite User.Read",
        oid: userId(MEGAN),
        upn: MEGAN,
        appid: CALLPLEASE_APP_ID,
        appidacr: "1",
        idtyp: "user",
      },
    );
    assert.deepEqual(grants(), [
      { consentType: "Principal", principalId: userId(MEGAN), scope: "Contacts.ReadWrite User.Read offline_access" },
    ]);
    const contact = await client.send("POST", "/v1.0/me/contacts", { displayName: "Kim" }, bearer(tokens));
    assert.equal(contact.status, 201);
    assert.equal((await client.send("GET", "/v1.0/me/messages", undefined, bearer(tokens))).status, 403);
    assert.deepEqual(
      sandbox.audit().map(({ service, operation, actor }) => ({ service, operation, actor })),
      [
        { service: "login", operation: "Add service principal", actor: MEGAN },
        { service: "login", operation: "Add delegated permission grant", actor: MEGAN },
        { service: "graph", operation: "POST /v1.0/users/:user/contacts", actor: MEGAN },
      ],
    );
  });

  it("does not ask twice, and merges what is consented to later", async () => {
    await go(MEGAN, "accept", { scope: "User.Read" });
    const again = await go(MEGAN, undefined, { scope: "User.Read openid profile offline_access" });
    assert.ok(again.redirect?.searchParams.has("code"));
    const more = await go(MEGAN, "accept");
    assert.deepEqual(more.asked, ["Contacts.ReadWrite"]);
    assert.deepEqual(grants(), [
      { consentType: "Principal", principalId: userId(MEGAN), scope: "Contacts.ReadWrite User.Read" },
    ]);
    assert.equal((await go(ADELE, "accept")).asked.length, 3);
  });

  it("gives an ID token with the app's nonce", async () => {
    const answer = await go(MEGAN, "accept", { scope: "openid profile email User.Read", nonce: "n1" });
    const tokens = await redeemCode(codeOf(answer));
    const { aud, iss, nonce, preferred_username, oid, email } = decodeJwt(tokens.id_token);
    assert.deepEqual(
      { aud, iss, nonce, preferred_username, oid, email },
      {
        aud: CALLPLEASE_APP_ID,
        iss: `${sandbox.origin}/${CONTOSO}/v2.0`,
        nonce: "n1",
        preferred_username: MEGAN,
        oid: userId(MEGAN),
        email: MEGAN,
      },
    );
    assert.equal("refresh_token" in tokens, false);
  });

  it("answers in the query, in the fragment and by a posted form", async () => {
    for (const [mode, part] of [
      ["query", "search"],
      ["fragment", "hash"],
      ["form_post", "search"],
    ] as const) {
      const { redirect } = await go(ALEX, "accept", { response_mode: mode, prompt: "consent" });
      assert.match(redirect?.[part] ?? "", /[?#&]code=[\w-]{43}/, mode);
    }
  });

  it("consents for everybody when an administrator says so", async () => {
    await go(ALEX, "organisation");
    assert.deepEqual(grants(), [
      { consentType: "AllPrincipals", principalId: null, scope: "Contacts.ReadWrite User.Read offline_access" },
    ]);
    assert.ok((await go(MEGAN)).redirect?.searchParams.has("code"));
  });

  it("does not take the organisation's consent from somebody who is no administrator", async () => {
    const browser = new Browser(sandbox);
    const page = await browser.submit(await browser.get(authorizeUrl()), { login: MEGAN });
    assert.equal(page.html.includes('name="organisation"'), false);
    const answer = await browser.submit(page, { decision: "accept", organisation: "on" });
    assert.match(answer.location ?? "", /error=consent_required.*AADSTS90094/);
    assert.deepEqual(grants(), []);
  });

  it("tells the app of what was refused", async () => {
    const refused = async (answer: Promise<SignInResult>) => {
      const { error, redirect } = await answer;
      return [error, redirect?.searchParams.get("error"), redirect?.searchParams.get("state")];
    };
    assert.deepEqual(await refused(go(MEGAN, "decline")), [65004, "access_denied", "s1"]);
    assert.deepEqual(grants(), []);
    assert.deepEqual(await refused(go(MEGAN, undefined, { prompt: "none" })), [50058, "login_required", "s1"]);
    assert.deepEqual(await refused(go(MEGAN, undefined, { response_type: "token" })), [
      700054,
      "unsupported_response_type",
      "s1",
    ]);
    assert.deepEqual(await refused(go(MEGAN, undefined, { scope: "Nothing.Read" })), [650053, "invalid_client", "s1"]);
    assert.deepEqual(await refused(go(MEGAN, undefined, { scope: "Group.ReadWrite.All" })), [
      90094,
      "consent_required",
      "s1",
    ]);
    const browser = new Browser(sandbox);
    await signIn(sandbox, authorizeUrl(), MEGAN, { browser, consent: "decline" });
    assert.deepEqual(await refused(signIn(sandbox, authorizeUrl({ prompt: "none" }), "", { browser })), [
      65001,
      "interaction_required",
      "s1",
    ]);
  });

  it("shows what concerns the app or the account on a page, and sends it nowhere", async () => {
    const shown = async (upn: string, changes: Record<string, string> = {}) => {
      const { error, redirect } = await go(upn, undefined, changes);
      assert.equal(redirect, undefined);
      return error;
    };
    assert.equal(await shown(MEGAN, { redirect_uri: "https://evil.example/" }), 50011);
    assert.equal(await shown(MEGAN, { redirect_uri: `${REDIRECT}/more` }), 50011);
    assert.equal(await shown(MEGAN, { client_id: "00000000-0000-0000-0000-00000000dead" }), 700016);
    assert.equal(await shown("nobody@contoso.com"), 50034);
    assert.equal(await shown("claras@fabrikam.onmicrosoft.com"), 50020);
    assert.equal(await shown("gerhardm@contoso.com"), 50057);
  });

  it("lets in only who is assigned, directly or as a direct member of an assigned group", async () => {
    await go(ALEX, "organisation");
    principal().appRoleAssignmentRequired = true;
    const outer = await client.graph("POST", "/v1.0/groups", group("outer"));
    const inner = await client.graph("POST", "/v1.0/groups", group("inner"));
    const add = (groupId: string, id: string) =>
      client.graph("POST", `/v1.0/groups/${groupId}/members/$ref`, {
        "@odata.id": `${sandbox.origin}/v1.0/directoryObjects/${id}`,
      });
    const assign = (principalId: string) =>
      client.graph("POST", `/v1.0/servicePrincipals/${principal().id}/appRoleAssignedTo`, {
        principalId,
        resourceId: principal().id,
        appRoleId: "00000000-0000-0000-0000-000000000000",
      });
    assert.equal((await assign(outer.body.id)).status, 201);
    await add(outer.body.id, inner.body.id);
    await add(inner.body.id, userId(ADELE));
    const refused = await go(ADELE);
    assert.equal(refused.error, 50105);
    assert.match(refused.text, /block users unless they are specifically granted \('assigned'\) access/);
    await add(outer.body.id, userId(MEGAN));
    assert.ok((await go(MEGAN)).redirect?.searchParams.has("code"));
    await assign(userId(ADELE));
    assert.ok((await go(ADELE)).redirect?.searchParams.has("code"));
  });

  describe("redeems a code", () => {
    it("once", async () => {
      const code = codeOf(await go(MEGAN, "accept"));
      assert.ok((await redeemCode(code)).access_token);
      assert.deepEqual((await redeemCode(code)).error_codes, [54005]);
    });
    it("with the verifier, the redirect URI and the credential of its client only", async () => {
      const code = codeOf(await go(MEGAN, "accept"));
      assert.deepEqual((await redeemCode(code, { code_verifier: "x".repeat(43) })).error_codes, [501481]);
      assert.deepEqual((await redeemCode(code, { code_verifier: "" })).error_codes, [501481]);
      assert.deepEqual((await redeemCode(code, { redirect_uri: "https://x.example/" })).error_codes, [500112]);
      assert.deepEqual((await redeemCode(code, { client_secret: "wrong" })).error_codes, [7000215]);
      assert.deepEqual((await redeemCode(code, { client_secret: "" })).error_codes, [7000218]);
      assert.deepEqual((await redeemCode("nonsense")).error_codes, [9002313]);
      assert.ok((await redeemCode(code)).access_token);
    });
    it("within ten minutes", async () => {
      const code = codeOf(await go(MEGAN, "accept"));
      sandbox.cloud.clock.advance(10 * MINUTE);
      assert.deepEqual((await redeemCode(code)).error_codes, [70008]);
    });
  });

  describe("refreshes", () => {
    let token: string;
    beforeEach(async () => {
      token = (await redeemCode(codeOf(await go(MEGAN, "accept")))).refresh_token;
    });

    it("with a new refresh token each time, until 90 days without use", async () => {
      const second = await refresh(token);
      assert.equal(second.scope, "Contacts.ReadWrite User.Read");
      assert.notEqual(second.refresh_token, token);
      sandbox.cloud.clock.advance(90 * 24 * 60 * MINUTE);
      assert.deepEqual((await refresh(second.refresh_token)).error_codes, [70008]);
    });
    it("not for a disabled account", async () => {
      const megan = findUser(sandbox.tenants.contoso, MEGAN);
      assert.ok(megan);
      megan.accountEnabled = false;
      assert.deepEqual((await refresh(token)).error_codes, [50057]);
    });
    it("not without an assignment, where that is required", async () => {
      principal().appRoleAssignmentRequired = true;
      assert.deepEqual((await refresh(token)).error_codes, [50105]);
    });
    it("not after the grant was withdrawn", async () => {
      const [grant] = [...sandbox.tenants.contoso.oauth2PermissionGrants.keys()];
      assert.equal((await client.graph("DELETE", `/v1.0/oauth2PermissionGrants/${grant}`)).status, 204);
      assert.deepEqual((await refresh(token)).error_codes, [65001]);
    });
    it("nobody else's token", async () => {
      assert.deepEqual((await refresh(`${token}x`)).error_codes, [9002313]);
      assert.ok(sandbox.secrets().includes(token));
    });
  });

  it("takes a form only from the browser that was shown it, and with its anti-forgery value", async () => {
    const victim = new Browser(sandbox);
    const page = await victim.get(authorizeUrl());
    const stranger = await new Browser(sandbox).submit(page, { login: MEGAN });
    assert.match(stranger.html, /data-code="165000"/);
    const forged = await victim.submit(page, { login: MEGAN, canary: "guess" });
    assert.match(forged.html, /data-code="165000"/);
    assert.equal(victim.cookies.has("__Host-session"), false);
  });

  it("puts nothing of a request into a page as markup", async () => {
    const page = await new Browser(sandbox).get(authorizeUrl({ login_hint: '"><script>alert(1)</script>' }));
    assert.equal(page.status, 200);
    assert.equal(page.html.includes("<script"), false);
  });
});

const codeOf = (answer: SignInResult): string => {
  assert.equal(answer.error, undefined);
  return answer.redirect.searchParams.get("code") ?? "";
};

const bearer = ({ access_token }: TokenBody) => ({ authorization: `Bearer ${access_token}` });

const group = (name: string) => ({
  displayName: name,
  mailNickname: name,
  mailEnabled: false,
  securityEnabled: true,
});
