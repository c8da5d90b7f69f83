import { entra, newApplication, principal, principalId, resource } from "../../support/declared";
import { unknown, type Declared } from "../../support/judge";
import type { PolicyCases } from "./case";

const group = resource("azuread:index/group:Group", "group", {});
const graph = "00000003-0000-0000-c000-000000000000";
const applicationId = "/applications/7c000000-0000-4000-8000-000000000007";
const others = ["5b000000-0000-4000-8000-000000000001", "5b000000-0000-4000-8000-000000000002"];

/** A registration that exists. */
const application = (inputs: Record<string, unknown> = {}, more: Partial<Declared> = {}) =>
  newApplication(inputs, { outputs: { objectId: applicationId.replace("/applications/", "") }, ...more });
const noRegistration = { resources: [group], reasons: ["it is no registration"] };
const noCredential = { resources: [group], reasons: ["it is no credential"] };

const invitation = entra(
  "invitation",
  "partner",
  { userEmailAddress: "kim@partner.example" },
  { outputs: { userId: unknown } },
);
const redirects = (uri: string, property = "web") => application({ [property]: { redirectUris: [uri] } });
const redirect = (uri: string, wrong: string, property?: string) => ({
  resources: [redirects(uri, property)],
  messages: [`"registration" redirects to ${JSON.stringify(uri)}: ${wrong}`],
});
const guest = (who: string) =>
  `"registration" is owned by the guest ${who}, who can add a credential to it and act as the application. Name a member of the tenant instead.`;
const owners = (found: string, name = "registration") =>
  `"${name}" has ${found}: nobody answers for it when that changes. Name at least 2 owners (VendorApp: \`owners\`).`;

/** What is promised of each policy of the pack. */
export const appHygiene: Readonly<Record<string, PolicyCases>> = {
  "microsofts-principals-are-not-managed": {
    level: "mandatory",
    passes: { "a vendor's": { resources: [principal()] } },
    refuses: {
      "Microsoft Graph's": {
        resources: [principal({ clientId: graph, useExisting: true })],
        messages: [
          `"app" manages the service principal of ${graph}, which is Microsoft's own: destroying the stack deletes it for the whole tenant, also with \`useExisting\`. ` +
            "Look it up with `azuread.getServicePrincipalOutput`.",
        ],
      },
      "the Azure CLI's": {
        resources: [principal({ clientId: "04B07795-8DDB-461A-BBEE-02F9E1BF7B46" })],
        messages: [
          '"app" manages the service principal of 04B07795-8DDB-461A-BBEE-02F9E1BF7B46, which is Microsoft\'s own: destroying the stack deletes it for the whole tenant, also with `useExisting`. ' +
            "Look it up with `azuread.getServicePrincipalOutput`.",
        ],
      },
    },
    notApplicable: { resources: [group], reasons: ["it is no service principal"] },
    unknown: {
      whose: {
        resources: [principal({ clientId: unknown })],
        says: ['whose service principal "app" is, is not known'],
      },
    },
    exception: { app: "app" },
  },
  "no-client-secret": {
    level: "mandatory",
    passes: {
      "a certificate": { resources: [entra("applicationCertificate", "app-certificate", { value: "x" })] },
      "a registration without one": { resources: [application()] },
    },
    refuses: {
      "a secret": {
        resources: [entra("applicationPassword", "app-password", {})],
        messages: [
          '"app-password" is a client secret, which signs in for whoever reads it. Use a certificate or federation (AppCredential: `certificates`, `federated`).',
        ],
      },
      "a secret of a service principal": {
        resources: [entra("servicePrincipalPassword", "app-password", {})],
        messages: [
          '"app-password" is a client secret, which signs in for whoever reads it. Use a certificate or federation (AppCredential: `certificates`, `federated`).',
        ],
      },
      "one inside a registration": {
        resources: [application({ password: { displayName: "x" } })],
        messages: [
          '"registration" is a client secret, which signs in for whoever reads it. Use a certificate or federation (AppCredential: `certificates`, `federated`).',
        ],
      },
    },
    notApplicable: noCredential,
    unknown: {
      "the secret of a registration": {
        resources: [application({ password: unknown })],
        says: ['whether "registration" has a client secret is not known'],
      },
    },
    exception: { app: "app" },
  },
  "credential-lifetime": {
    level: "mandatory",
    passes: {
      "a secret of half a year": {
        resources: [entra("applicationPassword", "app-password", { endDateRelative: "4320h" })],
      },
      "a certificate of two years": {
        resources: [
          entra("applicationCertificate", "app-certificate", {
            startDate: "2026-01-01T00:00:00Z",
            endDate: "2028-01-01T00:00:00Z",
          }),
        ],
      },
      "what the tenant allows": {
        resources: [entra("applicationPassword", "app-password", { endDateRelative: "8760h" })],
        config: { "credential-lifetime": { secretDays: 365 } },
      },
    },
    refuses: {
      "a secret of a year": {
        resources: [entra("applicationPassword", "app-password", { endDateRelative: "8760h0m" })],
        messages: [
          '"app-password" is a client secret that lives 365 days, at most 180 are expected. Issue it for a shorter time.',
        ],
      },
      "a secret without an end": {
        resources: [entra("servicePrincipalPassword", "app-password", {})],
        messages: ['"app-password" is a client secret without an end. Set `endDate`, at most 180 days from its start.'],
      },
      "a secret inside a registration": {
        resources: [
          application({
            password: { displayName: "x", startDate: "2026-01-01T00:00:00Z", endDate: "2027-01-01T00:00:00Z" },
          }),
        ],
        messages: [
          '"registration" is a client secret that lives 365 days, at most 180 are expected. Issue it for a shorter time.',
        ],
      },
      "a certificate of ten years": {
        resources: [
          entra("applicationCertificate", "app-certificate", {
            startDate: "2026-01-01T00:00:00Z",
            endDate: "2035-12-30T00:00:00Z",
          }),
        ],
        messages: [
          '"app-certificate" is a certificate that lives 3650 days, at most 730 are expected. Issue it for a shorter time.',
        ],
      },
      "a certificate that cannot be read and says no end": {
        resources: [entra("servicePrincipalCertificate", "app-certificate", { value: "x" })],
        messages: [
          '"app-certificate" is a certificate without an end. Set `endDate`, at most 730 days from its start.',
        ],
      },
      "a duration that is none": {
        resources: [entra("applicationPassword", "app-password", { endDateRelative: "ever" })],
        messages: [
          '"app-password" is a client secret that lives Infinity days, at most 180 are expected. Issue it for a shorter time.',
        ],
      },
    },
    notApplicable: { resources: [group, application()], reasons: ["it is no credential"] },
    unknown: {
      "its end": {
        resources: [entra("applicationPassword", "app-password", { endDate: unknown })],
        says: ['how long the secret of "app-password" lives is not known'],
      },
      "the secret of a registration": {
        resources: [application({ password: unknown })],
        says: ['how long the secret of "registration" lives is not known'],
      },
    },
    exception: { app: "app" },
  },
  "no-guest-owner": {
    level: "mandatory",
    passes: {
      members: { resources: [invitation, application({ owners: others })] },
      "a member who is made in the same run": (() => {
        const user = entra(
          "user",
          "kim",
          { userPrincipalName: "kim@contoso.com" },
          { outputs: { userType: "Member" } },
        );
        return { resources: [user, application({ owners: others }, { dependencies: { owners: [user] } })] };
      })(),
    },
    refuses: {
      "a guest whom the tenant names": {
        resources: [application({ owners: [others[0]?.toUpperCase(), others[1]] })],
        config: { "no-guest-owner": { guests: [others[0] ?? ""] } },
        messages: [guest("5B000000-0000-4000-8000-000000000001")],
      },
      "a guest whom the stack invited before": {
        resources: [{ ...invitation, outputs: { userId: others[0] } }, application({ owners: others })],
        messages: [guest('"partner"')],
      },
      "a guest account of the stack": {
        resources: [
          entra(
            "user",
            "kim",
            { userPrincipalName: "kim_partner.example#EXT#@contoso.onmicrosoft.com" },
            { outputs: { objectId: others[0] } },
          ),
          application({ owners: others }),
        ],
        messages: [guest('"kim"')],
      },
    },
    notApplicable: { resources: [group], reasons: ["it has no owners", "the stack invites no guest"] },
    unknown: {
      "who they are": {
        resources: [application({ owners: unknown })],
        says: ['whether a guest owns "registration": who its owners are is not known'],
      },
      "one of them": {
        resources: [entra("applicationOwner", "owner", { ownerObjectId: unknown })],
        says: ['whether a guest owns "owner": who its owners are is not known'],
      },
    },
    exception: { app: "registration" },
  },
  "has-two-owners": {
    level: "mandatory",
    passes: {
      "two of them": { resources: [application({ owners: others }), principal({ owners: others })] },
      "two that stand on their own": {
        resources: [
          application(),
          ...others.map((ownerObjectId, index) =>
            entra("applicationOwner", `owner-${index}`, { applicationId, ownerObjectId }),
          ),
        ],
      },
      "Microsoft's own principals": { resources: [principal({ clientId: graph })] },
    },
    refuses: {
      "none, of a principal": { resources: [principal()], messages: [owners("no owner", "app")] },
      "one only": { resources: [application({ owners: [others[0]] })], messages: [owners("one owner only")] },
      "one, named twice": {
        resources: [application({ owners: [principalId, principalId.toUpperCase()] })],
        messages: [owners("one owner only")],
      },
      "none, of a registration": { resources: [application({ owners: [] })], messages: [owners("no owner")] },
      "one that stands on its own": {
        resources: [application(), entra("applicationOwner", "owner", { applicationId, ownerObjectId: others[0] })],
        messages: [owners("one owner only")],
      },
      "none, of a registration of the other kind": {
        resources: [entra("applicationRegistration", "registration", { displayName: "x" })],
        messages: [owners("no owner")],
      },
    },
    notApplicable: { resources: [group], reasons: ["it is no application", "the stack registers no application"] },
    unknown: {
      "who they are": { resources: [principal({ owners: unknown })], says: ['who owns "app" is not known'] },
      "two of them": {
        resources: [application({ owners: [unknown, others[0]] })],
        says: ['whether "registration" has two owners: who they are is not known'],
      },
      "whose owner one is": {
        resources: [
          application(),
          entra("applicationOwner", "owner", { applicationId: unknown, ownerObjectId: others[0] }),
        ],
        level: "mandatory",
        says: [
          'whether "owner" is an owner of "registration" is not known in this preview. Take `applicationId` from the application\'s own resource.',
        ],
      },
    },
    exception: { app: "app" },
  },
  "redirect-uris-are-safe": {
    level: "mandatory",
    passes: {
      "https addresses of one's own": { resources: [redirects("https://app.contoso.com/callback")] },
      "a desktop app's own scheme and machine": {
        resources: [
          application({
            publicClient: { redirectUris: ["contoso-app://auth", "http://localhost:1234/", "http://127.0.0.1"] },
          }),
        ],
      },
      "the own machine, in a stack of development": { resources: [redirects("https://localhost:3000/")], stack: "dev" },
      "a host below a domain that is named": {
        resources: [redirects("https://contoso.azurewebsites.net/")],
        config: { "redirect-uris-are-safe": { domains: ["contoso.azurewebsites.net"] } },
      },
    },
    refuses: {
      http: redirect("http://app.contoso.com/", "over http anybody on the way reads the codes. Use https."),
      "a wildcard": redirect("https://*.contoso.com/", "a wildcard lets others receive the codes. Name each address."),
      "the own machine, in production": {
        ...redirect(
          "https://localhost:3000/",
          "it is on the machine of who signs in, where any program can listen. Keep it to stacks of development.",
          "singlePageApplication",
        ),
        stack: "prod",
      },
      "a name that anybody can register": redirect(
        "https://contoso-app.azurewebsites.net/",
        "anybody can register names below azurewebsites.net, also this one when it is given up. Use a host of one's own, or name it under `domains`.",
      ),
      "a foreign host": {
        resources: [redirects("https://app.contoso.com.evil.example/")],
        config: { "redirect-uris-are-safe": { domains: ["contoso.com", "vendor.example"] } },
        messages: [
          '"registration" redirects to "https://app.contoso.com.evil.example/": app.contoso.com.evil.example belongs to none of contoso.com, vendor.example. Use a host of the tenant or the vendor.',
        ],
      },
      "a fragment": redirect(
        "https://app.contoso.com/#/callback",
        "it has a fragment, which is no part of an address. Remove what follows the #.",
      ),
      "a password": redirect(
        "https://kim:pw@app.contoso.com/",
        "it holds a user name or password, which everybody may read. Remove them.",
      ),
      "a path without a host": redirect("/callback", "it is no absolute address. Write it in full."),
      "a scheme that is not of the web": redirect(
        "contoso-app://auth",
        "contoso-app:// is no https address. Use https.",
      ),
      "one that stands on its own": {
        resources: [
          entra("applicationRedirectUris", "registration", {
            applicationId,
            type: "SPA",
            redirectUris: ["http://app.contoso.com/"],
          }),
        ],
        messages: [
          '"registration" redirects to "http://app.contoso.com/": over http anybody on the way reads the codes. Use https.',
        ],
      },
    },
    notApplicable: { resources: [group], reasons: ["it has no redirect URIs"] },
    unknown: {
      "one of them": {
        resources: [application({ web: { redirectUris: [unknown, "https://app.contoso.com/"] } })],
        says: ['a redirect URI of "registration" is not known'],
      },
      "all of a platform": {
        resources: [application({ singlePageApplication: unknown })],
        says: ['a redirect URI of "registration" is not known'],
      },
    },
    exception: { app: "registration" },
  },
  "no-implicit-grant": {
    level: "mandatory",
    passes: {
      "switched off": {
        resources: [
          application({ web: { implicitGrant: { accessTokenIssuanceEnabled: false, idTokenIssuanceEnabled: false } } }),
        ],
      },
      "not said": { resources: [application(), application({ web: {} })] },
    },
    refuses: {
      "both tokens": {
        resources: [
          application({ web: { implicitGrant: { accessTokenIssuanceEnabled: true, idTokenIssuanceEnabled: true } } }),
        ],
        messages: [
          '"registration" gives access tokens and ID tokens by the implicit grant: they are part of an address, which histories and logs keep. Use the authorization code flow with PKCE.',
        ],
      },
      "one of them, of a registration of the other kind": {
        resources: [entra("applicationRegistration", "registration", { implicitIdTokenIssuanceEnabled: true })],
        messages: [
          '"registration" gives ID tokens by the implicit grant: they are part of an address, which histories and logs keep. Use the authorization code flow with PKCE.',
        ],
      },
    },
    notApplicable: noRegistration,
    unknown: {
      "one of the switches": {
        resources: [application({ web: { implicitGrant: { accessTokenIssuanceEnabled: unknown } } })],
        says: ['whether "registration" allows the implicit grant is not known'],
      },
      "everything of the web": {
        resources: [application({ web: unknown })],
        says: ['whether "registration" allows the implicit grant is not known'],
      },
    },
    exception: { app: "registration" },
  },
  "audience-is-this-tenant": {
    level: "mandatory",
    passes: {
      "this tenant": { resources: [application({ signInAudience: "AzureADMyOrg" })] },
      "what is the default": { resources: [application()] },
    },
    refuses: {
      "every tenant": {
        resources: [application({ signInAudience: "AzureADMultipleOrgs" })],
        messages: [
          '"registration" is for AzureADMultipleOrgs: accounts of other tenants can use it. Set `signInAudience: AzureADMyOrg`.',
        ],
      },
      "personal accounts, of a registration of the other kind": {
        resources: [
          entra("applicationRegistration", "registration", { signInAudience: "AzureADandPersonalMicrosoftAccount" }),
        ],
        messages: [
          '"registration" is for AzureADandPersonalMicrosoftAccount: accounts of other tenants can use it. Set `signInAudience: AzureADMyOrg`.',
        ],
      },
    },
    notApplicable: noRegistration,
    unknown: {
      "for whom": {
        resources: [application({ signInAudience: unknown })],
        says: ['for whom "registration" is, is not known'],
      },
    },
    exception: { app: "registration" },
  },
  "assignment-is-required": {
    level: "mandatory",
    passes: {
      "who is assigned only": { resources: [principal({ appRoleAssignmentRequired: true })] },
    },
    refuses: {
      everybody: {
        resources: [principal({ appRoleAssignmentRequired: false })],
        messages: [
          '"app" lets everybody in the tenant sign in. Set `appRoleAssignmentRequired: true`, and assign who is to use it.',
        ],
      },
      "what is the default": {
        resources: [principal()],
        messages: [
          '"app" lets everybody in the tenant sign in. Set `appRoleAssignmentRequired: true`, and assign who is to use it.',
        ],
      },
    },
    notApplicable: { resources: [group, principal({ clientId: graph })], reasons: ["it is no enterprise application"] },
    unknown: {
      whether: {
        resources: [principal({ appRoleAssignmentRequired: unknown })],
        says: ['whether "app" requires assignment is not known'],
      },
    },
    exception: { app: "app" },
  },
  "names-are-unique": {
    level: "mandatory",
    passes: { prevented: { resources: [application({ preventDuplicateNames: true })] } },
    refuses: {
      "not prevented": {
        resources: [application()],
        messages: [
          '"registration" may take the name of another application, and administrators mistake one for the other. Set `preventDuplicateNames: true`.',
        ],
      },
    },
    notApplicable: noRegistration,
    unknown: {
      whether: {
        resources: [application({ preventDuplicateNames: unknown })],
        says: ['whether "registration" may have another\'s name is not known'],
      },
    },
    exception: { app: "registration" },
  },
  "settings-are-not-mixed": {
    level: "mandatory",
    passes: {
      "one of both": {
        resources: [
          application({ owners: others }),
          entra("applicationApiAccess", "access", { applicationId, roleIds: [], scopeIds: [] }),
        ],
      },
      "an inline setting that is ignored": {
        resources: [
          application({ owners: others }, { ignoreChanges: ["owners"] }),
          entra("applicationOwner", "owner", { applicationId, ownerObjectId: principalId }),
        ],
      },
      "a part of an application elsewhere": {
        resources: [
          application({ owners: others }),
          entra("applicationOwner", "owner", { applicationId: "/applications/x", ownerObjectId: principalId }),
        ],
      },
    },
    refuses: {
      "owners of both kinds": {
        resources: [
          application({ owners: others }),
          entra("applicationOwner", "owner", { applicationId, ownerObjectId: principalId }),
        ],
        messages: [
          '"owner" sets owners of "registration", which sets that inline too: each update takes away what the other one sets. ' +
            "Keep one of both, or name the setting in `ignoreChanges` of the application.",
        ],
      },
      "redirect URIs, of an application of the same run": (() => {
        const made = newApplication({ web: { redirectUris: ["https://app.contoso.com/"] } });
        return {
          resources: [
            made,
            entra(
              "applicationRedirectUris",
              "addresses",
              { applicationId: unknown, type: "Web", redirectUris: ["https://app.contoso.com/"] },
              { dependencies: { applicationId: [made] } },
            ),
          ],
          messages: [
            '"addresses" sets web.redirectUris of "registration", which sets that inline too: each update takes away what the other one sets. ' +
              "Keep one of both, or name the setting in `ignoreChanges` of the application.",
          ],
        };
      })(),
      "a value that is not known is set all the same": {
        resources: [
          application({ requiredResourceAccesses: unknown }),
          entra("applicationApiAccess", "access", { applicationId, roleIds: [], scopeIds: [] }),
        ],
        messages: [
          '"access" sets requiredResourceAccesses of "registration", which sets that inline too: each update takes away what the other one sets. ' +
            "Keep one of both, or name the setting in `ignoreChanges` of the application.",
        ],
      },
    },
    notApplicable: {
      resources: [group],
      reasons: ["it is no registration", "no setting of an application stands on its own"],
    },
    unknown: {
      "whose part it is": {
        resources: [
          application({ owners: others }),
          entra("applicationOwner", "owner", { applicationId: unknown, ownerObjectId: principalId }),
        ],
        level: "mandatory",
        says: [
          'which application "owner" belongs to is not known in this preview. Take `applicationId` from the application\'s own resource.',
        ],
      },
    },
    exception: { app: "owner" },
  },
  "production-is-protected": {
    level: "mandatory",
    passes: {
      "a protected one": {
        resources: [application({}, { protect: true }), principal({}, { protect: true })],
        stack: "contoso-prod",
      },
    },
    refuses: {
      "an enterprise application": {
        resources: [principal()],
        stack: "prod",
        messages: [
          '"app" is not protected in the stack prod: deleting it by mistake takes its grants and credentials with it. Pass `protect: true` in its options.',
        ],
      },
      "a registration, in a stack that the tenant names": {
        resources: [application()],
        stack: "live-eu",
        config: { "production-is-protected": { production: ["live"] } },
        messages: [
          '"registration" is not protected in the stack live-eu: deleting it by mistake takes its grants and credentials with it. Pass `protect: true` in its options.',
        ],
      },
    },
    notApplicable: {
      resources: [group, application()],
      reasons: ["it is no application", "test is no stack of production"],
    },
    unknown: { none: "options of a resource are always known" },
    exception: { app: "app" },
  },
};
