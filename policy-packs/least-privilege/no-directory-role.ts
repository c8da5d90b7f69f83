import { definePolicy, frameworks, NOT_KNOWN, types } from "@consentra/policy-kit";
import { leastPrivilegeUrl, ledger } from "./room";

/** Ways to give somebody a role in the directory, with the property that names who gets it. */
const ways: readonly [type: string, property: string][] = [
  [types.directoryRoleAssignment, "principalObjectId"],
  [types.directoryRoleEligibility, "principalId"],
  [types.directoryRoleMember, "memberObjectId"],
  [types.administrativeUnitRoleMember, "memberObjectId"],
];

/** Roles of administrators reach past every permission, so no app gets one. */
export const noDirectoryRole = definePolicy(ledger, {
  name: "no-directory-role",
  displayName: "No administrator's role for an application",
  description: "An application gets permissions by name; a role of the directory reaches past them.",
  level: "mandatory",
  severity: "critical",
  framework: frameworks.privilegedUsers,
  url: leastPrivilegeUrl,
  remediationSteps: "Grant the application permission for what the app does, instead of a directory role.",
  exceptions: "application",
  stack: (stack, verdict) => {
    const found = ways.flatMap(([type, property]) => stack.ofType(type).map((each) => ({ each, property })));
    if (found.length === 0) return "the stack gives nobody a role of the directory";
    for (const { each, property } of found) {
      const principal = stack.principalOf(each, property);
      if (principal === undefined) continue;
      if (principal === NOT_KNOWN && dependsOnPerson(each.propertyDependencies[property])) continue;
      if (principal === NOT_KNOWN)
        verdict.cannotJudge(
          each,
          `who gets the directory role of "${each.name}" is not known in this preview. Use the object ID as a literal.`,
        );
      else
        verdict.violation(
          each,
          `"${each.name}" gives the service principal "${principal.name}" a role of the directory: it reaches past every permission that was judged. ` +
            "Grant the application permission for what the app does.",
        );
    }
  },
});

function dependsOnPerson(dependencies: readonly { type: string }[] = []): boolean {
  const people = new Set<string>([types.user, types.group, types.invitation]);
  return dependencies.length > 0 && dependencies.every(({ type }) => people.has(type));
}
