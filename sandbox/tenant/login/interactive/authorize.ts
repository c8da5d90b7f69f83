import { findServicePrincipalByAppId } from "../../directory";
import { EntraError } from "../../errors";
import type { Application, Tenant, User } from "../../model";
import { findRegistration, mayEnter, unknownApplication } from "../client";
import type { LoginContext } from "../client-credentials";
import { refuseUnassigned } from "./accounts";
import type { AuthorizeRequest } from "./authorize-request";
import { administratorNeeded, consentPower, refuseUserConsent } from "./consent-policy";
import { grantDelegated } from "./give-consent";
import { missingConsent } from "./granted";
import type { Purpose, Registration, Step } from "./purpose";
import type { Platform, ReplyTarget } from "./reply";
import { neededPermissions, parseScope, type ApiPermissions } from "./scopes";

/**
 * The home registration of an app that may sign users of the tenant in; a service principal is not needed yet, consent creates it.
 *
 * @throws EntraError 700016 unknown here, 7000112 disabled here
 */
export function registrationIn(login: LoginContext, tenant: Tenant, clientId: string): Registration {
  const registration = findRegistration(login.cloud, clientId);
  if (!registration || !mayEnter(registration, tenant)) throw unknownApplication(tenant, clientId);
  const principal = findServicePrincipalByAppId(tenant, clientId);
  if (principal && !principal.accountEnabled) {
    throw new EntraError(
      7000112,
      "unauthorized_client",
      `Application '${clientId}'(${principal.displayName}) is disabled.`,
    );
  }
  return registration;
}

/** Sign-in for an authorization code. */
export function authorizePurpose(
  login: LoginContext,
  tenant: Tenant,
  registration: Registration,
  reply: ReplyTarget,
  platform: Platform,
  request: AuthorizeRequest,
): Purpose {
  const { application } = registration;
  const requested = parseScope(tenant, login.origin, application, request.scope);
  const asked = (user: User): ApiPermissions[] =>
    request.prompt === "consent" || request.prompt === "admin_consent"
      ? neededPermissions(tenant, application, requested)
      : missingConsent(tenant, application, user, requested);
  const mayAsk = (user: User, needed: readonly ApiPermissions[]) => {
    refuseUnassigned(tenant, application, user);
    if (request.prompt !== "admin_consent") {
      refuseUserConsent(tenant, login.cloud.options, registration, user, needed);
    } else if (consentPower(tenant, user) === "none") {
      throw administratorNeeded(tenant, registration, true);
    }
  };
  const code = (user: User) => ({
    code: login.signIns.newCode({
      tenantId: tenant.id,
      clientId: application.appId,
      userId: user.id,
      scope: request.scope,
      platform,
      redirectUri: reply.redirectUri,
      nonce: request.nonce,
      challenge: request.challenge,
    }),
  });

  return {
    reply,
    registration,
    loginHint: request.loginHint,
    afterSignIn(user): Step {
      refuseUnassigned(tenant, application, user);
      const needed = asked(user);
      if (needed.length === 0) return { kind: "answer", fields: code(user) };
      if (request.prompt === "none") throw notConsented(application);
      mayAsk(user, needed);
      const organisation = request.prompt === "admin_consent" ? "only" : offered(tenant, user);
      const permissions = needed.flatMap(({ api, permissions: each }) =>
        each.map(({ value, adminConsentDescription, userConsentDescription }) => ({
          api: api.displayName,
          name: value,
          kind: "delegated" as const,
          description: userConsentDescription ?? adminConsentDescription,
        })),
      );
      return {
        kind: "consent",
        question: {
          app: application.displayName,
          publisher: publisherOf(application),
          account: user.userPrincipalName,
          permissions,
          organisation,
        },
      };
    },
    decide(user, { accepted, organisation }) {
      if (!accepted) throw declined();
      const needed = asked(user);
      mayAsk(user, needed);
      const forAll = request.prompt === "admin_consent" || organisation;
      if (forAll && consentPower(tenant, user) === "none") throw administratorNeeded(tenant, registration, true);
      grantDelegated(login, tenant, registration, user, forAll ? undefined : user, needed);
      return code(user);
    },
  };
}

const offered = (tenant: Tenant, user: User) => (consentPower(tenant, user) === "none" ? "no" : "offered");

/** Name of the verified publisher, where there is one. */
export function publisherOf(application: Application): string | undefined {
  const publisher = application.properties["verifiedPublisher"] as
    { displayName?: string | null; verifiedPublisherId?: string | null } | undefined;
  return publisher?.verifiedPublisherId ? (publisher.displayName ?? application.displayName) : undefined;
}

/** The error when a person cancels the consent page. */
export const declined = (): EntraError =>
  new EntraError(65004, "access_denied", "User declined to consent to access the app.");

/** The error when something was asked for without consent, and nobody can be asked now. */
export const notConsented = (application: Application): EntraError =>
  new EntraError(
    65001,
    "invalid_grant",
    `The user or administrator has not consented to use the application with ID '${application.appId}' named '${application.displayName}'. Send an interactive authorization request for this user and resource.`,
  );
