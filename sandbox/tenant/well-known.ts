/** Identifiers that are the same in every tenant of Microsoft's cloud. */

export const MICROSOFT_GRAPH = "00000003-0000-0000-c000-000000000000";
export const EXCHANGE_ONLINE = "00000002-0000-0ff1-ce00-000000000000";
export const SHAREPOINT_ONLINE = "00000003-0000-0ff1-ce00-000000000000";

export const RESOURCE_MANAGER = "797f4846-ba00-4fd7-ba43-dac1f8f63013";
export const KEY_VAULT = "cfa8b339-82a2-471a-a3c9-0fc0be7a4093";

/** The tenant that owns Microsoft's own services. */
export const MICROSOFT_SERVICES_TENANT = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

/** The app role of an assignment to an app that declares none. */
export const DEFAULT_ACCESS = "00000000-0000-0000-0000-000000000000";

/** Template IDs of directory roles. */
export const directoryRoles = {
  globalAdministrator: "62e90394-69f5-4237-9190-012177145e10",
  privilegedRoleAdministrator: "e8611ab8-c189-46e8-94e1-60213ab1f814",
  applicationAdministrator: "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
  cloudApplicationAdministrator: "158c047a-c907-4556-b7ef-446551a6b5f7",
  userAdministrator: "fe930be7-5e62-47db-91af-98c3a49a38b1",
  groupsAdministrator: "fdd7a751-b60b-444a-984c-02652fe8fa1c",
  exchangeAdministrator: "29232cdf-9323-42fd-ade2-1d097af3e4de",
  directoryReaders: "88d8e3e3-8f55-4a1e-953a-9b9898b8876b",
  globalReader: "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
} as const;
