import { row } from "./row";

export const organisationSettings = [
  row(
    "OrgSettings-AppsAndServices.Read.All",
    {
      application: ["56c84fa9-ea1f-4a15-90f2-90ef41ece2c9", "low"],
      delegated: ["1e9b7a7e-4d64-44ff-acf5-2e9651c1519f", "low"],
    },
    "Reads which apps and services users may get by themselves.",
  ),
  row(
    "OrgSettings-AppsAndServices.ReadWrite.All",
    {
      application: ["4a8e4191-c1c8-45f8-b801-f9a1a5ee6ad3", "high"],
      delegated: ["c167b0e7-47c0-48e8-9eee-9892f58018fa", "high"],
      narrower: ["OrgSettings-AppsAndServices.Read.All"],
    },
    "Changes which apps and services users may get by themselves.",
  ),
  row(
    "OrgSettings-DynamicsVoice.Read.All",
    {
      application: ["c18ae2dc-d9f3-4495-a93f-18980a0e159f", "low"],
      delegated: ["9862d930-5aec-4a98-8d4f-7277a8db9bcb", "low"],
    },
    "Reads settings of Dynamics 365 Customer Voice.",
  ),
  row(
    "OrgSettings-DynamicsVoice.ReadWrite.All",
    {
      application: ["c3f1cc32-8bbd-4ab6-bd33-f270e0d9e041", "medium"],
      delegated: ["4cea26fb-6967-4234-82c4-c044414743f8", "medium"],
      narrower: ["OrgSettings-DynamicsVoice.Read.All"],
    },
    "Changes settings of Dynamics 365 Customer Voice.",
  ),
  row(
    "OrgSettings-Forms.Read.All",
    {
      application: ["434d7c66-07c6-4b1f-ab21-417cf2cdaaca", "low"],
      delegated: ["210051a0-1ffc-435c-ae76-02d226d05752", "low"],
    },
    "Reads settings of Microsoft Forms.",
  ),
  row(
    "OrgSettings-Forms.ReadWrite.All",
    {
      application: ["2cb92fee-97a3-4034-8702-24a6f5d0d1e9", "medium"],
      delegated: ["346c19ff-3fb2-4e81-87a0-bac9e33990c1", "medium"],
      narrower: ["OrgSettings-Forms.Read.All"],
    },
    "Changes settings of Microsoft Forms.",
  ),
  row(
    "OrgSettings-Microsoft365Install.Read.All",
    {
      application: ["6cdf1fb1-b46f-424f-9493-07247caa22e2", "low"],
      delegated: ["8cbdb9f6-9c2e-451a-814d-ec606e5d0212", "low"],
    },
    "Reads where users may install Microsoft 365 apps.",
  ),
  row(
    "OrgSettings-Microsoft365Install.ReadWrite.All",
    {
      application: ["83f7232f-763c-47b2-a097-e35d2cbe1da5", "medium"],
      delegated: ["1ff35e91-19eb-42d8-aa2d-cc9891127ae5", "medium"],
      narrower: ["OrgSettings-Microsoft365Install.Read.All"],
    },
    "Changes where users may install Microsoft 365 apps.",
  ),
  row(
    "OrgSettings-Todo.Read.All",
    {
      application: ["e4d9cd09-d858-4363-9410-abb96737f0cf", "low"],
      delegated: ["7ff96f41-f022-45ba-acd8-ef3f03063d6b", "low"],
    },
    "Reads settings of Microsoft To Do.",
  ),
  row(
    "OrgSettings-Todo.ReadWrite.All",
    {
      application: ["5febc9da-e0d0-4576-bd13-ae70b2179a39", "medium"],
      delegated: ["087502c2-5263-433e-abe3-8f77231a0627", "medium"],
      narrower: ["OrgSettings-Todo.Read.All"],
    },
    "Changes settings of Microsoft To Do.",
  ),
  row(
    "OnPremDirectorySynchronization.Read.All",
    {
      application: ["bb70e231-92dc-4729-aff5-697b3f04be95", "medium"],
      delegated: ["f6609722-4100-44eb-b747-e6ca0536989d", "medium"],
    },
    "Reads how the directory is synchronised with one on the premises.",
  ),
  row(
    "OnPremDirectorySynchronization.ReadWrite.All",
    {
      application: ["c22a92cc-79bf-4bb1-8b6c-e0a05d3d80ce", "critical"],
      delegated: ["c2d95988-7604-4ba1-aaed-38a5f82a51c7", "critical"],
      narrower: ["OnPremDirectorySynchronization.Read.All"],
    },
    "Changes how the directory is synchronised with one on the premises, which decides who exists.",
  ),
  row(
    "CustomAuthenticationExtension.Read.All",
    {
      application: ["88bb2658-5d9e-454f-aacd-a3933e079526", "low"],
      delegated: ["b2052569-c98c-4f36-a5fb-43e5c111e6d0", "low"],
    },
    "Reads which programs are asked while somebody signs in.",
  ),
  row(
    "CustomAuthenticationExtension.ReadWrite.All",
    {
      application: ["c2667967-7050-4e7e-b059-4cbbb3811d03", "critical"],
      delegated: ["8dfcf82f-15d0-43b3-bc78-a958a13a5792", "critical"],
      narrower: ["CustomAuthenticationExtension.Read.All"],
    },
    "Changes which programs are asked while somebody signs in, and what their tokens say.",
  ),
  row(
    "CustomAuthenticationExtension.Receive.Payload",
    { application: ["214e810f-fda8-4fd7-a475-29461495eb00", "low"] },
    "Is told by the service who signs in, as a program that is asked.",
  ),
  row(
    "Application-RemoteDesktopConfig.ReadWrite.All",
    {
      application: ["3be0012a-cc4e-426b-895b-f9c836bf6381", "high"],
      delegated: ["ffa91d43-2ad8-45cc-b592-09caddeb24bb", "high"],
    },
    "Changes whether apps sign in to remote desktops without asking.",
  ),
  row(
    "Policy.Read.B2BManagementPolicy",
    {
      application: ["227900ff-df89-40f8-90e2-8157cf6995d5", "low"],
      delegated: ["4b293250-121d-4cb4-acc7-5280438c18a6", "low"],
    },
    "Reads which organisations may be invited.",
  ),
  row(
    "Policy.ReadWrite.B2BManagementPolicy",
    {
      application: ["886bd2d9-5b8b-4b49-adea-ca75fb50d9ef", "high"],
      delegated: ["723c4a0c-85b0-4a02-bb2a-c9eb07959de9", "high"],
      narrower: ["Policy.Read.B2BManagementPolicy"],
    },
    "Changes which organisations may be invited.",
  ),
  row(
    "Policy.Read.Recovery",
    {
      application: ["447f996a-7c58-4ce7-9a9e-da80381a45ab", "medium"],
      delegated: ["61faa1e9-0931-4f9a-94ba-bc2e3505c685", "medium"],
    },
    "Reads how accounts are recovered.",
  ),
  row(
    "Policy.ReadWrite.Recovery",
    {
      application: ["795fc94d-3deb-4632-b1eb-e6d1a5f44918", "critical"],
      delegated: ["1e7a2f4c-e602-4b1b-9547-304dd65c4cc2", "critical"],
      narrower: ["Policy.Read.Recovery"],
    },
    "Changes how accounts are recovered.",
  ),
  row(
    "Policy.ReadWrite.CrossTenantCapability",
    {
      application: ["a6325ae7-2b73-4dbd-abed-fbeacfbf8696", "critical"],
      delegated: ["9ef7463f-1d39-406f-89ea-3483a4645e1c", "critical"],
      narrower: ["Policy.Read.All"],
    },
    "Changes which abilities other tenants have here.",
  ),
  row(
    "Policy.ReadWrite.FedTokenValidation",
    {
      application: ["90bbca0b-227c-4cdc-8083-1c6cfb95bac6", "critical"],
      delegated: ["be1be369-4540-4ac9-8928-79de99f70d8f", "critical"],
      narrower: ["Policy.Read.All"],
    },
    "Changes how tokens of federated domains are checked.",
  ),
  row(
    "Policy.ReadWrite.MobilityManagement",
    { delegated: ["a8ead177-1889-4546-9387-f25e658e2a79", "high"], narrower: ["Policy.Read.All"] },
    "Changes which devices are managed, and by what.",
  ),
] as const;
