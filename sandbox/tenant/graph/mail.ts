import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { mayReachMailbox, permissionsByRoles } from "../access";
import { graphTime } from "../cloud";
import type { Caller, SandboxContext } from "../context";
import { findUser } from "../directory";
import { GraphError } from "../errors";
import type { Mailbox, User } from "../model";
import { answerCollection, answerObject, type Json, type ResourceType } from "./odata/query";

interface Collection {
  path: string;
  type: ResourceType;
  items: (mailbox: Mailbox) => Json[];
  /** Application permissions that allow reading, the least first. */
  application: readonly string[];
  /** Delegated permissions that allow reading, the least first. */
  delegated: readonly string[];
}

const mailRead = ["Mail.ReadBasic", "Mail.ReadBasic.All", "Mail.Read", "Mail.ReadWrite"];
const collections: readonly Collection[] = [
  {
    path: "messages",
    type: { name: "message", set: "users/messages" },
    items: (mailbox) => mailbox.messages,
    application: mailRead,
    delegated: mailRead,
  },
  {
    path: "events",
    type: { name: "event", set: "users/events" },
    items: (mailbox) => mailbox.events,
    application: ["Calendars.ReadBasic.All", "Calendars.Read", "Calendars.ReadWrite", "Calendars.Read.All"],
    delegated: ["Calendars.ReadBasic", "Calendars.Read", "Calendars.ReadWrite"],
  },
  {
    path: "contacts",
    type: { name: "contact", set: "users/contacts" },
    items: (mailbox) => mailbox.contacts,
    application: ["Contacts.Read", "Contacts.ReadWrite"],
    delegated: ["Contacts.Read", "Contacts.ReadWrite"],
  },
];

const headersOnly = new Set(["Mail.ReadBasic", "Mail.ReadBasic.All"]);

/** Mail, events and contacts, as far as effective access lets the caller in. */
export function registerMail(app: FastifyInstance, context: SandboxContext): void {
  for (const version of ["v1.0", "beta"]) {
    for (const owner of ["users/:user", "me"]) {
      for (const collection of collections) {
        const url = `/${version}/${owner}/${collection.path}`;
        const query = { origin: context.origin, version, maxPageSize: context.cloud.options.maxPageSize };
        app.get(url, async (request) => {
          const { mailbox, permission } = await open(context, request, collection);
          const items = collection.items(mailbox).map((each) => visible(each, permission));
          return answerCollection(request, collection.type, items, query);
        });
        app.get(`${url}/:item`, async (request) => {
          const { mailbox, permission } = await open(context, request, collection);
          const { item } = request.params as { item: string };
          const found = collection.items(mailbox).find((each) => each.id === item);
          if (!found)
            throw new GraphError(404, "ErrorItemNotFound", "The specified object was not found in the store.");
          return answerObject(request, collection.type, visible(found, permission), query);
        });
      }
      app.post(`/${version}/${owner}/contacts`, (request, reply) => createContact(context, request, reply));
    }
  }
}

function visible(item: Json, permission: string): Json {
  if (!headersOnly.has(permission)) return item;
  return Object.fromEntries(Object.entries(item).filter(([name]) => name !== "body" && name !== "bodyPreview"));
}

async function open(
  context: SandboxContext,
  request: FastifyRequest,
  needed: Pick<Collection, "application" | "delegated">,
) {
  const caller = await context.authenticate(request, "graph");
  const owner = ownerOf(caller, request);
  const permission = permissionFor(context, caller, owner, needed);
  const mailbox = caller.tenant.exchange.mailboxes.get(owner.id);
  if (!mailbox) {
    throw new GraphError(
      404,
      "MailboxNotEnabledForRESTAPI",
      "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
    );
  }
  return { caller, owner, mailbox, permission };
}

function ownerOf(caller: Caller, request: FastifyRequest): User {
  const { user: name } = request.params as { user?: string };
  if (name === undefined) {
    if (caller.user) return caller.user;
    throw new GraphError(400, "BadRequest", "/me request is only valid with delegated authentication flow.");
  }
  const owner = findUser(caller.tenant, name);
  if (!owner) throw new GraphError(404, "ErrorInvalidUser", `The requested user '${name}' is invalid.`);
  return owner;
}

/** The strongest permission by which the caller may open the mailbox. */
function permissionFor(
  context: SandboxContext,
  caller: Caller,
  owner: User,
  needed: Pick<Collection, "application" | "delegated">,
): string {
  const denied = new GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
  if (caller.user) {
    const held = needed.delegated.filter((each) => caller.scopes.includes(each)).at(-1);
    if (held === undefined || caller.user.id !== owner.id) throw denied;
    return held;
  }
  const { cloud } = context;
  const byRoles = permissionsByRoles(cloud, caller.tenant, caller.appId, owner.id);
  const granted = needed.application.filter((each) => caller.roles.includes(each));
  const allowed = needed.application.filter(
    (each) =>
      byRoles.has(each) ||
      (granted.includes(each) && mayReachMailbox(cloud, caller.tenant, caller.appId, each, owner.id)),
  );
  const permission = allowed.at(-1);
  if (permission === undefined && granted.length === 0) throw denied;
  if (permission === undefined) {
    throw new GraphError(
      403,
      "ErrorAccessDenied",
      "Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.",
    );
  }
  return permission;
}

async function createContact(
  context: SandboxContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const needed = { application: ["Contacts.ReadWrite"], delegated: ["Contacts.ReadWrite"] };
  const { caller, owner, mailbox } = await open(context, request, needed);
  const body = request.body;
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new GraphError(400, "BadRequest", "Empty Payload. JSON content expected.");
  }
  const now = graphTime(context.cloud.clock.now());
  const contact: Json = { ...body, id: randomUUID(), createdDateTime: now, lastModifiedDateTime: now };
  mailbox.contacts.push(contact);
  context.record({
    caller,
    tenant: caller.tenant,
    service: "graph",
    operation: "POST /v1.0/users/:user/contacts",
    target: owner.userPrincipalName,
    status: 201,
  });
  return reply.code(201).send(contact);
}
