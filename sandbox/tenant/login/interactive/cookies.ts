import type { FastifyReply, FastifyRequest } from "fastify";

/** Who is signed in, and which browser it is. `__Host-` binds them to this origin and to TLS. */
const SESSION = "__Host-session";
const BROWSER = "__Host-browser";

export const sessionOf = (request: FastifyRequest): string | undefined => cookie(request, SESSION);
export const browserOf = (request: FastifyRequest): string | undefined => cookie(request, BROWSER);

export const setSession = (reply: FastifyReply, value: string): void => set(reply, SESSION, value);
export const setBrowser = (reply: FastifyReply, value: string): void => set(reply, BROWSER, value);

const set = (reply: FastifyReply, name: string, value: string): void =>
  void reply.header("set-cookie", `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax`);

function cookie(request: FastifyRequest, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? "").split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
