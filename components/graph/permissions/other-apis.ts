import type { ApiName } from "../apis";
import { row, type Row } from "./row";

/** Permissions of APIs beside Microsoft Graph. */
export const otherApis: readonly { api: ApiName; rows: readonly Row[] }[] = [
  {
    api: "Office 365 Exchange Online",
    rows: [
      row(
        "full_access_as_app",
        { application: ["dc890d15-9560-4a4c-9b7f-a736ec74ec40", "critical"], narrower: ["Mail.Read"] },
        "Opens every mailbox completely over Exchange Web Services; it defeats every role-based scope.",
      ),
      row(
        "Exchange.ManageAsApp",
        { application: ["dc50a0fb-09a3-484d-be87-e023b12c6440", "critical"] },
        "Runs Exchange administration cmdlets with whatever roles the app holds.",
      ),
    ],
  },
  {
    api: "SharePoint Online",
    rows: [
      row(
        "Sites.Selected",
        { application: ["20d37865-089c-4dee-8c41-6967602d4ac8", "low"] },
        "Reaches only site collections that were granted to the app one by one.",
      ),
      row(
        "Sites.FullControl.All",
        { application: ["678536fe-1083-478a-9c59-b99265e6b0d3", "critical"], narrower: ["Sites.Selected"] },
        "Controls every site collection, permissions included.",
      ),
      row(
        "Sites.Read.All",
        { application: ["d13f72ca-a275-4b96-b789-48ebcc4da984", "critical"], narrower: ["Sites.Selected"] },
        "Reads every site collection, with documents and lists.",
      ),
    ],
  },
];
