import { row } from "./row";

export const roles = [
  row(
    "RoleManagement.Read.All",
    {
      application: ["c7fbd983-d9aa-4fa7-84b8-17382c103bc4", "medium"],
      delegated: ["48fec646-b2ba-4019-8681-8eb31435aded", "medium"],
    },
    "Reads role assignments of all providers.",
  ),
  row(
    "RoleManagement.Read.Directory",
    {
      application: ["483bed4a-2ad3-4361-a73b-c83ccdbdc53c", "medium"],
      delegated: ["741c54c3-0c1e-44a1-818b-3f97ab4e8c83", "medium"],
    },
    "Reads who holds which directory role.",
  ),
  row(
    "RoleManagement.ReadWrite.Directory",
    {
      application: ["9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8", "critical"],
      delegated: ["d01b97e9-cbc0-49fe-810a-750afd5527a3", "critical"],
      narrower: ["RoleManagement.Read.Directory"],
    },
    "Assigns directory roles, Global Administrator included: the key to everything.",
  ),
  row(
    "RoleManagement.Read.Exchange",
    {
      application: ["c769435f-f061-4d0b-8ff1-3d39870e5f85", "medium"],
      delegated: ["3bc15058-7858-4141-b24f-ae43b4e80b52", "medium"],
    },
    "Reads who holds which Exchange role.",
  ),
  row(
    "RoleManagement.ReadWrite.Exchange",
    {
      application: ["025d3225-3f02-4882-b4c0-cd5b541a4e80", "critical"],
      delegated: ["c1499fe0-52b1-4b22-bed2-7a244e0e879f", "critical"],
      narrower: ["RoleManagement.Read.Exchange"],
    },
    "Assigns Exchange roles, by which any mailbox can be opened.",
  ),
  row(
    "RoleManagement.Read.CloudPC",
    {
      application: ["031a549a-bb80-49b6-8032-2068448c6a3c", "low"],
      delegated: ["9619b88a-8a25-48a7-9571-d23be0337a79", "low"],
    },
    "Reads who administers cloud PCs.",
  ),
  row(
    "RoleManagement.ReadWrite.CloudPC",
    {
      application: ["274d0592-d1b6-44bd-af1d-26d259bcb43a", "high"],
      delegated: ["501d06f8-07b8-4f18-b5c6-c191a4af7a82", "high"],
      narrower: ["RoleManagement.Read.CloudPC"],
    },
    "Assigns who administers cloud PCs.",
  ),
  row(
    "RoleManagement.Read.Defender",
    {
      application: ["4d6e30d1-e64e-4ae7-bf9d-c706cc928cef", "medium"],
      delegated: ["dd689728-6eb8-4deb-bd38-2924a935f3de", "medium"],
    },
    "Reads who holds which Defender role.",
  ),
  row(
    "RoleManagement.ReadWrite.Defender",
    {
      application: ["8b7e8c0a-7e9d-4049-97ec-04b5e1bcaf05", "critical"],
      delegated: ["d8914f8f-9f64-4bd1-b4d3-f5a701ed8457", "critical"],
      narrower: ["RoleManagement.Read.Defender"],
    },
    "Assigns Defender roles.",
  ),
  row(
    "RoleManagementPolicy.Read.Directory",
    {
      application: ["fdc4c997-9942-4479-bfcb-75a36d1138df", "medium"],
      delegated: ["3de2cdbe-0ff5-47d5-bdee-7f45b4749ead", "medium"],
    },
    "Reads the rules for activating directory roles.",
  ),
  row(
    "RoleManagementPolicy.ReadWrite.Directory",
    {
      application: ["31e08e0a-d3f7-4ca2-ac39-7343fb83e8ad", "critical"],
      delegated: ["1ff1be21-34eb-448c-9ac9-ce1f506b2a68", "critical"],
      narrower: ["RoleManagementPolicy.Read.Directory"],
    },
    "Changes the rules for activating directory roles, approvals included.",
  ),
  row(
    "RoleManagementPolicy.Read.AzureADGroup",
    {
      application: ["69e67828-780e-47fd-b28c-7b27d14864e6", "medium"],
      delegated: ["7e26fdff-9cb1-4e56-bede-211fe0e420e8", "medium"],
    },
    "Reads the rules for privileged group membership.",
  ),
  row(
    "RoleManagementPolicy.ReadWrite.AzureADGroup",
    {
      application: ["b38dcc4d-a239-4ed6-aa84-6c65b284f97c", "critical"],
      delegated: ["0da165c7-3f15-4236-b733-c0b0f6abe41d", "critical"],
      narrower: ["RoleManagementPolicy.Read.AzureADGroup"],
    },
    "Changes the rules for privileged group membership.",
  ),
  row(
    "RoleManagementAlert.Read.Directory",
    {
      application: ["ef31918f-2d50-4755-8943-b8638c0a077e", "low"],
      delegated: ["cce71173-f76d-446e-97ff-efb2d82e11b1", "low"],
    },
    "Reads alerts about directory roles.",
  ),
  row(
    "RoleManagementAlert.ReadWrite.Directory",
    {
      application: ["11059518-d6a6-4851-98ed-509268489c4a", "medium"],
      delegated: ["435644c6-a5b1-40bf-8f52-fe8e5b53e19c", "medium"],
      narrower: ["RoleManagementAlert.Read.Directory"],
    },
    "Changes alerts about directory roles.",
  ),
  row(
    "EntitlementManagement.Read.All",
    {
      application: ["c74fd47d-ed3c-45c3-9a9e-b8676de685d2", "medium"],
      delegated: ["5449aa12-1393-4ea2-a7c7-d0e06c1a56b2", "medium"],
    },
    "Reads access packages and who has them.",
  ),
  row(
    "EntitlementManagement.ReadWrite.All",
    {
      application: ["9acd699f-1e81-4958-b001-93b1d2506e19", "critical"],
      delegated: ["ae7a573d-81d7-432b-ad44-4ed5c9d89038", "critical"],
      narrower: ["EntitlementManagement.Read.All"],
    },
    "Changes access packages, which can hand out whatever they contain.",
  ),
  row(
    "AccessReview.Read.All",
    {
      application: ["d07a8cc0-3d51-4b77-b3b0-32704d1f69fa", "medium"],
      delegated: ["ebfcd32b-babb-40f4-a14b-42706e83bd28", "medium"],
    },
    "Reads access reviews.",
  ),
  row(
    "AccessReview.ReadWrite.All",
    {
      application: ["ef5f7d5c-338f-44b0-86c3-351f46c8bb5f", "high"],
      delegated: ["e4aa47b9-9a69-4109-82ed-36ec70d85ff1", "high"],
      narrower: ["AccessReview.Read.All"],
    },
    "Changes access reviews, by whose outcome access is kept or removed.",
  ),
  row(
    "AccessReview.ReadWrite.Membership",
    {
      application: ["18228521-a591-40f1-b215-5fad4488c117", "high"],
      delegated: ["5af8c3f5-baca-439a-97b0-ea58a435e269", "high"],
      narrower: ["AccessReview.Read.All"],
    },
    "Changes reviews of group and app access.",
  ),
  row(
    "DelegatedAdminRelationship.Read.All",
    {
      application: ["f6e9e124-4586-492f-adc0-c6f96e4823fd", "medium"],
      delegated: ["0c0064ea-477b-4130-82a5-4c2cc4ff68aa", "medium"],
    },
    "Reads which customers a partner administers.",
  ),
  row(
    "DelegatedAdminRelationship.ReadWrite.All",
    {
      application: ["cc13eba4-8cd8-44c6-b4d4-f93237adce58", "critical"],
      delegated: ["885f682f-a990-4bad-a642-36736a74b0c7", "critical"],
      narrower: ["DelegatedAdminRelationship.Read.All"],
    },
    "Changes which customers a partner administers.",
  ),
] as const;
