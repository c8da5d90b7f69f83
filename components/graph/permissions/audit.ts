import { row } from "./row";

export const audit = [
  row(
    "AuditLog.Read.All",
    {
      application: ["b0afded3-3588-46d8-8b3d-9842eff778da", "medium"],
      delegated: ["e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20", "medium"],
    },
    "Reads sign-ins and changes of the directory.",
  ),
  row(
    "AuditLogsQuery.Read.All",
    {
      application: ["5e1e9171-754d-478c-812c-f1755a9a4c2d", "high"],
      delegated: ["1d9e7ac3-0eca-442c-82f9-e92625af6e6d", "high"],
      narrower: ["AuditLogsQuery-Entra.Read.All"],
    },
    "Searches the audit logs of all services.",
  ),
  row(
    "AuditLogsQuery-Entra.Read.All",
    {
      application: ["7276d950-48fc-4269-8348-f22f2bb296d0", "medium"],
      delegated: ["5ff2f415-e0f1-4d11-bfd0-6d87c0f667fd", "medium"],
    },
    "Searches audit logs of the directory.",
  ),
  row(
    "AuditLogsQuery-Exchange.Read.All",
    {
      application: ["6b0d2622-d34e-4470-935b-b96550e5ca8d", "medium"],
      delegated: ["6c8c71d2-c7e1-45b0-ac6d-1d2724fba6ae", "medium"],
    },
    "Searches audit logs of mailboxes.",
  ),
  row(
    "AuditLogsQuery-OneDrive.Read.All",
    {
      application: ["8a169a81-841c-45fd-ad43-96aede8801a0", "medium"],
      delegated: ["4a72c235-a50d-4870-b598-fd88fd1fa074", "medium"],
    },
    "Searches audit logs of OneDrive.",
  ),
  row(
    "AuditLogsQuery-SharePoint.Read.All",
    {
      application: ["91c64a47-a524-4fce-9bf3-3d569a344ecf", "medium"],
      delegated: ["30630b65-ed12-4a81-9130-e3a964109fae", "medium"],
    },
    "Searches audit logs of SharePoint.",
  ),
  row(
    "AuditLogsQuery-Endpoint.Read.All",
    {
      application: ["0bc85aed-7b0b-437a-bac8-3b29a1b84c99", "medium"],
      delegated: ["ee3409fe-617f-43cf-bd1e-fc8b38049e69", "medium"],
    },
    "Searches audit logs of devices.",
  ),
  row(
    "AuditLogsQuery-CRM.Read.All",
    {
      application: ["20e6f8e4-ffac-4cf7-82f7-70ddb7564318", "medium"],
      delegated: ["ba78b16f-1e01-41b6-89ca-73e0a32b304c", "medium"],
    },
    "Searches audit logs of Dynamics 365.",
  ),
  row(
    "Reports.Read.All",
    {
      application: ["230c1aed-a721-4c5d-9cb4-a90514e508ef", "medium"],
      delegated: ["02e97553-ed7b-43d0-ab3c-f8bace0d040c", "medium"],
    },
    "Reads usage reports, which name users unless names are hidden.",
  ),
  row(
    "SecurityEvents.Read.All",
    {
      application: ["bf394140-e372-4bf9-a898-299cfc7564e5", "medium"],
      delegated: ["64733abd-851e-478a-bffb-e47a14b18235", "medium"],
    },
    "Reads security events.",
  ),
  row(
    "SecurityEvents.ReadWrite.All",
    {
      application: ["d903a879-88e0-4c09-b0c9-82f6a1333f84", "high"],
      delegated: ["6aedf524-7e1c-45a7-bd76-ded8cab8d0fc", "high"],
      narrower: ["SecurityEvents.Read.All"],
    },
    "Changes security events.",
  ),
  row(
    "SecurityAlert.Read.All",
    {
      application: ["472e4a4d-bb4a-4026-98d1-0b0d74cb74a5", "medium"],
      delegated: ["bc257fb8-46b4-4b15-8713-01e91bfbe4ea", "medium"],
    },
    "Reads security alerts.",
  ),
  row(
    "SecurityAlert.ReadWrite.All",
    {
      application: ["ed4fca05-be46-441f-9803-1873825f8fdb", "high"],
      delegated: ["471f2a7f-2a42-4d45-a2bf-594d0838070d", "high"],
      narrower: ["SecurityAlert.Read.All"],
    },
    "Changes security alerts, which can hide an attack.",
  ),
  row(
    "SecurityIncident.Read.All",
    {
      application: ["45cc0394-e837-488b-a098-1918f48d186c", "medium"],
      delegated: ["b9abcc4f-94fc-4457-9141-d20ce80ec952", "medium"],
    },
    "Reads security incidents.",
  ),
  row(
    "SecurityIncident.ReadWrite.All",
    {
      application: ["34bf0e97-1971-4929-b999-9e2442d941d7", "high"],
      delegated: ["128ca929-1a19-45e6-a3b8-435ec44a36ba", "high"],
      narrower: ["SecurityIncident.Read.All"],
    },
    "Changes security incidents, which can hide an attack.",
  ),
  row(
    "IdentityRiskEvent.Read.All",
    {
      application: ["6e472fd1-ad78-48da-a0f0-97ab2c6b769e", "medium"],
      delegated: ["8f6a01e7-0391-4ee5-aa22-a3af122cef27", "medium"],
    },
    "Reads detections of risky sign-ins.",
  ),
  row(
    "IdentityRiskyUser.Read.All",
    {
      application: ["dc5007c0-2d7d-4c42-879c-2dab87571379", "medium"],
      delegated: ["d04bb851-cb7c-4146-97c7-ca3e71baf56c", "medium"],
    },
    "Reads which users are at risk.",
  ),
  row(
    "IdentityRiskyUser.ReadWrite.All",
    {
      application: ["656f6061-f9fe-4807-9708-6a2e0934df76", "high"],
      delegated: ["e0a7cdbb-08b0-4697-8264-0069786e9674", "high"],
      narrower: ["IdentityRiskyUser.Read.All"],
    },
    "Dismisses risk of users, which can hide an attack.",
  ),
  row(
    "IdentityRiskyServicePrincipal.Read.All",
    {
      application: ["607c7344-0eed-41e5-823a-9695ebe1b7b0", "medium"],
      delegated: ["ea5c4ab0-5a73-4f35-8272-5d5337884e5d", "medium"],
    },
    "Reads which apps are at risk.",
  ),
  row(
    "ThreatAssessment.Read.All",
    { application: ["f8f035bb-2cce-47fb-8bf5-7baf3ecbee48", "low"] },
    "Reads requests to assess suspicious mail and files.",
  ),
] as const;
