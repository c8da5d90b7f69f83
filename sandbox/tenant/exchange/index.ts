import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { findTenant } from "../cloud";
import type { Caller, SandboxContext } from "../context";
import { GraphError } from "../errors";
import { bind, type CmdletCall, type Json } from "./cmdlet";
import { accessPolicyCmdlets } from "./cmdlets/access-policies";
import { clientAccessCmdlets } from "./cmdlets/client-access";
import { groupMemberCmdlets } from "./cmdlets/group-members";
import { groupCmdlets } from "./cmdlets/groups";
import { managementRoleCmdlets } from "./cmdlets/management-roles";
import { managementScopeCmdlets } from "./cmdlets/management-scopes";
import { recipientCmdlets } from "./cmdlets/recipients";
import { roleAssignmentCmdlets } from "./cmdlets/role-assignments";
import { servicePrincipalCmdlets } from "./cmdlets/service-principals";
import { CmdletFault, faultBody, HiddenCmdlet } from "./faults";
import { rememberConfiguration } from "./history";
import { allowedRoles } from "./management-roles";
import type { Replica } from "./replicas";

const cmdlets = new Map(
  [
    ...groupCmdlets,
    ...groupMemberCmdlets,
    ...accessPolicyCmdlets,
    ...recipientCmdlets,
    ...clientAccessCmdlets,
    ...servicePrincipalCmdlets,
    ...managementScopeCmdlets,
    ...roleAssignmentCmdlets,
    ...managementRoleCmdlets,
  ].map((each) => [each.name.toLowerCase(), each]),
);

const largestBatch = 10;
const linkLifetime = 10 * 60_000;

interface Invocation {
  CmdletInput?: { CmdletName?: unknown; Parameters?: unknown };
}

interface Answer {
  status: number;
  body: Json;
}

/** Exchange's admin REST endpoint. */
export function registerExchange(app: FastifyInstance, context: SandboxContext): void {
  // Requests reach the two directory servers in turn.
  let requests = 0;
  const nextReplica = (): Replica => (requests++ % 2 === 1 ? 1 : 0);

  app.post("/adminapi/beta/:tenant/InvokeCommand", async (request, reply) => {
    const caller = await authenticated(context, request);
    try {
      const answer = invoke(context, caller, request.body as Invocation, nextReplica(), pageOf(context, request));
      return await reply.code(answer.status).send(answer.body);
    } catch (error) {
      if (error instanceof HiddenCmdlet) return hidden(reply);
      throw error;
    }
  });
  app.get("/adminapi/beta/:tenant/InvokeCommand", (_request, reply) => reply.code(405).send());
  app.route({
    method: ["GET", "POST"],
    url: "/adminapi/v1.0/:tenant/InvokeCommand",
    handler: (_request, reply) => reply.code(405).send(),
  });
  app.post("/adminapi/beta/:tenant/$batch", async (request) => {
    const caller = await authenticated(context, request);
    return { responses: await batch(context, caller, request, nextReplica()) };
  });
  app.get("/adminapi/v1.0/:tenant/EXOModuleFile", async (request) => {
    const caller = await authenticated(context, request);
    const roles = allowedRoles(caller);
    const names = [...cmdlets.values()]
      .filter((each) => each.roles.some((role) => roles.has(role)))
      .map((each) => each.name);
    return { value: [{ exportedCmdlets: names.sort().join(",") }] };
  });
}

async function authenticated(context: SandboxContext, request: FastifyRequest): Promise<Caller> {
  const caller = await context.authenticate(request, "exchange");
  const { tenant } = request.params as { tenant: string };
  if (findTenant(context.cloud, tenant) !== caller.tenant) {
    throw new GraphError(403, "Forbidden", "The token is for another organization than the request.");
  }
  if (!caller.roles.includes("Exchange.ManageAsApp")) {
    throw new GraphError(
      403,
      "Forbidden",
      "The role assigned to application isn't supported in this scenario: Exchange.ManageAsApp is missing.",
    );
  }
  const anchor = request.headers["x-anchormailbox"];
  if (typeof anchor === "string" && !/^(?:APP|UPN|TID):/.test(anchor)) {
    throw new GraphError(400, "BadRequest", "The X-AnchorMailbox header is malformed.");
  }
  return caller;
}

/** Refuses without words what is in none of the caller's roles: 470 NUL bytes, labelled gzip, which they are not. */
function hidden(reply: FastifyReply): FastifyReply {
  return reply
    .code(403)
    .headers({ "content-type": "application/json", "content-encoding": "gzip", "request-id": randomUUID() })
    .send(Buffer.alloc(470));
}

interface Page {
  size: number;
  offset: number;
  link: (offset: number) => string;
}

function pageOf(context: SandboxContext, request: FastifyRequest): Page {
  const { maxPageSize } = context.cloud.options;
  const asked = /odata\.maxpagesize=(\d+)/.exec(String(request.headers.prefer ?? ""));
  const size = Math.max(1, Math.min(maxPageSize, Number(asked?.[1] ?? maxPageSize)));
  const now = context.cloud.clock.now().getTime();
  const { $skiptoken: token } = request.query as { $skiptoken?: string };
  const [offset, until] = token === undefined ? [0, now] : token.split("-").map(Number);
  if (offset === undefined || until === undefined || !Number.isInteger(offset) || until < now) {
    throw new GraphError(404, "NotFound", "The continuation has expired.");
  }
  const path = request.url.split("?")[0] ?? "";
  return { size, offset, link: (next) => `${context.origin}${path}?$skiptoken=${next}-${now + linkLifetime}` };
}

function invoke(
  context: SandboxContext,
  caller: Caller,
  invocation: Invocation | undefined,
  replica: Replica,
  page: Page,
): Answer {
  const input = invocation?.CmdletInput;
  const name = typeof input?.CmdletName === "string" ? input.CmdletName : "";
  const cmdlet = cmdlets.get(name.toLowerCase());
  const roles = allowedRoles(caller);
  if (!cmdlet?.roles.some((role) => roles.has(role))) {
    record(context, caller, name || "(none)", "", 403);
    throw new HiddenCmdlet(name);
  }
  let target = "";
  const warnings: string[] = [];
  try {
    const call: CmdletCall = {
      cloud: context.cloud,
      tenant: caller.tenant,
      caller,
      replica,
      parameters: bind(cmdlet, (input?.Parameters ?? {}) as Json),
      setTarget: (value: string) => {
        target = value;
      },
      warn: (message) => warnings.push(message),
    };
    if (!isRead(cmdlet.name)) rememberConfiguration(context.cloud, caller.tenant);
    const found = cmdlet.run(call);
    record(context, caller, cmdlet.name, target, 200);
    return { status: 200, body: success(context, caller, found, warnings, page) };
  } catch (error) {
    if (!(error instanceof CmdletFault)) throw error;
    record(context, caller, cmdlet.name, target, error.status);
    return { status: error.status, body: faultBody(error, context.cloud.options.exchangeErrorForm) };
  }
}

function record(context: SandboxContext, caller: Caller, operation: string, target: string, status: number): void {
  if (isRead(operation)) return;
  context.record({ caller, tenant: caller.tenant, service: "exchange", operation, target, status });
}

const isRead = (cmdlet: string): boolean => /^(?:Get|Test)-/i.test(cmdlet);

function success(context: SandboxContext, caller: Caller, found: Json[], warnings: string[], page: Page): Json {
  const end = page.offset + page.size;
  const value = found
    .slice(page.offset, end)
    .map((each) => (context.cloud.options.booleansAsStrings ? stringly(each) : each));
  return {
    "@odata.context": `${context.origin}/adminapi/beta/${caller.tenant.id}/$metadata#Collection(Exchange.GenericHashTable)`,
    "@adminapi.warnings": warnings,
    value: value.map((each) => ({ ...each, "Identity@odata.type": "#String" })),
    ...(end < found.length && { "@odata.nextLink": page.link(end) }),
  };
}

function stringly(object: Json): Json {
  const text = (value: unknown) => (value === true ? "True" : value === false ? "False" : value);
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, text(value)]));
}

async function batch(context: SandboxContext, caller: Caller, request: FastifyRequest, replica: Replica) {
  const { requests } = (request.body ?? {}) as { requests?: { id: string; body?: Invocation }[] };
  if (!Array.isArray(requests) || requests.length === 0 || requests.length > largestBatch) {
    throw new GraphError(400, "BadRequest", `A batch takes 1 to ${largestBatch} requests.`);
  }
  const path = `/adminapi/beta/${caller.tenant.id}/InvokeCommand`;
  const page = {
    ...pageOf(context, request),
    link: (next: number) =>
      `${context.origin}${path}?$skiptoken=${next}-${context.cloud.clock.now().getTime() + linkLifetime}`,
  };
  const part = (body: Invocation | undefined) => {
    try {
      return invoke(context, caller, body, replica, page);
    } catch (error) {
      if (error instanceof HiddenCmdlet) return { status: 403, body: "" };
      throw error;
    }
  };
  const answers = [];
  for (const { id, body } of requests) {
    answers.push({ id, ...(await context.answerPart(request, body, () => part(body))) });
  }
  return answers;
}
