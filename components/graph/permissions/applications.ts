import { row } from "./row";

export const applications = [
  row(
    "Application.Read.All",
    {
      application: ["9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30", "medium"],
      delegated: ["c79f8feb-a9db-4090-85f9-90d820caa0eb", "medium"],
    },
    "Reads all applications and service principals.",
  ),
  row(
    "Application.ReadUpdate.All",
    {
      application: ["fc023787-fd04-4e44-9bc7-d454f00c0f0a", "critical"],
      delegated: ["0586a906-4d89-4de8-b3c8-1aacdcc0c679", "critical"],
      narrower: ["Application.Read.All"],
    },
    "Changes existing applications, credentials included.",
  ),
  row(
    "Application.ReadWrite.All",
    {
      application: ["1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9", "critical"],
      delegated: ["bdfbf15f-ee85-4955-8675-146e8e5296b5", "critical"],
      narrower: ["Application.ReadWrite.OwnedBy"],
    },
    "Changes any application and adds credentials to it, and so acts with its rights.",
  ),
  row(
    "Application.ReadWrite.OwnedBy",
    { application: ["18a4783c-866b-4cc7-a460-3d5e5662c884", "high"] },
    "Creates applications and changes those that it owns.",
  ),
  row(
    "AppRoleAssignment.ReadWrite.All",
    {
      application: ["06b708a9-e830-4db3-a914-8e69da51d44f", "critical"],
      delegated: ["84bccea3-f856-4a8a-967b-dbe0a3d53a64", "critical"],
    },
    "Grants any application permission to any app, itself included: the key to everything.",
  ),
  row(
    "DelegatedPermissionGrant.Read.All",
    {
      application: ["81b4724a-58aa-41c1-8a55-84ef97466587", "medium"],
      delegated: ["a197cdc4-a8e8-4d49-9d35-4ca7c83887b4", "medium"],
    },
    "Reads which delegated permissions were granted.",
  ),
  row(
    "DelegatedPermissionGrant.ReadWrite.All",
    {
      application: ["8e8e4742-1d95-4f68-9d56-6ee75648c72a", "critical"],
      delegated: ["41ce6ca6-6826-4807-84f1-1c82854f7ee5", "critical"],
      narrower: ["DelegatedPermissionGrant.Read.All"],
    },
    "Grants any delegated permission to any app on behalf of all users.",
  ),
  row(
    "ServicePrincipalEndpoint.Read.All",
    {
      application: ["5256681e-b7f6-40c0-8447-2d9db68797a0", "low"],
      delegated: ["9f9ce928-e038-4e3b-8faf-7b59049a8ddc", "low"],
    },
    "Reads endpoints of service principals.",
  ),
  row(
    "ServicePrincipalEndpoint.ReadWrite.All",
    {
      application: ["89c8469c-83ad-45f7-8ff2-6e3d4285709e", "medium"],
      delegated: ["7297d82c-9546-4aed-91df-3d4f0a9b3ff0", "medium"],
      narrower: ["ServicePrincipalEndpoint.Read.All"],
    },
    "Changes endpoints of service principals.",
  ),
  row(
    "ConsentRequest.Read.All",
    {
      application: ["1260ad83-98fb-4785-abbb-d6cc1806fd41", "low"],
      delegated: ["f3bfad56-966e-4590-a536-82ecf548ac1e", "low"],
    },
    "Reads consent requests of users.",
  ),
  row(
    "ConsentRequest.ReadWrite.All",
    {
      application: ["9f1b81a7-0223-4428-bfa4-0bcb5535f27d", "high"],
      delegated: ["497d9dfa-3bd1-481a-baab-90895e54568c", "high"],
      narrower: ["ConsentRequest.Read.All"],
    },
    "Approves and denies consent requests of users.",
  ),
  row(
    "CustomSecAttributeAssignment.Read.All",
    {
      application: ["3b37c5a4-1226-493d-bec3-5d6c6b866f3f", "high"],
      delegated: ["b46ffa80-fe3d-4822-9a1a-c200932d54d0", "high"],
    },
    "Reads custom security attributes of users and apps.",
  ),
  row(
    "CustomSecAttributeAssignment.ReadWrite.All",
    {
      application: ["de89b5e4-5b8f-48eb-8925-29c2b33bd8bd", "high"],
      delegated: ["ca46335e-8453-47cd-a001-8459884efeae", "high"],
      narrower: ["CustomSecAttributeAssignment.Read.All"],
    },
    "Changes custom security attributes, on which access may depend.",
  ),
  row(
    "CustomSecAttributeDefinition.Read.All",
    {
      application: ["b185aa14-d8d2-42c1-a685-0f5596613624", "medium"],
      delegated: ["ce026878-a0ff-4745-a728-d4fedd086c07", "medium"],
    },
    "Reads which custom security attributes exist.",
  ),
  row(
    "CustomSecAttributeDefinition.ReadWrite.All",
    {
      application: ["12338004-21f4-4896-bf5e-b75dfaf1016d", "high"],
      delegated: ["8b0160d4-5743-482b-bb27-efc0a485ca4a", "high"],
      narrower: ["CustomSecAttributeDefinition.Read.All"],
    },
    "Changes which custom security attributes exist.",
  ),
] as const;
