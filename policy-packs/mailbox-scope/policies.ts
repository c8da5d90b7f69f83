import { exceptionInUse, exceptionsAreCurrent, type Policy } from "@consentra/policy-kit";
import { consentDependsOnScope } from "./consent-depends-on-scope";
import { mailboxAccessIsKnown } from "./mailbox-access-is-known";
import { mailboxPermissionIsScoped } from "./mailbox-permission-is-scoped";
import { mechanismIsCurrent } from "./mechanism-is-current";
import { noFullAccessAsApp } from "./no-full-access-as-app";
import { noGrantBesideRole } from "./no-grant-beside-role";
import { roleIsForAnApplicationOfTheStack } from "./role-is-for-an-application-of-the-stack";
import { ledger } from "./room";
import { scopeIsNotTheOrganisation } from "./scope-is-not-the-organisation";

/** All policies of the pack. The last two report on exceptions, so they come after all others. */
export const policies: Policy[] = [
  mailboxPermissionIsScoped,
  consentDependsOnScope,
  noGrantBesideRole,
  noFullAccessAsApp,
  scopeIsNotTheOrganisation,
  roleIsForAnApplicationOfTheStack,
  mailboxAccessIsKnown,
  mechanismIsCurrent,
  exceptionsAreCurrent(ledger),
  exceptionInUse(ledger),
];
