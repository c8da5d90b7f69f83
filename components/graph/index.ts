export { apiNames, apis, findApi, isMicrosoftClientId, type ApiName } from "./apis";
export { exchangeApplicationRole, isFilteredByAccessPolicy, reachesMailboxes } from "./mailbox";
export { nearestPermissions } from "./nearest";
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
