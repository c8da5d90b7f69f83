import { row } from "./row";

export const teamsTabs = [
  row(
    "TeamsTab.ReadWriteSelfForChat",
    { delegated: ["0c219d04-3abf-47f7-912d-5cca239e90e6", "low"] },
    "Changes its own tabs in the signed-in user's chats.",
  ),
  row(
    "TeamsTab.ReadWriteSelfForChat.All",
    { application: ["9f62e4a2-a2d6-4350-b28b-d244728c4f86", "medium"] },
    "Changes its own tabs in every chat.",
  ),
  row(
    "TeamsTab.ReadWriteForChat",
    { delegated: ["ee928332-e9c2-4747-b4a0-f8c164b68de6", "medium"], narrower: ["TeamsTab.ReadWriteSelfForChat"] },
    "Changes any tab in the signed-in user's chats, by which people can be led elsewhere.",
  ),
  row(
    "TeamsTab.ReadWriteForChat.All",
    { application: ["fd9ce730-a250-40dc-bd44-8dc8d20f39ea", "high"], narrower: ["TeamsTab.ReadWriteSelfForChat.All"] },
    "Changes any tab in every chat, by which people can be led elsewhere.",
  ),
  row(
    "TeamsTab.ReadWriteSelfForTeam",
    { delegated: ["f266662f-120a-4314-b26a-99b08617c7ef", "low"] },
    "Changes its own tabs in the signed-in user's teams.",
  ),
  row(
    "TeamsTab.ReadWriteSelfForTeam.All",
    { application: ["91c32b81-0ef0-453f-a5c7-4ce2e562f449", "medium"] },
    "Changes its own tabs in every team.",
  ),
  row(
    "TeamsTab.ReadWriteForTeam",
    { delegated: ["c975dd04-a06e-4fbb-9704-62daad77bb49", "medium"], narrower: ["TeamsTab.ReadWriteSelfForTeam"] },
    "Changes any tab in the signed-in user's teams, by which people can be led elsewhere.",
  ),
  row(
    "TeamsTab.ReadWriteForTeam.All",
    { application: ["6163d4f4-fbf8-43da-a7b4-060fe85ed148", "high"], narrower: ["TeamsTab.ReadWriteSelfForTeam.All"] },
    "Changes any tab in every team, by which people can be led elsewhere.",
  ),
  row(
    "TeamsTab.ReadWriteSelfForUser",
    { delegated: ["395dfec1-a0b9-465f-a783-8250a430cb8c", "low", "user"] },
    "Changes its own tabs in the signed-in user's Teams.",
  ),
  row(
    "TeamsTab.ReadWriteSelfForUser.All",
    { application: ["3c42dec6-49e8-4a0a-b469-36cff0d9da93", "medium"] },
    "Changes its own tabs in every user's Teams.",
  ),
  row(
    "TeamsTab.ReadWriteForUser",
    {
      delegated: ["c37c9b61-7762-4bff-a156-afc0005847a0", "medium", "user"],
      narrower: ["TeamsTab.ReadWriteSelfForUser"],
    },
    "Changes any tab in the signed-in user's Teams, by which people can be led elsewhere.",
  ),
  row(
    "TeamsTab.ReadWriteForUser.All",
    { application: ["425b4b59-d5af-45c8-832f-bb0b7402348a", "high"], narrower: ["TeamsTab.ReadWriteSelfForUser.All"] },
    "Changes any tab in every user's Teams, by which people can be led elsewhere.",
  ),
] as const;
