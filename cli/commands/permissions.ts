import { writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import { tokenSource } from "consentra/credentials";
import { apiNames, type ApiName, type PermissionKind } from "consentra/graph";
import { RestGraphReader } from "consentra/graph-reader";
import { UsageError } from "../exit";
import { findPermissions, nearestNames, type PermissionQuery } from "../permissions/find";
import { readPermissionList, type PermissionList } from "../permissions/refresh";
import { describe, renderPermissions } from "../permissions/render";

interface Options {
  api?: ApiName;
  kind?: PermissionKind;
  json?: boolean;
  refresh?: string;
}

/** `consentra permissions`: what a permission lets an app do, and what does less. */
export function permissionsCommand(): Command {
  return new Command("permissions")
    .description("search and explain permissions: what they allow, how bad that can be, and what does less")
    .argument("[text]", "a permission's name or ID, a part of a name, or words of what it allows")
    .addOption(new Option("--api <name>", "only permissions of this API").choices(apiNames))
    .addOption(new Option("--kind <kind>", "only permissions of this kind").choices(["application", "delegated"]))
    .option("--json", "print what is known as JSON")
    .option(
      "--refresh <file>",
      "write every permission of the API (default: Microsoft Graph) as the tenant declares it",
    )
    .addHelpText("after", "\nExit codes: 0 found, 2 no such permission, or the tenant could not be read.")
    .action(async (text: string | undefined, options: Options) => {
      if (options.refresh !== undefined) {
        if (text !== undefined || options.kind !== undefined) {
          throw new UsageError("--refresh writes all permissions of an API: name no permission and no kind with it");
        }
        await refresh(options.api ?? "Microsoft Graph", options.refresh);
        return;
      }
      search({ text, api: options.api, kind: options.kind }, options.json ?? false);
    });
}

function search(query: PermissionQuery, json: boolean): void {
  const found = findPermissions(query);
  if (found.permissions.length === 0) {
    const near = nearestNames(query);
    const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : "run without a name for the whole list";
    throw new UsageError(`no permission is called, or described with, "${query.text}"; ${hint}`);
  }
  const text = json ? `${JSON.stringify(found.permissions.map(describe), undefined, 2)}\n` : renderPermissions(found);
  process.stdout.write(text);
}

async function refresh(api: ApiName, file: string): Promise<void> {
  let list: PermissionList;
  try {
    const tokens = tokenSource(process.env);
    list = await readPermissionList(api, tokens.tenantId, new RestGraphReader(tokens));
  } catch (error) {
    throw new UsageError(`the permissions cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    writeFileSync(file, `${JSON.stringify(list, undefined, 2)}\n`);
  } catch {
    throw new UsageError(`${file} cannot be written`);
  }
  const { permissions } = list;
  const unknown = permissions.filter((each) => !each.known).length;
  process.stdout.write(
    `${file}: ${permissions.length} permissions of ${api}, ${unknown} of them not in the built-in table\n`,
  );
}
