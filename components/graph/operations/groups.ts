import { operation, type Needs } from "./operation";

const directory = ["Directory.Read.All", "Directory.ReadWrite.All"] as const;
const readAll = ["Group.Read.All", "Group.ReadWrite.All", ...directory] as const;

const groupsRead: Needs = {
  application: { least: "GroupMember.Read.All", wider: readAll },
  delegated: { least: "GroupMember.Read.All", wider: readAll },
};
const membersWider = [
  "GroupMember.ReadWrite.All",
  "Group.Read.All",
  "Group.ReadWrite.All",
  "Directory.Read.All",
] as const;
const members: Needs = {
  application: { least: "GroupMember.Read.All", wider: membersWider },
  delegated: { least: "GroupMember.Read.All", wider: membersWider },
  note: "Of members that the app may not read otherwise, only their type and ID are told.",
};
const parents = ["Group.Read.All", ...directory] as const;
const membersChange: Needs = {
  application: { least: "GroupMember.ReadWrite.All", wider: ["Group.ReadWrite.All", "Directory.ReadWrite.All"] },
  delegated: { least: "GroupMember.ReadWrite.All", wider: ["Group.ReadWrite.All", "Directory.ReadWrite.All"] },
};
const change: Needs = {
  application: { least: "Group.ReadWrite.All", wider: ["Directory.ReadWrite.All"] },
  delegated: { least: "Group.ReadWrite.All", wider: ["Directory.ReadWrite.All"] },
};

export const groups = [
  operation("GET", "/groups", "Lists the groups of the directory.", groupsRead),
  operation("GET", "/groups/{id}", "Reads one group.", groupsRead),
  operation("GET", "/groups/delta", "Lists the groups and memberships that changed since the last call.", groupsRead),
  operation("GET", "/groups/{id}/members", "Lists the direct members of a group.", members),
  operation("GET", "/groups/{id}/transitiveMembers", "Lists the members of a group, nested ones too.", members),
  operation("GET", "/groups/{id}/owners", "Lists the owners of a group.", members),
  operation("GET", "/groups/{id}/memberOf", "Lists the groups that a group is a direct member of.", {
    application: { least: "GroupMember.Read.All", wider: parents },
    delegated: { least: "GroupMember.Read.All", wider: parents },
  }),
  operation("POST", "/groups", "Makes a group.", {
    application: { least: "Group.Create", wider: ["Group.ReadWrite.All", "Directory.ReadWrite.All"] },
    delegated: { least: "Group.ReadWrite.All", wider: ["Directory.ReadWrite.All"] },
  }),
  operation("PATCH", "/groups/{id}", "Changes one group.", change),
  operation("DELETE", "/groups/{id}", "Deletes one group.", {
    application: { least: "Group.ReadWrite.All" },
    delegated: { least: "Group.ReadWrite.All" },
  }),
  operation("POST", "/groups/{id}/members/$ref", "Adds a member to a group.", membersChange),
  operation("DELETE", "/groups/{id}/members/{id}/$ref", "Removes a member from a group.", membersChange),
  operation("GET", "/groups/{id}/conversations", "Lists the conversations of a Microsoft 365 group.", {
    application: {
      least: "Group-Conversation.Read.All",
      wider: ["Group-Conversation.ReadWrite.All", "Group.Read.All", "Group.ReadWrite.All"],
    },
    delegated: {
      least: "Group-Conversation.Read.All",
      wider: ["Group-Conversation.ReadWrite.All", "Group.Read.All", "Group.ReadWrite.All"],
    },
  }),
  operation("GET", "/groups/{id}/events", "Lists the events of a Microsoft 365 group.", {
    delegated: { least: "Group.Read.All", wider: ["Group.ReadWrite.All"] },
  }),
];
