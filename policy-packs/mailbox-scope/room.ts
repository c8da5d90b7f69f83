import { Ledger } from "@consentra/policy-kit";
import { ScopesSeen } from "./scopes-seen";

/** What the policies of this pack tell each other. */
export const ledger = new Ledger();

/** What came by in this run. */
export const seen = new ScopesSeen();

/** Where the reasons are. */
export const graphScopingUrl = "https://learn.microsoft.com/graph/auth-limit-mailbox-access";
export const rbacUrl = "https://learn.microsoft.com/exchange/permissions-exo/application-rbac";
