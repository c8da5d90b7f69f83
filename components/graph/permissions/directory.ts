import { row } from "./row";

export const directory = [
  row(
    "Directory.Read.All",
    {
      application: ["7ab1d382-f21e-4acd-a863-ba3e13f7da61", "high"],
      delegated: ["06da0dbc-49e2-44d2-8312-53f166ab848a", "high"],
      narrower: ["User.Read.All", "Group.Read.All", "OrgContact.Read.All"],
    },
    "Reads the whole directory: users, groups, apps, roles, devices and policies.",
  ),
  row(
    "Directory.ReadWrite.All",
    {
      application: ["19dbc75e-c2e2-444c-a770-ec69d8559fc7", "critical"],
      delegated: ["c5366453-9fb0-48a5-a156-24f0c49a4b84", "critical"],
      narrower: ["User.ReadWrite.All", "Group.ReadWrite.All"],
    },
    "Changes nearly everything in the directory, group membership included.",
  ),
  row(
    "Directory.AccessAsUser.All",
    { delegated: ["0e263e50-5827-48a4-b97c-d940288653c7", "critical"], narrower: ["Directory.Read.All"] },
    "Does in the directory whatever the signed-in user may do, which for an administrator is all.",
  ),
  row(
    "AdministrativeUnit.Read.All",
    {
      application: ["134fd756-38ce-4afd-ba33-e9623dbe66c2", "low"],
      delegated: ["3361d15d-be43-4de6-b441-3c746d05163d", "low"],
    },
    "Reads administrative units and who is in them.",
  ),
  row(
    "AdministrativeUnit.ReadWrite.All",
    {
      application: ["5eb59dd3-1da2-4329-8733-9dabdc435916", "high"],
      delegated: ["7b8a2d34-6b3f-4542-a343-54651608ad81", "high"],
      narrower: ["AdministrativeUnit.Read.All"],
    },
    "Changes administrative units and their members, which moves who administers whom.",
  ),
  row(
    "Domain.Read.All",
    {
      application: ["dbb9058a-0e50-45d7-ae91-66909b5d4664", "low"],
      delegated: ["2f9ee017-59c1-4f1d-9472-bd5529a7b311", "low"],
    },
    "Reads the organisation's domains and their DNS records.",
  ),
  row(
    "Domain.ReadWrite.All",
    {
      application: ["7e05723c-0bb0-42da-be95-ae9f08a6e53c", "critical"],
      delegated: ["0b5d694c-a244-4bde-86e6-eb5cd07730fe", "critical"],
      narrower: ["Domain.Read.All"],
    },
    "Adds domains and changes federation, by which tokens for any user can be made.",
  ),
  row(
    "Domain-InternalFederation.Read.All",
    {
      application: ["c0e5a7b0-e8b7-40a7-b8e0-8249e6ea81d5", "medium"],
      delegated: ["33203a2a-a761-40f0-8a7c-a7e74a9f8ac6", "medium"],
    },
    "Reads how domains are federated.",
  ),
  row(
    "Domain-InternalFederation.ReadWrite.All",
    {
      application: ["64d40371-8d58-4270-bc8a-b4a66de36b9a", "critical"],
      delegated: ["857bd3ea-490e-4284-88a7-a7de1893b6ee", "critical"],
      narrower: ["Domain-InternalFederation.Read.All"],
    },
    "Changes how domains are federated, by which tokens for any user can be made.",
  ),
  row(
    "Organization.Read.All",
    {
      application: ["498476ce-e0fe-48b0-b801-37ba7e2685c6", "low"],
      delegated: ["4908d5b9-3fb2-4b1e-9336-1888b7937185", "low"],
    },
    "Reads the organisation's profile, domains and subscriptions.",
  ),
  row(
    "Organization.ReadWrite.All",
    {
      application: ["292d869f-3427-49a8-9dab-8c70152b74e9", "high"],
      delegated: ["46ca0847-7e6b-426e-9775-ea810a948356", "high"],
      narrower: ["Organization.Read.All"],
    },
    "Changes the organisation's profile and certificate-based sign-in settings.",
  ),
  row(
    "OrganizationalBranding.Read.All",
    {
      application: ["eb76ac34-0d62-4454-b97c-185e4250dc20", "low"],
      delegated: ["9082f138-6f02-4f3a-9f4d-5f3c2ce5c688", "low"],
    },
    "Reads how the sign-in page looks.",
  ),
  row(
    "OrganizationalBranding.ReadWrite.All",
    {
      application: ["d2ebfbc1-a5f8-424b-83a6-56ab5927a73c", "medium"],
      delegated: ["15ce63de-b141-4c9a-a9a5-241bf27c6aaf", "medium"],
      narrower: ["OrganizationalBranding.Read.All"],
    },
    "Changes how the sign-in page looks, which helps phishing.",
  ),
  row(
    "DirectoryRecommendations.Read.All",
    {
      application: ["ae73097b-cb2a-4447-b064-5d80f6093921", "low"],
      delegated: ["34d3bd24-f6a6-468c-b67c-0c365c1d6410", "low"],
    },
    "Reads recommendations about the directory.",
  ),
  row(
    "DirectoryRecommendations.ReadWrite.All",
    {
      application: ["0e9eea12-4f01-45f6-9b8d-3ea4c8144158", "medium"],
      delegated: ["f37235e8-90a0-4189-93e2-e55b53867ccd", "medium"],
      narrower: ["DirectoryRecommendations.Read.All"],
    },
    "Changes the state of recommendations about the directory.",
  ),
  row(
    "LicenseAssignment.Read.All",
    {
      application: ["e2f98668-2877-4f38-a2f4-8202e0717aa1", "low"],
      delegated: ["f395577a-0960-456b-979f-7228de0c5996", "low", "user"],
    },
    "Reads which licences are assigned to whom.",
  ),
  row(
    "LicenseAssignment.ReadWrite.All",
    {
      application: ["5facf0c1-8979-4e95-abcf-ff3d079771c0", "high"],
      delegated: ["f55016cc-149c-447e-8f21-7cf3ec1d6350", "high"],
      narrower: ["LicenseAssignment.Read.All"],
    },
    "Assigns and removes licences, which can switch mailboxes off.",
  ),
  row(
    "CrossTenantInformation.ReadBasic.All",
    {
      application: ["cac88765-0581-4025-9725-5ebc13f729ee", "low"],
      delegated: ["81594d25-e88e-49cf-ac8c-fecbff49f994", "low"],
    },
    "Looks up names and domains of other tenants.",
  ),
  row(
    "Synchronization.Read.All",
    {
      application: ["5ba43d2f-fa88-4db2-bd1c-a67c5f0fb1ce", "medium"],
      delegated: ["7aa02aeb-824f-4fbe-a3f7-611f751f5b55", "medium"],
    },
    "Reads how identities are synchronised.",
  ),
  row(
    "Synchronization.ReadWrite.All",
    {
      application: ["9b50c33d-700f-43b1-b2eb-87e89b703581", "critical"],
      delegated: ["7bb27fa3-ea8f-4d67-a916-87715b6188bd", "critical"],
      narrower: ["Synchronization.Read.All"],
    },
    "Changes how identities are synchronised, and so who exists with which rights.",
  ),
  row(
    "SynchronizationData-User.Upload",
    {
      application: ["db31e92a-b9ea-4d87-bf6a-75a37a9ca35a", "high"],
      delegated: ["1a2e7420-4e92-4d2b-94cb-fb2952e9ddf7", "high"],
    },
    "Uploads user data into synchronisation jobs.",
  ),
] as const;
