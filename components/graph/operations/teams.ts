import { operation, personal, type Needs } from "./operation";

const directory = ["Directory.Read.All", "Directory.ReadWrite.All"] as const;
const settings = ["TeamSettings.Read.All", "TeamSettings.ReadWrite.All"] as const;
const groups = ["Group.Read.All", "Group.ReadWrite.All"] as const;
const migration =
  "An app on its own can only import messages, while a migration is under way; a bot writes by the Bot Framework.";

const chats: Needs = {
  application: { least: "Chat.ReadBasic.All", wider: ["Chat.Read.All", "Chat.ReadWrite.All"] },
  delegated: { least: "Chat.ReadBasic", wider: ["Chat.Read", "Chat.ReadWrite"] },
};
const channelMessages: Needs = {
  application: { least: "ChannelMessage.Read.All", wider: groups },
  delegated: { least: "ChannelMessage.Read.All", wider: groups },
};

export const teams = [
  ...personal("GET", "/chats", "Lists a user's chats.", chats),
  operation("GET", "/chats/{id}", "Reads one chat, without its messages.", chats),
  operation("GET", "/chats/{id}/messages", "Lists the messages of one chat.", {
    application: { least: "Chat.Read.All", wider: ["Chat.ReadWrite.All"] },
    delegated: { least: "Chat.Read", wider: ["Chat.ReadWrite"] },
  }),
  operation("GET", "/users/{id}/chats/getAllMessages", "Exports all messages of a user's chats, for an archive.", {
    application: { least: "Chat.Read.All", wider: ["Chat.ReadWrite.All"] },
  }),
  operation("POST", "/chats/{id}/messages", "Writes into a chat.", {
    application: { least: "Teamwork.Migrate.All" },
    delegated: { least: "ChatMessage.Send", wider: ["Chat.ReadWrite", "Group.ReadWrite.All"] },
    note: migration,
  }),
  operation("GET", "/teams", "Lists the teams of the organisation.", {
    application: { least: "Team.ReadBasic.All", wider: settings },
    delegated: { least: "Team.ReadBasic.All", wider: settings },
  }),
  operation("GET", "/teams/{id}", "Reads one team.", {
    application: {
      least: "TeamSettings.Read.All",
      basic: ["Team.ReadBasic.All"],
      lacks: "settings",
      wider: ["TeamSettings.ReadWrite.All", ...groups, ...directory],
    },
    delegated: {
      least: "TeamSettings.Read.All",
      basic: ["Team.ReadBasic.All"],
      lacks: "settings",
      wider: ["TeamSettings.ReadWrite.All", ...groups, ...directory],
    },
  }),
  ...personal("GET", "/joinedTeams", "Lists the teams that a user is a member of.", {
    application: {
      least: "Team.ReadBasic.All",
      wider: [...settings, "User.Read.All", "User.ReadWrite.All", ...directory],
    },
    delegated: {
      least: "Team.ReadBasic.All",
      wider: [...settings, "User.Read.All", "User.ReadWrite.All", ...directory],
    },
  }),
  operation("GET", "/teams/{id}/members", "Lists the members of a team.", {
    application: { least: "TeamMember.Read.All", wider: ["TeamMember.ReadWrite.All"] },
    delegated: { least: "TeamMember.Read.All", wider: ["TeamMember.ReadWrite.All"] },
  }),
  operation("GET", "/teams/{id}/channels", "Lists the channels of a team.", {
    application: {
      least: "Channel.ReadBasic.All",
      wider: ["ChannelSettings.Read.All", "ChannelSettings.ReadWrite.All", ...groups, ...directory],
    },
    delegated: {
      least: "Channel.ReadBasic.All",
      wider: ["ChannelSettings.Read.All", "ChannelSettings.ReadWrite.All", ...groups, ...directory],
    },
  }),
  operation("GET", "/teams/{id}/channels/{id}/messages", "Lists the messages of a channel.", channelMessages),
  operation(
    "GET",
    "/teams/{id}/channels/{id}/messages/delta",
    "Lists messages of a channel that changed since the last call.",
    channelMessages,
  ),
  operation(
    "GET",
    "/teams/{id}/channels/getAllMessages",
    "Exports all messages of a team's channels, for an archive.",
    {
      application: { least: "ChannelMessage.Read.All" },
    },
  ),
  operation("POST", "/teams/{id}/channels/{id}/messages", "Writes into a channel.", {
    application: { least: "Teamwork.Migrate.All" },
    delegated: { least: "ChannelMessage.Send", wider: ["Group.ReadWrite.All"] },
    note: migration,
  }),
  ...personal("POST", "/teamwork/sendActivityNotification", "Shows a notification in a user's feed of Teams.", {
    application: { least: "TeamsActivity.Send" },
    delegated: { least: "TeamsActivity.Send" },
  }),
];
