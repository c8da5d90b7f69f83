/** Applications, their users and their mailboxes written by hand with plain azuread and command resources: what a root stack is measured against. */
import { join } from "node:path";
import * as azuread from "@pulumi/azuread";
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

interface App {
  /** Absent for an application of the tenant's own, which has a certificate. */
  clientId?: string;
  certificate?: string;
  application?: string[];
  delegated?: string[];
  users?: string[];
  owners?: string[];
  mailboxes?: string[];
}

const config = new pulumi.Config();
const apps = config.requireObject<Record<string, App>>("apps");
const domain = config.require("domain");
const script = join(__dirname, "..", "by-hand", "exchange.js");
const defaultAccess = "00000000-0000-0000-0000-000000000000";

interface Calls {
  create: unknown[];
  remove: unknown[];
}

function exchange(name: string, calls: pulumi.Input<Calls>, opts?: pulumi.CustomResourceOptions) {
  return new command.local.Command(
    name,
    {
      create: `node ${script} create`,
      delete: `node ${script} delete`,
      stdin: pulumi.output(calls).apply((each) => JSON.stringify(each)),
    },
    opts,
  );
}

/** A group of the mailboxes and a policy for it. The policy's identity has a part that only the service knows, so its removal is left out. */
function scope(name: string, clientId: pulumi.Input<string>, mailboxes: string[]): pulumi.Resource {
  const address = `${name}@${domain}`;
  const group = exchange(`${name}-group`, {
    create: [
      {
        CmdletName: "New-DistributionGroup",
        Parameters: {
          Name: name,
          Alias: name,
          Type: "Security",
          PrimarySmtpAddress: address,
          ManagedBy: [mailboxes[0]],
          Members: mailboxes,
        },
      },
    ],
    remove: [
      {
        CmdletName: "Remove-DistributionGroup",
        Parameters: { Identity: address, Confirm: false, BypassSecurityGroupManagerCheck: true },
      },
    ],
  });
  const policy = pulumi.output(clientId).apply((id) => ({
    CmdletName: "New-ApplicationAccessPolicy",
    Parameters: {
      AppId: [id],
      PolicyScopeGroupId: address,
      AccessRight: "RestrictAccess",
      Description: name,
    },
  }));
  const calls = policy.apply((each) => ({ create: [each], remove: [] }));
  return exchange(`${name}-policy`, calls, { dependsOn: group });
}

/** A registration with its certificate. @returns the client ID */
function register(name: string, certificate: string): pulumi.Output<string> {
  const application = new azuread.Application(name, { displayName: name });
  new azuread.ApplicationCertificate(name, {
    applicationId: application.id,
    type: "AsymmetricX509Cert",
    encoding: "pem",
    value: certificate,
  });
  return application.clientId;
}

const objectIdOf = (userPrincipalName: string) => azuread.getUserOutput({ userPrincipalName }).objectId;
const graph = azuread.getServicePrincipalOutput({ clientId: "00000003-0000-0000-c000-000000000000" });

function make(name: string, app: App): void {
  const { application = [], delegated = [], users = [], owners, mailboxes } = app;
  const clientId = app.clientId ?? register(name, app.certificate ?? "");
  const policy = mailboxes && scope(name, clientId, mailboxes);
  const principal = new azuread.ServicePrincipal(name, {
    clientId,
    appRoleAssignmentRequired: true,
    owners: owners?.map(objectIdOf),
  });
  for (const permission of application) {
    new azuread.AppRoleAssignment(
      `${name}-${permission}`,
      {
        appRoleId: graph.appRoleIds.apply((ids) => ids[permission] ?? ""),
        principalObjectId: principal.objectId,
        resourceObjectId: graph.objectId,
      },
      { dependsOn: policy },
    );
  }
  if (delegated.length > 0) {
    new azuread.ServicePrincipalDelegatedPermissionGrant(`${name}-delegated`, {
      servicePrincipalObjectId: principal.objectId,
      resourceServicePrincipalObjectId: graph.objectId,
      claimValues: delegated,
    });
  }
  for (const user of users) {
    new azuread.AppRoleAssignment(`${name}-${user}`, {
      appRoleId: defaultAccess,
      principalObjectId: objectIdOf(user),
      resourceObjectId: principal.objectId,
    });
  }
}

for (const [name, app] of Object.entries(apps)) make(name, app);
