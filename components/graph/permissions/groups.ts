import { row } from "./row";

export const groups = [
  row(
    "Group.Read.All",
    {
      application: ["5b567255-7703-4780-807c-7be8301ae99b", "high"],
      delegated: ["5f8c59db-677d-491f-a6b8-5f174b11ec1d", "high"],
      narrower: ["GroupMember.Read.All"],
    },
    "Reads all groups with members, conversations, calendars and files of Microsoft 365 groups.",
  ),
  row(
    "Group.ReadWrite.All",
    {
      application: ["62a82d76-70ea-41e2-9197-370581804d09", "critical"],
      delegated: ["4e46008b-f24c-477d-8fff-7bb4ec7aafe0", "critical"],
      narrower: ["Group.Read.All", "GroupMember.ReadWrite.All"],
    },
    "Creates, changes and deletes groups and their members, which can hand out whatever groups grant.",
  ),
  row("Group.Create", { application: ["bf7b1a76-6e77-406b-b258-bf5c7720e98f", "high"] }, "Creates groups."),
  row(
    "GroupMember.Read.All",
    {
      application: ["98830695-27a2-44f7-8c18-0c3ebc9698f6", "medium"],
      delegated: ["bc024368-1153-4739-b217-4326f2e966d0", "medium"],
    },
    "Reads who is in which group, without conversations or files.",
  ),
  row(
    "GroupMember.ReadWrite.All",
    {
      application: ["dbaae8cf-10b5-4b86-a4a1-f871c94c6695", "critical"],
      delegated: ["f81125ac-d3b7-4573-a3b2-7099cc39df9e", "critical"],
      narrower: ["GroupMember.Read.All"],
    },
    "Changes who is in which group, which can hand out whatever groups grant.",
  ),
  row(
    "GroupSettings.Read.All",
    {
      application: ["f3c4f514-c65a-43f5-bfce-1735872258dd", "low"],
      delegated: ["2eb2bc92-94ef-4c6b-b4ab-2a09bc975e0e", "low"],
    },
    "Reads settings for groups.",
  ),
  row(
    "GroupSettings.ReadWrite.All",
    {
      application: ["546168c3-1183-4281-9491-fafb24dea37e", "high"],
      delegated: ["c1691a6d-99e2-4cfa-b4b5-9e4d67dc0f36", "high"],
      narrower: ["GroupSettings.Read.All"],
    },
    "Changes settings for groups.",
  ),
  row(
    "Group-Conversation.Read.All",
    {
      application: ["4f0a8235-6f6f-4ec7-9500-34b452a4a0c3", "high"],
      delegated: ["c92fbbc2-50e0-4842-93ef-385c3293ea3d", "high"],
    },
    "Reads conversations of Microsoft 365 groups.",
  ),
  row(
    "Group-Conversation.ReadWrite.All",
    {
      application: ["6679c91b-820a-4900-ab47-e97b197a89c4", "high"],
      delegated: ["302bcbb5-855a-4e49-ae20-94a331b0281e", "high"],
      narrower: ["Group-Conversation.Read.All"],
    },
    "Changes conversations of Microsoft 365 groups.",
  ),
  row(
    "Group-OnPremisesSyncBehavior.ReadWrite.All",
    {
      application: ["2d9bd318-b883-40be-9df7-63ec4fcdc424", "high"],
      delegated: ["37e00479-5776-4659-aecf-4841ec5d590a", "high"],
    },
    "Moves the source of authority of groups between the local directory and the cloud.",
  ),
] as const;
