import assert from "node:assert/strict";
import { join } from "node:path";
import { permissions, type Permission } from "consentra/graph";
import fc from "fast-check";
import { repository } from "../support/repository";

const { adminConsentUrl } = require(
  join(repository, "components", "dist", "consent-url"),
) as typeof import("../../components/consent-url");

const tenantId = "11111111-2222-3333-4444-555555555555";
const clientId = "6135b4c8-8900-475f-84db-b8ee65fbb329";
const login = "https://login.microsoftonline.com";
const graphResource = "https://graph.microsoft.com";

describe("the address where an administrator consents", () => {
  const urlOf = (wanted: readonly Permission[], more: { redirectUri?: string; state?: string } = {}) =>
    new URL(adminConsentUrl({ login, graphResource, tenantId, clientId, permissions: wanted, ...more }));
  const named = (kind: Permission["kind"], ...names: string[]) =>
    permissions.filter((each) => each.api === "Microsoft Graph" && each.kind === kind && names.includes(each.name));

  it("names delegated permissions one by one", () => {
    const url = urlOf(named("delegated", "User.Read", "Contacts.ReadWrite", "offline_access"), {
      redirectUri: "https://vendor.example/done?x=1&y=2",
      state: "4711",
    });
    assert.equal(`${url.origin}${url.pathname}`, `${login}/${tenantId}/v2.0/adminconsent`);
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      client_id: clientId,
      scope: `${graphResource}/Contacts.ReadWrite ${graphResource}/User.Read offline_access`,
      redirect_uri: "https://vendor.example/done?x=1&y=2",
      state: "4711",
    });
  });

  it("asks for what the registration lists as soon as an application permission is needed, or nothing is declared", () => {
    const delegated = named("delegated", "User.Read");
    for (const wanted of [
      named("application", "Mail.Read"),
      [...delegated, ...named("application", "Mail.Read")],
      [],
      // without a redirect URI the second version is refused
      delegated,
    ]) {
      assert.equal(urlOf(wanted).href, `${login}/${tenantId}/adminconsent?client_id=${clientId}`);
    }
  });

  it("is the same for any order of the permissions, and names each delegated one once", () => {
    const delegated = permissions.filter(({ kind }) => kind === "delegated");
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...delegated), { minLength: 1, maxLength: 20 }), (wanted) => {
        const redirectUri = "https://vendor.example/done";
        const url = urlOf(wanted, { redirectUri });
        assert.equal(urlOf([...wanted].reverse(), { redirectUri }).href, url.href);
        const scopes = (url.searchParams.get("scope") ?? "").split(" ");
        assert.equal(new Set(scopes).size, wanted.length);
        assert.deepEqual(scopes, [...scopes].sort());
      }),
    );
  });
});
