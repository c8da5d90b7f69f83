import { row } from "./row";

export const privilegedAccess = [
  row(
    "PrivilegedAccess.Read.AzureAD",
    {
      application: ["4cdc2547-9148-4295-8d11-be0db1391d6b", "medium"],
      delegated: ["b3a539c9-59cb-4ad5-825a-041ddbdc2bdb", "medium"],
    },
    "Reads who may activate directory roles, and who did.",
  ),
  row(
    "PrivilegedAccess.ReadWrite.AzureAD",
    {
      application: ["854d9ab1-6657-4ec8-be45-823027bcd009", "critical"],
      delegated: ["3c3c74f5-cdaa-4a97-b7e0-4e788bfcfb37", "critical"],
      narrower: ["PrivilegedAccess.Read.AzureAD"],
    },
    "Decides who may activate directory roles, by which anybody can be made an administrator.",
  ),
  row(
    "PrivilegedAccess.Read.AzureADGroup",
    {
      application: ["01e37dc9-c035-40bd-b438-b2879c4870a6", "medium"],
      delegated: ["d329c81c-20ad-4772-abf9-3f6fdb7e5988", "medium"],
    },
    "Reads who may activate membership of groups, and who did.",
  ),
  row(
    "PrivilegedAccess.ReadWrite.AzureADGroup",
    {
      application: ["2f6817f8-7b12-4f0f-bc18-eeaf60705a9e", "critical"],
      delegated: ["32531c59-1f32-461f-b8df-6f8a3b89f73b", "critical"],
      narrower: ["PrivilegedAccess.Read.AzureADGroup"],
    },
    "Decides who may activate membership of groups, by which anybody can be made an administrator.",
  ),
  row(
    "PrivilegedAccess.Read.AzureResources",
    {
      application: ["5df6fe86-1be0-44eb-b916-7bd443a71236", "medium"],
      delegated: ["1d89d70c-dcac-4248-b214-903c457af83a", "medium"],
    },
    "Reads who may activate roles of Azure resources, and who did.",
  ),
  row(
    "PrivilegedAccess.ReadWrite.AzureResources",
    {
      application: ["6f9d5abc-2db6-400b-a267-7de22a40fb87", "critical"],
      delegated: ["a84a9652-ffd3-496e-a991-22ba5529156a", "critical"],
      narrower: ["PrivilegedAccess.Read.AzureResources"],
    },
    "Decides who may activate roles of Azure resources, by which anybody can be made an administrator.",
  ),
  row(
    "PrivilegedAccess-CustomExt.Read.All",
    {
      application: ["e7ebe2d9-6e26-487a-8286-191d623a6904", "low"],
      delegated: ["bc04fe80-7e6a-4154-8b8f-d1e3465613bf", "low"],
    },
    "Reads which programs are asked when a role is activated.",
  ),
  row(
    "PrivilegedAccess-CustomExt.ReadWrite.All",
    {
      application: ["124325f3-0c46-4c57-a050-d6d1a82510f6", "high"],
      delegated: ["157efa76-20fd-4db4-876e-90c049322467", "high"],
      narrower: ["PrivilegedAccess-CustomExt.Read.All"],
    },
    "Changes which programs are asked when a role is activated, which can switch a check off.",
  ),
  row(
    "PrivilegedAssignmentSchedule.Read.AzureADGroup",
    {
      application: ["cd4161cb-f098-48f8-a884-1eda9a42434c", "medium"],
      delegated: ["02a32cc4-7ab5-4b58-879a-0586e0f7c495", "medium"],
    },
    "Reads who has membership of groups for a time.",
  ),
  row(
    "PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup",
    {
      application: ["41202f2c-f7ab-45be-b001-85c9728b9d69", "critical"],
      delegated: ["06dbc45d-6708-4ef0-a797-f797ee68bf4b", "critical"],
      narrower: ["PrivilegedAssignmentSchedule.Read.AzureADGroup", "PrivilegedAssignmentSchedule.Remove.AzureADGroup"],
    },
    "Decides who has membership of groups for a time, by which rights can be taken.",
  ),
  row(
    "PrivilegedAssignmentSchedule.Remove.AzureADGroup",
    {
      application: ["55d1104b-3821-413d-b3ca-e2393d333cd3", "high"],
      delegated: ["ca5fe595-68ff-4dfd-907d-4509501a0e49", "high"],
      narrower: ["PrivilegedAssignmentSchedule.Read.AzureADGroup"],
    },
    "Ends that somebody has membership of groups for a time.",
  ),
  row(
    "PrivilegedAssignmentSchedule.Read.EntraAppRole",
    {
      application: ["3a728f2e-df1d-4294-9899-86f601fae70a", "medium"],
      delegated: ["d5767d44-e1c1-4fc7-8fb1-7daa58df022a", "medium"],
    },
    "Reads who has roles of apps for a time.",
  ),
  row(
    "PrivilegedAssignmentSchedule.ReadWrite.EntraAppRole",
    {
      application: ["81adad77-a25a-489d-ac43-321115620139", "critical"],
      delegated: ["e07122a7-d275-4a27-a2f5-eb62349edae0", "critical"],
      narrower: ["PrivilegedAssignmentSchedule.Read.EntraAppRole"],
    },
    "Decides who has roles of apps for a time, by which rights can be taken.",
  ),
  row(
    "PrivilegedEligibilitySchedule.Read.AzureADGroup",
    {
      application: ["edb419d6-7edc-42a3-9345-509bfdf5d87c", "medium"],
      delegated: ["8f44f93d-ecef-46ae-a9bf-338508d44d6b", "medium"],
    },
    "Reads who may activate membership of groups for a time.",
  ),
  row(
    "PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup",
    {
      application: ["618b6020-bca8-4de6-99f6-ef445fa4d857", "critical"],
      delegated: ["ba974594-d163-484e-ba39-c330d5897667", "critical"],
      narrower: [
        "PrivilegedEligibilitySchedule.Read.AzureADGroup",
        "PrivilegedEligibilitySchedule.Remove.AzureADGroup",
      ],
    },
    "Decides who may activate membership of groups for a time, by which rights can be taken.",
  ),
  row(
    "PrivilegedEligibilitySchedule.Remove.AzureADGroup",
    {
      application: ["55745561-7572-4314-a737-a2c2a1b0dd2e", "high"],
      delegated: ["c5ea9ab4-9b41-4c09-a400-53e652fb5096", "high"],
      narrower: ["PrivilegedEligibilitySchedule.Read.AzureADGroup"],
    },
    "Ends that somebody may activate membership of groups for a time.",
  ),
  row(
    "PrivilegedEligibilitySchedule.Read.EntraAppRole",
    {
      application: ["d2ab45a0-ed46-4f7f-806a-0f1146144d5a", "medium"],
      delegated: ["9b9eb231-5483-4f3c-89e9-9d5048dafe9d", "medium"],
    },
    "Reads who may activate roles of apps for a time.",
  ),
  row(
    "PrivilegedEligibilitySchedule.ReadWrite.EntraAppRole",
    {
      application: ["7f4c39f1-1aa7-44b7-ab05-38df2609c37a", "critical"],
      delegated: ["f7ff1cb0-e255-4bb3-b24a-6708c60c5418", "critical"],
      narrower: ["PrivilegedEligibilitySchedule.Read.EntraAppRole"],
    },
    "Decides who may activate roles of apps for a time, by which rights can be taken.",
  ),
  row(
    "RoleAssignmentSchedule.Read.Directory",
    {
      application: ["d5fe8ce8-684c-4c83-a52c-46e882ce4be1", "medium"],
      delegated: ["344a729c-0285-42c6-9014-f12b9b8d6129", "medium"],
    },
    "Reads who has directory roles for a time.",
  ),
  row(
    "RoleAssignmentSchedule.ReadWrite.Directory",
    {
      application: ["dd199f4a-f148-40a4-a2ec-f0069cc799ec", "critical"],
      delegated: ["8c026be3-8e26-4774-9372-8d5d6f21daff", "critical"],
      narrower: ["RoleAssignmentSchedule.Read.Directory", "RoleAssignmentSchedule.Remove.Directory"],
    },
    "Decides who has directory roles for a time, by which an app can make itself an administrator.",
  ),
  row(
    "RoleAssignmentSchedule.Remove.Directory",
    {
      application: ["d3495511-98b7-4df3-b317-4e35c19f6129", "high"],
      delegated: ["f71cd05c-3fdb-4568-aef2-e1cf62ee20d4", "high"],
      narrower: ["RoleAssignmentSchedule.Read.Directory"],
    },
    "Ends that somebody has directory roles for a time.",
  ),
  row(
    "RoleEligibilitySchedule.Read.Directory",
    {
      application: ["ff278e11-4a33-4d0c-83d2-d01dc58929a5", "medium"],
      delegated: ["eb0788c2-6d4e-4658-8c9e-c0fb8053f03d", "medium"],
    },
    "Reads who may activate directory roles for a time.",
  ),
  row(
    "RoleEligibilitySchedule.ReadWrite.Directory",
    {
      application: ["fee28b28-e1f3-4841-818e-2704dc62245f", "critical"],
      delegated: ["62ade113-f8e0-4bf9-a6ba-5acb31db32fd", "critical"],
      narrower: ["RoleEligibilitySchedule.Read.Directory", "RoleEligibilitySchedule.Remove.Directory"],
    },
    "Decides who may activate directory roles for a time, by which an app can make itself an administrator.",
  ),
  row(
    "RoleEligibilitySchedule.Remove.Directory",
    {
      application: ["79c7e69c-0d9f-4eff-97a8-49170a5a08ba", "high"],
      delegated: ["58ac4fa2-b484-4d6e-ba97-beee2a574220", "high"],
      narrower: ["RoleEligibilitySchedule.Read.Directory"],
    },
    "Ends that somebody may activate directory roles for a time.",
  ),
  row(
    "RoleManagementPolicy.Read.EntraAppRole",
    {
      application: ["3d201a4e-90f1-420d-bd4f-3beec28a46b9", "low"],
      delegated: ["8b3ffd3b-178e-4aae-be39-ba87585eddb2", "low"],
    },
    "Reads under which rules roles of apps are activated.",
  ),
  row(
    "RoleManagementPolicy.ReadWrite.EntraAppRole",
    {
      application: ["ec563bdb-80dc-47c0-81d3-bff47cc6ac06", "critical"],
      delegated: ["652ec839-e4ac-4eb5-b545-ecc90eeceb2d", "critical"],
      narrower: ["RoleManagementPolicy.Read.EntraAppRole"],
    },
    "Changes under which rules roles of apps are activated, approval included.",
  ),
] as const;
