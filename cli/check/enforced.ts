/** How long and how often Microsoft Graph is asked whether it enforces a scope. */
export interface Patience {
  /** Minutes from the first probe to the last. */
  limit: number;
  /** Minutes between two probes. */
  interval: number;
  wait: (milliseconds: number) => Promise<unknown>;
  /** Told about each pause, for people who watch. */
  progress: (line: string) => void;
}

/** What came of waiting. */
export interface Waited {
  /** Times that Graph was asked. */
  probes: number;
  /** Minutes that were waited. */
  minutes: number;
}

interface Differences {
  /** In words; empty where Graph does what is declared. */
  differences: string[];
  /** Whether time cannot mend them. */
  hopeless: boolean;
}

/**
 * Minutes between two probes. Graph keeps what it knows of an app's roles while the app asks, for up to two hours, and forgets it after 30 minutes
 * without a request: asking more often than that would keep an old refusal alive. An access policy has no such memory.
 *
 * @see https://learn.microsoft.com/exchange/permissions-exo/application-rbac
 */
export const defaultInterval = { rbac: 35, accessPolicy: 10 } as const;

/** Probes until there is no difference, until time cannot mend what there is, or until the limit; returns the last look. */
export async function untilEnforced<Look extends Differences>(
  probe: () => Promise<Look>,
  { limit, interval, wait, progress }: Patience,
): Promise<{ look: Look; waited: Waited }> {
  let minutes = 0;
  for (let probes = 1; ; probes++) {
    const look = await tolerant(probe, { first: probes === 1, last: minutes >= limit }, progress);
    if (look && (look.differences.length === 0 || look.hopeless || minutes >= limit)) {
      return { look, waited: { probes, minutes } };
    }
    const pause = Math.min(interval, limit - minutes);
    const what = look ? look.differences.join("; ") : "the last probe failed";
    progress(`not in force after ${minutes} min (${what}); asking again in ${pause} min, at most until ${limit} min`);
    await wait(pause * 60_000);
    minutes += pause;
  }
}

/** A fault in the middle of hours of waiting ends nothing; at the beginning or at the end it does. */
async function tolerant<Look>(
  probe: () => Promise<Look>,
  { first, last }: { first: boolean; last: boolean },
  progress: (line: string) => void,
): Promise<Look | undefined> {
  try {
    return await probe();
  } catch (error) {
    if (first || last) throw error;
    progress(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
