import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import type { Permission } from "consentra/graph";
import { exceptionFor, exceptionsSchema } from "./exceptions";
import { permissionsOf } from "./permissions-of";
import { framework, leastPrivilegeUrl } from "./references";

type Rule = Pick<
  ResourceValidationPolicy,
  "name" | "displayName" | "description" | "enforcementLevel" | "severity" | "remediationSteps"
> & {
  /** What is wrong with a permission, as the end of "… grants X: "; undefined where it is fine. */
  fault: (permission: Permission) => string | undefined;
};

/** A policy that judges each permission that a resource grants or asks for, before the resource is made. */
export function permissionPolicy({ fault, ...rule }: Rule): ResourceValidationPolicy {
  return {
    ...rule,
    framework,
    url: leastPrivilegeUrl,
    configSchema: exceptionsSchema,
    validateResource: (args, reportViolation) => {
      const view = permissionsOf(args);
      if (!view) return args.notApplicable("it grants no permission and asks for none");
      if (view.notKnownYet) reportViolation(`cannot judge yet: "${args.name}" names a permission that is not known`);
      for (const permission of view.permissions) {
        const wrong = fault(permission);
        if (wrong !== undefined) report(args, permission, wrong, reportViolation);
      }
    },
  };
}

function report(
  args: ResourceValidationArgs,
  { name, kind }: Permission,
  wrong: string,
  reportViolation: (message: string) => void,
): void {
  const what = `"${args.name}" names the ${kind} permission ${name}: ${wrong}`;
  const found = exceptionFor(args, name, args.name);
  if (!found) reportViolation(`${what} Or except it in the pack's configuration, with reason, approver and last day.`);
  else if (found.expired)
    reportViolation(`${what} Its exception by ${found.exception.approver} expired on ${found.exception.expires}.`);
}
