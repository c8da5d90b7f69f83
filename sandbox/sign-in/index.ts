import { readFileSync } from "node:fs";
import { request } from "node:https";
import type { Sandbox } from "../tenant";

/** What a browser needs to know of a sandbox. */
export type SimulatedCloud = Pick<Sandbox, "origin" | "caFile">;

/** How a sign-in ended: with an answer at the app's redirect URI, or with an error there or on a page. */
export type SignInResult =
  | { redirect: URL; error?: undefined; asked: string[] }
  | { redirect?: URL; error: number; text: string; asked: string[] };

export interface SignInOptions {
  /** What to do on the consent page. @default no consent page is expected, and one is an error */
  consent?: "accept" | "decline" | "organisation";
  /** Keeps cookies from one sign-in to the next. @default a new browser */
  browser?: Browser;
}

export interface Page {
  status: number;
  /** Where the page sends the browser. */
  location: string | undefined;
  html: string;
}

/** Keeps the cookies of one sandbox and follows its pages, as a browser without scripts does. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #sandbox: SimulatedCloud;
  readonly #ca: Buffer;

  constructor(sandbox: SimulatedCloud) {
    this.#sandbox = sandbox;
    this.#ca = readFileSync(sandbox.caFile);
  }

  get(url: string): Promise<Page> {
    return this.#send("GET", url);
  }

  /** Posts a form of a page as it is, with the fields that a person fills in. */
  submit(page: Page, fields: Record<string, string>): Promise<Page> {
    const action = attribute(/<form[^>]*>/.exec(page.html)?.[0] ?? "", "action");
    if (action === undefined) throw new Error(`The page has no form: ${page.html}`);
    const body = new URLSearchParams({ ...hiddenFields(page.html), ...fields }).toString();
    return this.#send("POST", new URL(action, this.#sandbox.origin).href, body);
  }

  #send(method: string, url: string, body?: string): Promise<Page> {
    if (!url.startsWith(`${this.#sandbox.origin}/`)) throw new Error(`${url} is not at ${this.#sandbox.origin}.`);
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const type = body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
    return new Promise((resolve, reject) => {
      const options = { method, ca: this.#ca, agent: false as const, headers: { cookie, ...type } };
      const outgoing = request(url, options, (incoming) => {
        for (const line of incoming.headers["set-cookie"] ?? []) {
          const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
          this.cookies.set(name, value);
        }
        incoming.setEncoding("utf8");
        let html = "";
        incoming.on("data", (chunk: string) => (html += chunk));
        incoming.on("end", () =>
          resolve({ status: incoming.statusCode ?? 0, location: incoming.headers.location, html }),
        );
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }
}

/**
 * Walks a person through sign-in and consent of the simulated tenant.
 *
 * @param url what the app sends the browser to
 * @param upn the account that signs in
 * @throws when a page is none that a sign-in shows, or a consent page was not expected, or does not offer what is to be chosen
 */
export async function signIn(
  sandbox: SimulatedCloud,
  url: string,
  upn: string,
  options: SignInOptions = {},
): Promise<SignInResult> {
  const browser = options.browser ?? new Browser(sandbox);
  let page = await browser.get(url);
  if (has(page, "sign-in")) page = await browser.submit(page, { login: upn });
  if (!has(page, "consent")) return resultOf(page, []);
  const asked = permissionsOn(page);
  if (!options.consent) throw new Error(`${upn} was asked to consent to ${asked.join(", ")}.`);
  const decision = options.consent === "decline" ? "cancel" : "accept";
  const organisation = options.consent === "organisation" && !has(page, "organisation-only");
  if (organisation && !page.html.includes('name="organisation"')) {
    throw new Error(`${upn} is not offered to consent on behalf of the organisation.`);
  }
  return resultOf(await browser.submit(page, { decision, ...(organisation && { organisation: "on" }) }), asked);
}

const has = (page: Page, id: string): boolean => page.html.includes(`id="${id}"`);

/** Names of the permissions that a consent page lists. */
export const permissionsOn = (page: Page): string[] =>
  [...page.html.matchAll(/data-permission="([^"]*)"/g)].map((match) => unescaped(match[1] ?? ""));

function resultOf(page: Page, asked: string[]): SignInResult {
  if (page.location !== undefined) return answerAt(new URL(page.location), asked);
  if (has(page, "form-post")) {
    const url = new URL(attribute(/<form[^>]*>/.exec(page.html)?.[0] ?? "", "action") ?? "");
    for (const [name, value] of Object.entries(hiddenFields(page.html))) url.searchParams.set(name, value);
    return answerAt(url, asked);
  }
  const error = /<p id="error" data-code="(\d+)"\s*>([^<]*)</.exec(page.html);
  if (!error) throw new Error(`This page is none of a sign-in: ${page.status} ${page.html}`);
  return { error: Number(error[1]), text: unescaped(error[2] ?? ""), asked };
}

function answerAt(redirect: URL, asked: string[]): SignInResult {
  const fields = new URLSearchParams(redirect.search === "" ? redirect.hash.slice(1) : redirect.search);
  const text = fields.get("error_description");
  if (text === null) return { redirect, asked };
  return { redirect, error: Number(/AADSTS(\d+)/.exec(text)?.[1]), text, asked };
}

function hiddenFields(html: string): Record<string, string> {
  const inputs = html.match(/<input[^>]*type="hidden"[^>]*>/g) ?? [];
  return Object.fromEntries(inputs.map((input) => [attribute(input, "name") ?? "", attribute(input, "value") ?? ""]));
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : unescaped(value);
}

const unescaped = (text: string): string =>
  text.replace(/&#(\d+);/g, (_match, code: string) => String.fromCharCode(Number(code)));
