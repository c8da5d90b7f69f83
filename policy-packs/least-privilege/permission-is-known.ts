import type { ResourceValidationPolicy } from "@pulumi/policy";
import { permissionsOf } from "./permissions-of";
import { framework, leastPrivilegeUrl } from "./references";

/** What is not in the table of permissions cannot be judged, which is said. */
export const permissionIsKnown: ResourceValidationPolicy = {
  name: "permission-is-known",
  displayName: "Each permission can be judged",
  description: "A permission that the table of permissions does not hold is judged by nobody.",
  enforcementLevel: "advisory",
  severity: "medium",
  framework,
  url: leastPrivilegeUrl,
  remediationSteps: "Look the permission up in Microsoft's permissions reference and judge it yourself.",
  validateResource: (args, reportViolation) => {
    const view = permissionsOf(args);
    if (!view) return args.notApplicable("it grants no permission and asks for none");
    for (const each of view.unknown)
      reportViolation(`"${args.name}" names the permission ${each}, which the table of permissions does not hold`);
    if (view.notKnownYet) reportViolation(`cannot judge yet: "${args.name}" names a permission that is not known`);
  },
};
