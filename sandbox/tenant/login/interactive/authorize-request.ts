import { EntraError } from "../../errors";
import { required, type Fields } from "../fields";
import type { AuthorizationCode } from "./sign-ins";

const PROMPTS = ["none", "login", "consent", "select_account", "admin_consent"] as const;

export type Prompt = (typeof PROMPTS)[number];

/** What an app asks of the authorization endpoint, checked. */
export interface AuthorizeRequest {
  scope: string;
  nonce: string | undefined;
  prompt: Prompt | undefined;
  loginHint: string | undefined;
  challenge: AuthorizationCode["challenge"];
}

/**
 * Reads an authorization request whose app and redirect URI are known to be right.
 *
 * @throws EntraError 700054, 900144, 90023, 501491, 9002325
 */
export function authorizeRequestOf(query: Fields, platform: string): AuthorizeRequest {
  const responseType = required(query, "response_type");
  if (responseType !== "code") {
    throw new EntraError(
      700054,
      "unsupported_response_type",
      `response_type '${responseType}' is not enabled for the application.`,
    );
  }
  const challenge = challengeOf(query);
  if (platform === "spa" && !challenge) {
    throw new EntraError(
      9002325,
      "invalid_request",
      "Proof Key for Code Exchange is required for cross-origin authorization code redemption.",
    );
  }
  return {
    scope: required(query, "scope"),
    nonce: query["nonce"],
    prompt: promptOf(query["prompt"]),
    loginHint: query["login_hint"],
    challenge,
  };
}

function promptOf(value: string | undefined): Prompt | undefined {
  if (value === undefined) return undefined;
  const prompt = PROMPTS.find((each) => each === value);
  if (prompt) return prompt;
  throw new EntraError(90023, "invalid_request", `Unsupported 'prompt' value '${value}'.`);
}

/** RFC 7636: 43 to 128 unreserved characters; a method that is not named is `plain`. */
function challengeOf(query: Fields): AuthorizationCode["challenge"] {
  const value = query["code_challenge"];
  const method = query["code_challenge_method"] ?? "plain";
  if (value === undefined) return undefined;
  if (method !== "S256" && method !== "plain") {
    throw new EntraError(
      9002313,
      "invalid_request",
      `Invalid request. Request is malformed or invalid: code_challenge_method '${method}' is not S256 or plain.`,
    );
  }
  if (!/^[\w.~-]{43,128}$/.test(value)) {
    throw new EntraError(501491, "invalid_request", "Invalid size of Code_Challenge parameter.");
  }
  return { value, method };
}
