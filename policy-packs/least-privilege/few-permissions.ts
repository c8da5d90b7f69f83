import type { PolicyResource } from "@pulumi/policy";
import {
  appName,
  definePolicy,
  frameworks,
  keyOf,
  NOT_KNOWN,
  permissionsOf,
  types,
  type StackView,
} from "@consentra/policy-kit";
import { leastPrivilegeUrl, ledger } from "./room";

interface Config {
  most: number;
}

const usual = 10;

/** An application with a long list of permissions is several applications, or one that nobody looked at. */
export const fewPermissions = definePolicy<Config>(ledger, {
  name: "few-permissions",
  displayName: "Not too many permissions",
  description: "An application has no more permissions than somebody can look at one by one.",
  level: "advisory",
  severity: "low",
  framework: frameworks.leastPrivilege,
  url: leastPrivilegeUrl,
  remediationSteps: "Take away what the app does not call, or register one application per purpose.",
  exceptions: "application",
  config: {
    most: {
      type: "integer",
      minimum: 1,
      description: "How many permissions an application may have, both kinds together.",
      default: usual,
    },
  },
  stack: (stack, verdict, { most = usual }) => {
    const apps = new Map<string, { first: PolicyResource; names: Set<string>; notKnown: number }>();
    for (const { resource, app, isNotKnown } of namingPermissions(stack)) {
      const view = permissionsOf(resource);
      if (!view) continue;
      const found = apps.get(app) ?? { first: resource, names: new Set<string>(), notKnown: 0 };
      for (const { kind, name } of view.permissions) found.names.add(`${kind} ${name}`);
      for (const each of view.unknown) found.names.add(each);
      if (view.notKnownYet || isNotKnown) found.notKnown += 1;
      apps.set(app, found);
    }
    if (apps.size === 0) return "no application of the stack has permissions";
    for (const [app, { first, names, notKnown }] of apps) {
      if (names.size > most)
        verdict.violation(
          first,
          `application ${appName(app)} has ${names.size} permissions, at most ${most} are expected. Take away what it does not call.`,
        );
      else if (notKnown > 0)
        verdict.cannotJudge(
          first,
          `how many permissions application ${appName(app)} has; ${names.size} are known in this preview.`,
        );
    }
  },
});

/** A resource that names permissions, with its application; one whose application is not known counts on its own. */
interface Naming {
  resource: PolicyResource;
  app: string;
  isNotKnown?: boolean;
}

function* namingPermissions(stack: StackView): Generator<Naming> {
  for (const each of stack.applications()) yield { resource: each, app: keyOf(each) };
  for (const each of stack.ofType(types.applicationApiAccess)) {
    const application = stack.applicationOf(each);
    if (application === NOT_KNOWN) yield { resource: each, app: each.urn, isNotKnown: true };
    else yield { resource: each, app: application ? keyOf(application) : each.urn };
  }
  for (const [type, property] of [
    [types.appRoleAssignment, "principalObjectId"],
    [types.delegatedGrant, "servicePrincipalObjectId"],
  ] as const) {
    for (const each of stack.ofType(type)) {
      const principal = stack.principalOf(each, property);
      if (principal === undefined) continue;
      const app = principal === NOT_KNOWN ? NOT_KNOWN : stack.appOf(principal);
      if (app !== NOT_KNOWN) yield { resource: each, app };
      else if (permissionsOf(each)?.permissions.length) yield { resource: each, app: each.urn, isNotKnown: true };
    }
  }
}
