/** What `pulumi preview` shows in place of a secret. */
const masked = "[secret]";

/** How a state marks a secret, in whichever form: encrypted, or to be encrypted when it is imported. */
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/**
 * Inputs as a preview shows them, with secrets from elsewhere in their places: those of the state as they are there, others marked, so that Pulumi
 * encrypts them.
 */
export function withSecrets(shown: Record<string, unknown>, secrets: Record<string, unknown>): Record<string, unknown> {
  return fill(shown, secrets) as Record<string, unknown>;
}

function fill(shown: unknown, secrets: unknown): unknown {
  if (shown === masked) return secrets === undefined || secrets === masked ? shown : marked(secrets);
  if (typeof secrets !== "object" || secrets === null) return shown;
  if (Array.isArray(shown)) return shown.map((each, index) => fill(each, (secrets as unknown[])[index]));
  if (typeof shown !== "object" || shown === null) return shown;
  return Object.fromEntries(
    Object.entries(shown).map(([name, each]) => [name, fill(each, (secrets as Record<string, unknown>)[name])]),
  );
}

function marked(secret: unknown): unknown {
  const isMarked = typeof secret === "object" && secret !== null && signature in secret;
  return isMarked ? secret : { [signature]: secretSignature, plaintext: JSON.stringify(secret) };
}
