import assert from "node:assert/strict";
import type { IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import type { TokenSource } from "../../components/credentials";
import type { HttpAnswer, HttpRequest } from "../../components/http/client";
import { repository } from "./repository";

/** A room of the package that it does not export: loaded by path. */
export const room = (path: string): unknown => require(join(repository, "components", "dist", path));

export const { RestTransport } = room(
  "exchange/rest-transport",
) as typeof import("../../components/exchange/rest-transport");
export const { ExchangeError } = room("exchange/rest-errors") as typeof import("../../components/exchange/rest-errors");
export const { NetworkError } = room("http/client") as typeof import("../../components/http/client");
const { cloudEndpoints } = room("clouds") as typeof import("../../components/clouds");

export const tenantId = "11111111-2222-3333-4444-555555555555";
export const base = `https://outlook.office365.com/adminapi/beta/${tenantId}`;

export interface Sent extends HttpRequest {
  input: { CmdletInput: { CmdletName: string; Parameters: Record<string, unknown> }; requests?: { id: string }[] };
}

export type AnswerMaker = () => HttpAnswer | Promise<HttpAnswer>;

/** A transport whose requests are answered one after the other, and whose waits pass at once. */
export function transportOf(
  answers: AnswerMaker[],
  options: Partial<import("../../components/exchange/rest-transport").RestTransportOptions> = {},
) {
  const sent: Sent[] = [];
  const forgotten: string[] = [];
  const claims: (string | undefined)[] = [];
  const waits: number[] = [];
  const said: string[] = [];
  let token = 0;
  const tokens: TokenSource = {
    tenantId,
    cloud: cloudEndpoints({}),
    getToken: async (_scope, wanted) => {
      claims.push(wanted);
      return `token-${++token}`;
    },
    forget: (scope) => forgotten.push(scope),
    http: {
      send: async (request) => {
        sent.push({ ...request, input: JSON.parse(request.body ?? "{}") as Sent["input"] });
        const answer = answers.shift();
        assert.ok(answer, `an unexpected request to ${request.url}`);
        return answer();
      },
    },
  };
  const transport = new RestTransport({
    tokens,
    organization: "contoso.onmicrosoft.com",
    progress: (line) => said.push(line),
    wait: async (milliseconds) => waits.push(milliseconds),
    ...options,
  });
  return { transport, sent, forgotten, claims, waits, said, tokens, left: answers };
}

export const raw =
  (status: number, body: string | Buffer, headers: IncomingHttpHeaders = {}): AnswerMaker =>
  () => ({ status, headers, body: Buffer.from(body) });

export const json = (status: number, body: unknown, headers: IncomingHttpHeaders = {}): AnswerMaker =>
  raw(status, JSON.stringify(body), headers);

export const failure = (status: number, message: string, headers: IncomingHttpHeaders = {}): AnswerMaker =>
  json(status, { error: { code: "x", message: "Error executing cmdlet", details: [{ message }] } }, headers);

export const broken =
  (message: string, code?: string): AnswerMaker =>
  () => {
    throw new NetworkError(Object.assign(new Error(message), { code }));
  };

export const moved = (location: string, headers: IncomingHttpHeaders = {}): AnswerMaker =>
  raw(302, "", { location, ...headers });

export const ofKind = (kind: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof ExchangeError, String(error));
  assert.equal(error.kind, kind);
  assert.match(error.message, message);
  return true;
};
