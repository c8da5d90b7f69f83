import { exceptionInUse, exceptionsAreCurrent, type Policy } from "@consentra/policy-kit";
import { assignmentIsRequired } from "./assignment-is-required";
import { audienceIsThisTenant } from "./audience-is-this-tenant";
import { credentialLifetime } from "./credential-lifetime";
import { hasTwoOwners } from "./has-two-owners";
import { microsoftsPrincipalsAreNotManaged } from "./microsofts-principals-are-not-managed";
import { namesAreUnique } from "./names-are-unique";
import { noClientSecret } from "./no-client-secret";
import { noGuestOwner } from "./no-guest-owner";
import { noImplicitGrant } from "./no-implicit-grant";
import { productionIsProtected } from "./production-is-protected";
import { redirectUrisAreSafe } from "./redirect-uris-are-safe";
import { ledger } from "./room";
import { settingsAreNotMixed } from "./settings-are-not-mixed";

/** All policies of the pack. The last two report on exceptions, so they come after all others. */
export const policies: Policy[] = [
  microsoftsPrincipalsAreNotManaged,
  noClientSecret,
  credentialLifetime,
  noGuestOwner,
  hasTwoOwners,
  redirectUrisAreSafe,
  noImplicitGrant,
  audienceIsThisTenant,
  assignmentIsRequired,
  namesAreUnique,
  settingsAreNotMixed,
  productionIsProtected,
  exceptionsAreCurrent(ledger),
  exceptionInUse(ledger),
];
