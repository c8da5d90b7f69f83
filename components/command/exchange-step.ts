import { tokenSource } from "../credentials";
import { parseManifest } from "../exchange/manifest";
import { runExchangeStep } from "../exchange/objects/run";
import { exchangeTransport } from "../exchange/transport-choice";
import { RestGraphReader } from "../graph-reader";
import { assertKind, assertTenant, previous, progress, wait, type StepAction } from "./surroundings";
import { prepareTokens } from "./tokens";

/** One object in Exchange. */
export async function exchangeStep(kind: string, action: StepAction, input: string): Promise<unknown> {
  const manifest = parseManifest(input);
  assertKind(manifest.kind, kind);
  const tokens = tokenSource(process.env);
  assertTenant(manifest.tenantId, tokens.tenantId);
  prepareTokens(tokens, "exchange");
  const context = {
    exchange: exchangeTransport({ tokens, organization: manifest.organization, progress }),
    graph: new RestGraphReader(tokens),
    progress,
    patience: 300_000,
    wait,
  };
  return runExchangeStep(context, manifest, action, previous);
}
