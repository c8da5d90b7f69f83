import type { ResourceValidationPolicy } from "@pulumi/policy";
import { narrowerPermissionSuffices } from "./narrower-permission-suffices";
import { noControlOfTheTenant } from "./no-control-of-the-tenant";
import { noTenantWideWrite } from "./no-tenant-wide-write";
import { permissionIsKnown } from "./permission-is-known";

export { narrowerPermissionSuffices, noControlOfTheTenant, noTenantWideWrite, permissionIsKnown };

/** All policies of the pack. */
export const policies: ResourceValidationPolicy[] = [
  noControlOfTheTenant,
  noTenantWideWrite,
  narrowerPermissionSuffices,
  permissionIsKnown,
];
