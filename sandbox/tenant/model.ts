/**
 * The state of the simulated Microsoft cloud: tenants and what is in them. Plain data; behaviour lives beside it (graph/, exchange/,
 * login/, access.ts). Property names are Microsoft Graph's where the thing is a Graph entity.
 */

import type { AzureSubscription } from "./azure/model";
import type { MailboxClientAccess, OrganizationClientAccess } from "./exchange/client-access";
import type { ExchangeOptions } from "./exchange/options";
import type { PastConfiguration } from "./exchange/history";
import type {
  AdministrativeUnit,
  ManagementRole,
  ManagementScope,
  RoleAssignment,
  RoleGroup,
  ServicePrincipalPointer,
} from "./exchange/rbac/model";
import type { Lag } from "./exchange/replicas";
import type { TenantPolicies } from "./policy-model";
import type { ThrottleLimit } from "./throttle";

export type * from "./exchange/client-access";
export type * from "./exchange/options";
export type * from "./exchange/rbac/model";
export type * from "./policy-model";

export interface Cloud {
  /** Tenants by ID. */
  tenants: Map<string, Tenant>;
  clock: Clock;
  options: CloudOptions;
  audit: AuditEntry[];
}

/** Virtual time: real time plus what was advanced by the control API, so that no test has to wait. */
export interface Clock {
  now(): Date;
  advance(milliseconds: number): void;
}

/** Behaviours that are not known for sure of the real service are switches, so that both are tested. */
export interface CloudOptions extends ExchangeOptions {
  /** An app that requires assignment cannot be consented to by users themselves: documented, but vendors set both and rely on it. */
  assignmentRequiredBlocksUserConsent: boolean;
  /** After this many requests for organisation contacts, an app is refused with 429 for so many seconds. */
  throttle: ThrottleLimit | null;
  /** Largest page of Graph and Exchange collections; `$top` and `odata.maxpagesize` can only lower it. */
  maxPageSize: number;
}

export interface Tenant {
  id: string;
  displayName: string;
  /** `contoso.onmicrosoft.com`: also the organisation in Exchange. */
  initialDomain: string;
  domains: Domain[];
  users: Map<string, User>;
  groups: Map<string, Group>;
  administrativeUnits: Map<string, AdministrativeUnit>;
  applications: Map<string, Application>;
  deletedApplications: Map<string, Application>;
  servicePrincipals: Map<string, ServicePrincipal>;
  appRoleAssignments: Map<string, AppRoleAssignment>;
  oauth2PermissionGrants: Map<string, OAuth2PermissionGrant>;
  directoryRoles: DirectoryRoleAssignment[];
  subscribedSkus: SubscribedSku[];
  policies: TenantPolicies;
  exchange: ExchangeOrganization;
  azure: AzureSubscription;
}

export interface Domain {
  id: string;
  isDefault: boolean;
  isInitial: boolean;
  isVerified: boolean;
  isRoot: boolean;
  isAdminManaged: boolean;
  authenticationType: "Managed";
  supportedServices: string[];
}

export interface User {
  id: string;
  userPrincipalName: string;
  displayName: string;
  givenName: string | null;
  surname: string | null;
  mail: string | null;
  mailNickname: string;
  department: string | null;
  jobTitle: string | null;
  officeLocation: string | null;
  usageLocation: string | null;
  accountEnabled: boolean;
  userType: "Member" | "Guest";
  managerId: string | null;
  assignedLicenses: { skuId: string; disabledPlans: string[] }[];
  /** Everything else a caller set by PATCH or POST, by Graph name. */
  other: Record<string, unknown>;
}

export interface Group {
  id: string;
  displayName: string;
  description: string | null;
  mailEnabled: boolean;
  mailNickname: string;
  mail: string | null;
  securityEnabled: boolean;
  groupTypes: string[];
  visibility: string | null;
  onPremisesSyncEnabled: boolean | null;
  /** Windows SID, as access policies name the group. */
  securityIdentifier: string;
  /** Object IDs of users, groups, service principals or mail contacts. */
  members: Set<string>;
  owners: Set<string>;
  other: Record<string, unknown>;
}

export interface KeyCredential {
  keyId: string;
  displayName: string | null;
  type: string;
  usage: string;
  /** Base64 DER of the certificate; never returned by Graph unless selected. */
  key: string;
  customKeyIdentifier: string;
  startDateTime: string;
  endDateTime: string;
}

export interface PasswordCredential {
  keyId: string;
  displayName: string | null;
  hint: string;
  /** Never returned after creation. */
  secretText: string;
  startDateTime: string;
  endDateTime: string;
}

export interface FederatedIdentityCredential {
  id: string;
  name: string;
  issuer: string;
  subject: string;
  audiences: string[];
  description: string | null;
}

export interface Application {
  id: string;
  appId: string;
  displayName: string;
  signInAudience: string;
  createdDateTime: string;
  deletedDateTime: string | null;
  owners: Set<string>;
  keyCredentials: KeyCredential[];
  passwordCredentials: PasswordCredential[];
  federatedIdentityCredentials: FederatedIdentityCredential[];
  /** All other properties of the Graph entity (web, api, requiredResourceAccess, …), as sent, defaults filled in. */
  properties: Record<string, unknown>;
}

export interface AppRole {
  id: string;
  value: string;
  displayName: string;
  description: string;
  allowedMemberTypes: string[];
  isEnabled: boolean;
}

export interface PermissionScope {
  id: string;
  value: string;
  type: "Admin" | "User";
  isEnabled: boolean;
  adminConsentDisplayName: string;
  adminConsentDescription: string;
  userConsentDisplayName: string | null;
  userConsentDescription: string | null;
}

export interface ServicePrincipal {
  id: string;
  appId: string;
  displayName: string;
  appOwnerOrganizationId: string;
  accountEnabled: boolean;
  appRoleAssignmentRequired: boolean;
  servicePrincipalType: string;
  appRoles: AppRole[];
  oauth2PermissionScopes: PermissionScope[];
  /** Publisher verification of the app's home registration, for user consent rules. */
  verifiedPublisher: boolean;
  owners: Set<string>;
  keyCredentials: KeyCredential[];
  passwordCredentials: PasswordCredential[];
  createdDateTime: string;
  properties: Record<string, unknown>;
}

export interface AppRoleAssignment {
  id: string;
  appRoleId: string;
  principalId: string;
  principalType: "User" | "Group" | "ServicePrincipal";
  resourceId: string;
  createdDateTime: string;
}

export interface OAuth2PermissionGrant {
  id: string;
  clientId: string;
  consentType: "AllPrincipals" | "Principal";
  principalId: string | null;
  resourceId: string;
  /** Space-separated, as Graph keeps it. */
  scope: string;
}

export interface DirectoryRoleAssignment {
  /** Template ID of the directory role. */
  roleTemplateId: string;
  displayName: string;
  principalId: string;
}

export interface SubscribedSku {
  skuId: string;
  skuPartNumber: string;
  servicePlans: { servicePlanId: string; servicePlanName: string; provisioningStatus: string }[];
}

export type RecipientTypeDetails =
  | "UserMailbox"
  | "SharedMailbox"
  | "RoomMailbox"
  | "EquipmentMailbox"
  | "MailUser"
  | "GuestMailUser"
  | "MailContact"
  | "MailUniversalSecurityGroup"
  | "MailUniversalDistributionGroup"
  | "GroupMailbox"
  | "DiscoveryMailbox";

/** What Exchange adds to a user, group or contact. The `id` is the Entra object ID of the same thing. */
export interface Recipient {
  id: string;
  /** Exchange's own GUID, not the Entra object ID. */
  guid: string;
  sid: string;
  /** Internal Name, with the timestamp suffix that Exchange adds to groups. */
  name: string;
  alias: string;
  displayName: string;
  primarySmtpAddress: string;
  emailAddresses: string[];
  recipientTypeDetails: RecipientTypeDetails;
  distinguishedName: string;
  isDirSynced: boolean;
  hiddenFromAddressLists: boolean;
  /** Groups only: who may change the members. Names, as Exchange answers. */
  managedBy: string[];
  /** By name: `CustomAttribute1` to `CustomAttribute15`. */
  customAttributes: Record<string, string>;
}

export interface ApplicationAccessPolicy {
  identity: string;
  appId: string;
  scopeSid: string;
  /** Entra object ID of the scope group. */
  scopeId: string;
  accessRight: "RestrictAccess" | "DenyAccess";
  description: string;
  createdAt: Date;
}

export interface ExchangeOrganization {
  /** The organisation's GUID in policy identities; not the tenant ID. */
  guid: string;
  isDehydrated: boolean;
  /** When it was customised by Enable-OrganizationCustomization; null: long ago, or never. */
  customizedAt: Date | null;
  clientAccess: OrganizationClientAccess;
  /** Mailboxes whose protocols differ from a new mailbox's, by object ID. */
  mailboxAccess: Map<string, MailboxClientAccess>;
  recipients: Map<string, Recipient>;
  accessPolicies: Map<string, ApplicationAccessPolicy>;
  /** Pointers to service principals, by Entra's object ID. */
  servicePrincipals: Map<string, ServicePrincipalPointer>;
  /** By GUID. */
  managementScopes: Map<string, ManagementScope>;
  /** By GUID; those of the built-in role groups too. */
  roleAssignments: Map<string, RoleAssignment>;
  /** Roles that the organisation made, by GUID. */
  managementRoles: Map<string, ManagementRole>;
  /** By GUID. */
  roleGroups: Map<string, RoleGroup>;
  /** Past configurations with the time they were replaced, for the enforcement clock; newest last. */
  history: PastConfiguration[];
  /** What a directory server does not know yet; oldest first. */
  lag: Lag[];
  /** Mail, events and contacts by mailbox (Entra object ID). */
  mailboxes: Map<string, Mailbox>;
  /** Organisation contacts (Graph `orgContact`), by object ID. */
  orgContacts: Map<string, { id: string; displayName: string; mail: string; companyName: string | null }>;
}

export interface Mailbox {
  messages: Record<string, unknown>[];
  events: Record<string, unknown>[];
  contacts: Record<string, unknown>[];
}

export interface AuditEntry {
  sequence: number;
  time: string;
  tenantId: string;
  /** Application (client) ID, or user principal name. */
  actor: string;
  service: "graph" | "exchange" | "login" | "azure";
  /** `POST /v1.0/servicePrincipals` or a cmdlet's name. */
  operation: string;
  /** Names the object: id or identity; never a secret. */
  target: string;
  status: number;
  /** The fault that a plan injected here, and by which rule; the write itself, where it was carried out, has an entry of its own. */
  fault?: string;
  /** Mailboxes (Entra object IDs) that each app can reach by configuration after this entry, by client ID; only apps that reach any. */
  reach: Record<string, string[]>;
}
