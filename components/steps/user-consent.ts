import { succeeded, type GraphStepContext } from "./context";
import type { UserConsentSpec } from "./manifest";
import { ownedSettings, releaseSetting, takeSetting } from "./setting-owner";

/** What is kept in the stack's state. */
export interface UserConsentState {
  owner: string;
  /** What was there before the stack took the setting. */
  before: string[];
  now: string[];
}

const path = "/policies/authorizationPolicy";
const self = "ManagePermissionGrantsForSelf.";

/** Sets by which policies users may consent for themselves; what owners of resources may do stays as it is. */
export async function setUserConsent(context: GraphStepContext, spec: UserConsentSpec): Promise<UserConsentState> {
  const now = spec.policies.map((policy) => `${self}${policy}`);
  const before = await takeSetting(context, ownedSettings.userConsent, spec.owner, {
    read: async () => onlySelf(await readAssigned(context)),
    write: () => write(context, now),
  });
  return { owner: spec.owner, before: asList(before), now };
}

export function restoreUserConsent(context: GraphStepContext, previous: UserConsentState): Promise<void> {
  return releaseSetting(context, ownedSettings.userConsent, previous.owner, (before) => write(context, asList(before)));
}

async function write(context: GraphStepContext, wanted: readonly string[]): Promise<void> {
  const assigned = await readAssigned(context);
  const next = [...assigned.filter((each) => !each.startsWith(self)), ...wanted];
  if (sameSet(assigned, next)) return;
  succeeded(
    "setting what users may consent to",
    await context.graph.ask("PATCH", path, {
      defaultUserRolePermissions: { permissionGrantPoliciesAssigned: next },
    }),
  );
  const found = onlySelf(await readAssigned(context));
  if (sameSet(found, wanted)) return;
  throw new Error(
    `users may consent by ${found.join(", ") || "no policy"} instead of ${wanted.join(", ") || "no policy"} after the change; is something else changing it?`,
  );
}

async function readAssigned({ graph }: GraphStepContext): Promise<string[]> {
  const body = succeeded("reading what users may consent to", await graph.ask("GET", path));
  const { permissionGrantPoliciesAssigned } = (body.defaultUserRolePermissions ?? {}) as Record<string, unknown>;
  return asList(permissionGrantPoliciesAssigned);
}

const onlySelf = (assigned: readonly string[]): string[] => assigned.filter((each) => each.startsWith(self));

const asList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each) => other.includes(each));
}
