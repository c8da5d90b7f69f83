import { z } from "zod";
import { kindOfCommandSource } from "consentra/exchange/manifest";
import { apiNames, apis, findPermissionById } from "consentra/graph";
import type { PreflightAction, PreflightActionName } from "consentra/preflight";
import { changes, knownText, nameOfUrn, stateOfStep, type Plan, type PlannedState } from "../preview/plan";

const defaultAccess = "00000000-0000-0000-0000-000000000000";

/** What a plan is about to do, and what of it this version knows no rights of. */
export interface PlannedActions {
  actions: PreflightAction[];
  /** Resources whose rights are not known: they are said, not passed over. */
  notJudged: { name: string; type: string }[];
}

/** Kinds of the provider's own commands. */
const commandKinds: Record<string, PreflightActionName> = {
  MailEnabledSecurityGroup: "manageExchangeGroup",
  ApplicationAccessPolicy: "manageAccessPolicy",
  ExchangeServicePrincipal: "manageRbacScope",
  ManagementScope: "manageRbacScope",
  RoleAssignment: "manageRbacScope",
  UserConsentSettings: "changeAuthorizationPolicy",
  AdminConsentWorkflow: "changeConsentRequestPolicy",
  PermissionClassification: "classifyPermissions",
  AppAssignmentSeed: "assignUsers",
  PurgedApplication: "purgeApplication",
};

/** Kinds that keep who owns them in a permission grant policy. */
const claimingKinds = new Set(["UserConsentSettings", "AdminConsentWorkflow"]);

/** Types of the azuread provider by the start of their name; the longest start that fits counts. */
const azureadTypes: Record<string, PreflightActionName> = {
  Application: "createApplication",
  ServicePrincipal: "createServicePrincipal",
  ServicePrincipalDelegatedPermissionGrant: "grantDelegatedPermission",
  Group: "createGroup",
  GroupMember: "changeGroupMembers",
  User: "changeUsers",
};

/** Reads the actions from the planned steps, whoever wrote the resources: our components or plain azuread ones. */
export function plannedActions({ steps }: Plan): PlannedActions {
  const states = steps.flatMap((step) => stateOfStep(step) ?? []);
  const found: PlannedActions = { actions: [], notJudged: [] };
  for (const step of steps) {
    const state = stateOfStep(step);
    if (!state || !isTenantResource(state)) continue;
    const name = nameOfUrn(step.urn);
    if (step.op === "read") found.actions.push({ action: "readApplications", path: name });
    if (!changes(step)) continue;
    const action = actionOf(state, states, name);
    if (action === "notOurs") continue;
    if (action) found.actions.push(action, ...ownersOf(state, name), ...claimOf(state, name));
    else found.notJudged.push({ name, type: state.type });
  }
  return found;
}

function isTenantResource({ type }: PlannedState): boolean {
  return type.startsWith("azuread:") || type === "command:local:Command" || type.startsWith("azure-native:");
}

function actionOf(
  state: PlannedState,
  states: readonly PlannedState[],
  path: string,
): PreflightAction | "notOurs" | undefined {
  if (state.type === "command:local:Command") {
    const source = knownText(state.inputs.create);
    const kind = source === undefined ? undefined : kindOfCommandSource(source);
    if (source !== undefined && kind === undefined) return "notOurs";
    const action = commandKinds[kind ?? ""];
    return action && { action, path, ...(kind === "RoleAssignment" && assignedRoles(state)) };
  }
  if (state.type.startsWith("azure-native:")) {
    return state.type === "azure-native:keyvault:Secret" ? { action: "writeKeyVaultSecret", path } : undefined;
  }
  const type = state.type.split(":").at(-1) ?? "";
  if (type === "AppRoleAssignment") return assignmentAction(state, path);
  if (type === "ServicePrincipal" && makesItsApplication(state, states)) {
    return { action: "createOwnServicePrincipal", path };
  }
  const start = Object.keys(azureadTypes)
    .filter((each) => type.startsWith(each))
    .sort((one, other) => other.length - one.length)[0];
  // A type that only starts alike is another one, unless it is a part of a registration or an enterprise application.
  const action =
    start === type || start === "Application" || start === "ServicePrincipal" ? azureadTypes[start] : undefined;
  return action && { action, path };
}

const roleManifest = z.object({ spec: z.object({ role: z.string() }) });

/** The role of RBAC for Applications, where the manifest is known. */
function assignedRoles(state: PlannedState): { roles?: string[] } {
  try {
    return { roles: [roleManifest.parse(JSON.parse(knownText(state.inputs.stdin) ?? "")).spec.role] };
  } catch {
    return {};
  }
}

function assignmentAction(state: PlannedState, path: string): PreflightAction {
  const appRoleId = knownText(state.inputs.appRoleId);
  if (appRoleId === defaultAccess) return { action: "assignUsers", path };
  const api = apiNames.find((name) => appRoleId !== undefined && findPermissionById(name, "application", appRoleId));
  return { action: "grantApplicationPermission", path, ...(api && { api: apis[api].clientId }) };
}

/** Whether the registration is made by the same stack, whose deployer then owns it. */
function makesItsApplication(state: PlannedState, states: readonly PlannedState[]): boolean {
  const sources = new Set(state.propertyDependencies.clientId ?? []);
  return states.some((each) => sources.has(each.urn) && /^azuread:index\/application(Registration)?:/.test(each.type));
}

function claimOf(state: PlannedState, path: string): PreflightAction[] {
  const kind = kindOfCommandSource(knownText(state.inputs.create) ?? "");
  return claimingKinds.has(kind ?? "") ? [{ action: "classifyPermissions", path }] : [];
}

function ownersOf(state: PlannedState, path: string): PreflightAction[] {
  const isPrincipal = state.type === "azuread:index/servicePrincipal:ServicePrincipal";
  return isPrincipal && state.inputs.owners !== undefined ? [{ action: "setOwners", path }] : [];
}
