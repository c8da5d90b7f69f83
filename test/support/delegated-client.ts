/**
 * A user of a vendor's app, with Microsoft's own client libraries as they are: MSAL for the code flow with PKCE, the Graph client for the
 * contacts. A program of its own, because Node reads NODE_EXTRA_CA_CERTS only when it starts.
 *
 * Standard input: {@link DelegatedTask} as JSON. Standard output: {@link DelegatedOutcome} as JSON.
 */
import { text } from "node:stream/consumers";
import { ConfidentialClientApplication, CryptoProvider } from "@azure/msal-node";
import { Client, GraphError } from "@microsoft/microsoft-graph-client";
import { signIn } from "./browser";

export interface DelegatedTask {
  origin: string;
  caFile: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  upn: string;
  scopes: string[];
  /** What the person does on a consent page. @default none is expected */
  consent?: "accept" | "decline";
  /** Creates a contact with the token. */
  createContact?: boolean;
}

export interface DelegatedOutcome {
  /** Number of Entra's error, where there was one, and its text. */
  error?: number;
  text?: string;
  /** Permissions that the consent page asked for. */
  asked: string[];
  /** The `scp` of the access token, sorted. */
  scopes?: string[];
  /** Whether a new access token was to be had with the refresh token. */
  refreshed?: boolean;
  /** HTTP status of creating a contact. */
  contact?: number;
}

async function run(task: DelegatedTask): Promise<DelegatedOutcome> {
  const app = new ConfidentialClientApplication({
    auth: {
      clientId: task.clientId,
      clientSecret: task.clientSecret,
      authority: `${task.origin}/${task.tenantId}`,
      knownAuthorities: [new URL(task.origin).host],
    },
  });
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const { scopes, redirectUri } = task;
  const url = await app.getAuthCodeUrl({
    scopes,
    redirectUri,
    codeChallenge: challenge,
    codeChallengeMethod: "S256",
  });
  const answer = await signIn(task, url, task.upn, task.consent ? { consent: task.consent } : {});
  if (answer.error !== undefined) return { error: answer.error, text: answer.text, asked: answer.asked };
  const code = answer.redirect.searchParams.get("code") ?? "";
  const first = await app.acquireTokenByCode({ code, scopes, redirectUri, codeVerifier: verifier });
  if (!first.account) throw new Error("MSAL found no account in the answer.");
  const later = await app.acquireTokenSilent({ account: first.account, scopes, forceRefresh: true });
  return {
    asked: answer.asked,
    scopes: scopesOf(first.accessToken),
    refreshed: later.accessToken !== first.accessToken,
    ...(task.createContact && { contact: await createContact(task.origin, later.accessToken) }),
  };
}

async function createContact(origin: string, token: string): Promise<number> {
  const graph = Client.init({
    baseUrl: origin,
    customHosts: new Set([new URL(origin).hostname]),
    authProvider: (done) => done(null, token),
  });
  try {
    await graph.api("/me/contacts").post({ givenName: "Carla", surname: "Caller" });
    return 201;
  } catch (error) {
    if (error instanceof GraphError) return error.statusCode;
    throw error;
  }
}

function scopesOf(token: string): string[] {
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) as { scp?: string };
  return (claims.scp ?? "").split(" ").sort();
}

void text(process.stdin)
  .then((input) => run(JSON.parse(input) as DelegatedTask))
  .then((outcome) => process.stdout.write(JSON.stringify(outcome)));
