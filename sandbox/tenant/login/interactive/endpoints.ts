import formbody from "@fastify/formbody";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { EntraError } from "../../errors";
import type { Tenant, User } from "../../model";
import type { LoginContext } from "../client-credentials";
import { fieldsOf, required, tenantOf, type Fields } from "../fields";
import { accountOf, refuseDisabled } from "./accounts";
import { adminConsentPurpose } from "./admin-consent";
import { authorizePurpose, registrationIn } from "./authorize";
import { authorizeRequestOf, type Prompt } from "./authorize-request";
import { browserOf, sessionOf, setBrowser, setSession } from "./cookies";
import { consentPage, errorPage, sendPage, signInPage, type FormState } from "./pages";
import type { Purpose } from "./purpose";
import { errorAnswer, platformOf, responseMode, sendToApp, type ReplyTarget } from "./reply";
import { newHandle, type Flow } from "./sign-ins";

interface Visit {
  login: LoginContext;
  tenant: Tenant;
  request: FastifyRequest;
  reply: FastifyReply;
}

type TenantRequest = FastifyRequest<{ Params: { tenant: string } }>;

/** `GET /{tenant}/oauth2/v2.0/authorize`, the two addresses of admin consent, and the pages that follow them. */
export async function registerSignInPages(app: FastifyInstance, login: LoginContext): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(formbody);
    const page =
      (handler: (visit: Visit, fields: Fields) => FastifyReply) => (request: TenantRequest, reply: FastifyReply) => {
        try {
          const tenant = tenantOf(login.cloud, request.params.tenant);
          const fields = fieldsOf(request.method === "GET" ? request.query : request.body);
          return handler({ login, tenant, request, reply }, fields);
        } catch (error) {
          if (!(error instanceof EntraError)) throw error;
          return sendPage(reply, 400, errorPage(error));
        }
      };
    scope.get("/:tenant/oauth2/v2.0/authorize", page(authorize));
    scope.post("/:tenant/oauth2/v2.0/authorize", page(authorize));
    scope.get(
      "/:tenant/adminconsent",
      page((visit, query) => adminConsent(visit, query, undefined)),
    );
    scope.get(
      "/:tenant/v2.0/adminconsent",
      page((visit, query) => adminConsent(visit, query, required(query, "scope"))),
    );
    scope.post("/:tenant/login", page(signIn));
    scope.post("/:tenant/Consent/Set", page(decide));
  });
}

/** Until the redirect URI is known to be the app's own, errors stay on a page; after that they are sent to the app. */
function authorize(visit: Visit, query: Fields): FastifyReply {
  const { login, tenant } = visit;
  const registration = registrationIn(login, tenant, required(query, "client_id"));
  const redirectUri = required(query, "redirect_uri");
  const platform = platformOf(registration.application, redirectUri);
  const target: ReplyTarget = { redirectUri, mode: responseMode(query["response_mode"]), state: query["state"] };
  return answeringTo(visit, target, () => {
    const request = authorizeRequestOf(query, platform);
    const purpose = authorizePurpose(login, tenant, registration, target, platform, request);
    return begin(visit, purpose, request.prompt);
  });
}

function adminConsent(visit: Visit, query: Fields, scope: string | undefined): FastifyReply {
  const { login, tenant } = visit;
  const registration = registrationIn(login, tenant, required(query, "client_id"));
  const redirectUri = required(query, "redirect_uri");
  platformOf(registration.application, redirectUri);
  const target: ReplyTarget = { redirectUri, mode: "query", state: query["state"] };
  return answeringTo(visit, target, () =>
    begin(visit, adminConsentPurpose(login, tenant, registration, target, scope), undefined),
  );
}

/** Starts the pages of a purpose: at the sign-in, or after it when the browser has a session. */
function begin(visit: Visit, purpose: Purpose, prompt: Prompt | undefined): FastifyReply {
  const { login, tenant, request, reply } = visit;
  const user = sessionUser(visit);
  const wanted = purpose.loginHint && user && !isNamed(user, purpose.loginHint) ? undefined : user;
  const asks = prompt === "login" || prompt === "select_account";
  if (prompt === "none" && !wanted) throw noSession();
  const browser = browserOf(request) ?? newHandle();
  setBrowser(reply, browser);
  const { id, flow } = login.signIns.startFlow({
    purpose,
    tenantId: tenant.id,
    browser,
    ...(wanted && !asks && { userId: wanted.id }),
  });
  if (wanted && !asks) return proceed(visit, id, flow, wanted);
  const form = formState(tenant, "login", id, flow);
  return sendPage(
    reply,
    200,
    signInPage(form, purpose.registration.application.displayName, tenant.displayName, purpose.loginHint),
  );
}

function sessionUser({ login, tenant, request }: Visit): User | undefined {
  const user = tenant.users.get(login.signIns.sessionUser(sessionOf(request), tenant.id) ?? "");
  return user?.accountEnabled ? user : undefined;
}

const isNamed = (user: User, hint: string): boolean =>
  [user.userPrincipalName, user.mail, user.id].some((name) => name?.toLowerCase() === hint.toLowerCase());

function signIn(visit: Visit, form: Fields): FastifyReply {
  const { login, tenant, reply } = visit;
  const { id, flow } = flowOf(visit, form);
  const user = accountOf(login.cloud, tenant, required(form, "login").trim(), flow.purpose.registration.application);
  flow.userId = user.id;
  setSession(reply, login.signIns.startSession(tenant.id, user));
  return answeringTo(visit, flow.purpose.reply, () => proceed(visit, id, flow, user));
}

function decide(visit: Visit, form: Fields): FastifyReply {
  const { login, tenant } = visit;
  const { id, flow } = flowOf(visit, form);
  const user = tenant.users.get(flow.userId ?? "");
  if (!user) throw noContext();
  const decision = required(form, "decision");
  if (decision !== "accept" && decision !== "cancel") throw noContext();
  login.signIns.endFlow(id);
  return answeringTo(visit, flow.purpose.reply, () => {
    refuseDisabled(user);
    const organisation = form["organisation"] === "on";
    const fields = flow.purpose.decide(user, { accepted: decision === "accept", organisation });
    return sendToApp(visit.reply, flow.purpose.reply, fields);
  });
}

function proceed(visit: Visit, id: string, flow: Flow, user: User): FastifyReply {
  const step = flow.purpose.afterSignIn(user);
  if (step.kind === "consent") {
    return sendPage(visit.reply, 200, consentPage(formState(visit.tenant, "Consent/Set", id, flow), step.question));
  }
  visit.login.signIns.endFlow(id);
  return sendToApp(visit.reply, flow.purpose.reply, step.fields);
}

const formState = (tenant: Tenant, path: string, flow: string, { canary }: Flow): FormState => ({
  action: `/${tenant.id}/${path}`,
  flow,
  canary,
});

/** The flow that a posted form continues: shown in this browser, with its anti-forgery value. */
function flowOf({ login, tenant, request }: Visit, form: Fields): { id: string; flow: Flow } {
  const id = required(form, "flow");
  const flow = login.signIns.flow(id);
  const own =
    flow?.tenantId === tenant.id && flow.browser === browserOf(request) && flow.canary === required(form, "canary");
  if (!flow || !own) throw noContext();
  return { id, flow };
}

function answeringTo({ login, reply }: Visit, target: ReplyTarget, run: () => FastifyReply): FastifyReply {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    return sendToApp(reply, target, errorAnswer(error, login.cloud.clock.now()));
  }
}

const noSession = (): EntraError =>
  new EntraError(
    50058,
    "login_required",
    "Session information is not sufficient for single-sign-on: a silent sign-in request was sent but no user is signed in.",
  );

const noContext = (): EntraError =>
  new EntraError(
    165000,
    "invalid_request",
    "Invalid Request: The user session context is not supplied. One or more of the user session context values (cookies; form fields; headers) were not supplied or are incorrect.",
  );
