export { preflightAction, preflightActionNames, type PreflightAction, type PreflightActionName } from "./actions";
export { describeAlternatives, type NeedState, type PreflightResult } from "./compare";
export type { Deployer } from "./held";
export { needsOf, type Need, type NeedOf } from "./needs";
export { preflightFaults, preflightWith, runPreflight, type Preflight } from "./preflight";
export { directoryRoles, type DirectoryRole } from "./roles";
