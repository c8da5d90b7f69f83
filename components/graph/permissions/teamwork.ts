import { row } from "./row";

export const teamwork = [
  row(
    "ChannelMessage.Edit",
    { delegated: ["2b61aa8a-6d36-4b2f-ac7b-f29867937c53", "medium", "user"] },
    "Changes the signed-in user's own messages in channels.",
  ),
  row(
    "ChannelMessage.ReadWrite",
    {
      delegated: ["5922d31f-46c8-4404-9eaf-2117e390a8a4", "high"],
      narrower: ["ChannelMessage.Read.All", "ChannelMessage.Edit"],
    },
    "Reads and changes messages in channels as the signed-in user.",
  ),
  row(
    "ChannelMessage.UpdatePolicyViolation.All",
    { application: ["4d02b0cc-d90b-441f-8d82-4fb55c34d6bb", "high"] },
    "Hides messages in channels that break a rule.",
  ),
  row(
    "Chat.ManageDeletion.All",
    {
      application: ["9c7abde0-eacd-4319-bf9e-35994b1a1717", "high"],
      delegated: ["bb64e6fc-6b6d-4752-aea0-dd922dbba588", "high"],
    },
    "Deletes and restores chats.",
  ),
  row(
    "Chat.ReadBasic.WhereInstalled",
    { application: ["818ba5bd-5b3e-4fe0-bbe6-aa4686669073", "low"] },
    "Reads names and members of chats in which the app is installed.",
  ),
  row(
    "Chat.ReadWrite.WhereInstalled",
    { application: ["ad73ce80-f3cd-40ce-b325-df12c33df713", "high"], narrower: ["Chat.Read.WhereInstalled"] },
    "Reads and writes in chats in which the app is installed.",
  ),
  row(
    "Chat.UpdatePolicyViolation.All",
    { application: ["7e847308-e030-4183-9899-5235d7270f58", "high"] },
    "Hides messages in chats that break a rule.",
  ),
  row(
    "ChatMember.Read",
    { delegated: ["c5a9e2b1-faf6-41d4-8875-d381aa549b24", "low"] },
    "Reads who is in the signed-in user's chats.",
  ),
  row(
    "ChatMember.Read.WhereInstalled",
    { application: ["93e7c9e4-54c5-4a41-b796-f2a5adaacda7", "low"] },
    "Reads who is in chats in which the app is installed.",
  ),
  row(
    "ChatMember.ReadWrite",
    { delegated: ["dea13482-7ea6-488f-8b98-eb5bbecf033d", "medium"], narrower: ["ChatMember.Read"] },
    "Adds people to the signed-in user's chats, and removes them.",
  ),
  row(
    "ChatMember.ReadWrite.WhereInstalled",
    { application: ["e32c2cd9-0124-4e44-88fc-772cd98afbdb", "medium"], narrower: ["ChatMember.Read.WhereInstalled"] },
    "Adds people to chats in which the app is installed, and removes them.",
  ),
  row(
    "TeamTemplates.Read",
    { delegated: ["cd87405c-5792-4f15-92f7-debc0db6d1d6", "low", "user"] },
    "Reads templates of teams that the signed-in user may use.",
  ),
  row(
    "TeamTemplates.Read.All",
    { application: ["6323133e-1f6e-46d4-9372-ac33a0870636", "low"] },
    "Reads all templates of teams.",
  ),
  row(
    "TeamsActivity.Read",
    { delegated: ["0e755559-83fb-4b44-91d0-4cc721b9323e", "low", "user"] },
    "Reads the signed-in user's feed of Teams.",
  ),
  row(
    "TeamsActivity.Read.All",
    { application: ["70dec828-f620-4914-aa83-a29117306807", "medium"] },
    "Reads every user's feed of Teams.",
  ),
  row(
    "Teamwork.Read.All",
    {
      application: ["75bcfbce-a647-4fba-ad51-b63d73b210f4", "low"],
      delegated: ["594f4bb6-c083-4cf9-8aa8-213823bdf351", "low"],
    },
    "Reads settings of Teams for the organisation.",
  ),
  row(
    "TeamworkAppSettings.Read.All",
    {
      application: ["475ebe88-f071-4bd7-af2b-642952bd4986", "low"],
      delegated: ["44e060c4-bbdc-4256-a0b9-dcc0396db368", "low", "user"],
    },
    "Reads which apps Teams allows.",
  ),
  row(
    "TeamworkAppSettings.ReadWrite.All",
    {
      application: ["ab5b445e-8f10-45f4-9c79-dd3f8062cc4e", "high"],
      delegated: ["87c556f0-2bd9-4eed-bd74-5dd8af6eaf7e", "high"],
      narrower: ["TeamworkAppSettings.Read.All"],
    },
    "Changes which apps Teams allows.",
  ),
  row(
    "TeamworkCustomEmoji.Create",
    { delegated: ["72464cd4-58fd-4116-8a9e-b74757574757", "low", "user"] },
    "Adds emoji to Teams as the signed-in user.",
  ),
  row(
    "TeamworkCustomEmoji.Create.All",
    { application: ["85643b08-0e25-4d99-9d68-04ba0fef9740", "low"] },
    "Adds emoji to Teams.",
  ),
  row(
    "TeamworkCustomEmoji.Read",
    { delegated: ["89b231b1-414e-4dd4-bb87-d59906da4e05", "low", "user"] },
    "Reads the organisation's own emoji as the signed-in user.",
  ),
  row(
    "TeamworkCustomEmoji.Read.All",
    { application: ["1efa3d37-1703-4685-9a59-baf6296fb956", "low"] },
    "Reads the organisation's own emoji.",
  ),
  row(
    "TeamworkSection.Read",
    { delegated: ["87a3258d-8c34-49e2-ab91-9b8bdbd79177", "low", "user"] },
    "Reads how the signed-in user sorts chats and channels.",
  ),
  row(
    "TeamworkSection.Read.All",
    { application: ["e9e1b87a-726e-4628-8fab-d1fc58d4d9ad", "low"] },
    "Reads how every user sorts chats and channels.",
  ),
  row(
    "TeamworkSection.ReadWrite",
    { delegated: ["70dbe5e8-39b9-40f3-8c65-3ec7b00ad804", "low", "user"], narrower: ["TeamworkSection.Read"] },
    "Changes how the signed-in user sorts chats and channels.",
  ),
  row(
    "TeamworkSection.ReadWrite.All",
    { application: ["fd99f9da-42d6-4d00-8a41-4161bea42309", "medium"], narrower: ["TeamworkSection.Read.All"] },
    "Changes how every user sorts chats and channels.",
  ),
  row(
    "TeamworkTag.Read",
    { delegated: ["57587d0b-8399-45be-b207-8050cec54575", "low"] },
    "Reads tags, by which several people are addressed, in the signed-in user's teams.",
  ),
  row(
    "TeamworkTag.Read.All",
    { application: ["b74fd6c4-4bde-488e-9695-eeb100e4907f", "low"] },
    "Reads tags, by which several people are addressed, in every team.",
  ),
  row(
    "TeamworkTag.ReadWrite",
    { delegated: ["539dabd7-b5b6-4117-b164-d60cd15a8671", "low"], narrower: ["TeamworkTag.Read"] },
    "Changes tags, by which several people are addressed, in the signed-in user's teams.",
  ),
  row(
    "TeamworkTag.ReadWrite.All",
    { application: ["a3371ca5-911d-46d6-901c-42c8c7a937d8", "medium"], narrower: ["TeamworkTag.Read.All"] },
    "Changes tags, by which several people are addressed, in every team.",
  ),
  row(
    "TeamworkTargetedMessage.Read.All",
    { application: ["b0cfd829-be18-4b31-bb0e-ec1df8197ba3", "high"] },
    "Reads messages that only one person in a chat or channel sees.",
  ),
  row(
    "TeamworkTargetedMessage.ReadWrite",
    { delegated: ["162354de-2885-4e5a-94fb-2f03019a65a8", "medium"] },
    "Reads and changes messages that only the signed-in user sees.",
  ),
  row(
    "TeamworkUserInteraction.Read.All",
    { delegated: ["b4d26916-07e0-4daf-9096-9f6d9174aa96", "medium"] },
    "Reads with whom the signed-in user works in Teams.",
  ),
  row(
    "UserTeamwork.Read",
    { delegated: ["834bcc1c-762f-41b0-bb91-1cdc323ee4bf", "low"] },
    "Reads the signed-in user's settings of Teams.",
  ),
  row(
    "UserTeamwork.Read.All",
    { application: ["fbcd7ef1-df0d-4e05-bb28-93424a89c6df", "low"] },
    "Reads every user's settings of Teams.",
  ),
  row(
    "UserShiftPreferences.Read.All",
    { application: ["de023814-96df-4f53-9376-1e2891ef5a18", "low"] },
    "Reads when every user likes to work.",
  ),
  row(
    "UserShiftPreferences.ReadWrite.All",
    { application: ["d1eec298-80f3-49b0-9efb-d90e224798ac", "medium"], narrower: ["UserShiftPreferences.Read.All"] },
    "Changes when every user likes to work.",
  ),
] as const;
