import type { PolicyResource } from "@pulumi/policy";
import {
  definePolicy,
  frameworks,
  keyOf,
  NOT_KNOWN,
  permissionsOf,
  types,
  type AppKey,
  type PermissionsView,
  type StackView,
  type Verdict,
} from "@consentra/policy-kit";
import type { Permission } from "consentra/graph";
import { consentUrl, ledger } from "./room";

const principalProperty = {
  [types.appRoleAssignment]: "principalObjectId",
  [types.delegatedGrant]: "servicePrincipalObjectId",
} as const;

/** What an application of the stack is granted is what its registration asks for, so that the registration tells the truth. */
export const grantWasRequested = definePolicy(ledger, {
  name: "grant-was-requested",
  displayName: "No grant without a request",
  description: "An application that the stack registers is granted only what its registration asks for.",
  level: "mandatory",
  severity: "medium",
  framework: frameworks.applicationRisk,
  url: consentUrl,
  remediationSteps:
    "Add the permission to the registration's `requiredResourceAccesses` (AppRegistration: `permissions`), or take the grant away.",
  exceptions: "permission",
  stack: (stack, verdict) => {
    if (stack.applications().length === 0) return "the stack registers no application";
    const requests = requestsByApp(stack);
    for (const [type, property] of Object.entries(principalProperty)) {
      for (const grant of stack.ofType(type)) judge(grant, property, stack, requests, verdict);
    }
  },
});

type Requests = Map<AppKey, { names: Set<string>; notKnownYet: boolean }>;

const keyOfPermission = ({ api, kind, name }: Permission) => `${api}|${kind}|${name}`;

function requestsByApp(stack: StackView): Requests {
  const requests: Requests = new Map();
  const note = (app: AppKey, view: PermissionsView | undefined, ignored: boolean) => {
    const found = requests.get(app) ?? { names: new Set<string>(), notKnownYet: false };
    for (const each of view?.permissions ?? []) found.names.add(keyOfPermission(each));
    for (const each of view?.unknown ?? []) found.names.add(each);
    if (view?.notKnownYet || ignored) found.notKnownYet = true;
    requests.set(app, found);
  };
  for (const each of stack.applications()) note(keyOf(each), permissionsOf(each), false);
  for (const each of stack.ofType(types.applicationApiAccess)) {
    const application = stack.applicationOf(each);
    if (application !== NOT_KNOWN && application) note(keyOf(application), permissionsOf(each), false);
    else if (application === NOT_KNOWN) for (const app of requests.keys()) note(app, undefined, true);
  }
  return requests;
}

function judge(grant: PolicyResource, property: string, stack: StackView, requests: Requests, verdict: Verdict): void {
  const view = permissionsOf(grant);
  if (!view || (view.permissions.length === 0 && view.unknown.length === 0 && !view.notKnownYet)) return;
  const principal = stack.principalOf(grant, property);
  if (principal === undefined) return;
  const app = principal === NOT_KNOWN ? NOT_KNOWN : stack.appOf(principal);
  if (app !== NOT_KNOWN && !stack.application(app)) return;
  const asked = app === NOT_KNOWN ? undefined : requests.get(app);
  if (app === NOT_KNOWN || !asked || view.notKnownYet) {
    verdict.cannotJudge(
      grant,
      `whether what "${grant.name}" grants was asked for, because the permission or the application is not known in this preview. ` +
        "Use the permission's ID as a literal, and refer to the service principal by a resource of this stack.",
    );
    return;
  }
  for (const permission of view.permissions) {
    // A delegated grant has names only: one of the APIs that have the name was asked for.
    const wanted = view.permissions.filter((each) => each.kind === permission.kind && each.name === permission.name);
    if (wanted.some((each) => asked.names.has(keyOfPermission(each)))) continue;
    if (wanted[0] !== permission) continue;
    if (asked.notKnownYet)
      verdict.cannotJudge(
        grant,
        `whether ${permission.name} that "${grant.name}" grants was asked for; the request is not known in this preview.`,
      );
    else
      verdict.violation(
        grant,
        `"${grant.name}" grants the ${permission.kind} permission ${permission.name}, for which the registration ` +
          `"${stack.application(app)?.name ?? ""}" does not ask: who reads the registration does not see it. Ask for it there, or take the grant away.`,
        permission.name,
      );
  }
}
