import { row } from "./row";

export const teams = [
  row(
    "Team.ReadBasic.All",
    {
      application: ["2280dda6-0bfd-44ee-a2f4-cb867cfc4c1e", "low"],
      delegated: ["485be79e-c497-4b35-9400-0e3fa7f2a5d4", "low", "user"],
    },
    "Reads names and descriptions of teams.",
  ),
  row(
    "Team.Create",
    {
      application: ["23fc2474-f741-46ce-8465-674744c5c361", "medium"],
      delegated: ["7825d5d6-6049-4ce7-bdf6-3b8d53f4bcd0", "medium", "user"],
    },
    "Creates teams.",
  ),
  row(
    "TeamMember.Read.All",
    {
      application: ["660b7406-55f1-41ca-a0ed-0b035e182f3e", "medium"],
      delegated: ["2497278c-d82d-46a2-b1ce-39d4cdde5570", "medium"],
    },
    "Reads who is in which team.",
  ),
  row(
    "TeamMember.ReadWrite.All",
    {
      application: ["0121dc95-1b9f-4aed-8bac-58c5ac466691", "high"],
      delegated: ["4a06efd2-f825-4e34-813e-82a57b03d1ee", "high"],
      narrower: ["TeamMember.Read.All"],
    },
    "Changes who is in which team, owners included.",
  ),
  row(
    "TeamMember.ReadWriteNonOwnerRole.All",
    {
      application: ["4437522e-9a86-4a41-a7da-e380edd4a97d", "high"],
      delegated: ["2104a4db-3a2f-4ea0-9dba-143d457dc666", "high"],
      narrower: ["TeamMember.Read.All"],
    },
    "Changes who is in which team, but no owners.",
  ),
  row(
    "TeamSettings.Read.All",
    {
      application: ["242607bd-1d2c-432c-82eb-bdb27baa23ab", "low"],
      delegated: ["48638b3c-ad68-4383-8ac4-e6880ee6ca57", "low"],
    },
    "Reads settings of teams.",
  ),
  row(
    "TeamSettings.ReadWrite.All",
    {
      application: ["bdd80a03-d9bc-451d-b7c4-ce7c63fe3c8f", "high"],
      delegated: ["39d65650-9d3e-4223-80db-a335590d027e", "high"],
      narrower: ["TeamSettings.Read.All"],
    },
    "Changes settings of teams.",
  ),
  row(
    "Teamwork.Migrate.All",
    { application: ["dfb0dd15-61de-45b2-be36-d6a69fba3c79", "high"] },
    "Imports messages with past dates and other senders.",
  ),
  row(
    "TeamsActivity.Send",
    {
      application: ["a267235f-af13-44dc-8385-c1dc93023186", "medium"],
      delegated: ["7ab1d787-bae7-4d5d-8db6-37ea32df9186", "low", "user"],
    },
    "Sends notifications to users' activity feeds.",
  ),
  row(
    "TeamsTab.Read.All",
    {
      application: ["46890524-499a-4bb2-ad64-1476b4f3e1cf", "low"],
      delegated: ["59dacb05-e88d-4c13-a684-59f1afc8cc98", "low"],
    },
    "Reads tabs of teams and chats.",
  ),
  row(
    "TeamsTab.ReadWrite.All",
    {
      application: ["a96d855f-016b-47d7-b51c-1218a98d791c", "high"],
      delegated: ["b98bfd41-87c6-45cc-b104-e2de4f0dafb9", "high"],
      narrower: ["TeamsTab.Read.All"],
    },
    "Changes tabs of teams and chats.",
  ),
  row(
    "TeamsTab.Create",
    {
      application: ["49981c42-fd7b-4530-be03-e77b21aed25e", "medium"],
      delegated: ["a9ff19c2-f369-4a95-9a25-ba9d460efc8e", "medium"],
    },
    "Creates tabs in teams and chats.",
  ),
  row(
    "TeamsAppInstallation.Read.All",
    { application: ["0fdf35a5-82f8-41ff-9ded-0b761cc73512", "medium"] },
    "Reads which apps are installed in teams, chats and for users.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteForUser",
    { delegated: ["093f8818-d05f-49b8-95bc-9d2a73e9a43c", "medium"] },
    "Installs and removes apps for the signed-in user.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteForUser.All",
    { application: ["74ef0291-ca83-4d02-8c7e-d2391e6a444f", "high"] },
    "Installs and removes apps for every user.",
  ),
  row(
    "Channel.ReadBasic.All",
    {
      application: ["59a6b24b-4225-4393-8165-ebaec5f55d7a", "low"],
      delegated: ["9d8982ae-4365-4f57-95e9-d6032a4c0b87", "low", "user"],
    },
    "Reads names and descriptions of channels.",
  ),
  row(
    "Channel.Create",
    {
      application: ["f3a65bd4-b703-46df-8f7e-0174fea562aa", "medium"],
      delegated: ["101147cf-4178-4455-9d58-02b5c164e759", "medium"],
    },
    "Creates channels.",
  ),
  row(
    "Channel.Delete.All",
    {
      application: ["6a118a39-1227-45d4-af0c-ea7b40d210bc", "high"],
      delegated: ["cc83893a-e232-4723-b5af-bd0b01bcfe65", "high"],
    },
    "Deletes channels.",
  ),
  row(
    "ChannelMember.Read.All",
    {
      application: ["3b55498e-47ec-484f-8136-9013221c06a9", "medium"],
      delegated: ["2eadaff8-0bce-4198-a6b9-2cfc35a30075", "medium"],
    },
    "Reads who is in which private channel.",
  ),
  row(
    "ChannelMember.ReadWrite.All",
    {
      application: ["35930dcf-aceb-4bd1-b99a-8ffed403c974", "high"],
      delegated: ["0c3e411a-ce45-4cd1-8f30-f99a3efa7b11", "high"],
      narrower: ["ChannelMember.Read.All"],
    },
    "Changes who is in which private channel.",
  ),
  row(
    "ChannelMessage.Read.All",
    {
      application: ["7b2449af-6ccd-4f4d-9f78-e550c193f0d1", "high"],
      delegated: ["767156cb-16ae-4d10-8f8b-41b657c8c8c8", "high"],
    },
    "Reads every message in every channel.",
  ),
  row(
    "ChannelMessage.Send",
    { delegated: ["ebf0f66e-9fb1-49e4-a278-222f76911cf4", "medium", "user"] },
    "Posts in channels as the signed-in user.",
  ),
  row(
    "ChannelSettings.Read.All",
    {
      application: ["c97b873f-f59f-49aa-8a0e-52b32d762124", "low"],
      delegated: ["233e0cf1-dd62-48bc-b65b-b38fe87fcf8e", "low"],
    },
    "Reads settings of channels.",
  ),
  row(
    "ChannelSettings.ReadWrite.All",
    {
      application: ["243cded2-bd16-4fd6-a953-ff8177894c3d", "high"],
      delegated: ["d649fb7c-72b4-4eec-b2b4-b15acf79e378", "high"],
      narrower: ["ChannelSettings.Read.All"],
    },
    "Changes settings of channels.",
  ),
  row(
    "Chat.Read",
    { delegated: ["f501c180-9344-439a-bca0-6cbf209fd270", "medium", "user"], narrower: ["Chat.ReadBasic"] },
    "Reads the signed-in user's chats.",
  ),
  row(
    "Chat.Read.All",
    { application: ["6b7d71aa-70aa-4810-a8d9-5d9fb2830017", "critical"], narrower: ["Chat.Read.WhereInstalled"] },
    "Reads every chat of every user.",
  ),
  row(
    "Chat.Read.WhereInstalled",
    { application: ["1c1b4c8e-3cc7-4c58-8470-9b92c9d5848b", "medium"] },
    "Reads chats in which the app is installed.",
  ),
  row(
    "Chat.ReadBasic",
    { delegated: ["9547fcb5-d03f-419d-9948-5928bbf71b0f", "low", "user"] },
    "Reads names and members of the signed-in user's chats, but no messages.",
  ),
  row(
    "Chat.ReadBasic.All",
    { application: ["b2e060da-3baf-4687-9611-f4ebc0f0cbde", "medium"] },
    "Reads names and members of every chat, but no messages.",
  ),
  row(
    "Chat.ReadWrite",
    { delegated: ["9ff7295e-131b-4d94-90e1-69fde507ac11", "high", "user"], narrower: ["Chat.Read"] },
    "Reads and sends in the signed-in user's chats.",
  ),
  row(
    "Chat.ReadWrite.All",
    {
      application: ["294ce7c9-31ba-490a-ad7d-97a7d075e4ed", "critical"],
      delegated: ["7e9a077b-3711-42b9-b7cb-5fa5f3f7fea7", "high"],
      narrower: ["Chat.Read.WhereInstalled"],
    },
    "Reads and changes every chat that {who} can open.",
  ),
  row(
    "Chat.Create",
    {
      application: ["d9c48af6-9ad9-47ad-82c3-63757137b9af", "medium"],
      delegated: ["38826093-1258-4dea-98f0-00003be2b8d0", "low", "user"],
    },
    "Creates chats.",
  ),
  row(
    "ChatMember.Read.All",
    { application: ["a3410be2-8e48-4f32-8454-c29a7465209d", "medium"] },
    "Reads who is in which chat.",
  ),
  row(
    "ChatMember.ReadWrite.All",
    { application: ["57257249-34ce-4810-a8a2-a03adf0c5693", "high"], narrower: ["ChatMember.Read.All"] },
    "Changes who is in which chat.",
  ),
  row(
    "ChatMessage.Read",
    { delegated: ["cdcdac3a-fd45-410d-83ef-554db620e5c7", "medium", "user"] },
    "Reads messages of the signed-in user's chats.",
  ),
  row(
    "ChatMessage.Read.All",
    { application: ["b9bb2381-47a4-46cd-aafb-00cb12f68504", "critical"] },
    "Reads messages of every chat.",
  ),
  row(
    "ChatMessage.Send",
    { delegated: ["116b7235-7cc6-461e-b163-8e55691d839e", "medium", "user"] },
    "Sends chat messages as the signed-in user.",
  ),
] as const;
