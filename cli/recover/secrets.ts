import type { PlannedResource } from "./unrecorded";

/** What `pulumi preview` shows in place of a secret. */
const masked = "[secret]";

/** How a state that is imported marks a secret that Pulumi is to encrypt. */
const marker = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

export function hasSecrets({ inputs }: PlannedResource): boolean {
  return JSON.stringify(inputs).includes(JSON.stringify(masked));
}

/**
 * A resource as a preview shows it, with its secrets as one of `--show-secrets` has them, each marked, so that they are encrypted in the state.
 */
export function withSecrets(shown: PlannedResource, plain: PlannedResource): PlannedResource {
  return { ...shown, inputs: fill(shown.inputs, plain.inputs) as Record<string, unknown> };
}

function fill(shown: unknown, plain: unknown): unknown {
  if (shown === masked && plain !== masked) return { ...marker, plaintext: JSON.stringify(plain) };
  if (Array.isArray(shown)) return shown.map((each, index) => fill(each, (plain as unknown[] | undefined)?.[index]));
  if (typeof shown !== "object" || shown === null) return shown;
  return Object.fromEntries(
    Object.entries(shown).map(([name, each]) => [
      name,
      fill(each, (plain as Record<string, unknown> | undefined)?.[name]),
    ]),
  );
}
