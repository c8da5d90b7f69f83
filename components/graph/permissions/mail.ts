import { row } from "./row";

export const mail = [
  row(
    "Mail.Read",
    {
      application: ["810c84a8-4a9e-49e6-bf7d-12d183f40d01", "high"],
      delegated: ["570282fd-fa5c-430d-a7fd-fc8dc98a9dca", "medium", "user"],
      narrower: ["Mail.ReadBasic"],
    },
    "Reads {whose} mail, with bodies and attachments.",
  ),
  row(
    "Mail.ReadBasic",
    {
      application: ["6be147d2-ea4f-4b5a-a3fa-3eab6f3c140a", "medium"],
      delegated: ["a4b8392a-d8d1-4954-a029-8e668a39a170", "low", "user"],
    },
    "Reads senders, recipients and subjects of {whose} mail, but no bodies or attachments.",
  ),
  row(
    "Mail.ReadBasic.All",
    { application: ["693c5e45-0940-467d-9b8a-1022fb9d42ef", "medium"], narrower: ["Mail.ReadBasic"] },
    "Reads senders, recipients and subjects of mail in every mailbox, but no bodies or attachments.",
  ),
  row(
    "Mail.ReadWrite",
    {
      application: ["e2a3a72e-5f79-4c64-b1b1-878b674786c9", "critical"],
      delegated: ["024d486e-b451-40bb-833d-3e66d98c5c73", "high", "user"],
      narrower: ["Mail.Read"],
    },
    "Reads, changes and deletes {whose} mail; drafts can be planted, evidence removed.",
  ),
  row(
    "Mail.Send",
    {
      application: ["b633e1c5-b582-4048-a93e-9f11b44c7e96", "critical"],
      delegated: ["e383f46e-2787-4529-855e-0e479a3ffac0", "high", "user"],
    },
    "Sends mail as {who}, which makes fraud look genuine.",
  ),
  row(
    "Mail.Read.Shared",
    { delegated: ["7b9103a5-4610-446b-9670-80643382c1fa", "medium", "user"], narrower: ["Mail.Read"] },
    "Reads mail that the signed-in user can open, in shared mailboxes too.",
  ),
  row(
    "Mail.ReadBasic.Shared",
    { delegated: ["b11fa0e7-fdb7-4dc9-b1f1-59facd463480", "low", "user"], narrower: ["Mail.ReadBasic"] },
    "Reads headers of mail that the signed-in user can open, in shared mailboxes too.",
  ),
  row(
    "Mail.ReadWrite.Shared",
    { delegated: ["5df07973-7d5d-46ed-9847-1271055cbd51", "high", "user"], narrower: ["Mail.ReadWrite"] },
    "Changes mail that the signed-in user can open, in shared mailboxes too.",
  ),
  row(
    "Mail.Send.Shared",
    { delegated: ["a367ab51-6b49-43bf-a716-a1fb06d2a174", "high", "user"], narrower: ["Mail.Send"] },
    "Sends mail on behalf of others for whom the signed-in user may send.",
  ),
  row(
    "Mail-Advanced.ReadWrite",
    { delegated: ["f3af82f6-18e0-4a41-8dc8-a03c11854a8d", "high"], narrower: ["Mail.ReadWrite"] },
    "Changes properties of the signed-in user's mail that are otherwise fixed once a message is sent or received.",
  ),
  row(
    "Mail-Advanced.ReadWrite.All",
    { application: ["e118f1da-5c1c-46cf-bff6-8858d786f46f", "critical"], narrower: ["Mail.ReadWrite"] },
    "Changes properties of sent and received mail in every mailbox that are otherwise fixed.",
  ),
  row(
    "Mail-Advanced.ReadWrite.Shared",
    { delegated: ["bebf0bb6-2ff3-4295-a17d-f3561da294fb", "high"], narrower: ["Mail.ReadWrite.Shared"] },
    "Changes otherwise fixed properties of mail in mailboxes shared with the signed-in user.",
  ),
  row(
    "MailTips.ReadBasic.All",
    { application: ["a2c9652d-4d7f-4e4e-9d75-ac32fdc6f413", "low"] },
    "Reads mail tips such as automatic replies and full mailboxes of any recipient.",
  ),
  row(
    "MailTips.ReadBasic.Shared",
    { delegated: ["4776cae1-54bd-4dfd-823c-e5861ed49a98", "low", "user"] },
    "Reads mail tips of recipients on behalf of the signed-in user.",
  ),
  row(
    "MailboxSettings.Read",
    {
      application: ["40f97065-369a-49f4-947c-6a255697ae91", "medium"],
      delegated: ["87f447af-9fa4-4c32-9dfa-4a57a73d18ce", "low", "user"],
    },
    "Reads {whose} time zone, working hours, automatic replies and language.",
  ),
  row(
    "MailboxSettings.ReadWrite",
    {
      application: ["6931bccd-447a-43d1-b442-00a195474933", "high"],
      delegated: ["818c620a-27a9-40bd-a6a5-d96f7d610b4b", "medium", "user"],
      narrower: ["MailboxSettings.Read"],
    },
    "Changes {whose} mailbox settings, automatic replies included.",
  ),
  row(
    "MailboxFolder.Read",
    { delegated: ["52dc2051-4958-4636-8f2a-281d39c6981c", "medium", "user"] },
    "Reads the signed-in user's mail folders, hidden ones too.",
  ),
  row(
    "MailboxFolder.Read.All",
    { application: ["99280d24-a782-4793-93cc-0888549957f6", "high"] },
    "Reads the mail folders of every mailbox, hidden ones too.",
  ),
  row(
    "MailboxFolder.ReadWrite",
    { delegated: ["077fde41-7e0b-4c5b-bcd1-e9d743a30c80", "medium", "user"], narrower: ["MailboxFolder.Read"] },
    "Creates, changes and deletes the signed-in user's mail folders.",
  ),
  row(
    "MailboxFolder.ReadWrite.All",
    { application: ["fef87b92-8391-4589-9da7-eb93dab7dc8a", "critical"], narrower: ["MailboxFolder.Read.All"] },
    "Creates, changes and deletes mail folders in every mailbox.",
  ),
  row(
    "MailboxItem.Read",
    { delegated: ["82305458-296d-4edd-8b0b-74dd74c34526", "medium", "user"], narrower: ["Mail.Read"] },
    "Reads every kind of item in the signed-in user's mailbox, hidden ones too.",
  ),
  row(
    "MailboxItem.Read.All",
    { application: ["7d9f353d-a7bd-4fbb-822a-26d5dd39a3ce", "critical"], narrower: ["Mail.Read"] },
    "Reads every kind of item in every mailbox: mail, events, contacts, tasks and hidden data.",
  ),
  row(
    "MailboxItem.ReadWrite",
    { delegated: ["ec1ade38-5268-4bc8-87fa-b230e42f7a88", "high"], narrower: ["MailboxItem.Read"] },
    "Changes every kind of item in the signed-in user's mailbox.",
  ),
  row(
    "MailboxItem.ReadWrite.All",
    { application: ["1583d471-fede-4e7c-b062-57e9d60cfb49", "critical"], narrower: ["MailboxItem.Read.All"] },
    "Changes every kind of item in every mailbox.",
  ),
  row(
    "MailboxItem.Export",
    { delegated: ["58d3e7fa-3ce9-4a0c-9baa-0971f64709d9", "high"] },
    "Exports whole items of the signed-in user's mailbox for archiving.",
  ),
  row(
    "MailboxItem.Export.All",
    { application: ["937550e9-33a3-494b-88ae-d9cd394b1fbb", "critical"], narrower: ["Mail.Read"] },
    "Exports whole items of every mailbox, which is a copy of the organisation's mail.",
  ),
  row(
    "MailboxItem.ImportExport",
    { delegated: ["df96e8a0-f4e1-4ecf-8d83-a429f822cbd6", "high"], narrower: ["MailboxItem.Export"] },
    "Exports and imports whole items of the signed-in user's mailbox.",
  ),
  row(
    "MailboxItem.ImportExport.All",
    { application: ["76577085-e73d-4f1d-b26a-85fb33892327", "critical"], narrower: ["MailboxItem.Export.All"] },
    "Exports and imports whole items of every mailbox, so that mail can be copied out and planted.",
  ),
  row(
    "MailboxConfigItem.Read",
    {
      application: ["27d9d776-f4d2-426d-80ad-5f22f2b01b0a", "medium"],
      delegated: ["dce2e6fc-0f4b-40da-94e2-14b4477f3d92", "low"],
    },
    "Reads configuration that apps keep in {whose} mailbox.",
  ),
  row(
    "MailboxConfigItem.ReadWrite",
    {
      application: ["aa6d92d4-b25a-4640-aefe-3e3231e5e736", "high"],
      delegated: ["7d461784-7715-4b09-9f90-91a6d8722652", "medium"],
      narrower: ["MailboxConfigItem.Read"],
    },
    "Changes configuration that apps keep in {whose} mailbox.",
  ),
  row(
    "User-Mail.ReadWrite.All",
    {
      application: ["280d0935-0796-47d1-8d26-273470a3f17a", "high"],
      delegated: ["6166886a-9576-433b-8544-658177bdef1d", "high"],
    },
    "Changes the mail addresses kept on user accounts, which can redirect account recovery.",
  ),
  row(
    "IMAP.AccessAsUser.All",
    { delegated: ["652390e4-393a-48de-9484-05f9b1212954", "high", "user"], narrower: ["Mail.Read"] },
    "Opens the signed-in user's mailbox over IMAP, reading and changing all of it.",
  ),
  row(
    "POP.AccessAsUser.All",
    { delegated: ["d7b7f2d9-0f45-4ea1-9d42-e50810c06991", "medium", "user"], narrower: ["Mail.Read"] },
    "Downloads the signed-in user's mail over POP.",
  ),
  row(
    "SMTP.Send",
    { delegated: ["258f6531-6087-4cc4-bb90-092c5fb3ed3f", "medium", "user"], narrower: ["Mail.Send"] },
    "Sends mail as the signed-in user over SMTP.",
  ),
  row(
    "EWS.AccessAsUser.All",
    { delegated: ["9769c687-087d-48ac-9cb3-c37dde652038", "high", "user"], narrower: ["Mail.Read"] },
    "Opens everything in the mailboxes that the signed-in user can open, over Exchange Web Services.",
  ),
] as const;
