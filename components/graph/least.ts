import { findOperation, nearestOperations } from "./operations";
import type { GraphOperation, OperationNeed } from "./operations/operation";
import { findPermission, type Permission, type PermissionKind } from "./permissions";
import type { Risk } from "./permissions/row";

/** An operation was named that {@link graphOperations} does not hold. */
export class UnknownOperationError extends Error {
  override name = "UnknownOperationError";

  constructor(
    /** As it was given. */
    readonly operation: string,
    /** Names that are spelled most like it. */
    readonly nearest: readonly string[],
  ) {
    super(
      `"${operation}" is no operation of Microsoft Graph that is known; ` +
        (nearest.length > 0
          ? `did you mean ${nearest.join(" or ")}?`
          : "run `consentra permissions` to search for one"),
    );
  }
}

/** One permission, with the operations that need it. */
export interface LeastPermission {
  permission: string;
  /** Names of operations, sorted. */
  operations: string[];
}

/** What some operations need. */
export interface LeastPermissions {
  /** Sorted by name. None can be left out. */
  permissions: LeastPermission[];
  /** Operations that Microsoft Graph does not offer with this kind of permission. */
  notOffered: string[];
}

/**
 * The permissions that suffice for some operations and of which none can be left out.
 *
 * Where one operation needs a wider permission anyway, it serves the others too: to read and change mail it is `Mail.ReadWrite` alone.
 *
 * @param operations as {@link findOperation} takes them
 * @throws UnknownOperationError for the first that is not known
 */
export function leastPermissions(operations: readonly string[], kind: PermissionKind): LeastPermissions {
  const found = known(operations);
  const offered = found.flatMap((operation) => {
    const need = needOf(operation, kind);
    return need ? [{ operation, need }] : [];
  });
  const chosen = withoutSuperfluous(
    new Set(offered.flatMap(({ need }) => need.least)),
    offered.map(({ need }) => need),
    kind,
  );
  const needing = new Map<string, string[]>([...chosen].sort().map((permission) => [permission, []]));
  for (const { operation, need } of offered)
    for (const permission of serving(need, chosen) ?? []) needing.get(permission)?.push(operation.name);
  return {
    permissions: [...needing].map(([permission, names]) => ({ permission, operations: names.sort() })),
    notOffered: found.filter((each) => !needOf(each, kind)).map(({ name }) => name),
  };
}

/** Permissions that are about no operation of Microsoft Graph: signing in, and other protocols of Exchange. */
const forNoOperation = new Set([
  "openid",
  "profile",
  "email",
  "offline_access",
  "EWS.AccessAsUser.All",
  "IMAP.AccessAsUser.All",
  "POP.AccessAsUser.All",
  "SMTP.Send",
]);

/**
 * What would do instead of a permission, for an app that calls some operations.
 *
 * @param operations as {@link findOperation} takes them
 * @returns undefined where nothing narrower does: one of the operations needs the permission, no operation is named, or the permission is
 * not about operations of Microsoft Graph. Else names of permissions of the same kind that suffice together, sorted: `User.Read.All` for
 * `Directory.Read.All` and `GET /users`. Empty where none of the operations needs it.
 * @throws UnknownOperationError for the first that is not known
 */
export function narrowerFor(permission: Permission, operations: readonly string[]): string[] | undefined {
  const { api, kind, name } = permission;
  const found = known(operations);
  if (api !== "Microsoft Graph" || found.length === 0 || forNoOperation.has(name)) return undefined;
  const needs = found.map((operation) => ({ operation, need: needOf(operation, kind) }));
  if (needs.some(({ need }) => need && (need.least.includes(name) || need.basic.includes(name)))) return undefined;
  const served = needs.filter(({ need }) => need?.wider.includes(name)).map(({ operation }) => operation.name);
  return leastPermissions(served, kind).permissions.map((each) => each.permission);
}

/** Each operation once, in the order given. */
function known(operations: readonly string[]): GraphOperation[] {
  const found = operations.map((text) => {
    const operation = findOperation(text);
    if (!operation) throw new UnknownOperationError(text, nearestOperations(text));
    return operation;
  });
  return [...new Set(found)];
}

function needOf(operation: GraphOperation, kind: PermissionKind): OperationNeed | undefined {
  return operation[kind];
}

/** The permissions of a set by which an operation is possible; undefined where it is not. */
function serving({ least, wider }: OperationNeed, given: ReadonlySet<string>): readonly string[] | undefined {
  if (least.every((each) => given.has(each))) return least;
  const one = wider.find((each) => given.has(each));
  return one === undefined ? undefined : [one];
}

const order: readonly Risk[] = ["critical", "high", "medium", "low"];

/** Leaves out, the riskiest first, what the rest makes superfluous. */
function withoutSuperfluous(
  all: ReadonlySet<string>,
  needs: readonly OperationNeed[],
  kind: PermissionKind,
): ReadonlySet<string> {
  const risk = (name: string) => order.indexOf(findPermission("Microsoft Graph", kind, name)?.risk ?? "critical");
  let kept = all;
  for (const name of [...all].sort((one, other) => risk(one) - risk(other) || one.localeCompare(other))) {
    const fewer = new Set([...kept].filter((each) => each !== name));
    if (needs.every((need) => serving(need, fewer))) kept = fewer;
  }
  return kept;
}
