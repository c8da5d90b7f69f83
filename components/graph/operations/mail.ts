import { operation, personal, type Needs } from "./operation";

const lacks = "bodies, previews and attachments";

const list: Needs = {
  application: {
    least: "Mail.Read",
    basic: ["Mail.ReadBasic", "Mail.ReadBasic.All"],
    lacks,
    wider: ["Mail.ReadWrite"],
  },
  delegated: { least: "Mail.Read", basic: ["Mail.ReadBasic"], lacks, wider: ["Mail.ReadWrite"] },
};
const folders: Needs = {
  application: { least: "Mail.ReadBasic.All", wider: ["Mail.ReadBasic", "Mail.Read", "Mail.ReadWrite"] },
  delegated: { least: "Mail.ReadBasic", wider: ["Mail.Read", "Mail.ReadWrite"] },
};
const whole: Needs = {
  application: { least: "Mail.Read", wider: ["Mail.ReadWrite"] },
  delegated: { least: "Mail.Read", wider: ["Mail.ReadWrite"] },
};
const change: Needs = { application: { least: "Mail.ReadWrite" }, delegated: { least: "Mail.ReadWrite" } };
const send: Needs = { application: { least: "Mail.Send" }, delegated: { least: "Mail.Send" } };

export const mail = [
  ...personal("GET", "/messages", "Lists the messages of a user's mailbox.", list),
  ...personal("GET", "/messages/{id}", "Reads one message of a user's mailbox.", list),
  ...personal("GET", "/messages/{id}/$value", "Downloads one message of a user's mailbox as MIME.", whole),
  ...personal("GET", "/messages/{id}/attachments", "Lists what is attached to a message of a user's mailbox.", whole),
  ...personal(
    "GET",
    "/messages/{id}/attachments/{id}",
    "Reads one attachment of a message of a user's mailbox.",
    whole,
  ),
  ...personal("GET", "/mailFolders", "Lists the folders of a user's mailbox.", folders),
  ...personal("GET", "/mailFolders/{id}", "Reads one folder of a user's mailbox.", folders),
  ...personal(
    "GET",
    "/mailFolders/delta",
    "Lists folders of a user's mailbox that changed since the last call.",
    folders,
  ),
  ...personal(
    "GET",
    "/mailFolders/{id}/childFolders",
    "Lists the folders within a folder of a user's mailbox.",
    folders,
  ),
  ...personal("GET", "/mailFolders/{id}/messages", "Lists the messages in one folder of a user's mailbox.", list),
  ...personal(
    "GET",
    "/mailFolders/{id}/messages/delta",
    "Lists messages in one folder of a user's mailbox that changed since the last call.",
    list,
  ),
  ...personal("POST", "/mailFolders", "Makes a folder in a user's mailbox.", change),
  ...personal("POST", "/messages", "Makes a draft in a user's mailbox.", change),
  ...personal(
    "PATCH",
    "/messages/{id}",
    "Changes a message, such as its read mark or categories, in a user's mailbox.",
    change,
  ),
  ...personal("DELETE", "/messages/{id}", "Deletes a message of a user's mailbox.", change),
  ...personal("POST", "/messages/{id}/move", "Moves a message to another folder of a user's mailbox.", change),
  ...personal("POST", "/messages/{id}/copy", "Copies a message to another folder of a user's mailbox.", change),
  ...personal("POST", "/messages/{id}/attachments", "Attaches a file to a draft in a user's mailbox.", change),
  ...personal(
    "POST",
    "/messages/{id}/attachments/createUploadSession",
    "Begins to attach a large file to a draft in a user's mailbox.",
    change,
  ),
  ...personal("POST", "/messages/{id}/createReply", "Makes a draft of an answer in a user's mailbox.", change),
  ...personal(
    "POST",
    "/messages/{id}/createForward",
    "Makes a draft of a forwarded message in a user's mailbox.",
    change,
  ),
  ...personal("POST", "/messages/{id}/send", "Sends a draft of a user's mailbox.", send),
  ...personal("POST", "/messages/{id}/reply", "Answers a message as a user.", send),
  ...personal("POST", "/messages/{id}/forward", "Forwards a message as a user.", send),
  ...personal("POST", "/sendMail", "Sends a message as a user.", send),
  ...personal("GET", "/mailFolders/{id}/messageRules", "Lists the inbox rules of a user's mailbox.", {
    application: { least: "MailboxSettings.Read", wider: ["MailboxSettings.ReadWrite"] },
    delegated: { least: "MailboxSettings.Read", wider: ["MailboxSettings.ReadWrite"] },
  }),
  ...personal(
    "POST",
    "/mailFolders/{id}/messageRules",
    "Adds an inbox rule, which can forward mail, to a user's mailbox.",
    {
      application: { least: "MailboxSettings.ReadWrite" },
      delegated: { least: "MailboxSettings.ReadWrite" },
    },
  ),
  ...personal("POST", "/getMailTips", "Reads a user's hints about recipients, such as automatic replies.", {
    application: { least: "MailTips.ReadBasic.All", wider: ["Mail.Read"] },
    delegated: { least: "MailTips.ReadBasic.Shared", wider: ["Mail.Read", "Mail.Read.Shared"] },
  }),
  operation(
    "POST",
    "/admin/exchange/mailboxes/{id}/exportItems",
    "Exports items of a mailbox for an archive or backup.",
    {
      application: { least: "MailboxItem.Export.All", wider: ["MailboxItem.ImportExport.All"] },
      delegated: { least: "MailboxItem.Export", wider: ["MailboxItem.ImportExport"] },
    },
  ),
  operation(
    "GET",
    "/admin/exchange/mailboxes/{id}/folders",
    "Lists all folders of a mailbox for an archive or backup.",
    {
      application: { least: "MailboxFolder.Read.All", wider: ["MailboxFolder.ReadWrite.All"] },
      delegated: { least: "MailboxFolder.Read", wider: ["MailboxFolder.ReadWrite"] },
    },
  ),
];
