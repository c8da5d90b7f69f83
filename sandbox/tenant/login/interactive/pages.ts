import type { FastifyReply } from "fastify";
import { type EntraError } from "../../errors";

/** Text that is HTML already. */
interface Html {
  html: string;
}

/** HTML in which every value that is put in is escaped. */
function html(parts: TemplateStringsArray, ...values: (string | Html | readonly Html[])[]): Html {
  return { html: parts.reduce((text, part, index) => text + rendered(values[index - 1] ?? "") + part) };
}

function rendered(value: string | Html | readonly Html[]): string {
  if (typeof value === "string") return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  return "html" in value ? value.html : value.map(rendered).join("");
}

const page = (title: string, body: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
          <p><small>Simulated tenant: no Microsoft service, and no password is ever asked for.</small></p>
        </main>
      </body>
    </html>`.html;

/** Sends a page that nobody may frame and that runs and loads nothing. */
export const sendPage = (reply: FastifyReply, status: number, content: string): FastifyReply =>
  reply
    .code(status)
    .headers({
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
      "referrer-policy": "no-referrer",
    })
    .type("text/html; charset=utf-8")
    .send(content);

/** The hidden fields that tie a form to the flow and to the browser it was shown in. */
export interface FormState {
  action: string;
  flow: string;
  canary: string;
}

const hidden = ({ flow, canary }: FormState): Html =>
  html`<input type="hidden" name="flow" value="${flow}" /><input type="hidden" name="canary" value="${canary}" />`;

export const signInPage = (form: FormState, app: string, tenant: string, loginHint: string | undefined): string =>
  page(
    `Sign in to ${app}`,
    html`<form method="post" action="${form.action}" id="sign-in">
      ${hidden(form)}
      <p>
        <label for="login">Account of ${tenant} (user principal name)</label>
        <input
          id="login"
          name="login"
          type="email"
          autocomplete="username"
          required
          autofocus
          value="${loginHint ?? ""}"
        />
      </p>
      <button type="submit">Sign in</button>
    </form>`,
  );

/** What a person is asked to agree to. */
export interface ConsentQuestion {
  app: string;
  /** Verified publisher of the app. */
  publisher: string | undefined;
  account: string;
  permissions: { api: string; name: string; kind: "delegated" | "application"; description: string }[];
  /** Whether consent may be given for everybody, or can be given in no other way. */
  organisation: "no" | "offered" | "only";
}

export const consentPage = (form: FormState, question: ConsentQuestion): string =>
  page(
    `Permissions requested by ${question.app}`,
    html`<p>${question.publisher ? `Verified publisher: ${question.publisher}` : "The publisher is not verified."}</p>
      <p>Signed in as ${question.account}</p>
      <form method="post" action="${form.action}" id="consent">
        ${hidden(form)}
        <ul>
          ${question.permissions.map(
            ({ api, name, kind, description }) =>
              html`<li data-permission="${name}" data-kind="${kind}">
                <strong>${name}</strong> (${api}, ${kind} permission): ${description}
              </li>`,
          )}
        </ul>
        ${organisationField(question.organisation)}
        <button type="submit" name="decision" value="accept">Accept</button>
        <button type="submit" name="decision" value="cancel">Cancel</button>
      </form>`,
  );

function organisationField(organisation: ConsentQuestion["organisation"]): Html {
  if (organisation === "no") return html``;
  if (organisation === "only")
    return html`<p id="organisation-only">This is granted for everybody in your organisation.</p>`;
  return html`<p>
    <label><input type="checkbox" name="organisation" value="on" /> Consent on behalf of your organisation</label>
  </p>`;
}

export const errorPage = (error: EntraError): string =>
  page(
    "Sorry, but there is a problem signing you in",
    html`<p id="error" data-code="${String(error.code)}">AADSTS${String(error.code)}: ${error.message}</p>`,
  );

/** Posts the answer to the app; without scripts, so the person presses the button. */
export const formPostPage = (redirectUri: string, fields: Record<string, string>): string =>
  page(
    "Continue to the app",
    html`<form method="post" action="${redirectUri}" id="form-post">
      ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <button type="submit">Continue</button>
    </form>`,
  );
