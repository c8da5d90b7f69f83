export {
  createUnconnectedSandbox,
  startSandbox,
  type Sandbox,
  type SandboxOptions,
  type UnconnectedSandbox,
} from "./server";
export { reachByConfiguration } from "./access";
export type * from "./model";
export type { Caller, SandboxContext } from "./context";
export { parseFaultPlan, type FaultPlan, type RuleProgress } from "./faults";
export type { Snapshot } from "./snapshot";
export { accessRules, type AccessRule } from "./graph/access-rules";
export { findUser } from "./directory";
export { idFor } from "./ids";
export { randomOf, type Random } from "./random";
export { CALLPLEASE_APP_ID, CONTRELI_APP_ID, PEOPLE_AI_APP_ID } from "./seed/vendors";
export { addCustomer, addManyPeople, addManyVendorApps } from "./seed/many";
export { CONTOSO, FABRIKAM } from "./seed/names";
export { DEPLOYER_APP_ID, FABRIKAM_DEPLOYER_APP_ID } from "./seed/deployer";
export { directoryRoles, EXCHANGE_ONLINE, MICROSOFT_GRAPH, SHAREPOINT_ONLINE } from "./well-known";
