import { timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { findTenant } from "./cloud";
import { exchangeOptionsShape } from "./exchange/options";
import { parseFaultPlan, type FaultInjector } from "./faults";
import { trustIssuer, type TrustedIssuers } from "./login/issuers";
import type { Cloud } from "./model";
import { snapshot } from "./snapshot";

/** What the control API may do; the same that a caller in the process has. */
export interface ControlTargets {
  cloud: Cloud;
  controlKey: string;
  issuers: TrustedIssuers;
  faults: FaultInjector;
  environment(tenantId?: string): Record<string, string>;
  vendorCredential(clientId: string): { clientId: string; clientSecret: string };
}

const advanceBody = z.strictObject({ milliseconds: z.number().nonnegative() });
const issuerBody = z.strictObject({
  issuer: z.url(),
  jwks: z.strictObject({ keys: z.array(z.looseObject({ kty: z.string() })) }),
});
const optionsBody = z
  .strictObject({
    ...exchangeOptionsShape,
    assignmentRequiredBlocksUserConsent: z.boolean(),
    throttle: z.strictObject({ requests: z.int().positive(), retryAfter: z.int().positive() }).nullable(),
    maxPageSize: z.int().positive(),
  })
  .partial();

/** `/_sandbox/*`: reads and steers the simulated cloud from other processes, with the key printed at start. */
export async function registerControl(app: FastifyInstance, targets: ControlTargets): Promise<void> {
  const { cloud } = targets;
  await app.register(
    (control, _options, done) => {
      control.addHook("onRequest", (request, reply, next) => refuseStrangers(request, reply, next, targets.controlKey));
      control.get("/audit", (_request, reply) => reply.send({ audit: cloud.audit }));
      control.get<TenantQuery>("/snapshot", (request, reply) => {
        const name = request.query.tenant ?? [...cloud.tenants.keys()].at(0) ?? "";
        const tenant = findTenant(cloud, name);
        return tenant
          ? reply.send(snapshot(tenant))
          : refuse(reply, 404, `No tenant '${name}'. Tenants: ${[...cloud.tenants.keys()].join(", ")}.`);
      });
      control.get<TenantQuery>("/environment", (request, reply) =>
        reply.send(targets.environment(request.query.tenant)),
      );
      control.get<{ Params: { clientId: string } }>("/vendor-credentials/:clientId", (request, reply) =>
        reply.send(targets.vendorCredential(request.params.clientId)),
      );
      control.post("/clock/advance", (request, reply) => {
        cloud.clock.advance(advanceBody.parse(request.body).milliseconds);
        return reply.send({ now: cloud.clock.now().toISOString() });
      });
      control.post("/options", (request, reply) =>
        reply.send(Object.assign(cloud.options, optionsBody.parse(request.body))),
      );
      control.get("/faults", (_request, reply) => reply.send({ rules: targets.faults.progress() }));
      control.post("/faults", (request, reply) => {
        targets.faults.begin(parseFaultPlan(request.body));
        return reply.send({ rules: targets.faults.progress() });
      });
      control.delete("/faults", (_request, reply) => {
        targets.faults.begin(undefined);
        return reply.send({ rules: [] });
      });
      control.post("/issuers", (request, reply) => {
        const { issuer, jwks } = issuerBody.parse(request.body);
        trustIssuer(targets.issuers, issuer, jwks);
        return reply.send({ issuer });
      });
      control.setErrorHandler((error, _request, reply) => {
        if (error instanceof z.ZodError) return refuse(reply, 400, z.prettifyError(error));
        return refuse(reply, 400, error instanceof Error ? error.message : String(error));
      });
      done();
    },
    { prefix: "/_sandbox" },
  );
}

interface TenantQuery {
  Querystring: { tenant?: string };
}

const refuse = (reply: FastifyReply, status: number, message: string) => reply.code(status).send({ error: message });

function refuseStrangers(request: FastifyRequest, reply: FastifyReply, next: () => void, controlKey: string): void {
  const expected = Buffer.from(`Bearer ${controlKey}`);
  const received = Buffer.from(request.headers.authorization ?? "");
  if (expected.length === received.length && timingSafeEqual(expected, received)) return next();
  const message =
    "The control API wants 'Authorization: Bearer <control key>', the key printed when the sandbox started.";
  void refuse(reply, 401, message);
}
