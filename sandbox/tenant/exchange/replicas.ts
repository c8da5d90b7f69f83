import type { ApplicationAccessPolicy, Cloud, Recipient, Tenant } from "../model";
import { recipientsChanged } from "./recipient-table";
import type { ManagementRole, ManagementScope, RoleAssignment, RoleGroup, ServicePrincipalPointer } from "./rbac/model";

/**
 * Exchange's two directory servers. A change is seen at once on the server that it was sent to, and `replicationDelay` later on the other one,
 * which until then tells what was there before.
 */
export type Replica = 0 | 1;

/** What is replicated, by kind. Keys are the model's. */
interface Replicated {
  recipients: Recipient;
  /** Members of a group, by its object ID. */
  members: Set<string>;
  accessPolicies: ApplicationAccessPolicy;
  servicePrincipals: ServicePrincipalPointer;
  managementScopes: ManagementScope;
  roleAssignments: RoleAssignment;
  managementRoles: ManagementRole;
  roleGroups: RoleGroup;
}

type Kind = keyof Replicated;

/** What one server still tells of one object. */
export interface Lag {
  kind: Kind;
  key: string;
  replica: Replica;
  until: Date;
  /** undefined: the object is not there yet. */
  seen: Replicated[Kind] | undefined;
}

/** One server of one organisation. */
export interface ReplicaView {
  cloud: Cloud;
  tenant: Tenant;
  replica: Replica;
}

/** All objects of a kind as the server knows them. Not to be written to. */
export function seen<K extends Kind>(view: ReplicaView, kind: K): ReadonlyMap<string, Replicated[K]> {
  const { cloud, tenant, replica } = view;
  const now = cloud.clock.now();
  tenant.exchange.lag = tenant.exchange.lag.filter((each) => each.until > now);
  const behind = tenant.exchange.lag.filter((each) => each.kind === kind && each.replica === replica);
  const current = currentOf(tenant, kind);
  if (behind.length === 0) return current;
  const known = new Map(current);
  // The oldest change that is still on its way decides.
  for (const { key, seen: before } of behind.reverse()) {
    if (before === undefined) known.delete(key);
    else known.set(key, before as Replicated[K]);
  }
  return known;
}

/** Adds an object. */
export function put<K extends Exclude<Kind, "members">>(
  view: ReplicaView,
  kind: K,
  key: string,
  value: Replicated[K],
): void {
  note(view, kind, key);
  (currentOf(view.tenant, kind) as Map<string, Replicated[K]>).set(key, value);
  changed(view.tenant, kind);
}

/** Edits an object; one that is gone already stays gone. */
export function change<K extends Kind>(
  view: ReplicaView,
  kind: K,
  key: string,
  edit: (value: Replicated[K]) => void,
): void {
  note(view, kind, key);
  const value = currentOf(view.tenant, kind).get(key);
  if (value !== undefined) edit(value);
  changed(view.tenant, kind);
}

/** Removes an object. */
export function drop(view: ReplicaView, kind: Exclude<Kind, "members">, key: string): void {
  note(view, kind, key);
  (currentOf(view.tenant, kind) as Map<string, unknown>).delete(key);
  changed(view.tenant, kind);
}

function changed({ exchange }: Tenant, kind: Kind): void {
  if (kind === "recipients") recipientsChanged(exchange.recipients);
}

function note({ cloud, tenant, replica }: ReplicaView, kind: Kind, key: string): void {
  const { replicationDelay } = cloud.options;
  if (replicationDelay === 0) return;
  tenant.exchange.lag.push({
    kind,
    key,
    replica: replica === 0 ? 1 : 0,
    until: new Date(cloud.clock.now().getTime() + replicationDelay),
    seen: structuredClone(currentOf(tenant, kind).get(key)),
  });
}

function currentOf<K extends Kind>(tenant: Tenant, kind: K): ReadonlyMap<string, Replicated[K]> {
  const { exchange } = tenant;
  const collections: { [Each in Kind]: () => ReadonlyMap<string, Replicated[Each]> } = {
    recipients: () => exchange.recipients,
    members: () => new Map([...tenant.groups].map(([id, group]) => [id, group.members])),
    accessPolicies: () => exchange.accessPolicies,
    servicePrincipals: () => exchange.servicePrincipals,
    managementScopes: () => exchange.managementScopes,
    roleAssignments: () => exchange.roleAssignments,
    managementRoles: () => exchange.managementRoles,
    roleGroups: () => exchange.roleGroups,
  };
  return collections[kind]();
}
