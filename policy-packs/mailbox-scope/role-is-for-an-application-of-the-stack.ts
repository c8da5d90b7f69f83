import { appName, definePolicy, exchangeObjectOf, frameworks, NOT_KNOWN } from "@consentra/policy-kit";
import { viewMailboxes } from "./mailbox-view";
import { ledger, rbacUrl, seen } from "./room";

/** A role opens mailboxes without any consent, so whom it is for has to be seen in the same stack. */
export const roleIsForAnApplicationOfTheStack = definePolicy(ledger, {
  name: "role-is-for-an-application-of-the-stack",
  displayName: "A scoped role is for an application of the stack",
  description:
    "A role of RBAC for Applications, which opens mailboxes without consent, goes to an application whose service principal the stack has.",
  level: "mandatory",
  severity: "high",
  framework: frameworks.leastPrivilege,
  url: rbacUrl,
  remediationSteps:
    "Declare the application beside its scope (VendorApp, or EnterpriseApp), or correct the client ID of the scope.",
  exceptions: "application",
  resource: (args, verdict) => {
    seen.note(args);
    const object = exchangeObjectOf(args);
    if (object?.kind !== "RoleAssignment" || object.spec === NOT_KNOWN) return;
    const around = seen.onlyClientIdAround(args.urn);
    const appId = object.spec.appId.toLowerCase();
    if (typeof around !== "string" || around === appId) return;
    verdict.violation(
      args,
      `"${args.name}" gives ${object.spec.role} to application ${appId}, and the component around it is application ${around}. Correct the client ID of the scope.`,
    );
  },
  stack: (stack, verdict) => {
    const roles = viewMailboxes(stack).scopes.filter(({ object }) => object.kind === "RoleAssignment");
    if (roles.length === 0) return "the stack assigns no role of RBAC for Applications";
    for (const { resource, app, object, isAssumed } of roles) {
      const role = object.spec !== NOT_KNOWN && "role" in object.spec ? object.spec.role : "a role";
      if (app === NOT_KNOWN)
        verdict.cannotJudge(
          resource,
          `which application "${resource.name}" gives mailboxes to is not known in this preview. Name it by its client ID, or by a resource of this stack.`,
        );
      else if (!stack.hasPrincipalOf(app))
        verdict.violation(
          resource,
          `"${resource.name}" gives ${role} to application ${appName(app)}, whose service principal this stack does not have: nobody sees who reads the mailboxes. ` +
            "Declare the application beside its scope, or correct the client ID.",
        );
      else if (isAssumed) {
        const what = `whether "${resource.name}" gives mailboxes to application ${appName(app)}; its client ID is not known in this preview.`;
        const principal = stack.onlyPrincipalAround(resource);
        if (principal && stack.appOf(principal) === app) verdict.later(resource, what);
        else verdict.cannotJudge(resource, `${what} Put the application and its scope into one VendorApp.`);
      }
    }
  },
});
