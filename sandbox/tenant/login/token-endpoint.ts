import { randomUUID } from "node:crypto";
import formbody from "@fastify/formbody";
import type { FastifyInstance, FastifyReply } from "fastify";
import { findTenant } from "../cloud";
import { EntraError, entraErrorBody } from "../errors";
import type { Cloud, Tenant } from "../model";
import {
  clientCredentials,
  required,
  type LoginContext,
  type TokenRequest,
  type TokenResponse,
} from "./client-credentials";

type GrantHandler = (login: LoginContext, tenant: Tenant, request: TokenRequest) => Promise<TokenResponse>;

const grantHandlers: Record<string, GrantHandler> = {
  client_credentials: clientCredentials,
};

/** `POST /{tenant}/oauth2/v2.0/token`, one handler per grant type. */
export async function registerTokenEndpoint(app: FastifyInstance, login: LoginContext): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(formbody);
    scope.post<{ Params: { tenant: string } }>("/:tenant/oauth2/v2.0/token", async (request, reply) => {
      reply.header("cache-control", "no-store, no-cache").header("pragma", "no-cache");
      try {
        const form = formOf(request.body);
        const tenant = tenantOf(login.cloud, request.params.tenant);
        return await handlerOf(required(form, "grant_type"))(login, tenant, form);
      } catch (error) {
        if (!(error instanceof EntraError)) throw error;
        return sendEntraError(reply, error, request.headers["client-request-id"], login.cloud.clock.now());
      }
    });
  });
}

/** A repeated field arrives as a list, which no field of this endpoint allows. */
function formOf(body: unknown): TokenRequest {
  if (typeof body !== "object" || body === null) return {};
  for (const [field, value] of Object.entries(body)) {
    if (typeof value !== "string") {
      throw new EntraError(
        9000411,
        "invalid_request",
        `The request is not properly formatted. The parameter '${field}' is duplicated.`,
      );
    }
  }
  return body;
}

function handlerOf(grantType: string): GrantHandler {
  const handler = Object.hasOwn(grantHandlers, grantType) ? grantHandlers[grantType] : undefined;
  if (handler) return handler;
  throw new EntraError(70003, "unsupported_grant_type", `The app requested an unsupported grant type '${grantType}'.`);
}

function tenantOf(cloud: Cloud, name: string): Tenant {
  if (["common", "organizations", "consumers"].includes(name)) {
    throw new EntraError(
      50059,
      "invalid_request",
      "No tenant-identifying information found in either the request or implied by any provided credentials.",
    );
  }
  const tenant = findTenant(cloud, name);
  if (tenant) return tenant;
  throw new EntraError(
    90002,
    "invalid_request",
    `Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  );
}

function sendEntraError(reply: FastifyReply, error: EntraError, correlation: unknown, now: Date): FastifyReply {
  const correlationId = typeof correlation === "string" ? correlation : randomUUID();
  return reply.code(error.status).send(entraErrorBody(error, correlationId, now));
}
