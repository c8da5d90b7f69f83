/**
 * The roles of administrators, as far as their cmdlets are served: which cmdlets each allows.
 *
 * @see https://learn.microsoft.com/exchange/permissions-exo/permissions-exo
 */
const recipientReads = [
  "Get-Recipient",
  "Get-Mailbox",
  "Get-CASMailbox",
  "Get-DistributionGroup",
  "Get-DistributionGroupMember",
];
const organizationReads = ["Get-OrganizationConfig", "Get-AcceptedDomain"];
const policyReads = ["Get-ApplicationAccessPolicy", "Test-ApplicationAccessPolicy"];
const roleReads = [
  "Get-ServicePrincipal",
  "Get-ManagementScope",
  "Get-ManagementRole",
  "Get-ManagementRoleEntry",
  "Get-ManagementRoleAssignment",
  "Get-RoleGroup",
  "Get-RoleGroupMember",
  "Test-ServicePrincipalAuthorization",
];
const groupWrites = [
  "New-DistributionGroup",
  "Set-DistributionGroup",
  "Remove-DistributionGroup",
  "Add-DistributionGroupMember",
  "Remove-DistributionGroupMember",
  "Update-DistributionGroupMember",
];
const groupReads = ["Get-Recipient", "Get-Mailbox", "Get-DistributionGroup", "Get-DistributionGroupMember"];

export const administratorRoles: ReadonlyMap<string, readonly string[]> = new Map([
  ["View-Only Recipients", recipientReads],
  ["View-Only Configuration", [...organizationReads, ...policyReads, ...roleReads]],
  ["Mail Recipients", recipientReads],
  ["Distribution Groups", [...groupReads, ...groupWrites]],
  ["Security Group Creation and Membership", [...groupReads, ...groupWrites]],
  [
    "Organization Configuration",
    [
      ...organizationReads,
      ...policyReads,
      "Enable-OrganizationCustomization",
      "New-ApplicationAccessPolicy",
      "Set-ApplicationAccessPolicy",
      "Remove-ApplicationAccessPolicy",
    ],
  ],
  [
    "Role Management",
    [
      ...roleReads,
      ...["ServicePrincipal", "ManagementScope", "ManagementRoleAssignment"].flatMap((noun) => [
        `New-${noun}`,
        `Set-${noun}`,
        `Remove-${noun}`,
      ]),
      "New-ManagementRole",
      "Remove-ManagementRole",
      "Remove-ManagementRoleEntry",
      "New-RoleGroup",
      "Remove-RoleGroup",
      "Add-RoleGroupMember",
      "Remove-RoleGroupMember",
    ],
  ],
]);

export const ORGANIZATION_MANAGEMENT = "Organization Management";
export const VIEW_ONLY_ORGANIZATION_MANAGEMENT = "View-Only Organization Management";
