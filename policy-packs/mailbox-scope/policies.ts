import type { StackValidationPolicy } from "@pulumi/policy";
import { consentDependsOnScope } from "./consent-depends-on-scope";
import { mailboxAccessIsKnown } from "./mailbox-access-is-known";
import { mailboxPermissionIsScoped } from "./mailbox-permission-is-scoped";

export { consentDependsOnScope, mailboxAccessIsKnown, mailboxPermissionIsScoped };

/** All policies of the pack. */
export const policies: StackValidationPolicy[] = [
  mailboxPermissionIsScoped,
  consentDependsOnScope,
  mailboxAccessIsKnown,
];
