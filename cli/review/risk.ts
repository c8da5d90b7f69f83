import { highest, riskLevels, type RiskLevel } from "./model";
import type { HeldPermission } from "./view/permissions";
import type { HeldScope } from "./view/scopes";

/** The risk of one permission: the table's; one level more where it reaches mailboxes and nothing confines it. */
export function riskOf(permission: HeldPermission, scopes: readonly HeldScope[]): RiskLevel {
  if (!permission.reachesMailboxes || permission.given === "role" || isConfined(permission, scopes))
    return permission.risk;
  return riskLevels[riskLevels.indexOf(permission.risk) + 1] ?? "critical";
}

/** Whether an access policy filters what was consented to. */
export function isConfined({ filtered }: HeldPermission, scopes: readonly HeldScope[]): boolean {
  return filtered && scopes.some(({ mechanism, mode }) => mechanism === "accessPolicy" && mode !== "everyone");
}

export function riskOfAll(permissions: readonly HeldPermission[], scopes: readonly HeldScope[]): RiskLevel | undefined {
  return highest(permissions.map((each) => riskOf(each, scopes)));
}
