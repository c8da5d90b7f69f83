import type { HandOff } from "consentra/handoff";
import { AppClient } from "./app-client";
import { hasDeployer, readConfiguration } from "./configuration";
import { checkContacts } from "./contacts";
import type { AppCredential } from "./credential";
import { untilEnforced, type Patience, type Waited } from "./enforced";
import { chooseProbes, look, type Probes } from "./probes";
import type { Finding } from "./report";

export interface CheckOptions {
  credential: AppCredential;
  environment: NodeJS.ProcessEnv;
  /** Mailboxes that were named. */
  named: Partial<Probes>;
  /** Waits until Graph does what is declared. @default - Graph is asked once */
  patience?: Patience;
  /** Told what could not be found out. */
  note: (line: string) => void;
}

export interface CheckResult {
  findings: Finding[];
  /** Where Graph was waited for. */
  enforced?: Waited & { ok: boolean };
}

/**
 * Compares what the stack declares with what the app can really do, and with what is configured where the identity that deploys is there
 * too.
 */
export async function runCheck(handOff: HandOff, options: CheckOptions): Promise<CheckResult> {
  const { credential, environment, named, patience } = options;
  const signIn = () => AppClient.signIn(handOff, credential, environment);
  const first = await signIn();
  const probes = await chooseProbes(handOff, first, named);
  const configuration = await configured(handOff, probes, options);
  const contacts = needsContacts(handOff) ? await checkContacts(first) : [];
  // What is configured wrongly is not mended by waiting.
  const worthWaiting = configuration.every(({ ok }) => ok);
  const { seen, waited } = await lookLong(handOff, probes, first, signIn, worthWaiting ? patience : undefined);
  const enforced = patience && { ok: [...seen.permissions, ...seen.mailboxes].every(({ ok }) => ok), ...waited };
  return {
    findings: [...seen.permissions, ...contacts, ...seen.mailboxes, ...configuration],
    ...(enforced && { enforced }),
  };
}

async function configured(
  handOff: HandOff,
  probes: Probes | undefined,
  { environment, note }: CheckOptions,
): Promise<Finding[]> {
  if (!probes || !handOff.mailboxScope || !hasDeployer(environment)) return [];
  const answer = await readConfiguration(handOff, probes, environment);
  if (!("unread" in answer)) return answer;
  note(`what is configured was not read: ${answer.unread}`);
  return [];
}

/** One look, or as many as it takes; each with a token of its own, because rights travel in it. */
async function lookLong(
  handOff: HandOff,
  probes: Probes | undefined,
  first: AppClient,
  signIn: () => Promise<AppClient>,
  patience: Patience | undefined,
) {
  let client: AppClient | undefined = first;
  const probe = async () => {
    const seen = await look(handOff, client ?? (await signIn()), probes);
    client = undefined;
    const open = [...seen.permissions, ...seen.mailboxes].filter(({ ok }) => !ok);
    return { ...seen, differences: open.map(({ check, found }) => `${check}: ${found}`) };
  };
  if (!patience) return { seen: await probe(), waited: { probes: 1, minutes: 0 } };
  const { look: seen, waited } = await untilEnforced(probe, patience);
  return { seen, waited };
}

function needsContacts({ permissions }: HandOff): boolean {
  return permissions.some(({ kind, name }) => kind === "application" && name === "OrgContact.Read.All");
}
