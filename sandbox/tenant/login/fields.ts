import { findTenant } from "../cloud";
import { EntraError } from "../errors";
import type { Cloud, Tenant } from "../model";

/** Fields of a form or query. */
export type Fields = Partial<Record<string, string>>;

/**
 * A repeated field arrives as a list, which no field of sign-in allows.
 *
 * @throws EntraError 9000411
 */
export function fieldsOf(received: unknown): Fields {
  if (typeof received !== "object" || received === null) return {};
  for (const [field, value] of Object.entries(received)) {
    if (typeof value !== "string") {
      throw new EntraError(
        9000411,
        "invalid_request",
        `The request is not properly formatted. The parameter '${field}' is duplicated.`,
      );
    }
  }
  return received;
}

/** @throws EntraError 900144 when the field is missing */
export function required(fields: Fields, field: string): string {
  const value = fields[field];
  if (value) return value;
  throw new EntraError(900144, "invalid_request", `The request body must contain the following parameter: '${field}'.`);
}

/** @throws EntraError 50059 for an authority of several tenants, 90002 unknown */
export function tenantOf(cloud: Cloud, name: string): Tenant {
  if (["common", "organizations", "consumers"].includes(name)) {
    throw new EntraError(
      50059,
      "invalid_request",
      "No tenant-identifying information found in either the request or implied by any provided credentials.",
    );
  }
  const tenant = findTenant(cloud, name);
  if (tenant) return tenant;
  throw new EntraError(
    90002,
    "invalid_request",
    `Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  );
}
