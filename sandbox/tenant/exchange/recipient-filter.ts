import type { Recipient } from "../model";
import { invalid } from "./faults";

type Test = (recipient: Recipient) => boolean;

const properties: Record<string, (recipient: Recipient) => string[]> = {
  externaldirectoryobjectid: (each) => [each.id],
  primarysmtpaddress: (each) => [each.primarySmtpAddress],
  emailaddresses: (each) => each.emailAddresses.flatMap((address) => [address, address.replace(/^smtp:/i, "")]),
  alias: (each) => [each.alias],
  name: (each) => [each.name],
  displayname: (each) => [each.displayName],
  recipienttypedetails: (each) => [each.recipientTypeDetails],
};

/**
 * OPATH, as far as `-Filter` of Get-Recipient is served: comparisons with `-eq` and `-ne`, joined by `-and` and `-or` (`-and` binds tighter),
 * strings in single quotes with `''` for a quote.
 */
export function parseRecipientFilter(text: string): Test {
  if (text.trim() === "") return () => true;
  const comparison = /^\s*([A-Za-z]+)\s+-(eq|ne)\s+'((?:[^']|'')*)'\s*/i;
  const joint = /^-(and|or)\b\s*/i;
  const alternatives: Test[][] = [[]];
  let rest = text;
  for (;;) {
    const found = comparison.exec(rest);
    const values = found && properties[(found[1] ?? "").toLowerCase()];
    if (!found || !values)
      throw invalid(
        `Invalid filter syntax. For a description of the filter parameter syntax see the command help. "${text}"`,
      );
    const wanted = (found[3] ?? "").replaceAll("''", "'").toLowerCase();
    const negative = (found[2] ?? "").toLowerCase() === "ne";
    alternatives
      .at(-1)
      ?.push((recipient) => values(recipient).some((value) => value.toLowerCase() === wanted) !== negative);
    rest = rest.slice(found[0].length);
    if (rest === "") break;
    const join = joint.exec(rest);
    if (!join) throw invalid(`Invalid filter syntax near "${rest}".`);
    if ((join[1] ?? "").toLowerCase() === "or") alternatives.push([]);
    rest = rest.slice(join[0].length);
  }
  return (recipient) => alternatives.some((all) => all.every((test) => test(recipient)));
}
