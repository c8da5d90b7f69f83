import type { Snapshot, Tenant } from "@consentra/sandbox/tenant";

const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const sid = /S-1-\d+(?:-\d+)+/g;
const instant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
/** Exchange appends the time of making to a group's name. */
const madeAt = /\d{14,}/g;
/** IDs of grants and of app role assignments. */
const opaque = /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{40,}(?![A-Za-z0-9_-])/g;

/**
 * A tenant without what differs between two runs: IDs and times that the seed does not have, and how often a secret was written into a vault; an
 * empty relay state is none. What is there twice, is there twice.
 */
export function withoutIds(tenant: Snapshot, seed: Snapshot): unknown {
  const text = JSON.stringify(seed);
  const patterns = [guid, sid, instant, madeAt, opaque].map((pattern) => ({
    pattern,
    known: new Set(text.match(pattern) ?? []),
  }));
  const plain = (given: string) =>
    patterns.reduce(
      (rest, { pattern, known }) => rest.replace(pattern, (found) => (known.has(found) ? found : "…")),
      given,
    );
  const normal = (value: unknown): unknown => {
    if (typeof value === "string") return plain(value);
    if (Array.isArray(value)) return value.map(normal).sort(byText);
    if (typeof value !== "object" || value === null) return value;
    return Object.entries(value)
      .filter(([name, each]) => !(name === "relayState" && each === ""))
      .map(([name, each]) => [plain(name), name === "secrets" ? Object.keys(each as object) : normal(each)])
      .sort(byText);
  };
  return normal(tenant);
}

/** What a tenant is like, with the names of applications that the seed does not have in place of their client IDs. */
export function withNames(shape: unknown, { applications }: Pick<Tenant, "applications">, seed: Snapshot): unknown {
  const known = JSON.stringify(seed);
  const ours = [...applications.values()].filter(({ appId }) => !known.includes(appId));
  const named = (text: string) => ours.reduce((rest, each) => rest.replaceAll(each.appId, each.displayName), text);
  const normal = (value: unknown): unknown => {
    if (typeof value === "string") return named(value);
    if (Array.isArray(value)) return value.map(normal).sort(byText);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, normal(each)]));
  };
  return normal(shape);
}

function byText(one: unknown, other: unknown): number {
  const [first = "", second = ""] = [JSON.stringify(one), JSON.stringify(other)];
  return first < second ? -1 : first > second ? 1 : 0;
}
