/**
 * MSAL as it is, signing a user in at a simulated tenant, with the pages walked through by a plain browser. A process of its own, since
 * Node reads NODE_EXTRA_CA_CERTS only when it starts. Reads a {@link UserClientTask} from standard input, writes {@link UserClientResults}.
 */
import {
  ConfidentialClientApplication,
  CryptoProvider,
  PublicClientApplication,
  type AuthenticationResult,
} from "@azure/msal-node";
import { text } from "node:stream/consumers";
import { signIn } from "../support/browser";

export interface UserClientTask {
  origin: string;
  caFile: string;
  tenantId: string;
  upn: string;
  scopes: string[];
  confidential: { clientId: string; clientSecret: string; redirectUri: string };
  public: { clientId: string; redirectUri: string };
}

export interface ClientOutcome {
  asked: string[];
  scopes: string[];
  account: string;
  homeAccountId: string;
  silentFromCache: boolean;
  refreshed: boolean;
  accessToken: string;
}

export interface UserClientResults {
  confidential: ClientOutcome;
  public: ClientOutcome;
  wrongVerifier: string;
}

type App = ConfidentialClientApplication | PublicClientApplication;

async function run(task: UserClientTask): Promise<UserClientResults> {
  const auth = {
    authority: `${task.origin}/${task.tenantId}`,
    knownAuthorities: [new URL(task.origin).host],
  };
  const { clientId, clientSecret, redirectUri } = task.confidential;
  const confidential = new ConfidentialClientApplication({ auth: { ...auth, clientId, clientSecret } });
  const publicApp = new PublicClientApplication({ auth: { ...auth, clientId: task.public.clientId } });
  return {
    confidential: await outcome(task, confidential, redirectUri),
    public: await outcome(task, publicApp, task.public.redirectUri),
    wrongVerifier: await codeFor(task, publicApp, task.public.redirectUri)
      .then(({ code }) =>
        publicApp.acquireTokenByCode({
          code,
          scopes: task.scopes,
          redirectUri: task.public.redirectUri,
          codeVerifier: "w".repeat(43),
        }),
      )
      .then(
        () => "no error",
        (error: Error) => error.message,
      ),
  };
}

async function outcome(task: UserClientTask, app: App, redirectUri: string): Promise<ClientOutcome> {
  const { code, verifier, asked } = await codeFor(task, app, redirectUri);
  const { scopes } = task;
  const first = await app.acquireTokenByCode({ code, scopes, redirectUri, codeVerifier: verifier });
  const { account } = first;
  if (!account) throw new Error("MSAL found no account in the answer.");
  const silent = await app.acquireTokenSilent({ account, scopes });
  const forced = await app.acquireTokenSilent({ account, scopes, forceRefresh: true });
  return {
    asked,
    scopes: first.scopes,
    account: account.username,
    homeAccountId: account.homeAccountId,
    silentFromCache: silent.fromCache && silent.accessToken === first.accessToken,
    refreshed: isNew(forced, first),
    accessToken: forced.accessToken,
  };
}

const isNew = (later: AuthenticationResult, earlier: AuthenticationResult): boolean =>
  !later.fromCache && later.accessToken !== earlier.accessToken;

async function codeFor(task: UserClientTask, app: App, redirectUri: string) {
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const url = await app.getAuthCodeUrl({
    scopes: task.scopes,
    redirectUri,
    codeChallenge: challenge,
    codeChallengeMethod: "S256",
    prompt: "consent",
  });
  const answer = await signIn(task, url, task.upn, { consent: "accept" });
  if (answer.error !== undefined) throw new Error(answer.text);
  return { code: answer.redirect.searchParams.get("code") ?? "", verifier, asked: answer.asked };
}

void text(process.stdin)
  .then((input) => run(JSON.parse(input) as UserClientTask))
  .then((results) => process.stdout.write(JSON.stringify(results)));
