import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { decodeJwt } from "jose";
import {
  CALLPLEASE_APP_ID,
  CONTOSO,
  CONTRELI_APP_ID,
  findUser,
  PEOPLE_AI_APP_ID,
  startSandbox,
  type Sandbox,
} from "@consentra/sandbox/tenant";
import { signIn } from "../support/browser";
import { createTenantClient } from "./tenant-client";
import type { UserClientResults, UserClientTask } from "./user-clients";

const ALEX = "alexw@contoso.com";
const JONI = "jonis@contoso.com";
const MEGAN = "meganb@contoso.com";
const PEOPLE_AI_REDIRECT = "https://peopleai.example/oauth/callback";
const CALLPLEASE_REDIRECT = "https://callplease.example/oauth/callback";

describe("admin consent in the pages of the simulated tenant", () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.close());

  const url = (path: string, query: Record<string, string>) =>
    `${sandbox.origin}/${CONTOSO}/${path}?${new URLSearchParams({ state: "s1", ...query }).toString()}`;
  const peopleAi = (changes: Record<string, string> = {}) =>
    url("adminconsent", { client_id: PEOPLE_AI_APP_ID, redirect_uri: PEOPLE_AI_REDIRECT, ...changes });
  const callPlease = (scope: string) =>
    url("v2.0/adminconsent", { client_id: CALLPLEASE_APP_ID, redirect_uri: CALLPLEASE_REDIRECT, scope });
  const principal = (wanted: string) =>
    [...sandbox.tenants.contoso.servicePrincipals.values()].find(({ appId }) => appId === wanted);
  const applicationPermissions = (clientId: string) => {
    const { appRoleAssignments, servicePrincipals } = sandbox.tenants.contoso;
    return [...appRoleAssignments.values()]
      .filter(({ principalId }) => principalId === principal(clientId)?.id)
      .map(({ resourceId, appRoleId }) =>
        servicePrincipals.get(resourceId)?.appRoles.find((each) => each.id === appRoleId),
      )
      .map((role) => role?.value);
  };
  const grants = () =>
    [...sandbox.tenants.contoso.oauth2PermissionGrants.values()].map(({ consentType, scope }) => ({
      consentType,
      scope,
    }));

  it("grants what the registration requires, and says in the audit whom the app then reaches", async () => {
    const answer = await signIn(sandbox, peopleAi(), ALEX, { consent: "accept" });
    assert.deepEqual(answer.asked.sort(), ["Calendars.Read", "Contacts.Read", "Mail.Read", "User.Read.All"]);
    assert.equal(answer.redirect?.href, `${PEOPLE_AI_REDIRECT}?admin_consent=True&tenant=${CONTOSO}&state=s1`);
    assert.deepEqual(applicationPermissions(PEOPLE_AI_APP_ID).sort(), [
      "Calendars.Read",
      "Contacts.Read",
      "Mail.Read",
      "User.Read.All",
    ]);
    assert.deepEqual(grants(), []);
    const audit = sandbox.audit();
    assert.deepEqual(
      audit.map(({ operation }) => operation),
      ["Add service principal", ...Array<string>(4).fill("Add app role assignment to service principal")],
    );
    assert.ok(audit.every(({ actor, service }) => actor === ALEX && service === "login"));
    const { mailboxes } = sandbox.tenants.contoso.exchange;
    assert.deepEqual(audit[0]?.reach, {});
    assert.equal(audit.at(-1)?.reach[PEOPLE_AI_APP_ID]?.length, mailboxes.size);
  });

  it("changes nothing the second time", async () => {
    await signIn(sandbox, peopleAi(), ALEX, { consent: "accept" });
    const before = sandbox.snapshot();
    const writes = sandbox.audit().length;
    await signIn(sandbox, peopleAi(), ALEX, { consent: "accept" });
    assert.deepEqual(sandbox.snapshot(), before);
    assert.equal(sandbox.audit().length, writes);
  });

  it("grants exactly the delegated permissions named, merged into what is there", async () => {
    const first = await signIn(sandbox, callPlease("User.Read"), JONI, { consent: "accept" });
    assert.equal(first.redirect?.searchParams.get("scope"), "https://graph.microsoft.com/User.Read");
    await signIn(sandbox, callPlease("https://graph.microsoft.com/Contacts.ReadWrite offline_access"), JONI, {
      consent: "accept",
    });
    assert.deepEqual(grants(), [
      { consentType: "AllPrincipals", scope: "Contacts.ReadWrite User.Read offline_access" },
    ]);
    assert.deepEqual(applicationPermissions(CALLPLEASE_APP_ID), []);
  });

  it("grants all that the registration requires with .default", async () => {
    const query = { client_id: PEOPLE_AI_APP_ID, redirect_uri: PEOPLE_AI_REDIRECT };
    const scope = "https://graph.microsoft.com/.default";
    await signIn(sandbox, url("v2.0/adminconsent", { ...query, scope }), ALEX, { consent: "accept" });
    assert.equal(applicationPermissions(PEOPLE_AI_APP_ID).length, 4);
    await signIn(sandbox, callPlease(scope), ALEX, { consent: "accept" });
    assert.deepEqual(grants(), [
      { consentType: "AllPrincipals", scope: "Contacts.ReadWrite User.Read offline_access" },
    ]);
  });

  it("lets nobody grant more than their directory role allows", async () => {
    const refused = async (address: string, upn: string) => {
      const before = sandbox.snapshot();
      const { error, redirect } = await signIn(sandbox, address, upn);
      assert.deepEqual(sandbox.snapshot(), before);
      return [error, redirect?.searchParams.get("error"), redirect?.searchParams.get("state")];
    };
    assert.deepEqual(await refused(peopleAi(), MEGAN), [90094, "consent_required", "s1"]);
    assert.deepEqual(await refused(peopleAi(), JONI), [90093, "consent_required", "s1"]);
    assert.deepEqual(await refused(callPlease("User.Read"), MEGAN), [90094, "consent_required", "s1"]);
    assert.deepEqual(await refused(callPlease("Nothing.Read"), ALEX), [650053, "invalid_client", "s1"]);
    assert.deepEqual(await refused(peopleAi({ redirect_uri: "https://evil.example/" }), ALEX), [
      50011,
      undefined,
      undefined,
    ]);
  });

  it("grants nothing to who declines", async () => {
    const before = sandbox.snapshot();
    const answer = await signIn(sandbox, peopleAi(), ALEX, { consent: "decline" });
    assert.equal(answer.error, 65004);
    assert.deepEqual(sandbox.snapshot(), before);
  });

  it("knows what each vendor's registration requires", async () => {
    const asked = async (client_id: string, redirect_uri: string) =>
      (await signIn(sandbox, url("adminconsent", { client_id, redirect_uri }), ALEX, { consent: "decline" })).asked;
    assert.deepEqual(
      new Set(await asked(CONTRELI_APP_ID, "https://contreli.example/oauth/callback")),
      new Set(["User.Read", "Mail.Read", "Mail.Send", "Calendars.ReadWrite", "offline_access"]),
    );
    assert.deepEqual(
      new Set(await asked(CALLPLEASE_APP_ID, CALLPLEASE_REDIRECT)),
      new Set(["User.Read", "Contacts.ReadWrite", "offline_access"]),
    );
  });
});

describe("MSAL signing users in at the simulated tenant", () => {
  let sandbox: Sandbox;
  let results: UserClientResults;
  let publicClientId: string;

  before(async function () {
    this.timeout(30_000);
    sandbox = await startSandbox();
    const client = createTenantClient(sandbox);
    const app = await client.graph("POST", "/v1.0/applications", {
      displayName: "Desktop",
      publicClient: { redirectUris: ["http://localhost"] },
    });
    publicClientId = app.body.appId;
    client.close();
    results = await runUserClients(sandbox, {
      origin: sandbox.origin,
      caFile: sandbox.caFile,
      tenantId: CONTOSO,
      upn: MEGAN,
      scopes: ["User.Read", "Contacts.ReadWrite"],
      confidential: { ...sandbox.vendorCredential(CALLPLEASE_APP_ID), redirectUri: CALLPLEASE_REDIRECT },
      public: { clientId: publicClientId, redirectUri: "http://localhost:49152" },
    });
  });
  after(() => sandbox.close());

  for (const [kind, appidacr] of [
    ["confidential", "1"],
    ["public", "0"],
  ] as const) {
    it(`gives a ${kind} client tokens by code with proof key, from its cache, and by refresh token`, () => {
      const { accessToken, ...seen } = results[kind];
      const oid = findUser(sandbox.tenants.contoso, MEGAN)?.id;
      assert.deepEqual(
        { ...seen, asked: seen.asked.sort(), scopes: seen.scopes.sort() },
        {
          asked: ["Contacts.ReadWrite", "User.Read", "offline_access", "openid", "profile"],
          scopes: ["Contacts.ReadWrite", "User.Read", "openid", "profile"],
          account: MEGAN,
          homeAccountId: `${oid}.${CONTOSO}`,
          silentFromCache: true,
          refreshed: true,
        },
      );
      const claims = decodeJwt(accessToken);
      assert.equal(claims["oid"], oid);
      assert.equal(claims["appidacr"], appidacr);
    });
  }

  it("tells MSAL of a wrong verifier", () => {
    assert.match(results.wrongVerifier, /AADSTS501481: The Code_Verifier does not match/);
  });
});

async function runUserClients(sandbox: Sandbox, task: UserClientTask): Promise<UserClientResults> {
  const child = spawn(process.execPath, [join(__dirname, "user-clients.js")], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: sandbox.caFile },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(JSON.stringify(task));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  assert.equal(errors, "");
  return JSON.parse(output) as UserClientResults;
}
