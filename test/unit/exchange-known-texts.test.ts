import assert from "node:assert/strict";
import type { ExchangeErrorKind } from "../../components/exchange/rest-errors";
import { failure, ofKind, room, transportOf } from "../support/exchange-transport";

const { toCmdletError } = room("exchange/pwsh-errors") as typeof import("../../components/exchange/pwsh-errors");

const recipient = 'The recipient "Isaiah Langer"';

/** What is known of the service's words, each with what it means to a step. */
const known: [string, ExchangeErrorKind, string][] = [
  ["The operation couldn't be performed because object 'x' couldn't be found on 'DC1'.", "notFound", ""],
  ["The management scope 'x' wasn't found.", "notFound", ""],
  ["The role isn't found.", "notFound", ""],
  ["gone", "notFound", "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException"],
  ["The object 'CN=rg,OU=x' already exists.", "exists", ""],
  ["taken", "exists", "Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException"],
  [`${recipient} is already a member of the group "g".`, "alreadyMember", ""],
  ["there", "alreadyMember", "Microsoft.Exchange.Configuration.Tasks.MemberAlreadyExistsException"],
  [`${recipient} isn't a member of the group "g".`, "notMember", ""],
  ["not there", "notMember", "Microsoft.Exchange.Configuration.Tasks.MemberNotFoundException"],
  ["The total size of App Access Policies exceeded the limit.", "policySpace", ""],
  ["A tenant cannot have more than 100 policies.", "policySpace", ""],
  ["You must be assigned a delegating role assignment to the management role.", "notAllowed", ""],
  ["To run this command, you first need to run the command: Enable-OrganizationCustomization.", "dehydrated", ""],
  ["no", "dehydrated", "Microsoft.Exchange.Configuration.Tasks.CmdletInvalidOperationInDehydratedContextException"],
  ["The caller doesn't have write permission to target DC.", "notAllowed", ""],
  ["Active directory response: insufficient access rights to perform the operation.", "notAllowed", ""],
  ['The parameter "Members" contains the following duplicated recipient identity: "X".', "invalid", ""],
  ["A parameter cannot be found that matches parameter name 'Identiy'.", "invalid", ""],
];

describe("the service's known words", () => {
  it("mean the same over REST in each form, in any letter case, with any status", async () => {
    for (const [words, kind, type] of known) {
      for (const text of [words, words.toUpperCase()]) {
        const forms = [`Ex6F9304|${type}|${text}`, `|${type}|${text}`];
        for (const detail of [...forms, JSON.stringify({ Message: text, TypeName: type })]) {
          for (const status of [400, 404]) {
            // Words that say nothing of the kind leave it to the status.
            if (kind === "invalid" && status === 404) continue;
            const { transport } = transportOf([failure(status, detail)]);
            await assert.rejects(transport.invoke("Set-Thing", { Identity: "x" }), ofKind(kind, /Set-Thing failed/));
          }
        }
      }
    }
  });

  it("mean the same in PowerShell", () => {
    for (const [words, kind, type] of known) {
      const piped = { message: `Ex6F9304|${type}|${words}`, types: [], id: "x" };
      assert.equal(toCmdletError("Set-Thing", piped).kind, kind, words);
      const typed = { message: words, types: [type], id: "x" };
      assert.equal(toCmdletError("Set-Thing", typed).kind, kind, words);
    }
  });
});
