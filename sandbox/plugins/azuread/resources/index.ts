import type { ResourceType } from "../resource-type";
import { application } from "./application";
import { applicationApiAccess, applicationOwner, applicationRedirectUris } from "./application-parts";
import { applicationPassword } from "./application-password";
import { applicationRegistration } from "./application-registration";
import { applicationCertificate, servicePrincipalCertificate } from "./certificates";
import { appRoleAssignment, delegatedPermissionGrant } from "./consent";
import { applicationFederatedIdentityCredential } from "./federated-credential";
import { group } from "./group";
import { groupMember } from "./group-member";
import { servicePrincipal } from "./service-principal";
import { user } from "./user";

/** The types of resources that are served, by token. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
  [
    application,
    applicationApiAccess,
    applicationCertificate,
    applicationFederatedIdentityCredential,
    applicationOwner,
    applicationPassword,
    applicationRedirectUris,
    applicationRegistration,
    appRoleAssignment,
    delegatedPermissionGrant,
    group,
    groupMember,
    servicePrincipal,
    servicePrincipalCertificate,
    user,
  ].map((type) => [type.token, type]),
);
