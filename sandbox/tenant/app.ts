import type { RequestListener } from "node:http";
import { createServer as createTlsServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import Fastify, { errorCodes, type FastifyInstance } from "fastify";
import { registerKeyVault } from "./azure/key-vault";
import { registerControl, type ControlTargets } from "./control";
import type { SandboxContext } from "./context";
import { GraphError, sendGraphError } from "./errors";
import { registerExchange } from "./exchange";
import { registerGraph } from "./graph";
import type { LoginContext } from "./login/client-credentials";
import { registerSignInPages } from "./login/interactive/endpoints";
import { registerTokenEndpoint } from "./login/token-endpoint";
import { registerMetadata } from "./metadata";
import type { ServerIdentity } from "./certificates";
import { refuseUnreadable } from "./unreadable-requests";
import { canonicalUrl, pathOf } from "./urls";

const BODY_LIMIT = 4 * 1024 * 1024;

/** An app without services yet, and without a port where no server is given. */
export function createApp(serverFactory?: (handler: RequestListener) => Server): FastifyInstance {
  return Fastify({
    ...(serverFactory && { serverFactory }),
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    clientErrorHandler: refuseUnreadable,
    rewriteUrl: (request) => canonicalUrl(request.url ?? "/"),
  });
}

export interface ListeningApp {
  app: FastifyInstance;
  port: number;
}

/**
 * An app on a port of 127.0.0.1, without services yet: services are registered afterwards, so that they know the origin. Nobody has
 * been told the port until then.
 *
 * @param port 0 for a free one
 */
export async function listen(identity: ServerIdentity, port: number): Promise<ListeningApp> {
  const server = createTlsServer({ key: identity.privateKeyPem, cert: identity.certificatePem });
  const app = createApp((handler) => server.on("request", handler));
  app.addHook("onClose", () => closeServer(server));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  return { app, port: (server.address() as AddressInfo).port };
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
  server.closeAllConnections();
  await closed;
}

/** Registers every service. What none of them serves is answered 501, never with an empty success. */
export async function registerServices(
  app: FastifyInstance,
  context: SandboxContext,
  login: LoginContext,
  control: ControlTargets,
): Promise<void> {
  const now = () => context.cloud.clock.now();
  parseJson(app);
  app.setErrorHandler((error, request, reply) => sendGraphError(request, reply, graphErrorOf(error), now()));
  app.setNotFoundHandler((request, reply) => {
    const message = `${request.method} ${pathOf(request.url)} is not implemented by the simulated tenant.`;
    return sendGraphError(request, reply, new GraphError(501, "NotImplemented", message), now());
  });
  registerMetadata(app, login);
  await registerTokenEndpoint(app, login);
  await registerSignInPages(app, login);
  await registerControl(app, control);
  registerGraph(app, context);
  registerExchange(app, context);
  registerKeyVault(app, context);
  await app.ready();
}

/** Empty bodies are allowed (clients send the content type with DELETE too); broken JSON is refused in Graph's words. */
function parseJson(app: FastifyInstance): void {
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, text, done) => {
    if (text === "") return done(null, undefined);
    try {
      done(null, JSON.parse(text as string));
    } catch {
      done(
        new GraphError(
          400,
          "BadRequest",
          "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
        ),
      );
    }
  });
}

function graphErrorOf(error: unknown): GraphError {
  if (error instanceof GraphError) return error;
  if (error instanceof errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE)
    return new GraphError(415, "UnsupportedMediaType", error.message);
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  const message = error instanceof Error ? error.message : String(error);
  if (status < 500) return new GraphError(status, "BadRequest", message);
  process.emitWarning(error instanceof Error ? error : message, { code: "CONSENTRA_SANDBOX" });
  return new GraphError(500, "InternalServerError", `The simulated tenant failed: ${message}`);
}
