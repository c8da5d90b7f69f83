import { EntraError } from "../../errors";
import type { AppRole, Application, ServicePrincipal, Tenant, User } from "../../model";
import { MICROSOFT_GRAPH } from "../../well-known";
import type { LoginContext } from "../client-credentials";
import { declined, publisherOf } from "./authorize";
import { administratorNeeded, consentPower } from "./consent-policy";
import { ensureServicePrincipal, grantApplication, grantDelegated } from "./give-consent";
import type { Purpose, Registration } from "./purpose";
import type { ReplyTarget } from "./reply";
import { apiOf, neededPermissions, parseScope, requiredAccess, requiredDelegated, type ApiPermissions } from "./scopes";

/** Application permissions of one API. */
export interface ApiRoles {
  api: ServicePrincipal;
  roles: AppRole[];
}

interface Wanted {
  delegated: ApiPermissions[];
  application: ApiRoles[];
}

/**
 * An administrator's consent for everybody.
 *
 * @param scope what is granted: the delegated permissions named, or with `.default` all that the registration requires; undefined
 *   (the older address): all that the registration requires
 * @throws EntraError of `parseScope`
 * @see https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
 */
export function adminConsentPurpose(
  login: LoginContext,
  tenant: Tenant,
  registration: Registration,
  reply: ReplyTarget,
  scope: string | undefined,
): Purpose {
  const { application } = registration;
  const wanted = wantedPermissions(login, tenant, application, scope);
  return {
    reply,
    registration,
    loginHint: undefined,
    afterSignIn(user) {
      refuseWithoutPower(tenant, registration, user, wanted);
      return {
        kind: "consent",
        question: {
          app: application.displayName,
          publisher: publisherOf(application),
          account: user.userPrincipalName,
          permissions: describe(wanted),
          organisation: "only",
        },
      };
    },
    decide(user, { accepted }) {
      if (!accepted) throw declined();
      refuseWithoutPower(tenant, registration, user, wanted);
      ensureServicePrincipal(login, tenant, registration, user);
      grantApplication(login, tenant, registration, user, wanted.application);
      grantDelegated(login, tenant, registration, user, undefined, wanted.delegated);
      return {
        admin_consent: "True",
        tenant: tenant.id,
        ...(scope !== undefined && { scope: namesOf(wanted) }),
      };
    },
  };
}

function wantedPermissions(
  login: LoginContext,
  tenant: Tenant,
  application: Application,
  scope: string | undefined,
): Wanted {
  if (scope === undefined) {
    return { delegated: requiredDelegated(tenant, application), application: requiredRoles(tenant, application) };
  }
  const requested = parseScope(tenant, login.origin, application, scope);
  return {
    delegated: neededPermissions(tenant, application, requested),
    application: requested.everythingGranted ? requiredRoles(tenant, application) : [],
  };
}

/** The application permissions that a registration lists as required, by API. */
function requiredRoles(tenant: Tenant, application: Application): ApiRoles[] {
  return requiredAccess(application).map(({ resourceAppId, resourceAccess }) => {
    const api = apiOf(tenant, resourceAppId);
    const ids = resourceAccess.filter(({ type }) => type === "Role").map(({ id }) => id);
    return { api, roles: api.appRoles.filter(({ id }) => ids.includes(id)) };
  });
}

/** Only a Global or Privileged Role Administrator grants application permissions of Microsoft Graph. */
function refuseWithoutPower(tenant: Tenant, registration: Registration, user: User, wanted: Wanted): void {
  const power = consentPower(tenant, user);
  if (power === "none") throw administratorNeeded(tenant, registration, true);
  const needsAll = wanted.application.some(({ api, roles }) => api.appId === MICROSOFT_GRAPH && roles.length > 0);
  if (power === "all" || !needsAll) return;
  throw new EntraError(
    90093,
    "consent_required",
    `${registration.application.displayName} is requesting one or more permissions that you are not authorized to grant. Contact an administrator, who can consent to this application on your behalf.`,
  );
}

const describe = ({ application, delegated }: Wanted) => [
  ...application.flatMap(({ api, roles }) =>
    roles.map(({ value, description }) => ({
      api: api.displayName,
      name: value,
      kind: "application" as const,
      description,
    })),
  ),
  ...delegated.flatMap(({ api, permissions }) =>
    permissions.map(({ value, adminConsentDescription }) => ({
      api: api.displayName,
      name: value,
      kind: "delegated" as const,
      description: adminConsentDescription,
    })),
  ),
];

/** What was granted, each with the API's identifier before it. */
function namesOf({ application, delegated }: Wanted): string {
  const identifier = ({ appId }: ServicePrincipal) =>
    appId === MICROSOFT_GRAPH ? "https://graph.microsoft.com" : appId;
  const names = [
    ...delegated.flatMap(({ api, permissions }) => permissions.map(({ value }) => `${identifier(api)}/${value}`)),
    ...application.flatMap(({ api, roles }) => roles.map(({ value }) => `${identifier(api)}/${value}`)),
  ];
  return [...new Set(names)].join(" ");
}
