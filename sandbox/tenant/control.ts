import { timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { JSONWebKeySet } from "jose";
import { z } from "zod";
import { findTenant } from "./cloud";
import { trustIssuer, type TrustedIssuers } from "./login/issuers";
import type { Cloud } from "./model";
import { snapshot } from "./snapshot";

/** What the control API may do; the same that a caller in the process has. */
export interface ControlTargets {
  cloud: Cloud;
  controlKey: string;
  issuers: TrustedIssuers;
  environment(tenantId?: string): Record<string, string>;
  vendorCredential(clientId: string): { clientId: string; clientSecret: string };
}

const advanceBody = z.strictObject({ milliseconds: z.number().nonnegative() });
const issuerBody = z.strictObject({ issuer: z.url(), jwks: z.strictObject({ keys: z.array(z.looseObject({ kty: z.string() })) }) });
const optionsBody = z
  .strictObject({
    enforcementDelay: z.number().nonnegative(),
    replicationDelay: z.number().nonnegative(),
    exchangeErrorForm: z.enum(["pipe", "json"]),
    booleansAsStrings: z.boolean(),
    missingPolicyReturnsAll: z.boolean(),
    managedByRequiredForApps: z.boolean(),
    emptyUpdateClearsMembers: z.boolean(),
    maxPageSize: z.int().positive(),
  })
  .partial();

/** `/_sandbox/*`: reads and steers the simulated cloud from other processes, with the key printed at start. */
export async function registerControl(app: FastifyInstance, targets: ControlTargets): Promise<void> {
  const { cloud } = targets;
  await app.register(
    async (control) => {
      control.addHook("onRequest", async (request, reply) => refuseStrangers(request, reply, targets.controlKey));
      control.get("/audit", async () => ({ audit: cloud.audit }));
      control.get<TenantQuery>("/snapshot", async (request, reply) => {
        const name = request.query.tenant ?? [...cloud.tenants.keys()][0]!;
        const tenant = findTenant(cloud, name);
        return tenant ? snapshot(tenant) : refuse(reply, 404, `No tenant '${name}'. Tenants: ${[...cloud.tenants.keys()].join(", ")}.`);
      });
      control.get<TenantQuery>("/environment", async (request) => targets.environment(request.query.tenant));
      control.get<{ Params: { clientId: string } }>("/vendor-credentials/:clientId", async (request) =>
        targets.vendorCredential(request.params.clientId),
      );
      control.post("/clock/advance", async (request) => {
        cloud.clock.advance(advanceBody.parse(request.body).milliseconds);
        return { now: cloud.clock.now().toISOString() };
      });
      control.post("/options", async (request) => Object.assign(cloud.options, optionsBody.parse(request.body)));
      control.post("/issuers", async (request) => {
        const { issuer, jwks } = issuerBody.parse(request.body);
        trustIssuer(targets.issuers, issuer, jwks as JSONWebKeySet);
        return { issuer };
      });
      control.setErrorHandler((error, _request, reply) => {
        if (error instanceof z.ZodError) return refuse(reply, 400, z.prettifyError(error));
        return refuse(reply, 400, error instanceof Error ? error.message : String(error));
      });
    },
    { prefix: "/_sandbox" },
  );
}

interface TenantQuery {
  Querystring: { tenant?: string };
}

const refuse = (reply: FastifyReply, status: number, message: string) => reply.code(status).send({ error: message });

async function refuseStrangers(request: FastifyRequest, reply: FastifyReply, controlKey: string): Promise<unknown> {
  const expected = Buffer.from(`Bearer ${controlKey}`);
  const received = Buffer.from(request.headers.authorization ?? "");
  if (expected.length === received.length && timingSafeEqual(expected, received)) return undefined;
  return refuse(reply, 401, "The control API wants 'Authorization: Bearer <control key>', the key printed when the sandbox started.");
}
