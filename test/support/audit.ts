import type { Sandbox } from "@consentra/sandbox";
import type { AuditEntry } from "@consentra/sandbox/tenant";

/** Every mailbox that an app could reach at any entry of the log. */
export function reachEverGranted(audit: readonly AuditEntry[], clientId: string): Set<string> {
  return new Set(audit.flatMap((entry) => entry.reach[clientId] ?? []));
}

/** What was written after an entry, as `operation status`; tokens are no writes, nor are faults. */
export function writesSince(sandbox: Sandbox, count: number): string[] {
  return sandbox
    .audit()
    .slice(count)
    .filter((entry) => entry.service !== "login" && entry.fault === undefined)
    .map((entry) => `${entry.operation} ${entry.status}`);
}

/** Whether the engine said that nothing changed. */
export function changedNothing(output: string): boolean {
  return /Resources:\s+\d+ unchanged\s/.test(output) && !/\d+ (?:created|updated|replaced|deleted|to \w+)/.test(output);
}
