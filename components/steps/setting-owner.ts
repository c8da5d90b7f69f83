import * as z from "zod";
import { succeeded, type GraphStepContext } from "./context";

/**
 * A tenant-wide setting has one owner. Who that is, and what was there before, is kept in the tenant, in the description of a permission
 * grant policy that grants nothing: its ID is taken once, so that of two stacks only one can have it, and a crash loses nothing.
 */
const claim = z.strictObject({ owner: z.string(), before: z.unknown() });

const path = "/policies/permissionGrantPolicies";

interface Setting {
  /** ID of the policy that keeps the claim. */
  id: string;
  /** In words, for people. */
  name: string;
}

export const ownedSettings = {
  userConsent: { id: "consentra-user-consent-settings", name: "user consent settings" },
  consentWorkflow: { id: "consentra-admin-consent-workflow", name: "admin consent workflow" },
} as const satisfies Record<string, Setting>;

/**
 * Takes a setting for an owner, and writes it.
 *
 * @param access reads what is there, to be restored at the end, and writes what is wanted
 * @returns what was there before the owner took it for the first time
 * @throws where another stack has it
 */
export async function takeSetting(
  context: GraphStepContext,
  setting: Setting,
  owner: string,
  access: { read: () => Promise<unknown>; write: () => Promise<void> },
): Promise<unknown> {
  const held = await readClaim(context, setting);
  if (held) {
    const before = beforeOf(setting, owner, held);
    await access.write();
    return before;
  }
  const before = await claimSetting(context, setting, owner, await access.read());
  try {
    await access.write();
  } catch (error) {
    // The engine keeps nothing of a step that failed, so nothing would give the setting back.
    await context.graph.ask("DELETE", `${path}/${setting.id}`);
    throw error;
  }
  return before;
}

async function claimSetting(
  context: GraphStepContext,
  setting: Setting,
  owner: string,
  before: unknown,
): Promise<unknown> {
  const answer = await context.graph.ask("POST", path, {
    id: setting.id,
    displayName: `Consentra: ${setting.name}`,
    description: JSON.stringify({ owner, before }),
  });
  if (answer.status < 400) return before;
  // Somebody was quicker, or our own request was done although its answer was lost.
  const taken = await readClaim(context, setting);
  if (taken) return beforeOf(setting, owner, taken);
  succeeded(`taking the ${setting.name}`, answer);
  return before;
}

/** Gives a setting back. @param restore writes what was there before; not called where the owner does not have it (any more) */
export async function releaseSetting(
  context: GraphStepContext,
  setting: Setting,
  owner: string,
  restore: (before: unknown) => Promise<void>,
): Promise<void> {
  const held = await readClaim(context, setting);
  if (held?.owner !== owner) {
    context.progress(`the ${setting.name} do not belong to this stack any more: they stay as they are`);
    return;
  }
  await restore(held.before);
  const answer = await context.graph.ask("DELETE", `${path}/${setting.id}`);
  if (answer.status !== 404) succeeded(`giving the ${setting.name} back`, answer);
}

async function readClaim({ graph }: GraphStepContext, setting: Setting): Promise<z.infer<typeof claim> | undefined> {
  const answer = await graph.ask("GET", `${path}/${setting.id}`);
  if (answer.status === 404) return undefined;
  const { description } = succeeded(`reading who has the ${setting.name}`, answer);
  const read = claim.safeParse(parsed(description));
  if (read.success) return read.data;
  throw new Error(
    `the permission grant policy ${setting.id} keeps who manages the ${setting.name}, but its description was changed by hand; ` +
      "delete that policy, and what is set now counts as what was there before",
  );
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

function beforeOf(setting: Setting, owner: string, held: z.infer<typeof claim>): unknown {
  if (held.owner === owner) return held.before;
  throw new Error(
    `the ${setting.name} of this tenant are managed by ${held.owner} already, and a tenant has only one of them: declare them in one ` +
      `stack. If that stack is gone, delete the permission grant policy ${setting.id} and run again.`,
  );
}
