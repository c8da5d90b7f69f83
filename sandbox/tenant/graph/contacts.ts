import { createHash, randomBytes } from "node:crypto";
import { GraphError } from "../errors";
import type { Tenant } from "../model";
import { renderOrgContact } from "./directory-object";
import { badRequest, notFound } from "./lookup";
import { pick, queryOf, selectedProperties, type Json, type ResourceType } from "./odata/query";
import type { GraphCall, GraphRouter } from "./router";

const contactType: ResourceType = { name: "orgContact", set: "contacts" };
const DELTA_OPTIONS = new Set(["$select", "$skiptoken", "$deltatoken"]);
const DEFAULT_PAGE = 100;
/** Directory objects' tokens are good for seven days; milliseconds. */
const TOKEN_LIFETIME = 7 * 24 * 60 * 60 * 1000;

/** What a client of the delta function has seen, and what it still has to be told. */
interface DeltaState {
  kind: "$skiptoken" | "$deltatoken";
  tenantId: string;
  expires: number;
  select: string | undefined;
  /** Digest of each contact as the client knows it when it has read this round to its end. */
  known: Map<string, string>;
  /** The rest of this round. */
  pending: Json[];
}

/** Organisation contacts: people outside, in the address book. */
export function registerContacts(route: GraphRouter): void {
  const states = new Map<string, DeltaState>();
  route("GET", "/contacts", (call) => call.collection(contactType, contacts(call.tenant)));
  route("GET", "/contacts/$count", (call) => call.count(contactType, contacts(call.tenant)));
  route("GET", "/contacts/delta", (call) => delta(call, states));
  route("GET", "/contacts/:id", (call) => {
    const contact = call.tenant.exchange.orgContacts.get(call.param("id").toLowerCase());
    if (!contact) throw notFound(call.param("id"));
    return call.object(contactType, renderOrgContact(contact));
  });
}

const contacts = (tenant: Tenant): Json[] => [...tenant.exchange.orgContacts.values()].map(renderOrgContact);

/**
 * All contacts at first, then what changed since: changed and new ones whole, removed ones by their ID.
 *
 * @see https://learn.microsoft.com/graph/api/orgcontact-delta
 */
function delta(call: GraphCall, states: Map<string, DeltaState>): Json {
  const query = queryOf(call.request, DELTA_OPTIONS);
  const { $select: select, $skiptoken: skip, $deltatoken: since } = query;
  if ([select, skip, since].filter((each) => each !== undefined).length > 1 && since !== "latest") {
    throw badRequest("$skiptoken and $deltatoken carry the options of the first request and stand alone.");
  }
  if (skip !== undefined) return page(call, states, stateOf(call, states, "$skiptoken", skip));
  if (since === undefined || since === "latest") {
    const known = since === "latest" ? digests(call.tenant, select) : new Map<string, string>();
    return page(call, states, nextRound(call, known, select));
  }
  const state = stateOf(call, states, "$deltatoken", since);
  return page(call, states, nextRound(call, state.known, state.select));
}

function nextRound(call: GraphCall, known: Map<string, string>, select: string | undefined): DeltaState {
  const now = digests(call.tenant, select);
  const changed = selected(call.tenant, select).filter(
    (item) => known.get(String(item["id"])) !== now.get(String(item["id"])),
  );
  const removed = [...known.keys()]
    .filter((id) => !now.has(id))
    .map((id) => ({ id, "@removed": { reason: "deleted" } }));
  return { ...common(call, select), kind: "$skiptoken", known: now, pending: [...changed, ...removed] };
}

const common = (call: GraphCall, select: string | undefined) => ({
  tenantId: call.tenant.id,
  expires: call.context.cloud.clock.now().getTime() + TOKEN_LIFETIME,
  select,
});

function page(call: GraphCall, states: Map<string, DeltaState>, state: DeltaState): Json {
  const size = pageSize(call);
  const pending = state.pending.slice(size);
  const kind = pending.length > 0 ? "$skiptoken" : "$deltatoken";
  const token = randomBytes(24).toString("base64url");
  states.set(token, { ...state, ...common(call, state.select), kind, pending });
  const { origin } = call.context;
  const link = `${origin}/${call.version}/contacts/delta?${kind}=${token}`;
  return {
    "@odata.context": `${origin}/${call.version}/$metadata#${contactType.set}`,
    [kind === "$skiptoken" ? "@odata.nextLink" : "@odata.deltaLink"]: link,
    value: state.pending.slice(0, size),
  };
}

function pageSize(call: GraphCall): number {
  const { maxPageSize } = call.context.cloud.options;
  const asked = /odata\.maxpagesize=(\d+)/.exec(String(call.request.headers.prefer ?? ""))?.[1];
  return Math.max(1, Math.min(Number(asked ?? DEFAULT_PAGE), maxPageSize));
}

function stateOf(
  call: GraphCall,
  states: Map<string, DeltaState>,
  kind: DeltaState["kind"],
  token: string,
): DeltaState {
  const state = states.get(token);
  if (state?.tenantId !== call.tenant.id || state.kind !== kind) throw badRequest("Badly formed token.");
  if (state.expires > call.context.cloud.clock.now().getTime()) return state;
  throw new GraphError(410, "syncStateNotFound", "The sync state is not found any more. Start again without a token.", {
    location: `${call.context.origin}/${call.version}/contacts/delta`,
  });
}

/** The ID is always there. */
function selected(tenant: Tenant, select: string | undefined): Json[] {
  const names = selectedProperties(select, contactType);
  return contacts(tenant).map((item) => pick(item, names && ["id", ...names]));
}

const digests = (tenant: Tenant, select: string | undefined): Map<string, string> =>
  new Map(
    selected(tenant, select).map((item) => [
      String(item["id"]),
      createHash("sha256").update(JSON.stringify(item)).digest("base64url"),
    ]),
  );
