import type { AppClient } from "./app-client";
import type { Finding } from "./report";

/** As many pages as are read at most: a first reading of everything takes hours in a large organisation. */
const mostPages = 200;

/** Reads the organisation's mail contacts page by page, as the app does it first, and then asks for changes, as it does later. */
export async function checkContacts(client: AppClient): Promise<Finding[]> {
  const read = await client.readAll("/contacts?$select=id,displayName&$top=100", mostPages);
  const finding: Finding =
    read.status === 200
      ? {
          check: "organisation's mail contacts",
          expected: "readable",
          found: `${read.items} in ${read.pages} pages${read.more ? ", and more" : ""}`,
          ok: true,
        }
      : {
          check: "organisation's mail contacts",
          expected: "readable",
          found: `${read.status}${read.code ? ` ${read.code}` : ""}`,
          ok: false,
          remedy:
            read.status === 429
              ? "Microsoft throttles the app: wait an hour and try again"
              : "the app may not read them: run `pulumi up`; a new grant takes minutes to reach tokens",
        };
  if (!finding.ok) return [finding];
  const delta = await client.readAll("/contacts/delta?$select=id,displayName", mostPages);
  return [
    finding,
    {
      check: "changes of mail contacts",
      expected: "readable",
      found: delta.status === 200 ? (delta.deltaLink ? "told from now on" : "not told yet") : String(delta.status),
      ok: delta.status === 200,
      ...(delta.status !== 200 && { remedy: "later synchronisations would read everything again: try again later" }),
    },
  ];
}
