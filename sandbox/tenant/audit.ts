import { appendFileSync } from "node:fs";
import { reachByConfiguration } from "./access";
import type { AuditRecord } from "./context";
import { findTenant } from "./cloud";
import type { RequestTarget } from "./faults/request-target";
import type { AuditEntry, Cloud } from "./model";

/**
 * Appends to the audit: who did what, and which mailboxes each app can reach after it.
 *
 * @param journal file that gets every entry as one line of JSON
 */
export function appendAudit(cloud: Cloud, record: AuditRecord, journal: string | undefined): AuditEntry {
  const { caller, tenant, service, operation, target, status } = record;
  const actor = caller?.user?.userPrincipalName ?? caller?.appId ?? "unknown";
  const reach = reachByConfiguration(cloud, tenant);
  return append(cloud, { tenantId: tenant.id, actor, service, operation, target, status, reach }, journal);
}

/**
 * Appends a fault that was injected.
 *
 * @param status what the caller is told; 0 where it is told nothing
 * @param journal as of {@link appendAudit}
 */
export function appendFault(
  cloud: Cloud,
  { service, method, path, cmdlet, app, tenant: name }: RequestTarget,
  fault: string,
  status: number,
  journal: string | undefined,
): AuditEntry {
  const tenant = findTenant(cloud, name ?? "");
  const operation = cmdlet ?? `${method} ${path}`;
  const reach = tenant ? reachByConfiguration(cloud, tenant) : {};
  const known = { tenantId: tenant?.id ?? "unknown", actor: app ?? "unknown" };
  return append(cloud, { ...known, service, operation, target: path, status, fault, reach }, journal);
}

function append(cloud: Cloud, known: Omit<AuditEntry, "sequence" | "time">, journal: string | undefined): AuditEntry {
  const entry: AuditEntry = { sequence: cloud.audit.length + 1, time: cloud.clock.now().toISOString(), ...known };
  cloud.audit.push(entry);
  if (journal) appendFileSync(journal, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  return entry;
}
