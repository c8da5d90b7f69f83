import { apis, findApi, type ApiName } from "../graph/apis";
import type { PreflightAction, PreflightActionName } from "./actions";
import type { DirectoryRole } from "./roles";

/** A right that a deployer needs: any one of the alternatives is enough. */
export interface Need {
  /** The same for two actions that need the same right. */
  id: string;
  /** What it is needed for, after "the right to". */
  does: string;
  /** Whether it only reads. */
  reads: boolean;
  /** API whose application permissions count. */
  api: ApiName;
  /** Application permissions of the API, the least first. */
  applicationPermissions: readonly string[];
  /** Directory roles, the least first. */
  directoryRoles: readonly DirectoryRole[];
  /** Exchange: the cmdlets that are run, the management roles that hold them, and the role group of docs/deployer.md that has them. */
  exchange?: { cmdlets: readonly string[]; managementRoles: readonly string[]; roleGroup: string };
  /** Exchange: what has to be true of the organisation, whoever deploys. */
  organization?: { is: "customized" } | { is: "delegated"; role: string };
  /** A right in another system, which Entra's tokens say nothing of. */
  elsewhere?: string;
  /** Where Microsoft says so. */
  source: string;
}

type Rule = Omit<Need, "id" | "api" | "reads" | "applicationPermissions" | "directoryRoles"> &
  Partial<Pick<Need, "api" | "reads" | "applicationPermissions" | "directoryRoles">>;

const applicationAdministrators = [
  "Cloud Application Administrator",
  "Application Administrator",
  "Global Administrator",
] as const;
const consentAdministrators = [
  "Cloud Application Administrator",
  "Application Administrator",
  "Privileged Role Administrator",
  "Global Administrator",
] as const;
const exchangeAdministrators = ["Exchange Administrator", "Global Administrator"] as const;
const readers = [
  "Directory Readers",
  "Global Reader",
  ...consentAdministrators,
  "User Administrator",
  "Groups Administrator",
] as const;
const graph = "https://learn.microsoft.com/graph/api/";
const applicationRbac = "https://learn.microsoft.com/exchange/permissions-exo/application-rbac";

/** Role groups that docs/deployer.md makes. */
const policyGroup = "Consentra Access Policies";
const rbacGroup = "Consentra RBAC";
const eitherGroup = `${policyGroup} or ${rbacGroup}`;

const rules = {
  readApplications: {
    does: "read applications and enterprise applications",
    reads: true,
    applicationPermissions: [
      "Application.Read.All",
      "Application.ReadWrite.OwnedBy",
      "Application.ReadWrite.All",
      "Directory.Read.All",
      "Directory.ReadWrite.All",
    ],
    directoryRoles: readers,
    source: `${graph}serviceprincipal-list`,
  },
  readUsers: {
    does: "read users",
    reads: true,
    applicationPermissions: ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"],
    directoryRoles: readers,
    source: `${graph}user-list`,
  },
  readGroups: {
    does: "read groups",
    reads: true,
    applicationPermissions: [
      "GroupMember.Read.All",
      "Group.Read.All",
      "Group.ReadWrite.All",
      "Directory.Read.All",
      "Directory.ReadWrite.All",
    ],
    directoryRoles: readers,
    source: `${graph}group-list`,
  },
  readDomains: {
    does: "read the tenant's domains",
    reads: true,
    applicationPermissions: [
      "Domain.Read.All",
      "Domain.ReadWrite.All",
      "Directory.Read.All",
      "Directory.ReadWrite.All",
    ],
    directoryRoles: readers,
    source: `${graph}domain-list`,
  },
  readRecipients: {
    does: "read mailboxes and groups of Exchange Online",
    reads: true,
    directoryRoles: ["Global Reader", ...exchangeAdministrators],
    exchange: { cmdlets: ["Get-Recipient"], managementRoles: ["View-Only Recipients"], roleGroup: eitherGroup },
    source: "https://learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2",
  },
  createApplication: {
    does: "create and change application registrations",
    applicationPermissions: ["Application.ReadWrite.OwnedBy", "Application.ReadWrite.All", "Directory.ReadWrite.All"],
    directoryRoles: applicationAdministrators,
    source: `${graph}application-post-applications`,
  },
  purgeApplication: {
    does: "delete application registrations for good",
    applicationPermissions: ["Application.ReadWrite.All", "Directory.ReadWrite.All"],
    directoryRoles: applicationAdministrators,
    source: `${graph}directory-deleteditems-delete`,
  },
  // Application.ReadWrite.OwnedBy is not enough for an app of another tenant: it has to be an owner of the registration.
  createServicePrincipal: {
    does: "create and change enterprise applications of other organisations' apps",
    applicationPermissions: ["Application.ReadWrite.All", "Directory.ReadWrite.All"],
    directoryRoles: applicationAdministrators,
    source: `${graph}serviceprincipal-post-serviceprincipals`,
  },
  createOwnServicePrincipal: {
    does: "create and change enterprise applications of its own registrations",
    applicationPermissions: ["Application.ReadWrite.OwnedBy", "Application.ReadWrite.All", "Directory.ReadWrite.All"],
    directoryRoles: applicationAdministrators,
    source: `${graph}serviceprincipal-post-serviceprincipals`,
  },
  setOwners: {
    does: "set owners of enterprise applications",
    applicationPermissions: ["Application.ReadWrite.All", "Directory.ReadWrite.All"],
    directoryRoles: applicationAdministrators,
    source: `${graph}serviceprincipal-post-owners`,
  },
  grantApplicationPermission: {
    does: "grant application permissions",
    applicationPermissions: ["AppRoleAssignment.ReadWrite.All"],
    directoryRoles: consentAdministrators,
    source: `${graph}serviceprincipal-post-approleassignedto`,
  },
  grantDelegatedPermission: {
    does: "grant delegated permissions",
    applicationPermissions: ["DelegatedPermissionGrant.ReadWrite.All", "Directory.ReadWrite.All"],
    directoryRoles: consentAdministrators,
    source: `${graph}oauth2permissiongrant-post`,
  },
  assignUsers: {
    does: "assign users and groups to enterprise applications",
    applicationPermissions: ["AppRoleAssignment.ReadWrite.All"],
    directoryRoles: consentAdministrators,
    source: `${graph}serviceprincipal-post-approleassignedto`,
  },
  createGroup: {
    does: "create, change and delete groups",
    applicationPermissions: ["Group.ReadWrite.All", "Directory.ReadWrite.All"],
    directoryRoles: ["Groups Administrator", "User Administrator", "Global Administrator"],
    source: `${graph}group-post-groups`,
  },
  changeGroupMembers: {
    does: "change members of groups",
    applicationPermissions: ["GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All"],
    directoryRoles: ["Groups Administrator", "User Administrator", "Global Administrator"],
    source: `${graph}group-post-members`,
  },
  changeUsers: {
    does: "create, change and delete users",
    applicationPermissions: ["User.ReadWrite.All", "Directory.ReadWrite.All"],
    directoryRoles: ["User Administrator", "Global Administrator"],
    source: `${graph}user-post-users`,
  },
  manageExchangeGroup: {
    does: "create and change mail-enabled security groups",
    directoryRoles: exchangeAdministrators,
    exchange: {
      cmdlets: [
        "New-DistributionGroup",
        "Set-DistributionGroup",
        "Remove-DistributionGroup",
        "Add-DistributionGroupMember",
        "Remove-DistributionGroupMember",
      ],
      managementRoles: ["Security Group Creation and Membership", "Distribution Groups"],
      roleGroup: eitherGroup,
    },
    source: "https://learn.microsoft.com/powershell/module/exchange/new-distributiongroup",
  },
  manageAccessPolicy: {
    does: "create and remove application access policies",
    directoryRoles: exchangeAdministrators,
    exchange: {
      cmdlets: ["New-ApplicationAccessPolicy", "Set-ApplicationAccessPolicy", "Remove-ApplicationAccessPolicy"],
      managementRoles: ["Organization Configuration"],
      roleGroup: policyGroup,
    },
    source: "https://learn.microsoft.com/powershell/module/exchange/new-applicationaccesspolicy",
  },
  manageRbacScope: {
    does: "confine an application by RBAC for Applications",
    directoryRoles: exchangeAdministrators,
    exchange: {
      cmdlets: ["New-ServicePrincipal", "New-ManagementScope", "New-ManagementRoleAssignment"],
      managementRoles: ["Role Management"],
      roleGroup: rbacGroup,
    },
    source: applicationRbac,
  },
  changeAuthorizationPolicy: {
    does: "change the tenant's authorization policy",
    applicationPermissions: ["Policy.ReadWrite.Authorization"],
    directoryRoles: ["Privileged Role Administrator", "Global Administrator"],
    source: `${graph}authorizationpolicy-update`,
  },
  changeConsentRequestPolicy: {
    does: "change the admin consent workflow",
    applicationPermissions: ["Policy.ReadWrite.ConsentRequest", "Directory.ReadWrite.All"],
    directoryRoles: consentAdministrators,
    source: `${graph}adminconsentrequestpolicy-update`,
  },
  classifyPermissions: {
    does: "classify delegated permissions",
    applicationPermissions: ["Policy.ReadWrite.PermissionGrant"],
    directoryRoles: consentAdministrators,
    source: `${graph}serviceprincipal-post-delegatedpermissionclassifications`,
  },
  writeKeyVaultSecret: {
    does: "write secrets of the key vault",
    elsewhere: "the Azure role Key Vault Secrets Officer on the vault",
    source: "https://learn.microsoft.com/azure/key-vault/general/rbac-guide",
  },
} satisfies Record<PreflightActionName, Rule>;

/** Only these grant application permissions of Microsoft Graph: with them an app could make itself an administrator. */
const graphConsentAdministrators = ["Privileged Role Administrator", "Global Administrator"] as const;

const signIn: Need = {
  id: "exchangeSignIn",
  does: "manage Exchange Online as an application",
  reads: false,
  api: "Office 365 Exchange Online",
  applicationPermissions: ["Exchange.ManageAsApp"],
  directoryRoles: [],
  source: "https://learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2",
};

/** A need and the paths of everything that has it. */
export interface NeedOf {
  need: Need;
  paths: readonly string[];
}

/** The rights that a list of actions needs, each once, in the order of the actions. */
export function needsOf(actions: readonly PreflightAction[]): NeedOf[] {
  const found = new Map<string, { need: Need; paths: Set<string> }>();
  for (const action of actions) {
    for (const need of needsOfAction(action)) {
      const entry = found.get(need.id) ?? { need, paths: new Set<string>() };
      entry.paths.add(action.path);
      found.set(need.id, entry);
    }
  }
  return [...found.values()].map(({ need, paths }) => ({ need, paths: [...paths] }));
}

function needsOfAction(action: PreflightAction): Need[] {
  const own = needOf(action.action);
  const need = action.action === "grantApplicationPermission" ? grantOf(own, action.api) : own;
  return [
    ...(readsApplications.has(action.action) ? [needOf("readApplications")] : []),
    ...(need.exchange ? [signIn] : []),
    need,
    ...(action.action === "manageRbacScope" ? organizationNeeds(action.roles ?? []) : []),
  ];
}

/** An organisation that shares Microsoft's roles takes no scopes; and whoever may run the cmdlet still assigns only what is delegated. */
function organizationNeeds(roles: readonly string[]): Need[] {
  const shared = {
    reads: false,
    api: "Office 365 Exchange Online",
    applicationPermissions: [],
    directoryRoles: [],
    source: applicationRbac,
  } satisfies Partial<Need>;
  return [
    {
      ...shared,
      id: "customizedOrganization",
      does: "make management scopes and role assignments in this organisation",
      organization: { is: "customized" },
    },
    ...roles.map((role): Need => ({
      ...shared,
      id: `delegatedRole ${role}`,
      does: `assign the role ${role}`,
      directoryRoles: exchangeAdministrators,
      organization: { is: "delegated", role },
    })),
  ];
}

/** Writes whose right does not include reading the enterprise application that is written to. */
const readsApplications = new Set<PreflightActionName>([
  "grantApplicationPermission",
  "grantDelegatedPermission",
  "assignUsers",
  "manageAccessPolicy",
  "manageRbacScope",
  "classifyPermissions",
]);

function needOf(action: PreflightActionName): Need {
  const rule: Rule = rules[action];
  return {
    id: action,
    reads: false,
    api: rule.exchange ? "Office 365 Exchange Online" : "Microsoft Graph",
    applicationPermissions: [],
    directoryRoles: [],
    ...rule,
  };
}

function grantOf(need: Need, api: string | undefined): Need {
  const name = api === undefined ? undefined : findApi(api);
  // An API that is not known may be Microsoft Graph behind another name, so the narrower list counts.
  if (api !== undefined && api.toLowerCase() !== apis["Microsoft Graph"].clientId) {
    return { ...need, id: `${need.id} ${api.toLowerCase()}`, does: `${need.does} of ${name ?? api}` };
  }
  return {
    ...need,
    id: `${need.id} graph`,
    does: `${need.does} of ${api === undefined ? "an API that is not known yet" : "Microsoft Graph"}`,
    directoryRoles: graphConsentAdministrators,
  };
}
