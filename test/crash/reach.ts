import { reachByConfiguration, type AuditEntry, type Cloud, type Tenant } from "@consentra/sandbox/tenant";

/** Which mailboxes each app reaches, as `app mailbox`: apps by name, as one of our own has another client ID in each run. */
export type Reach = ReadonlySet<string>;

export function reachNow(cloud: Cloud, tenant: Tenant): Reach {
  return named(reachByConfiguration(cloud, tenant), tenant);
}

/** After an entry of the audit log, while it is written. */
export function reachAt({ reach }: AuditEntry, tenant: Tenant): Reach {
  return named(reach, tenant);
}

export function beyond(reach: Reach, allowed: Reach): string[] {
  return [...reach].filter((each) => !allowed.has(each));
}

function named(reach: Record<string, string[]>, tenant: Tenant): Reach {
  const nameOf = new Map([...tenant.servicePrincipals.values()].map((each) => [each.appId, each.displayName]));
  return new Set(
    Object.entries(reach).flatMap(([clientId, mailboxes]) =>
      mailboxes.map(
        (id) => `${nameOf.get(clientId) ?? clientId} ${tenant.exchange.recipients.get(id)?.primarySmtpAddress ?? id}`,
      ),
    ),
  );
}
