import { row } from "./row";

export const windows = [
  row(
    "UserActivity.ReadWrite.CreatedByApp",
    { delegated: ["47607519-5fb1-47d9-99c7-da4b48f369b1", "low", "user"] },
    "Keeps in the signed-in user's history what was done in the app.",
  ),
  row(
    "UserTimelineActivity.Write.CreatedByApp",
    { delegated: ["367492fc-594d-4972-a9b5-0d58c622c91c", "low", "user"] },
    "Adds to the signed-in user's timeline what was done in the app.",
  ),
  row(
    "UserNotification.ReadWrite.CreatedByApp",
    {
      application: ["4e774092-a092-48d1-90bd-baad67c7eb47", "low"],
      delegated: ["26e2f3e8-b2a1-47fc-9620-89bb5b042024", "low", "user"],
    },
    "Shows the app's own notifications to {who}.",
  ),
  row(
    "UserCloudClipboard.Read",
    { delegated: ["61e8a09a-087f-4e36-8c8c-1c77c5228017", "high", "user"] },
    "Reads what the signed-in user copied, passwords included.",
  ),
  row(
    "UserWindowsSettings.Read.All",
    { delegated: ["77e07bab-1b34-40a5-bb6c-4b197b3f6027", "low"] },
    "Reads the signed-in user's settings of Windows.",
  ),
  row(
    "UserWindowsSettings.ReadWrite.All",
    { delegated: ["dcb1026d-b7e1-4d31-9f61-6724d5140bf9", "medium"], narrower: ["UserWindowsSettings.Read.All"] },
    "Changes the signed-in user's settings of Windows.",
  ),
] as const;
