import { RecipientTable } from "./exchange/recipient-table";
import type { Tenant } from "./model";

/** A tenant as it is now, to be gone back to. */
export function copyTenant(tenant: Tenant): Tenant {
  const copy = structuredClone(tenant);
  // A clone of a table is a plain map.
  const recipients = new RecipientTable();
  for (const [id, recipient] of copy.exchange.recipients) recipients.set(id, recipient);
  copy.exchange.recipients = recipients;
  return copy;
}
