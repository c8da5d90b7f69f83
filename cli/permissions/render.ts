import Table from "cli-table3";
import { graphOperations, isFilteredByAccessPolicy, reachesMailboxes, type Permission } from "consentra/graph";
import { style } from "../style";
import type { Found } from "./find";

const colours = { critical: "red", high: "red", medium: "yellow", low: "green" } as const;

/** One or two permissions are explained, more are listed. */
export function renderPermissions({ permissions, exact }: Found): string {
  return exact ? permissions.map(explain).join("\n") : list(permissions);
}

/** What is known of a permission, as a document for programs. */
export function describe(permission: Permission) {
  const mailboxes = reachesMailboxes(permission);
  return {
    ...permission,
    reachesMailboxes: mailboxes,
    ...(mailboxes && { filteredByAccessPolicy: isFilteredByAccessPolicy(permission) }),
    leastFor: leastFor(permission),
  };
}

/** Names of operations that need the permission at least. */
function leastFor({ api, kind, name }: Permission): string[] {
  if (api !== "Microsoft Graph") return [];
  return graphOperations
    .filter((operation) => (operation[kind]?.least as readonly string[] | undefined)?.includes(name))
    .map((operation) => operation.name)
    .sort();
}

const shown = 5;

function leastForRows(permission: Permission): [string, string][] {
  if (permission.api !== "Microsoft Graph") return [];
  const all = leastFor(permission);
  const more = all.length - shown;
  const texts = all.length === 0 ? ["no operation that is known"] : all.slice(0, shown);
  if (more > 0) texts.push(`and ${more} more, which --json names`);
  return texts.map((text, index) => [index === 0 ? "least for" : "", text]);
}

function explain(permission: Permission): string {
  const { api, kind, name, id, adminConsent, risk, reason, narrower } = permission;
  const rows: [string, string][] = [
    ["API", api],
    ["kind", kind === "application" ? "application permission (app role)" : "delegated permission (scope)"],
    ["ID", id],
    ["consent", adminConsent ? "by an administrator" : "by a user, where the tenant lets users consent"],
    ["risk", style(colours[risk], risk)],
    ["allows", reason],
    ["narrower", narrower.length > 0 ? narrower.join(", ") : "none known"],
    ...(reachesMailboxes(permission) ? [["mailboxes", mailboxText(permission)] as [string, string]] : []),
    ...leastForRows(permission),
  ];
  return [style("bold", name), ...rows.map(([what, text]) => `  ${what.padEnd(10)}${text}`), ""].join("\n");
}

function mailboxText(permission: Permission): string {
  return isFilteredByAccessPolicy(permission)
    ? "every mailbox, unless a mailbox scope confines the app"
    : "every mailbox, and an application access policy does not confine it";
}

function list(permissions: readonly Permission[]): string {
  const table = new Table({
    head: ["permission", "kind", "risk", "consent", "allows"],
    wordWrap: true,
    colWidths: [36, 13, 10, 8, 62],
    style: { head: [], border: [] },
  });
  for (const { api, name, kind, risk, adminConsent, reason } of permissions) {
    const label = api === "Microsoft Graph" ? name : `${name}\n(${api})`;
    table.push([label, kind, style(colours[risk], risk), adminConsent ? "admin" : "user", reason]);
  }
  return `${table.toString()}\n${permissions.length} found; name one for its ID and narrower alternatives.\n`;
}
