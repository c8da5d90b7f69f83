import { findUser } from "../directory";
import type { Tenant } from "../model";
import { directoryRoles } from "../well-known";

const administrators = [
  ["alexw@contoso.com", "Global Administrator", directoryRoles.globalAdministrator],
  ["jonis@contoso.com", "Cloud Application Administrator", directoryRoles.cloudApplicationAdministrator],
] as const;

/** People who may consent for the organisation: one to everything, one to all but application permissions of Microsoft Graph. */
export function addAdministrators(tenant: Tenant): void {
  for (const [name, displayName, roleTemplateId] of administrators) {
    const user = findUser(tenant, name);
    if (!user) throw new Error(`The seed wants ${name} as ${displayName}, who is not there.`);
    tenant.directoryRoles.push({ roleTemplateId, displayName, principalId: user.id });
  }
}
