import { randomUUID } from "node:crypto";
import type { FastifyReply } from "fastify";
import { EntraError, entraErrorBody } from "../../errors";
import type { Application } from "../../model";
import { formPostPage, sendPage } from "./pages";

/** The kind of app that a redirect URI is registered for. */
export type Platform = "web" | "spa" | "publicClient";

const PLATFORMS: readonly Platform[] = ["web", "spa", "publicClient"];
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);
const MODES = ["query", "fragment", "form_post"] as const;

/** Where and how an app is answered. */
export interface ReplyTarget {
  redirectUri: string;
  mode: (typeof MODES)[number];
  state: string | undefined;
}

/**
 * The platform for which a redirect URI is registered. On the loopback interface the port does not count.
 *
 * @throws EntraError 50011 when it is not registered
 * @see https://learn.microsoft.com/entra/identity-platform/reply-url
 */
export function platformOf(application: Application, redirectUri: string): Platform {
  const platform = PLATFORMS.find((each) =>
    redirectUris(application, each).some((registered) => sameRedirectUri(registered, redirectUri)),
  );
  if (platform) return platform;
  throw new EntraError(
    50011,
    "invalid_request",
    `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${application.appId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to troubleshoot this error.`,
  );
}

function redirectUris(application: Application, platform: Platform): string[] {
  const settings = application.properties[platform] as { redirectUris?: string[] } | undefined;
  return settings?.redirectUris ?? [];
}

function sameRedirectUri(registered: string, received: string): boolean {
  if (registered === received) return true;
  if (!URL.canParse(registered) || !URL.canParse(received)) return false;
  const [a, b] = [new URL(registered), new URL(received)];
  if (a.protocol !== "http:" || !LOOPBACK.has(a.hostname)) return false;
  a.port = b.port;
  return a.href === b.href;
}

/** @throws EntraError 70007 */
export function responseMode(value: string | undefined): ReplyTarget["mode"] {
  const mode = MODES.find((each) => each === (value ?? "query"));
  if (mode) return mode;
  throw new EntraError(
    70007,
    "unsupported_response_mode",
    `The requested response mode '${value}' is not supported. Supported are ${MODES.join(", ")}.`,
  );
}

/** Sends the browser back to the app. */
export function sendToApp(reply: FastifyReply, target: ReplyTarget, answer: Record<string, string>): FastifyReply {
  const fields = { ...answer, ...(target.state !== undefined && { state: target.state }) };
  if (target.mode === "form_post") return sendPage(reply, 200, formPostPage(target.redirectUri, fields));
  const url = new URL(target.redirectUri);
  if (target.mode === "fragment") url.hash = new URLSearchParams(fields).toString();
  else for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  return reply.header("cache-control", "no-store").redirect(url.href, 303);
}

/** What an app is told of a failed sign-in. */
export function errorAnswer(error: EntraError, now: Date): Record<string, string> {
  const body = entraErrorBody(error, randomUUID(), now);
  return {
    // What the token endpoint calls an invalid grant, there being none yet here.
    error: body.error === "invalid_grant" ? refusal(error.code) : body.error,
    ...(error.code === DECLINED && { error_subcode: "cancel" }),
    error_description: body.error_description,
    error_uri: body.error_uri,
  };
}

const DECLINED = 65004;
const NOT_CONSENTED = 65001;

const refusal = (code: number): string => (code === NOT_CONSENTED ? "interaction_required" : "access_denied");
