import { writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import { tokenSource } from "consentra/credentials";
import {
  apiNames,
  findPermissionById,
  UnknownOperationError,
  type ApiName,
  type PermissionKind,
} from "consentra/graph";
import { writePermissionList, type PermissionList } from "consentra/graph/list";
import { RestGraphReader } from "consentra/graph-reader";
import { UsageError } from "../exit";
import { findPermissions, nearestNames, type PermissionQuery } from "../permissions/find";
import { findOperations, namesOperation } from "../permissions/find-operations";
import { fetchPermissionList } from "../permissions/refresh";
import { describe, renderPermissions } from "../permissions/render";
import { neededByKind, renderNeeded, renderOperations, type NeededByKind } from "../permissions/render-operations";

interface Options {
  api?: ApiName;
  kind?: PermissionKind;
  json?: boolean;
  operations?: boolean;
  operation?: string[];
  refresh?: string;
}

/** `consentra permissions`: what a permission lets an app do, and what does less. */
export function permissionsCommand(): Command {
  return new Command("permissions")
    .description("search and explain permissions: what they allow, how bad that can be, and what does less")
    .argument(
      "[text]",
      "a permission's name or ID, a part of a name, or words of what it allows; or an operation, such as 'GET /users/{id}/messages'",
    )
    .addOption(new Option("--api <name>", "only permissions of this API").choices(apiNames))
    .addOption(new Option("--kind <kind>", "only permissions of this kind").choices(["application", "delegated"]))
    .option("--operations", "search operations of Microsoft Graph, by a part of their path or words of what they do")
    .option(
      "--operation <request>",
      "print the least permissions for an operation; given several times, for all together",
      (value: string, before: string[] = []) => [...before, value],
    )
    .option("--json", "print what is known as JSON")
    .option(
      "--refresh <file>",
      "write every permission of the API (default: Microsoft Graph) as the tenant declares it",
    )
    .addHelpText("after", "\nExit codes: 0 found, 2 no such permission or operation, or the tenant could not be read.")
    .action(run);
}

async function run(text: string | undefined, options: Options): Promise<void> {
  const { api, kind, json = false, operations = false, operation, refresh: file } = options;
  if (file !== undefined) {
    if (text !== undefined || kind !== undefined || operations || operation) {
      throw new UsageError("--refresh writes all permissions of an API: name nothing else but the API with it");
    }
    await refresh(api ?? "Microsoft Graph", file);
  } else if (operation) {
    if (text !== undefined || api !== undefined || operations) {
      throw new UsageError("--operation prints what operations need: only --kind and --json go with it");
    }
    showNeeded(operation, kind, json);
  } else if (operations || (text !== undefined && namesOperation(text))) {
    if (api !== undefined || kind !== undefined) {
      throw new UsageError("operations are those of Microsoft Graph, with both kinds: leave out --api and --kind");
    }
    showOperations(text, json);
  } else search({ text, api, kind }, json);
}

function showNeeded(operations: readonly string[], kind: PermissionKind | undefined, json: boolean): void {
  let needed: NeededByKind;
  try {
    needed = neededByKind(operations, kind);
  } catch (error) {
    if (error instanceof UnknownOperationError) throw new UsageError(error.message);
    throw error;
  }
  process.stdout.write(json ? toJson(needed) : renderNeeded(needed));
}

function showOperations(text: string | undefined, json: boolean): void {
  const found = findOperations(text);
  process.stdout.write(json ? toJson(found.operations) : renderOperations(found));
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function search(query: PermissionQuery, json: boolean): void {
  const found = findPermissions(query);
  if (found.permissions.length === 0) {
    const near = nearestNames(query);
    const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : "run without a name for the whole list";
    throw new UsageError(`no permission is called, or described with, "${query.text}"; ${hint}`);
  }
  const text = json ? toJson(found.permissions.map(describe)) : renderPermissions(found);
  process.stdout.write(text);
}

async function refresh(api: ApiName, file: string): Promise<void> {
  let list: PermissionList;
  try {
    const tokens = tokenSource(process.env);
    list = await fetchPermissionList(api, tokens.tenantId, new RestGraphReader(tokens));
  } catch (error) {
    throw new UsageError(`the permissions cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    writeFileSync(file, writePermissionList(list));
  } catch {
    throw new UsageError(`${file} cannot be written`);
  }
  const { clientId, permissions } = list;
  const unknown = permissions.filter(({ kind, id }) => !findPermissionById(clientId, kind, id)).length;
  process.stdout.write(
    `${file}: ${permissions.length} permissions of ${api}, ${unknown} of them not in the built-in table\n`,
  );
}
