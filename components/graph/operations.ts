import { distance } from "fastest-levenshtein";
import { applications } from "./operations/applications";
import { audit } from "./operations/audit";
import { calendar } from "./operations/calendar";
import { communications } from "./operations/communications";
import { contacts } from "./operations/contacts";
import { directory } from "./operations/directory";
import { files } from "./operations/files";
import { groups } from "./operations/groups";
import { mail } from "./operations/mail";
import { mailboxSettings } from "./operations/mailbox-settings";
import type { GraphOperation } from "./operations/operation";
import { productivity } from "./operations/productivity";
import { matches, readRequest } from "./operations/request";
import { subscriptions } from "./operations/subscriptions";
import { teams } from "./operations/teams";
import { users } from "./operations/users";

/**
 * The operations of Microsoft Graph v1.0 that apps of vendors call most, each with what it needs at least.
 *
 * @see https://learn.microsoft.com/graph/api/overview
 */
export const graphOperations: readonly GraphOperation[] = [
  ...mail,
  ...mailboxSettings,
  ...calendar,
  ...contacts,
  ...users,
  ...groups,
  ...directory,
  ...applications,
  ...audit,
  ...subscriptions,
  ...communications,
  ...teams,
  ...files,
  ...productivity,
];

const byShape = new Map<string, GraphOperation[]>();
for (const each of graphOperations) {
  const key = shape(each.method, each.path.split("/").length);
  byShape.set(key, [...(byShape.get(key) ?? []), each]);
}

function shape(method: string, segments: number): string {
  return `${method} ${segments}`;
}

/**
 * Finds the operation that a request is of. Letter case, the host, the version, the query, and what stands for a key do not count:
 * `get /v1.0/users/megan@contoso.com/messages?$top=5` is `GET /users/{id}/messages`.
 *
 * @param text method and path, or a whole address
 */
export function findOperation(text: string): GraphOperation | undefined {
  const request = readRequest(text);
  if (!request) return undefined;
  const candidates = byShape.get(shape(request.method, request.segments.length + 1)) ?? [];
  let best: { operation: GraphOperation; literals: number } | undefined;
  for (const operation of candidates) {
    const literals = matches(request, operation.path);
    // What is spelled out goes before a key: /users/delta is no user.
    if (literals !== undefined && (!best || literals > best.literals)) best = { operation, literals };
  }
  return best?.operation;
}

/** Names of operations that are spelled most like one that is not known; at most three, nearest first. */
export function nearestOperations(text: string): string[] {
  const request = readRequest(text);
  const wanted = (request ? `${request.method} /${request.segments.join("/")}` : text.trim()).toLowerCase();
  return graphOperations
    .map(({ name }) => ({ name, distance: distance(wanted, name.toLowerCase()) }))
    .filter((each) => each.distance <= Math.max(3, wanted.length / 2))
    .sort((one, other) => one.distance - other.distance || one.name.localeCompare(other.name))
    .slice(0, 3)
    .map(({ name }) => name);
}
