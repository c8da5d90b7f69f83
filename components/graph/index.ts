export { apiNames, apis, findApi, isMicrosoftClientId, type ApiName } from "./apis";
export {
  leastPermissions,
  narrowerFor,
  UnknownOperationError,
  type LeastPermission,
  type LeastPermissions,
} from "./least";
export { exchangeApplicationRole, isFilteredByAccessPolicy, reachesMailboxes } from "./mailbox";
export { nearestPermissions } from "./nearest";
export { findOperation, graphOperations, nearestOperations } from "./operations";
export type { GraphOperation, HttpMethod, OperationNeed } from "./operations/operation";
export {
  findPermission,
  findPermissionById,
  permissions,
  type GraphApplicationPermission,
  type GraphDelegatedPermission,
  type Permission,
  type PermissionKind,
} from "./permissions";
export type { Risk } from "./permissions/row";
