import type { FastifyRequest } from "fastify";
import type { AnswerPart } from "./faults";
import type { AuditEntry, Cloud, ServicePrincipal, Tenant, User } from "./model";

/** Who a request comes from, taken from its verified access token. */
export interface Caller {
  tenant: Tenant;
  /** Application (client) ID of the app that holds the token. */
  appId: string;
  /** The app's service principal in the tenant; absent for an app without one. */
  servicePrincipal?: ServicePrincipal;
  /** The signed-in user of a delegated token. */
  user?: User;
  /** Application permissions in the token. */
  roles: string[];
  /** Delegated permissions in the token. */
  scopes: string[];
  audience: "graph" | "exchange" | "arm" | "vault";
}

/** One write, or one refused write, as handlers report it. */
export interface AuditRecord {
  caller: Caller | undefined;
  tenant: Tenant;
  service: AuditEntry["service"];
  /** `POST /v1.0/servicePrincipals` or a cmdlet's name. */
  operation: string;
  /** Names the object: id or identity; never a secret. */
  target: string;
  /** HTTP status of the answer. */
  status: number;
}

/** What the services of the simulated cloud share. */
export interface SandboxContext {
  cloud: Cloud;
  /** `https://localhost:PORT`, without a trailing slash. */
  origin: string;
  /**
   * Verifies the bearer token of a request.
   *
   * @throws GraphError 401 `InvalidAuthenticationToken` when it is missing, forged, expired or for another audience.
   */
  authenticate(request: FastifyRequest, audience: Caller["audience"]): Promise<Caller>;
  /** Appends to the audit, with each app's reachable mailboxes after the write. */
  record(entry: AuditRecord): void;
  /** Answers one part of a batch of Exchange, with the faults that hit it. */
  answerPart: AnswerPart;
}
