import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { UsageError } from "../exit";

const shape = z.union([
  z.strictObject({ clientSecret: z.string().min(1) }),
  z.strictObject({ certificatePath: z.string().min(1) }),
]);

/** How the vendor's app proves who it is: one of both. */
export interface AppCredential {
  clientSecret?: string;
  /** PEM with certificate and private key. */
  certificatePath?: string;
}

/**
 * The app's credential, from a file or from the environment; never from an argument.
 *
 * @throws UsageError saying what is missing, never what was found
 */
export function readCredential(file: string | undefined, environment: NodeJS.ProcessEnv): AppCredential {
  if (file === undefined) {
    const clientSecret = environment.CONSENTRA_APP_CLIENT_SECRET;
    const certificatePath = environment.CONSENTRA_APP_CERTIFICATE_PATH;
    if (certificatePath) return { certificatePath };
    if (clientSecret) return { clientSecret };
    throw new UsageError(
      "the app's own credential is needed: set CONSENTRA_APP_CLIENT_SECRET or CONSENTRA_APP_CERTIFICATE_PATH, or name a file with --credential",
    );
  }
  let text: string;
  try {
    text = readFileSync(file, "utf8");
    if ((statSync(file).mode & 0o077) !== 0) {
      process.stderr.write(`consentra: ${file} can be read by others; make it yours alone with chmod 600\n`);
    }
  } catch {
    throw new UsageError(`the credential file ${file} cannot be read`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  const result = shape.safeParse(parsed);
  if (!result.success) {
    throw new UsageError(`${file} is no credential file: expected {"clientSecret": "…"} or {"certificatePath": "…"}`);
  }
  return result.data;
}
