import { definePolicy, permissionsOf, type Policy, type PolicyDefinition } from "@consentra/policy-kit";
import type { Permission } from "consentra/graph";
import { ledger } from "./room";

type Rule<C extends object> = Omit<PolicyDefinition<C>, "exceptions" | "resource" | "stack"> & {
  /** What is wrong with a permission, as the end of "… names X: "; undefined where it is fine. */
  fault: (permission: Permission, config: Partial<C>, resourceName: string) => string | undefined;
  /** Why the policy judges nothing with this configuration. */
  notConfigured?: (config: Partial<C>) => string | undefined;
};

/** A policy that judges each permission that a resource grants or asks for, before the resource is made. */
export function permissionPolicy<C extends object = object>({ fault, notConfigured, ...rule }: Rule<C>): Policy {
  return definePolicy<C>(ledger, {
    ...rule,
    exceptions: "permission",
    resource: (args, verdict, config) => {
      const view = permissionsOf(args);
      if (!view) return "it grants no permission and asks for none";
      const reason = notConfigured?.(config);
      if (reason !== undefined) return reason;
      if (view.notKnownYet) verdict.later(args, `"${args.name}" names a permission that is not known`);
      for (const permission of view.permissions) {
        const wrong = fault(permission, config, args.name);
        if (wrong === undefined) continue;
        const { kind, name } = permission;
        verdict.violation(args, `"${args.name}" names the ${kind} permission ${name}: ${wrong}`, name);
      }
    },
  });
}
