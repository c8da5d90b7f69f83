import { row } from "./row";

export const teamsAppsChat = [
  row(
    "TeamsAppInstallation.ReadForChat",
    { delegated: ["bf3fbf03-f35f-4e93-963e-47e4d874c37a", "low", "user"] },
    "Reads which apps are installed in the signed-in user's chats.",
  ),
  row(
    "TeamsAppInstallation.ReadForChat.All",
    { application: ["cc7e7635-2586-41d6-adaa-a8d3bcad5ee5", "low"] },
    "Reads which apps are installed in every chat.",
  ),
  row(
    "TeamsAppInstallation.ReadSelectedForChat",
    { delegated: ["0f3420c2-c6ec-46de-ab72-fd51267087d5", "low"] },
    "Reads which of some chosen apps are installed in the signed-in user's chats.",
  ),
  row(
    "TeamsAppInstallation.ReadSelectedForChat.All",
    { application: ["53d40ddb-9b27-4c97-b800-985be6041990", "low"] },
    "Reads which of some chosen apps are installed in every chat.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteSelfForChat",
    { delegated: ["0ce33576-30e8-43b7-99e5-62f8569a4002", "low"], narrower: ["TeamsAppInstallation.ReadForChat"] },
    "Installs and removes itself in the signed-in user's chats.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteSelfForChat.All",
    {
      application: ["73a45059-f39c-4baf-9182-4954ac0e55cf", "medium"],
      narrower: ["TeamsAppInstallation.ReadForChat.All"],
    },
    "Installs and removes itself in every chat.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteAndConsentSelfForChat",
    {
      delegated: ["a0e0e18b-8fb2-458f-8130-da2d7cab9c75", "medium"],
      narrower: ["TeamsAppInstallation.ReadWriteSelfForChat", "TeamsAppInstallation.ReadForChat"],
    },
    "Installs itself in the signed-in user's chats, and consents there to what it asks for.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteAndConsentSelfForChat.All",
    {
      application: ["ba1ba90b-2d8f-487e-9f16-80728d85bb5c", "high"],
      narrower: ["TeamsAppInstallation.ReadWriteSelfForChat.All", "TeamsAppInstallation.ReadForChat.All"],
    },
    "Installs itself in every chat, and consents there to what it asks for.",
  ),
  row(
    "TeamsAppInstallation.ManageSelectedForChat",
    {
      delegated: ["d1ba22c6-3f02-4c91-addb-bc3399bcca88", "medium"],
      narrower: ["TeamsAppInstallation.ReadSelectedForChat"],
    },
    "Installs, upgrades and removes chosen apps in the signed-in user's chats.",
  ),
  row(
    "TeamsAppInstallation.ManageSelectedForChat.All",
    {
      application: ["22b74aab-d9e4-46f7-9424-f24b42307227", "medium"],
      narrower: ["TeamsAppInstallation.ReadSelectedForChat.All"],
    },
    "Installs, upgrades and removes chosen apps in every chat.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteSelectedForChat",
    {
      delegated: ["690aa3b6-4b71-41c2-a990-77a8c4768d2b", "medium"],
      narrower: ["TeamsAppInstallation.ManageSelectedForChat", "TeamsAppInstallation.ReadSelectedForChat"],
    },
    "Installs and removes chosen apps in the signed-in user's chats, and consents there to what they ask for.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteSelectedForChat.All",
    {
      application: ["25bbeaad-04be-4207-83ed-a263aae76ddf", "high"],
      narrower: ["TeamsAppInstallation.ManageSelectedForChat.All", "TeamsAppInstallation.ReadSelectedForChat.All"],
    },
    "Installs and removes chosen apps in every chat, and consents there to what they ask for.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteForChat",
    {
      delegated: ["aa85bf13-d771-4d5d-a9e6-bca04ce44edf", "high"],
      narrower: [
        "TeamsAppInstallation.ManageSelectedForChat",
        "TeamsAppInstallation.ReadWriteSelfForChat",
        "TeamsAppInstallation.ReadForChat",
      ],
    },
    "Installs and removes any app in the signed-in user's chats.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteForChat.All",
    {
      application: ["9e19bae1-2623-4c4f-ab6e-2664615ff9a0", "high"],
      narrower: [
        "TeamsAppInstallation.ManageSelectedForChat.All",
        "TeamsAppInstallation.ReadWriteSelfForChat.All",
        "TeamsAppInstallation.ReadForChat.All",
      ],
    },
    "Installs and removes any app in every chat.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteAndConsentForChat",
    {
      delegated: ["e1408a66-8f82-451b-a2f3-3c3e38f7413f", "high"],
      narrower: ["TeamsAppInstallation.ReadWriteForChat", "TeamsAppInstallation.ReadWriteSelectedForChat"],
    },
    "Installs any app in the signed-in user's chats, and consents there to what it asks for.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteAndConsentForChat.All",
    {
      application: ["6e74eff9-4a21-45d6-bc03-3a20f61f8281", "critical"],
      narrower: ["TeamsAppInstallation.ReadWriteForChat.All", "TeamsAppInstallation.ReadWriteSelectedForChat.All"],
    },
    "Installs any app in every chat, and consents there to what it asks for.",
  ),
] as const;
