import { tokenSource } from "../credentials";
import { RestGraphReader } from "../graph-reader";
import { readManifest } from "../manifest-text";
import { graphManifest } from "../steps/manifest";
import { runGraphStep } from "../steps/run";
import { assertKind, assertTenant, previous, progress, wait, type StepAction } from "./surroundings";

/** One thing in Microsoft Graph that the azuread provider has no resource for. */
export async function graphStep(kind: string, action: StepAction, input: string): Promise<unknown> {
  const manifest = readManifest(graphManifest, input);
  assertKind(manifest.kind, kind);
  const tokens = tokenSource(process.env);
  assertTenant(manifest.tenantId, tokens.tenantId);
  return runGraphStep({ graph: new RestGraphReader(tokens), progress, wait }, manifest, action, previous);
}
