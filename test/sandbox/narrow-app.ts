import type { Sandbox } from "@consentra/sandbox/tenant";
import type { TenantClient } from "./tenant-client";

/** An app with a secret that may sign in to Exchange, and has no right there: as a deployer is before an administrator gives it some. */
export interface NarrowApp {
  appId: string;
  objectId: string;
  secret: string;
  /** A token for Exchange. */
  token(): Promise<string>;
}

export async function addNarrowApp(sandbox: Sandbox, tenant: TenantClient, displayName: string): Promise<NarrowApp> {
  const post = async (path: string, body: object) => {
    const answer = await tenant.graph("POST", `/v1.0${path}`, body);
    if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${answer.body.error.message}`);
    return answer.body;
  };
  const application = await post("/applications", { displayName });
  const { secretText } = await post(`/applications/${application.id}/addPassword`, {
    passwordCredential: { displayName: "test" },
  });
  const principal = await post("/servicePrincipals", { appId: application.appId });
  const exchange = [...sandbox.tenants.contoso.servicePrincipals.values()].find(
    (each) => each.displayName === "Office 365 Exchange Online",
  );
  await post(`/servicePrincipals/${principal.id}/appRoleAssignments`, {
    principalId: principal.id,
    resourceId: exchange?.id,
    appRoleId: exchange?.appRoles.find(({ value }) => value === "Exchange.ManageAsApp")?.id,
  });
  const secret = String(secretText);
  return {
    appId: application.appId,
    objectId: principal.id,
    secret,
    token: async () => {
      const answer = await tenant.token(sandbox.tenants.contoso.id, {
        grant_type: "client_credentials",
        client_id: application.appId,
        client_secret: secret,
        scope: "https://outlook.office365.com/.default",
      });
      return answer.body.access_token;
    },
  };
}
