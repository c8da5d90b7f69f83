import { row } from "./row";

export const teamsAppsTeam = [
  row(
    "TeamsAppInstallation.ReadForTeam",
    { delegated: ["5248dcb1-f83b-4ec3-9f4d-a4428a961a72", "low"] },
    "Reads which apps are installed in the signed-in user's teams.",
  ),
  row(
    "TeamsAppInstallation.ReadForTeam.All",
    { application: ["1f615aea-6bf9-4b05-84bd-46388e138537", "low"] },
    "Reads which apps are installed in every team.",
  ),
  row(
    "TeamsAppInstallation.ReadSelectedForTeam",
    { delegated: ["b55df1c0-db20-435b-aef2-afe6ed487e16", "low"] },
    "Reads which of some chosen apps are installed in the signed-in user's teams.",
  ),
  row(
    "TeamsAppInstallation.ReadSelectedForTeam.All",
    { application: ["93c6a289-70fd-489e-a053-6cf8f7d772f6", "low"] },
    "Reads which of some chosen apps are installed in every team.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteSelfForTeam",
    { delegated: ["0f4595f7-64b1-4e13-81bc-11a249df07a9", "low"], narrower: ["TeamsAppInstallation.ReadForTeam"] },
    "Installs and removes itself in the signed-in user's teams.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteSelfForTeam.All",
    {
      application: ["9f67436c-5415-4e7f-8ac1-3014a7132630", "medium"],
      narrower: ["TeamsAppInstallation.ReadForTeam.All"],
    },
    "Installs and removes itself in every team.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteAndConsentSelfForTeam",
    {
      delegated: ["4a6bbf29-a0e1-4a4d-a7d1-cef17f772975", "medium"],
      narrower: ["TeamsAppInstallation.ReadWriteSelfForTeam", "TeamsAppInstallation.ReadForTeam"],
    },
    "Installs itself in the signed-in user's teams, and consents there to what it asks for.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteAndConsentSelfForTeam.All",
    {
      application: ["1e4be56c-312e-42b8-a2c9-009600d732c0", "high"],
      narrower: ["TeamsAppInstallation.ReadWriteSelfForTeam.All", "TeamsAppInstallation.ReadForTeam.All"],
    },
    "Installs itself in every team, and consents there to what it asks for.",
  ),
  row(
    "TeamsAppInstallation.ManageSelectedForTeam",
    {
      delegated: ["c67b2d7e-6b80-4218-938a-05e73058e42d", "medium"],
      narrower: ["TeamsAppInstallation.ReadSelectedForTeam"],
    },
    "Installs, upgrades and removes chosen apps in the signed-in user's teams.",
  ),
  row(
    "TeamsAppInstallation.ManageSelectedForTeam.All",
    {
      application: ["b448d252-1f26-4227-b6ff-21ab510975a2", "medium"],
      narrower: ["TeamsAppInstallation.ReadSelectedForTeam.All"],
    },
    "Installs, upgrades and removes chosen apps in every team.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteSelectedForTeam",
    {
      delegated: ["9131c833-9a49-4c54-b38f-615ecfc4fc69", "medium"],
      narrower: ["TeamsAppInstallation.ManageSelectedForTeam", "TeamsAppInstallation.ReadSelectedForTeam"],
    },
    "Installs and removes chosen apps in the signed-in user's teams, and consents there to what they ask for.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteSelectedForTeam.All",
    {
      application: ["7b5823ae-d0f2-424d-b90c-d843ffada7d9", "high"],
      narrower: ["TeamsAppInstallation.ManageSelectedForTeam.All", "TeamsAppInstallation.ReadSelectedForTeam.All"],
    },
    "Installs and removes chosen apps in every team, and consents there to what they ask for.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteForTeam",
    {
      delegated: ["2e25a044-2580-450d-8859-42eeb6e996c0", "high"],
      narrower: [
        "TeamsAppInstallation.ManageSelectedForTeam",
        "TeamsAppInstallation.ReadWriteSelfForTeam",
        "TeamsAppInstallation.ReadForTeam",
      ],
    },
    "Installs and removes any app in the signed-in user's teams.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteForTeam.All",
    {
      application: ["5dad17ba-f6cc-4954-a5a2-a0dcc95154f0", "high"],
      narrower: [
        "TeamsAppInstallation.ManageSelectedForTeam.All",
        "TeamsAppInstallation.ReadWriteSelfForTeam.All",
        "TeamsAppInstallation.ReadForTeam.All",
      ],
    },
    "Installs and removes any app in every team.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteAndConsentForTeam",
    {
      delegated: ["946349d5-2a9d-4535-abc0-7beeacaedd1d", "high"],
      narrower: ["TeamsAppInstallation.ReadWriteForTeam", "TeamsAppInstallation.ReadWriteSelectedForTeam"],
    },
    "Installs any app in the signed-in user's teams, and consents there to what it asks for.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteAndConsentForTeam.All",
    {
      application: ["b0c13be0-8e20-4bc5-8c55-963c23a39ce9", "critical"],
      narrower: ["TeamsAppInstallation.ReadWriteForTeam.All", "TeamsAppInstallation.ReadWriteSelectedForTeam.All"],
    },
    "Installs any app in every team, and consents there to what it asks for.",
  ),
] as const;
