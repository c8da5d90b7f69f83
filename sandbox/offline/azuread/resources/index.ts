import type { ResourceHandler } from "../schema-types";
import { appRoleAssignment } from "./app-role-assignment";
import { delegatedGrant } from "./delegated-grant";
import { servicePrincipal } from "./service-principal";

/** The types that the offline plugin serves. */
export const resourceHandlers: Record<string, ResourceHandler> = {
  "azuread:index/appRoleAssignment:AppRoleAssignment": appRoleAssignment,
  "azuread:index/servicePrincipal:ServicePrincipal": servicePrincipal,
  "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant": delegatedGrant,
};
