/**
 * Directory roles that give a deployer rights, by the name that the Entra admin center shows: template IDs, the same in every tenant.
 *
 * @see https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
 */
export const directoryRoles = {
  "Cloud Application Administrator": "158c047a-c907-4556-b7ef-446551a6b5f7",
  "Application Administrator": "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
  "Privileged Role Administrator": "e8611ab8-c189-46e8-94e1-60213ab1f814",
  "Exchange Administrator": "29232cdf-9323-42fd-ade2-1d097af3e4de",
  "Groups Administrator": "fdd7a751-b60b-444a-984c-02652fe8fa1c",
  "User Administrator": "fe930be7-5e62-47db-91af-98c3a49a38b1",
  "Directory Readers": "88d8e3e3-8f55-4a1e-953a-9b9898b8876b",
  "Global Reader": "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
  "Global Administrator": "62e90394-69f5-4237-9190-012177145e10",
} as const;

export type DirectoryRole = keyof typeof directoryRoles;

const byTemplate = new Map<string, DirectoryRole>(
  Object.entries(directoryRoles).map(([name, id]) => [id, name as DirectoryRole]),
);

/** The role of a template ID, in any letter case; undefined for one that gives a deployer nothing. */
export function directoryRoleOf(templateId: string): DirectoryRole | undefined {
  return byTemplate.get(templateId.toLowerCase());
}
