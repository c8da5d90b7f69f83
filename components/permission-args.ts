import type { Faults } from "./faults";
import {
  apiNames,
  findPermission,
  nearestPermissions,
  type ApiName,
  type GraphApplicationPermission,
  type GraphDelegatedPermission,
  type Permission,
  type PermissionKind,
} from "./graph";

/** Permissions by name. An empty list means none; what is absent is not managed. */
export interface PermissionsArgs {
  /** Application permissions (app roles) of Microsoft Graph: what the app may do on its own. */
  application?: GraphApplicationPermission[];
  /** Delegated permissions of Microsoft Graph: what the app may do on behalf of who is signed in. */
  delegated?: GraphDelegatedPermission[];
  /** Permissions of other APIs. */
  others?: OtherApiPermissionsArgs[];
}

/** Permissions of an API beside Microsoft Graph. */
export interface OtherApiPermissionsArgs {
  /** The API by the name that the Entra admin center shows, e.g. `Office 365 Exchange Online`. */
  api: string;
  application?: string[];
  delegated?: string[];
}

/**
 * Turns names into permissions; notes names that are not known, with the nearest ones, and names that were given twice.
 *
 * @param path property path of the arguments, for the faults
 */
export function resolvePermissions(args: PermissionsArgs, path: string, faults: Faults): Permission[] {
  const found: Permission[] = [];
  const take = (api: ApiName, kind: PermissionKind, names: readonly string[] | undefined, at: string) => {
    for (const [index, name] of (names ?? []).entries()) {
      const permission = findPermission(api, kind, name);
      if (!permission) noteUnknown(faults, `${at}[${index}]`, api, kind, name);
      else if (found.includes(permission)) faults.add(`${at}[${index}]`, name, "each permission once", "remove one");
      else found.push(permission);
    }
  };
  take("Microsoft Graph", "application", args.application, `${path}.application`);
  take("Microsoft Graph", "delegated", args.delegated, `${path}.delegated`);
  for (const [index, other] of (args.others ?? []).entries()) {
    const at = `${path}.others[${index}]`;
    const api = apiNames.find((each) => each === other.api);
    if (!api) {
      faults.add(
        `${at}.api`,
        other.api,
        `one of ${apiNames.join(", ")}`,
        "use the name that the Entra admin center shows",
      );
      continue;
    }
    take(api, "application", other.application, `${at}.application`);
    take(api, "delegated", other.delegated, `${at}.delegated`);
  }
  return found;
}

/** The same without delegated permissions. */
export function onlyApplication({ application, others }: PermissionsArgs): PermissionsArgs {
  return { application, others: others?.map((each) => ({ api: each.api, application: each.application })) };
}

/** The same without some application permissions, by API and name. */
export function withoutApplication(
  { application, delegated, others }: PermissionsArgs,
  left: readonly Pick<Permission, "api" | "name">[],
): PermissionsArgs {
  const keeps = (api: string) => (name: string) => !left.some((each) => each.api === api && each.name === name);
  return {
    application: application?.filter(keeps("Microsoft Graph")),
    delegated,
    others: others?.map((each) => ({ ...each, application: each.application?.filter(keeps(each.api)) })),
  };
}

/** The same without application permissions. */
export function onlyDelegated({ delegated, others }: PermissionsArgs): PermissionsArgs {
  return { delegated, others: others?.map((each) => ({ api: each.api, delegated: each.delegated })) };
}

function noteUnknown(faults: Faults, path: string, api: ApiName, kind: PermissionKind, name: string): void {
  const other: PermissionKind = kind === "application" ? "delegated" : "application";
  const nearest = nearestPermissions(api, kind, name);
  const fix = findPermission(api, other, name)
    ? `${name} exists as ${other} permission only`
    : nearest.length > 0
      ? `did you mean ${nearest.join(" or ")}?`
      : "look it up in Microsoft's permissions reference";
  faults.add(
    path,
    name,
    `the name of ${kind === "application" ? "an application" : "a delegated"} permission of ${api}`,
    fix,
  );
}
