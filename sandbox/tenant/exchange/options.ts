import { z } from "zod";
import type { ThrottleLimit } from "../throttle";

/** What is not known for sure of Exchange Online: each is a switch, so that both sides are tested. */
export interface ExchangeOptions {
  /** How long until Graph enforces a change of an access policy or role assignment, milliseconds. */
  enforcementDelay: number;
  /** How long until a change is seen on the other directory server (and a new object of Entra on Graph's other replica), milliseconds. */
  replicationDelay: number;
  /** How long until Exchange knows a new service principal of Entra, milliseconds. */
  entraToExchangeDelay: number;
  /** How long until access policies can be made for a new group, milliseconds. */
  groupToPolicyDelay: number;
  /** How long after Enable-OrganizationCustomization role assignments are still refused, milliseconds. */
  hydrationDelay: number;
  /** Entra's administrators may delegate roles without being members of Organization Management; several met that they may not. */
  entraAdministratorsDelegate: boolean;
  /** Errors as `id|type|text`, as `|type|text`, as a JSON string, or in the inner exception only. */
  exchangeErrorForm: "pipe" | "bare" | "json" | "inner";
  /** HTTP status of an object that is not found. */
  notFoundStatus: 404 | 400;
  /** Booleans of answers as `"True"`/`"False"`. */
  booleansAsStrings: boolean;
  /** Set-, Add- and Remove- answer no body at all instead of an empty list. */
  emptyBodies: boolean;
  /** null for a text, beside Identity: as if it was not sent, or as an empty text. */
  nullParameters: "ignored" | "empty";
  /** Requests are sent on, once each, by 302 to the address of a region. */
  regionalRedirect: boolean;
  /** Links and redirects name the inner port 446, which nobody outside can reach. */
  innerPortInLinks: boolean;
  /** A continuation answers GET too, instead of 405. */
  continuationByGet: boolean;
  /** After this many requests an app is refused with 429 for so many seconds. */
  exchangeThrottle: ThrottleLimit | null;
  /** Writes whose anchor mailbox names the organisation by its ID instead of a domain are refused. */
  writesNeedDomainAnchor: boolean;
  /** `Get-ApplicationAccessPolicy` with an Identity that does not exist: 404, or (documented caveat) all policies. */
  missingPolicyReturnsAll: boolean;
  /** `Get-ServicePrincipal` and `Get-ManagementScope` with an Identity that does not exist: 404, or (documented caveat) all objects. */
  missingIdentityReturnsAll: boolean;
  /** `New-ApplicationAccessPolicy` with several applications: not allowed, or a policy for each. */
  severalAppIds: "refused" | "onePolicyEach";
  /** `New-ApplicationAccessPolicy` takes only applications that the tenant has. */
  policyAppMustExist: boolean;
  /** What ends the space for access policies: their size together, or (the older limit) that there are 100. */
  policyLimit: "size" | "count";
  /** Members of a group within an access policy's scope group count. */
  nestedGroupsCount: boolean;
  /** Graph refuses what was granted in Entra whatever policies say, and only roles let apps in: seen in trial tenants. */
  policiesBlockEverything: boolean;
  /** `New-DistributionGroup` by an app without ManagedBy is refused. */
  managedByRequiredForApps: boolean;
  /** `Update-DistributionGroupMember` with an empty list clears the group. */
  emptyUpdateClearsMembers: boolean;
  /** `Remove-ServicePrincipal` of one that has role assignments: not allowed, or they go with it. */
  pointerInUse: "refused" | "cascades";
  /** How a role assignment for a group tells the group: both were seen. */
  groupScopeName: "name" | "nameAndGuid";
  /** `Set-ManagementRoleAssignment` takes a scope of another kind than the assignment has. */
  assignmentScopeKindChanges: boolean;
}

export const defaultExchangeOptions: ExchangeOptions = {
  enforcementDelay: 0,
  replicationDelay: 0,
  entraToExchangeDelay: 0,
  groupToPolicyDelay: 0,
  hydrationDelay: 0,
  entraAdministratorsDelegate: true,
  exchangeErrorForm: "pipe",
  notFoundStatus: 404,
  booleansAsStrings: false,
  emptyBodies: false,
  nullParameters: "ignored",
  regionalRedirect: false,
  innerPortInLinks: false,
  continuationByGet: false,
  exchangeThrottle: null,
  writesNeedDomainAnchor: false,
  missingPolicyReturnsAll: false,
  missingIdentityReturnsAll: false,
  severalAppIds: "refused",
  policyAppMustExist: false,
  policyLimit: "size",
  nestedGroupsCount: false,
  policiesBlockEverything: false,
  managedByRequiredForApps: true,
  emptyUpdateClearsMembers: false,
  pointerInUse: "refused",
  groupScopeName: "name",
  assignmentScopeKindChanges: false,
};

const milliseconds = z.number().nonnegative();

/** The options as the control API takes them. */
export const exchangeOptionsShape = {
  enforcementDelay: milliseconds,
  replicationDelay: milliseconds,
  entraToExchangeDelay: milliseconds,
  groupToPolicyDelay: milliseconds,
  hydrationDelay: milliseconds,
  entraAdministratorsDelegate: z.boolean(),
  exchangeErrorForm: z.enum(["pipe", "bare", "json", "inner"]),
  notFoundStatus: z.union([z.literal(404), z.literal(400)]),
  booleansAsStrings: z.boolean(),
  emptyBodies: z.boolean(),
  nullParameters: z.enum(["ignored", "empty"]),
  regionalRedirect: z.boolean(),
  innerPortInLinks: z.boolean(),
  continuationByGet: z.boolean(),
  exchangeThrottle: z.strictObject({ requests: z.int().positive(), retryAfter: z.int().positive() }).nullable(),
  writesNeedDomainAnchor: z.boolean(),
  missingPolicyReturnsAll: z.boolean(),
  missingIdentityReturnsAll: z.boolean(),
  severalAppIds: z.enum(["refused", "onePolicyEach"]),
  policyAppMustExist: z.boolean(),
  policyLimit: z.enum(["size", "count"]),
  nestedGroupsCount: z.boolean(),
  policiesBlockEverything: z.boolean(),
  managedByRequiredForApps: z.boolean(),
  emptyUpdateClearsMembers: z.boolean(),
  pointerInUse: z.enum(["refused", "cascades"]),
  groupScopeName: z.enum(["name", "nameAndGuid"]),
  assignmentScopeKindChanges: z.boolean(),
} satisfies Record<keyof ExchangeOptions, z.ZodType>;
