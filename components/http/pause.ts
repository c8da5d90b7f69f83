import type { IncomingHttpHeaders } from "node:http";

/** How long to wait before a request is sent again, milliseconds: as the service asks, else growing, and not in step with others. */
export function pauseAfter(headers: IncomingHttpHeaders | undefined, attempt: number, now = Date.now()): number {
  return asked(headers?.["retry-after"], now) ?? growing(attempt);
}

/** `Retry-After`: seconds or a date; undefined where it says neither, or what is over. */
function asked(value: string | undefined, now: number): number | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  const until = Date.parse(text);
  return until > now ? until - now : undefined;
}

function growing(attempt: number): number {
  const full = Math.min(30_000, 500 * 2 ** (attempt - 1));
  return Math.round(full * (0.75 + Math.random() / 4));
}
