import type { FastifyInstance } from "fastify";

/**
 * `fetch` that reaches an app without a connection. A reset, and a body that breaks off, is the `TypeError` of a failed fetch.
 *
 * @throws TypeError as fetch does
 */
export function fetchInProcess(app: FastifyInstance): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const payload = request.body === null ? undefined : await request.text();
    const response = await app
      .inject({
        method: request.method as "GET",
        url: pathname + search,
        headers: Object.fromEntries(request.headers),
        payload,
      })
      .catch((cause: unknown) => {
        throw new TypeError("fetch failed", { cause });
      });
    const hasBody = ![204, 205, 304].includes(response.statusCode);
    const headers = Object.entries(response.headers).map(([name, value]): [string, string] => [name, String(value)]);
    return new Response(hasBody ? new Uint8Array(response.rawPayload) : null, { status: response.statusCode, headers });
  };
}
