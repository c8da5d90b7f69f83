import type * as pulumi from "@pulumi/pulumi";
import { resolveDirectory, type Directory, type DirectoryRequest } from "./directory";
import { Faults, type Fault } from "./faults";
import { resolvePermissions } from "./permission-args";
import type { VendorAppArgs } from "./vendor-app-args";
import { checkArgs, directoryRequest, noteFound } from "./vendor-app-checks";

/** Several vendor apps before any of them is made, by name. */
export type VendorApps = Readonly<Record<string, VendorAppArgs>>;

/**
 * What is wrong with the arguments of a {@link VendorApp}, as far as it can be seen without the tenant; nothing is created. A client ID
 * that is known later is checked then.
 */
export function vendorAppFaults(args: VendorAppArgs): readonly Fault[] {
  const faults = new Faults();
  checkArgs("VendorApp", args, resolvePermissions(args.permissions ?? {}, "permissions", faults), faults);
  return faults.all;
}

/**
 * Looks up what several vendor apps name, in one process. A fault of any of them stops all of them, so that nothing is created.
 *
 * @param subject for messages
 * @param path says where the arguments of an app were written, e.g. `apps.people-ai.`
 * @throws pulumi.InputPropertiesError inside the output, with every fault of every app
 */
export function resolveVendorApps(
  subject: string,
  apps: VendorApps,
  path: (name: string) => string,
  parent: pulumi.Resource,
): pulumi.Output<Directory> {
  const known = Object.entries(apps).map(([name, args]) => ({
    args,
    prefix: path(name),
    permissions: resolvePermissions(args.permissions ?? {}, "permissions", new Faults()),
  }));
  const requests = known.map(({ args, permissions, prefix }) => directoryRequest(args, permissions, prefix));
  return resolveDirectory(subject, merge(requests), { parent }).apply((found) => {
    const faults = new Faults();
    for (const { args, permissions, prefix } of known) noteFound(args, permissions, prefix, found, faults);
    faults.throwIfAny(subject);
    return found;
  });
}

function merge(requests: readonly DirectoryRequest[]): DirectoryRequest {
  const all = <K extends "users" | "groups" | "mailboxes" | "scopeGroups">(key: K) =>
    requests.flatMap((each) => each[key] ?? []);
  return {
    users: all("users"),
    groups: all("groups"),
    mailboxes: all("mailboxes"),
    scopeGroups: all("scopeGroups"),
    servicePrincipals: firstOfEach(requests.flatMap((each) => each.servicePrincipals ?? [])),
    preflight: requests.flatMap((each) => each.preflight ?? []),
    defaultDomain: requests.some((each) => each.defaultDomain),
  };
}

/** Each API once, with the path of the first app that names it. */
function firstOfEach<T extends { appId: string }>(principals: readonly T[]): T[] {
  const first = new Map<string, T>();
  for (const each of principals) if (!first.has(each.appId)) first.set(each.appId, each);
  return [...first.values()];
}
