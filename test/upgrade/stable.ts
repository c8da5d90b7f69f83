import { createHash } from "node:crypto";
import type { StackDeployment, StackResource } from "@consentra/sandbox/engine";
import type { TenantChange } from "./tenant-changes";

/** A state, and what the tenant has beyond its seed. */
export interface Recorded {
  state: StackDeployment;
  tenant: TenantChange[];
}

export interface Recording extends Recorded {
  /** Whatever was there before the stack, as text: what is named in it is no accident of this run. */
  given: string;
  /** Host and port of the simulated tenant. */
  host: string;
  /** Between these the stack was made. */
  began: Date;
  ended: Date;
}

/** Stands for the simulated tenant's host and port, which are others in each run. */
export const hostPlaceholder = "localhost:1";

/** Any but the one of zeros, which nobody made. */
const guid = /\b(?!0{8}-)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
const sid = /\bS-1-(?:5-21|12-1)(?:-\d+){4}\b/g;
const commandId = /(?<=")create[0-9a-f]{8}(?=")/g;
const instant = /\b20\d{2}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?=Z|[+-]\d{2}:\d{2})/g;
/** As Exchange puts it behind the name of a group. */
const digits = /(?<=[a-z])20\d{12}\b/g;
/** Collections whose keys are IDs that hold GUIDs, in base64url. */
const opaque = new Set(["appRoleAssignments", "oauth2PermissionGrants", "permissionClassifications"]);

const always = "2026-01-01T00:00:00";

/**
 * A recording without what differs from run to run: IDs that were made are replaced by ones that follow from where they are used, times by one
 * time, the host by a placeholder. So a new recording differs from the last one by what the code does differently alone.
 */
export function stable({ state, tenant, given, host, began, ended }: Recording): Recorded {
  const replaced = stableNames({ state, tenant }, given);
  const anyOf = [...replaced.keys()].sort((one, other) => other.length - one.length).map(escaped);
  const made = new RegExp(anyOf.length > 0 ? anyOf.join("|") : "(?!)", "g");
  const isNow = (time: string) =>
    Date.parse(time) >= began.getTime() - 1000 && Date.parse(time) <= ended.getTime() + 1000;
  const clean = <T>(value: T): T =>
    JSON.parse(
      JSON.stringify(value)
        .replace(made, (found) => replaced.get(found) ?? found)
        .replaceAll(host, hostPlaceholder)
        .replace(instant, (found) => (isNow(`${found}Z`) ? always : found))
        .replace(digits, (found) => (isNow(asInstant(found)) ? always.replace(/\D/g, "") : found)),
    ) as T;
  return { state: clean(withoutPlaces(state)), tenant: sorted(clean(tenant)) };
}

/**
 * Without lines of source text, which every edit moves, and without the salt of secrets, which are in plain text here.
 *
 * @throws where there is one that is encrypted
 */
function withoutPlaces({ deployment, ...rest }: StackDeployment): StackDeployment {
  if (JSON.stringify(deployment).includes('"ciphertext"'))
    throw new Error("the state holds an encrypted secret, expected none");
  const kept = without(deployment, "secrets_providers");
  const resources = deployment.resources?.map((each) => without(each, "sourcePosition", "stackTrace") as StackResource);
  return { ...rest, deployment: { ...kept, resources } };
}

function without<T extends object, K extends string>(object: T, ...names: K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name as K))) as Omit<T, K>;
}

/** For each ID that was made, another one. */
function stableNames({ state, tenant }: Recorded, given: string): Map<string, string> {
  const names = new Map<string, string>();
  const noteAll = (place: string, found: Iterable<string>, make: (hash: Buffer, found: string) => string) => {
    let count = 0;
    for (const each of found) {
      if (names.has(each) || given.includes(each)) continue;
      names.set(each, make(hashOf(`${place} ${count++}`), each));
    }
  };
  const note = (place: string, text: string) => {
    noteAll(`${place} guid`, matches(text, guid), asGuid);
    noteAll(`${place} sid`, matches(text, sid), (hash, found) =>
      [...found.split("-").slice(0, -4), ...[0, 4, 8, 12].map((at) => hash.readUInt32BE(at))].join("-"),
    );
    noteAll(`${place} command`, matches(text, commandId), (hash) => `create${hash.toString("hex").slice(0, 8)}`);
  };
  const resources = state.deployment.resources ?? [];
  for (const each of [...resources].sort((one, other) => (one.urn < other.urn ? -1 : 1)))
    note(each.urn, JSON.stringify(each));
  note("tenant", JSON.stringify(tenant));
  const ids = tenant.flatMap(({ path }) => (path.some((each) => opaque.has(each)) ? path.slice(-1) : []));
  for (const resource of resources) {
    const text = JSON.stringify(resource);
    const used = ids.filter((each) => !/^[0-9a-f-]{36}$/.test(each) && text.includes(each));
    // In the order of their use: that of the collection is another one in each run.
    const inOrder = used.sort((one, other) => text.indexOf(one) - text.indexOf(other));
    noteAll(`${resource.urn} id`, inOrder, asOpaque);
  }
  return names;
}

const matches = (text: string, pattern: RegExp): string[] => text.match(pattern) ?? [];

const hashOf = (text: string): Buffer => createHash("sha512").update(text).digest();

function asGuid(hash: Buffer): string {
  const hex = hash.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

const asOpaque = (hash: Buffer, found: string): string => hash.toString("base64url").slice(0, found.length);

const asInstant = (found: string): string =>
  found.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1-$2-$3T$4:$5:$6Z");

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** By path, and sets and maps in them by their new names. */
function sorted(changes: TenantChange[]): TenantChange[] {
  const inOrder = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inOrder);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, each]): [string, unknown] => [
      key,
      key === "$set" && Array.isArray(each) ? [...(each as unknown[])].sort() : inOrder(each),
    ]);
    return Object.fromEntries("$map" in value ? entries.map(([key, each]) => [key, byKey(each)]) : entries);
  };
  const key = ({ path }: TenantChange) => path.join("\0");
  return changes.map((each) => inOrder(each) as TenantChange).sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

const byKey = (value: unknown): unknown =>
  typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;
