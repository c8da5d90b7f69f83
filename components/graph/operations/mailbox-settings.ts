import { personal, type Needs } from "./operation";

const read: Needs = {
  application: { least: "MailboxSettings.Read", wider: ["MailboxSettings.ReadWrite"] },
  delegated: { least: "MailboxSettings.Read", wider: ["MailboxSettings.ReadWrite"] },
};
const change: Needs = {
  application: { least: "MailboxSettings.ReadWrite" },
  delegated: { least: "MailboxSettings.ReadWrite" },
};

export const mailboxSettings = [
  ...personal("GET", "/mailboxSettings", "Reads a user's time zone, working hours and automatic replies.", read),
  ...personal("PATCH", "/mailboxSettings", "Changes a user's time zone, working hours and automatic replies.", change),
  ...personal("GET", "/outlook/masterCategories", "Lists a user's categories.", read),
  ...personal("POST", "/outlook/masterCategories", "Adds to a user's categories.", change),
];
