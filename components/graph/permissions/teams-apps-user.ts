import { row } from "./row";

export const teamsAppsUser = [
  row(
    "TeamsAppInstallation.ReadForUser",
    { delegated: ["c395395c-ff9a-4dba-bc1f-8372ba9dca84", "low", "user"] },
    "Reads which apps are installed in the signed-in user's Teams.",
  ),
  row(
    "TeamsAppInstallation.ReadForUser.All",
    { application: ["9ce09611-f4f7-4abd-a629-a05450422a97", "low"] },
    "Reads which apps are installed in every user's Teams.",
  ),
  row(
    "TeamsAppInstallation.ReadSelectedForUser",
    { delegated: ["fe2e4e1d-101f-4fb2-9cb1-9d6659db45d4", "low"] },
    "Reads which of some chosen apps are installed in the signed-in user's Teams.",
  ),
  row(
    "TeamsAppInstallation.ReadSelectedForUser.All",
    { application: ["44fb0e7c-1f9a-47f1-bb9e-7f92d48ed288", "low"] },
    "Reads which of some chosen apps are installed in every user's Teams.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteSelfForUser",
    {
      delegated: ["207e0cb1-3ce7-4922-b991-5a760c346ebc", "low", "user"],
      narrower: ["TeamsAppInstallation.ReadForUser"],
    },
    "Installs and removes itself in the signed-in user's Teams.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteSelfForUser.All",
    {
      application: ["908de74d-f8b2-4d6b-a9ed-2a17b3b78179", "medium"],
      narrower: ["TeamsAppInstallation.ReadForUser.All"],
    },
    "Installs and removes itself in every user's Teams.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteAndConsentSelfForUser",
    {
      delegated: ["7a349935-c54d-44ab-ab66-1b460d315be7", "medium"],
      narrower: ["TeamsAppInstallation.ReadWriteSelfForUser", "TeamsAppInstallation.ReadForUser"],
    },
    "Installs itself in the signed-in user's Teams, and consents there to what it asks for.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All",
    {
      application: ["a87076cf-6abd-4e56-8559-4dbdf41bef96", "high"],
      narrower: ["TeamsAppInstallation.ReadWriteSelfForUser.All", "TeamsAppInstallation.ReadForUser.All"],
    },
    "Installs itself in every user's Teams, and consents there to what it asks for.",
  ),
  row(
    "TeamsAppInstallation.ManageSelectedForUser",
    {
      delegated: ["830c2bd9-c335-4caf-bf83-c07fa8a23ef1", "medium"],
      narrower: ["TeamsAppInstallation.ReadSelectedForUser"],
    },
    "Installs, upgrades and removes chosen apps in the signed-in user's Teams.",
  ),
  row(
    "TeamsAppInstallation.ManageSelectedForUser.All",
    {
      application: ["e97a9235-5b3c-43c4-b37d-6786a173fae4", "medium"],
      narrower: ["TeamsAppInstallation.ReadSelectedForUser.All"],
    },
    "Installs, upgrades and removes chosen apps in every user's Teams.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteSelectedForUser",
    {
      delegated: ["ea819e27-c92a-4118-b83b-4540b125d744", "medium"],
      narrower: ["TeamsAppInstallation.ManageSelectedForUser", "TeamsAppInstallation.ReadSelectedForUser"],
    },
    "Installs and removes chosen apps in the signed-in user's Teams, and consents there to what they ask for.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteSelectedForUser.All",
    {
      application: ["650a76ec-4118-4b25-9d3a-1f98048a5ee0", "high"],
      narrower: ["TeamsAppInstallation.ManageSelectedForUser.All", "TeamsAppInstallation.ReadSelectedForUser.All"],
    },
    "Installs and removes chosen apps in every user's Teams, and consents there to what they ask for.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteAndConsentForUser",
    {
      delegated: ["2da62c49-dfbd-40df-ba16-fef3529d391c", "high"],
      narrower: ["TeamsAppInstallation.ReadWriteForUser", "TeamsAppInstallation.ReadWriteSelectedForUser"],
    },
    "Installs any app in the signed-in user's Teams, and consents there to what it asks for.",
  ),
  row(
    "TeamsAppInstallation.ReadWriteAndConsentForUser.All",
    {
      application: ["32ca478f-f89e-41d0-aaf8-101deb7da510", "critical"],
      narrower: ["TeamsAppInstallation.ReadWriteForUser.All", "TeamsAppInstallation.ReadWriteSelectedForUser.All"],
    },
    "Installs any app in every user's Teams, and consents there to what it asks for.",
  ),
] as const;
