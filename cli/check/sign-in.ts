import { ConfidentialClientApplication, CryptoProvider } from "@azure/msal-node";
import { signIn } from "@consentra/sandbox/sign-in";
import { cloudEndpoints } from "consentra/clouds";
import type { HandOff } from "consentra/handoff";
import { UsageError } from "../exit";
import type { Finding } from "./report";

export interface SignInCheck {
  handOff: HandOff;
  user: string;
  /** One of the app's own redirect URIs. */
  redirectUri: string;
  clientSecret: string;
  environment: NodeJS.ProcessEnv;
}

/**
 * Signs a user in by the authorization code flow with PKCE, without a browser, and compares the token with the stack. Only a simulated
 * tenant lets a program do that; of a real one it says where a person does.
 */
export async function checkSignIn(check: SignInCheck): Promise<Finding[]> {
  const { handOff, user, redirectUri } = check;
  const cloud = cloudEndpoints(check.environment);
  const app = new ConfidentialClientApplication({
    auth: {
      clientId: handOff.clientId,
      clientSecret: check.clientSecret,
      authority: `${cloud.login}/${handOff.tenantId}`,
      knownAuthorities: [new URL(cloud.login).host],
    },
  });
  const { verifier: codeVerifier, challenge: codeChallenge } = await new CryptoProvider().generatePkceCodes();
  const declared = handOff.permissions.filter((each) => each.kind === "delegated").map((each) => each.name);
  const url = await app.getAuthCodeUrl({ scopes: declared, redirectUri, codeChallenge, codeChallengeMethod: "S256" });
  if (cloud.name !== "simulated") {
    throw new UsageError(`a person has to sign in as ${user}: open ${url} and see that no consent is asked for`);
  }
  const caFile = check.environment.NODE_EXTRA_CA_CERTS;
  if (!caFile) throw new UsageError("NODE_EXTRA_CA_CERTS is not set: source the simulated tenant's environment");
  const answer = await signIn({ origin: cloud.login, caFile }, url, user, { consent: "decline" });
  if (answer.error !== undefined) return [refused(user, answer.error, answer.text, answer.asked)];
  const token = await app.acquireTokenByCode({
    code: answer.redirect.searchParams.get("code") ?? "",
    scopes: declared,
    redirectUri,
    codeVerifier,
  });
  return [tokenFinding(user, declared, token.accessToken)];
}

function refused(user: string, code: number, text: string, asked: readonly string[]): Finding {
  // A person who is asked is shown the question; the check never consents for anybody.
  const wasAsked = asked.length > 0;
  return {
    check: `${user}: sign-in`,
    expected: "a token, without a question",
    found: wasAsked ? `asked to consent to ${asked.join(", ")}` : `AADSTS${code}`,
    ok: false,
    remedy: wasAsked
      ? "nobody consented yet: see the consent above"
      : (text.split(" Trace ID:")[0] ?? text).replace(/^AADSTS\d+: /, ""),
  };
}

/** Scopes of OpenID Connect say nothing of what the app may do. */
const openIdScopes = ["openid", "profile", "email", "offline_access"];

function tokenFinding(user: string, declared: readonly string[], token: string): Finding {
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) as { scp?: string };
  const own = (names: readonly string[]) =>
    names
      .filter((each) => !openIdScopes.includes(each))
      .sort()
      .join(", ");
  const found = own((claims.scp ?? "").split(" "));
  const expected = own(declared);
  return {
    check: `${user}: delegated permissions in the token`,
    expected,
    found,
    ok: found === expected,
    ...(found !== expected && { remedy: "the consent is another one than the stack declares: run `pulumi up`" }),
  };
}
