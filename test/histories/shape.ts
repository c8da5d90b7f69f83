import type { Sandbox, Tenant } from "@consentra/sandbox/tenant";
import { shapeOf } from "../support/shape";

/** What is in Contoso, by names instead of the IDs that differ from run to run. */
export function wholeShapeOf(contoso: Tenant): unknown {
  const { recipients, servicePrincipals, managementScopes, roleAssignments } = contoso.exchange;
  const appOf = (id: string) => contoso.servicePrincipals.get(id)?.appId ?? id;
  const scopeOf = (scope: { kind: string; id?: string; guid?: string }) =>
    contoso.groups.get(scope.id ?? "")?.mail ?? managementScopes.get(scope.guid ?? "")?.name ?? scope.id ?? scope.kind;
  // Names hold a digest of the stack.
  const withoutDigest = (name: string) => name.replace(/-[0-9a-f]{8}(?=-\w+$|$)/, "");
  // Distinguished names hold the time at which a group was made.
  const filterOf = (filter: string) =>
    [...recipients.values()].reduce(
      (text, each) => text.replace(each.distinguishedName, each.primarySmtpAddress),
      filter,
    );
  return {
    ...shapeOf({ tenants: { contoso } } as Sandbox),
    pointers: [...servicePrincipals.values()]
      .map((each) => `${each.appId} ${appOf(each.objectId)} ${each.displayName}`)
      .sort(),
    managementScopes: [...managementScopes.values()]
      .map((each) => `${withoutDigest(each.name)} ${filterOf(each.recipientFilter)}`)
      .sort(),
    roleAssignments: [...roleAssignments.values()]
      .map(
        (each) =>
          `${withoutDigest(each.name)} ${each.role} ${appOf(each.assignee.id)} ${withoutDigest(scopeOf(each.scope))} ${each.enabled}`,
      )
      .sort(),
  };
}
