import type { PolicyResource } from "@pulumi/policy";
import { kindOfCommandSource, parseManifest, type Manifest } from "consentra/exchange/manifest";
import { apiNames, apis, findPermissionById, reachesMailboxes, type Permission } from "consentra/graph";
import { NOT_KNOWN, readable } from "./readable";

const assignmentType = "azuread:index/appRoleAssignment:AppRoleAssignment";
const principalType = "azuread:index/servicePrincipal:ServicePrincipal";
const commandType = "command:local:Command";

type PolicyManifest = Extract<Manifest, { kind: "ApplicationAccessPolicy" }>;

/** An access policy that the stack makes. */
export interface AccessPolicyView {
  resource: PolicyResource;
  /** What it says, or why that cannot be read. */
  spec: PolicyManifest["spec"] | typeof NOT_KNOWN;
}

/** An application permission that reaches mailboxes, granted by the stack. */
export interface MailboxGrantView {
  resource: PolicyResource;
  permission: Permission;
  /** Client ID of the app that gets it; undefined where nothing in the stack tells. */
  clientId: string | undefined | typeof NOT_KNOWN;
}

export interface StackView {
  grants: MailboxGrantView[];
  policies: AccessPolicyView[];
  /** Assignments whose permission is not known yet. */
  unreadable: PolicyResource[];
}

/** What a stack says of mailboxes: read from plain azuread resources and commands, whoever made them. */
export function viewStack(resources: readonly PolicyResource[]): StackView {
  const view: StackView = { grants: [], policies: [], unreadable: [] };
  for (const resource of resources) {
    if (resource.type === commandType) {
      const policy = toAccessPolicy(resource);
      if (policy) view.policies.push(policy);
    } else if (resource.type === assignmentType) {
      const roleId = readable(() => String(resource.props.appRoleId));
      if (roleId === NOT_KNOWN) view.unreadable.push(resource);
      else {
        const permission = mailboxPermission(roleId);
        if (permission) view.grants.push({ resource, permission, clientId: clientIdOf(resource, resources) });
      }
    }
  }
  return view;
}

/** The IDs of mailbox permissions differ between the APIs, so the API need not be known. */
function mailboxPermission(roleId: string): Permission | undefined {
  return apiNames
    .map((api) => findPermissionById(apis[api].clientId, "application", roleId))
    .find((permission) => permission && reachesMailboxes(permission));
}

function toAccessPolicy(resource: PolicyResource): AccessPolicyView | undefined {
  const source = readable(() => resource.props.create as unknown);
  if (typeof source !== "string" || kindOfCommandSource(source) !== "ApplicationAccessPolicy") return undefined;
  const text = readable(() => resource.props.stdin as unknown);
  if (text === NOT_KNOWN) return { resource, spec: NOT_KNOWN };
  const manifest = parseManifest(typeof text === "string" ? text : "");
  return manifest.kind === "ApplicationAccessPolicy" ? { resource, spec: manifest.spec } : undefined;
}

/** The app behind an assignment: by the object ID of a service principal of the stack, or, while that is not known, by the dependency. */
function clientIdOf(
  assignment: PolicyResource,
  resources: readonly PolicyResource[],
): string | undefined | typeof NOT_KNOWN {
  const objectId = readable(() => String(assignment.props.principalObjectId));
  const principals = resources.filter((each) => each.type === principalType);
  if (objectId !== NOT_KNOWN) {
    const wanted = objectId.toLowerCase();
    const named = principals.find((each) => {
      const known = readable(() => each.props.objectId as unknown);
      return typeof known === "string" && known.toLowerCase() === wanted;
    });
    return named && readClientId(named);
  }
  const candidates = (assignment.propertyDependencies.principalObjectId ?? []).filter(
    (each) => each.type === principalType,
  );
  const ids = new Set(candidates.map(readClientId));
  return ids.size === 1 ? [...ids][0] : NOT_KNOWN;
}

function readClientId(principal: PolicyResource): string | typeof NOT_KNOWN {
  const clientId = readable(() => String(principal.props.clientId));
  return clientId === NOT_KNOWN ? NOT_KNOWN : clientId.toLowerCase();
}

/** Whether a resource is created after another one, directly or through others. */
export function dependsOn(resource: PolicyResource, target: PolicyResource, seen = new Set<string>()): boolean {
  if (seen.has(resource.urn)) return false;
  seen.add(resource.urn);
  const direct = [...resource.dependencies, ...Object.values(resource.propertyDependencies).flat()];
  return direct.some((each) => each.urn === target.urn || dependsOn(each, target, seen));
}

/** Policies for one app, in any letter case. */
export function policiesFor(view: StackView, clientId: string): AccessPolicyView[] {
  return view.policies.filter(({ spec }) => spec !== NOT_KNOWN && spec.appId.toLowerCase() === clientId);
}

/** How a resource is named to people. */
export function nameOf(resource: PolicyResource): string {
  return `"${resource.name}"`;
}
