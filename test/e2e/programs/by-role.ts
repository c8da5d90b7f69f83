/** A vendor's app that roles of Exchange let into one mailbox, with one permission beside them by consent. */
import { VendorApp } from "consentra";
import { peopleAiClientId } from "consentra/vendors";

const app = new VendorApp("by-role", {
  vendor: "People.ai",
  clientId: peopleAiClientId,
  permissions: { application: ["Calendars.Read", "Mail.Read", "User.Read.All"] },
  mailboxScope: {
    mechanism: "rbac",
    allow: { members: ["adelev@contoso.com"] },
    groupAddress: "by-role@contoso.com",
    managedBy: ["meganb@contoso.com"],
    description: "People.ai",
  },
});

export const handOff = app.handOff;
