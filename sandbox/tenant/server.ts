import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { createApp, listen, registerServices } from "./app";
import { appendAudit, appendFault } from "./audit";
import { createServerIdentity, writeTrustFiles } from "./certificates";
import { createCloud, findTenant } from "./cloud";
import type { AuditRecord, SandboxContext } from "./context";
import { FaultInjector, parseFaultPlan, registerFaults, type FaultPlan, type RuleProgress } from "./faults";
import { fetchInProcess } from "./in-process";
import { countRequests, type RequestCount } from "./request-count";
import { authenticate } from "./login/authenticate";
import { findRegistration } from "./login/client";
import type { LoginContext } from "./login/client-credentials";
import { SignIns } from "./login/interactive/sign-ins";
import { createSigningKeys } from "./login/signing-keys";
import type { AuditEntry, Cloud, CloudOptions, Tenant } from "./model";
import { seedCloud } from "./seed";
import { deployerOf } from "./seed/deployer";
import { snapshot, type Snapshot } from "./snapshot";

export interface SandboxOptions {
  /** TCP port. @default a free one */
  port?: number;
  /** Behaviours of the cloud that differ from the defaults. */
  cloud?: Partial<CloudOptions>;
  /** File that gets every audit entry as a line of JSON. @default none */
  journal?: string;
  /** What goes wrong from the start. @default nothing */
  faults?: FaultPlan;
}

/** A running simulated Microsoft 365 cloud. */
export interface Sandbox {
  /** `https://localhost:PORT` */
  origin: string;
  port: number;
  /** PEM of the sandbox's certificate authority, for `NODE_EXTRA_CA_CERTS`. */
  caFile: string;
  /** PEM of the system's roots and the sandbox's authority, for `SSL_CERT_FILE`. */
  bundleFile: string;
  /** Bearer key of `/_sandbox/*`. */
  controlKey: string;
  /** As the process's `fetch`, but reaches this cloud alone, without a connection. */
  fetch: typeof fetch;
  cloud: Cloud;
  tenants: { contoso: Tenant; fabrikam: Tenant };
  /**
   * Environment variables that point Pulumi, the azuread provider and Consentra's command at the sandbox, as the deployer app.
   *
   * @param tenantId @default Contoso
   * @throws when the tenant is unknown or has no deployer
   */
  environment(tenantId?: string): Record<string, string>;
  /**
   * The client secret a vendor holds for its own app.
   *
   * @throws when no registration with a secret has this client ID
   */
  vendorCredential(clientId: string): { clientId: string; clientSecret: string };
  audit(): AuditEntry[];
  /** Calls back at each new audit entry, before the write is answered. Returns how to stop. */
  onAudit(listener: (entry: AuditEntry) => void): () => void;
  /** How many requests Graph and Exchange were sent so far; tokens and control not counted. */
  requests(): RequestCount;
  /** What goes wrong from now on, from the plan's beginning; undefined: nothing any more. @throws when the plan is not valid */
  setFaults(plan: FaultPlan | undefined): void;
  /** How far each rule of the fault plan got. */
  faultProgress(): RuleProgress[];
  /** Every secret of the cloud, to search for where none may be. */
  secrets(): string[];
  /** @throws when the tenant is unknown. @param tenantId @default Contoso */
  snapshot(tenantId?: string): Snapshot;
  /** Stops the server and removes its files. */
  close(): Promise<void>;
}

/**
 * Starts a simulated cloud on loopback, seeded with the tenants Contoso and Fabrikam.
 *
 * @throws when the port is in use, or the fault plan is not valid
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  // A plan that is not valid starts nothing.
  if (options.faults) parseFaultPlan(options.faults);
  const identity = await createServerIdentity();
  const { app, port } = await listen(identity, options.port ?? 0);
  const files = writeTrustFiles(identity.authorityPem);
  const served = await serve(app, `https://localhost:${port}`, files, options);
  const close = async () => {
    served.setFaults(undefined);
    await app.close();
    files.remove();
  };
  return { ...served, port, caFile: files.caFile, bundleFile: files.bundleFile, close };
}

/** A simulated cloud that only this process reaches, by {@link Sandbox.fetch}: it has no port and no certificate. */
export type UnconnectedSandbox = Omit<Sandbox, "port" | "caFile" | "bundleFile">;

/**
 * Makes a simulated cloud without a server: what is done to it thousands of times is not slowed down by connections.
 *
 * @throws when the fault plan is not valid
 */
export async function createUnconnectedSandbox(
  options: Omit<SandboxOptions, "port"> = {},
): Promise<UnconnectedSandbox> {
  const app = createApp();
  const served = await serve(app, "https://localhost", { caFile: "", bundleFile: "" }, options);
  return { ...served, close: () => app.close() };
}

async function serve(
  app: FastifyInstance,
  origin: string,
  files: { caFile: string; bundleFile: string },
  options: SandboxOptions,
): Promise<Omit<UnconnectedSandbox, "close">> {
  const keys = createSigningKeys();
  const cloud = createCloud(options.cloud);
  const tenants = seedCloud(cloud);
  const controlKey = randomBytes(24).toString("base64url");

  const listeners = new Set<(entry: AuditEntry) => void>();
  const count = countRequests(app);
  const tell = (entry: AuditEntry): void => {
    for (const listener of listeners) listener(entry);
  };
  const record = (entry: AuditRecord): void => tell(appendAudit(cloud, entry, options.journal));
  const faults = new FaultInjector();
  const answerPart = registerFaults(app, cloud, faults, (target, { rule }, words, status) =>
    tell(appendFault(cloud, target, `${rule}: ${words}`, status, options.journal)),
  );
  faults.begin(options.faults && parseFaultPlan(options.faults));
  const login: LoginContext = { cloud, origin, keys, issuers: new Map(), signIns: new SignIns(cloud.clock), record };

  const context: SandboxContext = {
    cloud,
    origin,
    authenticate: async (request, audience) => {
      faults.tokens.assertGood(request);
      return faults.tokens.withoutRevoked(await authenticate(login, request, audience));
    },
    record,
    answerPart,
  };
  const tenantOf = (idOrDomain: string): Tenant => {
    const tenant = findTenant(cloud, idOrDomain);
    if (tenant) return tenant;
    throw new Error(`No tenant '${idOrDomain}'. Tenants: ${[...cloud.tenants.keys()].join(", ")}.`);
  };
  const vendorCredential = (clientId: string) => ({ clientId, clientSecret: secretOf(cloud, clientId) });
  const environment = (tenantId = tenants.contoso.id) => deployerEnvironment(cloud, tenantOf(tenantId), origin, files);
  await registerServices(app, context, login, {
    cloud,
    controlKey,
    issuers: login.issuers,
    faults,
    environment,
    vendorCredential,
  });

  return {
    origin,
    fetch: fetchInProcess(app),
    controlKey,
    cloud,
    tenants,
    environment,
    vendorCredential,
    audit: () => [...cloud.audit],
    onAudit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    requests: () => ({ ...count }),
    setFaults: (plan) => faults.begin(plan && parseFaultPlan(plan)),
    faultProgress: () => faults.progress(),
    secrets: () => [...secretsOf(cloud, controlKey), ...login.signIns.secrets()],
    snapshot: (tenantId = tenants.contoso.id) => snapshot(tenantOf(tenantId)),
  };
}

function deployerEnvironment(
  cloud: Cloud,
  tenant: Tenant,
  origin: string,
  files: { caFile: string; bundleFile: string },
): Record<string, string> {
  const deployer = deployerOf(tenant);
  if (!deployer) {
    throw new Error(`Tenant ${tenant.displayName} has no deployer app.`);
  }
  return {
    ARM_METADATA_HOSTNAME: new URL(origin).host,
    ARM_TENANT_ID: tenant.id,
    ARM_SUBSCRIPTION_ID: tenant.azure.id,
    ARM_CLIENT_ID: deployer.appId,
    ARM_CLIENT_SECRET: secretOf(cloud, deployer.appId),
    ARM_USE_CLI: "false",
    ARM_USE_MSI: "false",
    // Node reads one file at start; a company's own authorities, when there are some, are in the bundle.
    NODE_EXTRA_CA_CERTS: process.env["NODE_EXTRA_CA_CERTS"] ? files.bundleFile : files.caFile,
    SSL_CERT_FILE: files.bundleFile,
  };
}

function secretsOf(cloud: Cloud, controlKey: string): string[] {
  const secrets = [...cloud.tenants.values()].flatMap((tenant) =>
    [...tenant.applications.values(), ...tenant.servicePrincipals.values()].flatMap(({ passwordCredentials }) =>
      passwordCredentials.map((each) => each.secretText),
    ),
  );
  return [controlKey, ...secrets];
}

function secretOf(cloud: Cloud, clientId: string): string {
  const secret = findRegistration(cloud, clientId)?.application.passwordCredentials.at(-1)?.secretText;
  if (secret) return secret;
  throw new Error(`No registration with client ID '${clientId}' has a client secret in the simulated cloud.`);
}
