import { forWhom } from "../../words";
import {
  highest,
  type Application,
  type Change,
  type ReviewedPermission,
  type RiskLevel,
  type Scope,
} from "../../model";
import { scopesHeld } from "../content";

/** Columns of the picture. */
export const columns = ["applications", "permissions", "scopes", "people"] as const;

export interface PictureNode {
  id: string;
  column: (typeof columns)[number];
  label: string;
  /** A second line. */
  note?: string;
  change: Change;
  risk?: RiskLevel;
}

export interface PictureEdge {
  from: string;
  to: string;
  change: Change;
}

export interface PictureGraph {
  nodes: PictureNode[];
  edges: PictureEdge[];
}

/** Permissions of an application that lead to the same people: a row of the table that says the same as the picture. */
export interface PictureRow {
  application: string;
  permissions: string[];
  /** The highest of the permissions. */
  risk: RiskLevel;
  change: Change;
  scope: string;
  people: string;
}

const mostPeople = 5;

/** Applications → permissions → scopes → people. What is removed is in it, marked. */
export function pictureOf(applications: readonly Application[]): PictureGraph & { rows: PictureRow[] } {
  const nodes = new Map<string, PictureNode>();
  const edges = new Map<string, PictureEdge>();
  const rows = new Map<string, PictureRow>();
  const node = (given: PictureNode): string => {
    const there = nodes.get(given.id);
    // Something is shown as removed only where nothing keeps it.
    if (!there || (there.change === "removed" && given.change !== "removed")) nodes.set(given.id, given);
    return given.id;
  };
  const edge = (from: string, to: string, change: Change) => {
    const id = `${from}\n${to}`;
    const there = edges.get(id);
    if (!there || there.change === "removed") edges.set(id, { from, to, change });
  };
  for (const app of applications) {
    const { urn, vendor, name, change } = app;
    const from = node({
      id: `app ${urn}`,
      column: "applications",
      label: vendor,
      note: name,
      change,
      risk: app.risk.after,
    });
    for (const [at, permission] of app.permissions.entries()) {
      const id = node({
        id: `permission ${urn} ${at}`,
        column: "permissions",
        label: permission.name,
        note: `${permission.kind}, ${permission.risk}`,
        change: permission.change,
        risk: permission.risk,
      });
      edge(from, id, permission.change);
      for (const reach of reachesOf(app, permission)) {
        const scope = node({
          id: `scope ${reach.key}`,
          column: "scopes",
          label: reach.label,
          note: reach.note,
          change: reach.change,
        });
        edge(id, scope, reach.change === "removed" ? "removed" : permission.change);
        for (const person of reach.people) edge(scope, node({ ...person, column: "people" }), person.change);
        const scopeText = [reach.label, reach.note].filter((each) => each !== undefined).join(", ");
        const people = reach.people.map(({ label }) => label).join(", ");
        const rowChange = permission.change === "kept" ? reach.change : permission.change;
        const rowKey = [urn, reach.key, people, rowChange].join("\n");
        const there = rows.get(rowKey);
        rows.set(rowKey, {
          ...{ application: vendor, change: rowChange, scope: scopeText, people },
          permissions: [...(there?.permissions ?? []), permission.name],
          risk: highest([there?.risk, permission.risk]) ?? permission.risk,
        });
      }
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], rows: [...rows.values()] };
}

type Person = Omit<PictureNode, "column">;

interface Reach {
  key: string;
  label: string;
  note?: string;
  change: Change;
  people: Person[];
}

const everybody: Person = { id: "people everybody", label: "everybody in the tenant", change: "kept" };

/** Whose things a permission opens. */
function reachesOf(app: Application, permission: ReviewedPermission): Reach[] {
  if (permission.kind === "delegated") return [signedIn(app, permission)];
  if (!permission.reachesMailboxes) {
    return [{ key: "tenant", label: "the whole tenant", change: "kept", people: [everybody] }];
  }
  const all = permission.change === "removed" ? app.scopes : scopesHeld(app);
  const wanted = all.filter(({ mechanism }) =>
    permission.given === "role" ? mechanism === "rbac" : mechanism !== "rbac",
  );
  return wanted.map((scope) => ofScope(app, scope));
}

function signedIn({ urn, assignment, change }: Application, permission: ReviewedPermission): Reach {
  const everyone = assignment?.required === false || !assignment;
  const principals = assignment?.principals ?? [];
  const people = permission.users
    ? permission.users.map((name): Person => ({ id: `people ${name}`, label: name, change: permission.change }))
    : everyone
      ? [everybody]
      : principals.map((each): Person => ({
          id: `people ${each.name}`,
          label: each.kind === "group" ? `members of ${each.name}` : each.name,
          change: each.change,
        }));
  return {
    key: `signed in ${urn}`,
    label: "who is signed in",
    note: forWhom(permission).trim() || "whoever consents",
    change: change === "removed" ? "removed" : change === "added" ? "added" : "kept",
    people:
      people.length > 0 ? few(people, urn) : [{ id: "people nobody", label: "nobody is assigned", change: "kept" }],
  };
}

function ofScope({ urn, vendor }: Application, scope: Scope): Reach {
  const { mode, group, administrativeUnit, filter, mailboxes, mechanism, change } = scope;
  const key = group ?? `${urn} ${mode} ${administrativeUnit ?? filter ?? ""}`;
  const by = mechanism === "none" ? undefined : mechanism === "rbac" ? "roles of Exchange" : "access policy";
  const person = (name: string): Person => ({ id: `people ${name}`, label: name, change });
  if (mode === "everyone") return { key, label: "every mailbox", note: "on purpose", change, people: [everybody] };
  if (mode === "unconfined")
    return { key, label: "every mailbox", note: "nothing confines it", change, people: [everybody] };
  if (mode === "notKnown") return { key, label: "not known in a preview", note: by, change, people: [] };
  const place =
    group ??
    (administrativeUnit !== undefined
      ? `unit ${administrativeUnit}`
      : filter !== undefined
        ? `filter ${filter}`
        : vendor);
  if (mode === "except") {
    const but = mailboxes
      ? few(mailboxes.map(person), urn)
          .map(({ label }) => label)
          .join(", ")
      : `members of ${place}`;
    return {
      key: `but ${key}`,
      label: `all but ${place}`,
      note: by,
      change,
      people: [{ id: `people but ${key}`, label: `everybody but ${but}`, change }],
    };
  }
  return {
    key,
    label: place,
    note: mailboxes ? `${mailboxes.length} by ${by ?? ""}` : by,
    change,
    people: mailboxes
      ? few(mailboxes.map(person), urn)
      : [{ id: `people of ${key}`, label: "whoever is in it", change }],
  };
}

/** A picture with hundreds of people shows nothing. */
function few(people: readonly Person[], urn: string): Person[] {
  if (people.length <= mostPeople) return [...people];
  const more = people.length - mostPeople + 1;
  return [...people.slice(0, mostPeople - 1), { id: `people more ${urn}`, label: `and ${more} more`, change: "kept" }];
}
