import { appendFileSync } from "node:fs";
import { reachByConfiguration } from "./access";
import type { AuditRecord } from "./context";
import type { AuditEntry, Cloud } from "./model";

/**
 * Appends to the audit: who did what, and which mailboxes each app can reach after it.
 *
 * @param journal file that gets every entry as one line of JSON
 */
export function appendAudit(cloud: Cloud, record: AuditRecord, journal: string | undefined): AuditEntry {
  const { caller, tenant, service, operation, target, status } = record;
  const entry: AuditEntry = {
    sequence: cloud.audit.length + 1,
    time: cloud.clock.now().toISOString(),
    tenantId: tenant.id,
    actor: caller?.user?.userPrincipalName ?? caller?.appId ?? "unknown",
    service,
    operation,
    target,
    status,
    reach: reachByConfiguration(cloud, tenant),
  };
  cloud.audit.push(entry);
  if (journal) appendFileSync(journal, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  return entry;
}
