import { randomUUID } from "node:crypto";
import formbody from "@fastify/formbody";
import type { FastifyInstance, FastifyReply } from "fastify";
import { EntraError, entraErrorBody } from "../errors";
import type { Tenant } from "../model";
import { redeemCode } from "./authorization-code";
import { clientCredentials, type LoginContext, type TokenResponse } from "./client-credentials";
import { fieldsOf, required, tenantOf, type Fields } from "./fields";
import { redeemRefreshToken } from "./refresh-token";

type GrantHandler = (login: LoginContext, tenant: Tenant, request: Fields) => Promise<TokenResponse>;

const grantHandlers: Record<string, GrantHandler> = {
  client_credentials: clientCredentials,
  authorization_code: redeemCode,
  refresh_token: redeemRefreshToken,
};

/** `POST /{tenant}/oauth2/v2.0/token`, one handler per grant type. */
export async function registerTokenEndpoint(app: FastifyInstance, login: LoginContext): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(formbody);
    scope.post<{ Params: { tenant: string } }>("/:tenant/oauth2/v2.0/token", async (request, reply) => {
      reply.header("cache-control", "no-store, no-cache").header("pragma", "no-cache");
      try {
        const form = fieldsOf(request.body);
        const tenant = tenantOf(login.cloud, request.params.tenant);
        return await handlerOf(required(form, "grant_type"))(login, tenant, form);
      } catch (error) {
        if (!(error instanceof EntraError)) throw error;
        return sendEntraError(reply, error, request.headers["client-request-id"], login.cloud.clock.now());
      }
    });
  });
}

function handlerOf(grantType: string): GrantHandler {
  const handler = Object.hasOwn(grantHandlers, grantType) ? grantHandlers[grantType] : undefined;
  if (handler) return handler;
  throw new EntraError(70003, "unsupported_grant_type", `The app requested an unsupported grant type '${grantType}'.`);
}

function sendEntraError(reply: FastifyReply, error: EntraError, correlation: unknown, now: Date): FastifyReply {
  const correlationId = typeof correlation === "string" ? correlation : randomUUID();
  return reply.code(error.status).send(entraErrorBody(error, correlationId, now));
}
