import { idFor } from "../ids";
import type { Tenant } from "../model";

/** One administrative unit, by which a scope can be told: its members are users. */
export function addAdministrativeUnits(tenant: Tenant): void {
  const id = idFor(tenant.displayName, "administrative unit", "Finance");
  const members = [...tenant.users.values()].filter(({ department }) => department === "Finance");
  tenant.administrativeUnits.set(id, {
    id,
    displayName: "Finance",
    description: "People of Finance, managed on their own",
    members: new Set(members.map((user) => user.id)),
  });
}
