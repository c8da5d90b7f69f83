/** RBAC for Applications, and the roles of administrators, as Exchange keeps them. */

/** Exchange's pointer to a service principal of Entra. */
export interface ServicePrincipalPointer {
  /** Object ID of the service principal in Entra; also the pointer's name. */
  objectId: string;
  appId: string;
  guid: string;
  displayName: string;
  overrideEnforceExoAppRbacPermissions: boolean;
}

export interface ManagementScope {
  name: string;
  guid: string;
  /** OPATH, as Exchange writes it. */
  recipientFilter: string;
  exclusive: boolean;
}

/** For which recipients a role assignment counts. */
export type AssignmentScope =
  | { kind: "organization" }
  /** By the scope's GUID. */
  | { kind: "managementScope"; guid: string }
  /** By the unit's object ID. */
  | { kind: "administrativeUnit"; id: string }
  /** By the group's Entra object ID. */
  | { kind: "group"; id: string };

/** Who has the role. */
export type RoleAssignee =
  /** By the service principal's object ID. */
  | { kind: "servicePrincipal"; id: string }
  /** By the role group's GUID. */
  | { kind: "roleGroup"; id: string };

export interface RoleAssignment {
  name: string;
  guid: string;
  /** Name of the management role. */
  role: string;
  assignee: RoleAssignee;
  scope: AssignmentScope;
  enabled: boolean;
  /** Whether it allows to assign the role instead of using it. */
  delegating: boolean;
}

/** An administrative unit of Entra. */
export interface AdministrativeUnit {
  id: string;
  displayName: string;
  description: string | null;
  /** Object IDs. */
  members: Set<string>;
}

/** A role that the organisation made from another one. */
export interface ManagementRole {
  name: string;
  guid: string;
  /** Name of the role that it was made from, whose cmdlets it has some of. */
  parent: string;
  cmdlets: Set<string>;
}

export interface RoleGroup {
  name: string;
  guid: string;
  description: string;
  /** Object IDs of users and service principals. */
  members: Set<string>;
  isBuiltIn: boolean;
}
