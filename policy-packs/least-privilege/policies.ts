import { exceptionInUse, exceptionsAreCurrent, type Policy } from "@consentra/policy-kit";
import { consentIsToADeclaredApi } from "./consent-is-to-a-declared-api";
import { everyoneScopeHasReason } from "./everyone-scope-has-reason";
import { fewPermissions } from "./few-permissions";
import { grantWasRequested } from "./grant-was-requested";
import { narrowerPermissionSuffices } from "./narrower-permission-suffices";
import { noAdminScopeForEverybody } from "./no-admin-scope-for-everybody";
import { noControlOfTheTenant } from "./no-control-of-the-tenant";
import { noDirectoryRole } from "./no-directory-role";
import { noTenantWideWrite } from "./no-tenant-wide-write";
import { noWiderThanOperations } from "./no-wider-than-operations";
import { onlyAllowedPermissions } from "./only-allowed-permissions";
import { permissionIsKnown } from "./permission-is-known";
import { ledger } from "./room";

/** All policies of the pack. The last two report on exceptions, so they come after all others. */
export const policies: Policy[] = [
  noControlOfTheTenant,
  noDirectoryRole,
  noTenantWideWrite,
  narrowerPermissionSuffices,
  noWiderThanOperations,
  onlyAllowedPermissions,
  consentIsToADeclaredApi,
  noAdminScopeForEverybody,
  grantWasRequested,
  everyoneScopeHasReason,
  permissionIsKnown,
  fewPermissions,
  exceptionsAreCurrent(ledger),
  exceptionInUse(ledger),
];
