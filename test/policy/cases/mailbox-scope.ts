import {
  accessPolicy,
  asks,
  clientId,
  entra,
  everyone,
  exchange,
  grant,
  grantTo,
  hidden,
  idOf,
  managementScope,
  newApplication,
  newPrincipal,
  otherClientId,
  principal,
  resource,
  role,
  vendorApp,
} from "../../support/declared";
import { unknown, type Declared } from "../../support/judge";
import type { PolicyCases } from "./case";

const group = resource("azuread:index/group:Group", "group", {});
const scope = accessPolicy();
const scoped = [principal(), scope, grant("Mail.Read", {}, { dependsOn: [scope] })];
const noMail = {
  resources: [principal(), grant("User.Read.All")],
  reasons: ["no application permission of the stack reaches mailboxes"],
};
const give = "Give it a MailboxScope (VendorApp: `mailboxScope`) with the mailboxes it needs.";
const everyMailbox = "the application could reach every mailbox of the organisation";

/** A registration of the same run with its principal, scope and grant, in one component or without. */
function ownApp(parent?: Declared, kind: "ApplicationAccessPolicy" | "RoleAssignment" = "ApplicationAccessPolicy") {
  const application = newApplication({}, { parent });
  const own = newPrincipal({ clientId: unknown }, { parent, dependencies: { clientId: [application] } });
  const made = hidden(kind, application, { parent });
  return { application, own, scope: made, grant: grantTo("Mail.Read", own, { parent, dependsOn: [made] }) };
}

const component = vendorApp();
const inOne = ownApp(component);
const apart = ownApp();
const withRole = ownApp(component, "RoleAssignment");
const another = newPrincipal({}, { name: "another" });

/** What is promised of each policy of the pack. */
export const mailboxScope: Readonly<Record<string, PolicyCases>> = {
  "mailbox-permission-is-scoped": {
    level: "mandatory",
    passes: {
      "an app that is scoped": { resources: scoped },
      "identifiers in upper case": {
        resources: [
          principal({ clientId: clientId.toUpperCase() }),
          accessPolicy(clientId.toUpperCase()),
          grant(idOf("Mail.Read").toUpperCase()),
        ],
      },
      "an app that is made in the same run, and a scope of its client ID": (() => {
        const made = newPrincipal();
        return { resources: [made, scope, grantTo("Mail.Read", made)] };
      })(),
      "a scope of everybody, which another policy judges": {
        resources: [everyone("the archive keeps all mail by law"), principal(), grant("Mail.Read")],
      },
    },
    refuses: {
      "a grant without a scope": {
        resources: [another, grantTo("Mail.Read", another)],
        messages: [
          `"app-consent" grants Mail.Read to application ${clientId}, and the stack has no access policy: ${everyMailbox}. ${give}`,
        ],
      },
      "a grant before its scope, with the values of an update": {
        resources: [principal(), grant("Mail.Read"), scope],
        messages: [
          `"app-consent" grants Mail.Read to application ${clientId}, and no access policy for it was made before: ${everyMailbox}. ${give}`,
        ],
      },
      "a scope for another application": (() => {
        const made = newPrincipal();
        return {
          resources: [made, accessPolicy(otherClientId), grantTo("Mail.Read", made)],
          messages: [
            `"app-consent" grants Mail.Read to application ${clientId}, and the access policies of the stack are for ${otherClientId}: ${everyMailbox}. ${give}`,
          ],
        };
      })(),
      "roles, which do not filter consent": (() => {
        const made = newPrincipal();
        return {
          resources: [made, role(), grantTo("Mail.Read", made)],
          messages: [
            `"app-consent" grants Mail.Read to application ${clientId}, and its roles of RBAC for Applications do not filter what is consented to: ${everyMailbox}. ${give}`,
          ],
        };
      })(),
      "a principal that the stack does not have": {
        resources: [scope, grant("Mail.Read", { principalObjectId: otherClientId })],
        messages: [
          '"app-consent" grants Mail.Read to a service principal that is not in this stack, so no scope can be matched to it: it may read every mailbox. ' +
            "Refer to the service principal by a resource of this stack (EnterpriseApp, or azuread.ServicePrincipal), and give it a MailboxScope.",
        ],
      },
      "a permission that an access policy does not filter": {
        resources: [principal(), scope, grant("MailboxItem.Read.All")],
        messages: [
          `"app-consent" grants MailboxItem.Read.All to application ${clientId}, but an access policy does not filter MailboxItem.Read.All: it reaches every mailbox beside the scope. ` +
            "Use a permission that access policies filter, such as Mail.Read, Calendars.Read or Contacts.Read.",
        ],
      },
      "a request for what an administrator's consent would open": {
        resources: [asks([{ id: idOf("Mail.Read"), type: "Role" }], {}, { outputs: { clientId, objectId: "x" } })],
        messages: [
          `"registration" asks for Mail.Read for application ${clientId}, and the stack has no access policy: an administrator's consent would open every mailbox of the organisation. ${give}`,
        ],
      },
      "a request by a resource of its own, for an application elsewhere": {
        resources: [
          entra("applicationApiAccess", "app-access", {
            applicationId: `/applications/${otherClientId}`,
            roleIds: [idOf("Mail.Read")],
            scopeIds: [],
          }),
        ],
        messages: [
          '"app-access" asks for Mail.Read for an application that is not in this stack, so no scope can be matched to it. Ask for it where the application is registered, and give that a MailboxScope.',
        ],
      },
    },
    notApplicable: noMail,
    unknown: {
      "the permission": {
        resources: [principal(), grant(unknown)],
        says: ['the permission that "app-consent" names is not known in this preview.'],
      },
      "the application": {
        resources: [scope, principal(), grant("Mail.Read", { principalObjectId: unknown })],
        says: ['"app-consent" grants Mail.Read, but the application behind it is not known in this preview.'],
      },
      "whom a scope is for": {
        resources: [principal(), hidden("ApplicationAccessPolicy", undefined), grant("Mail.Read")],
        says: [
          `whether the access policy "app-scope" confines application ${clientId}, which gets Mail.Read, is not known in this preview.`,
        ],
      },
      "the client ID of a registration of the same run": {
        resources: [component, inOne.application, inOne.scope, inOne.own, inOne.grant],
        says: [
          'whether the access policy "app-scope" confines application "registration", which gets Mail.Read: its client ID is not known in this preview.',
        ],
      },
    },
    exception: { app: "app", permission: "Mail.Read" },
  },
  "consent-depends-on-scope": {
    level: "mandatory",
    passes: {
      "a grant that waits for the scope": { resources: scoped },
      "a grant that waits through others": (() => {
        const between = resource("test:index:Between", "between", {}, { dependsOn: [scope] });
        return { resources: [principal(), scope, between, grant("Mail.Read", {}, { dependsOn: [between] })] };
      })(),
    },
    refuses: {
      "a grant that does not wait": {
        resources: [principal(), scope, grant("Mail.Read")],
        messages: [
          `"app-consent" grants Mail.Read to application ${clientId} without depending on its access policy "app-scope": while the stack is created or destroyed the application could reach every mailbox. ` +
            "Pass the MailboxScope in `dependsOn` of the grant.",
        ],
      },
      "one whose application is made in the same run": {
        resources: [apart.application, apart.scope, apart.own, grantTo("Mail.Read", apart.own)],
        messages: [
          '"app-consent" grants Mail.Read to application "registration" without depending on its access policy "app-scope": while the stack is created or destroyed the application could reach every mailbox. ' +
            "Pass the MailboxScope in `dependsOn` of the grant.",
        ],
      },
    },
    notApplicable: noMail,
    unknown: {
      "the permission": {
        resources: [principal(), grant(unknown)],
        says: ['the permission that "app-consent" names is not known in this preview.'],
      },
      "the application": {
        resources: [scope, principal(), grant("Mail.Read", { principalObjectId: unknown })],
        says: ['which scope "app-consent" has to depend on: its application is not known in this preview.'],
      },
      "whom a scope is for": {
        resources: [principal(), hidden("ApplicationAccessPolicy", undefined), grant("Mail.Read")],
        says: ['which scope "app-consent" has to depend on: an access policy is not known in this preview.'],
      },
    },
    exception: { app: "app", permission: "Mail.Read" },
  },
  "no-grant-beside-role": {
    level: "mandatory",
    passes: {
      "a role alone": { resources: [principal(), role()] },
      "consent to something else": { resources: [principal(), role(), grant("Calendars.Read")] },
      "consent of another application": {
        resources: [principal(), role(otherClientId), grant("Mail.Read")],
      },
    },
    refuses: {
      "consent to what the role gives": {
        resources: [principal(), role(), grant("Mail.Read")],
        messages: [
          `"app-consent" grants Mail.Read to application ${clientId} in Entra, beside the role Application Mail.Read of "app-role", which gives Mail.Read inside a scope: ` +
            "the grant has no scope, so the application reaches every mailbox. Take the grant away.",
        ],
      },
      "Mail.ReadBasic.All, which has the role of Mail.ReadBasic": {
        resources: [principal(), role(clientId, { role: "Application Mail.ReadBasic" }), grant("Mail.ReadBasic.All")],
        messages: [
          `"app-consent" grants Mail.ReadBasic.All to application ${clientId} in Entra, beside the role Application Mail.ReadBasic of "app-role", which gives Mail.ReadBasic inside a scope: ` +
            "the grant has no scope, so the application reaches every mailbox. Take the grant away.",
        ],
      },
    },
    notApplicable: {
      resources: [principal(), scope, grant("Mail.Read")],
      reasons: ["the stack assigns no role of RBAC for Applications"],
    },
    unknown: {
      "the permission": {
        resources: [principal(), role(), grant(unknown)],
        says: ['whether "app-consent" grants what a role gives; its permission is not known in this preview.'],
      },
      "the application": {
        resources: [principal(), role(), grant("Mail.Read", { principalObjectId: unknown })],
        says: [
          'whether "app-role" gives Mail.Read, which "app-consent" grants in Entra, is not known in this preview.',
        ],
      },
      "the role": {
        resources: [principal(), hidden("RoleAssignment", undefined), grant("Mail.Read")],
        says: [
          'whether "app-scope" gives Mail.Read, which "app-consent" grants in Entra, is not known in this preview.',
        ],
      },
      "the client ID of a registration of the same run": {
        resources: [component, withRole.application, withRole.own, withRole.scope, withRole.grant],
        says: [
          'whether "app-scope" gives Mail.Read, which "app-consent" grants in Entra, is not known in this preview.',
        ],
      },
    },
    exception: { app: "app", permission: "Mail.Read" },
  },
  "no-full-access-as-app": {
    level: "mandatory",
    passes: {
      "a permission of Graph": { resources: [grant("Mail.Read")] },
      "the role, which has a scope": { resources: [role(clientId, { role: "Application EWS.AccessAsApp" })] },
    },
    refuses: {
      "full access": {
        resources: [grant(idOf("full_access_as_app", "application", "Office 365 Exchange Online").toUpperCase())],
        messages: [
          '"app-consent" names full_access_as_app: it opens mailboxes completely, for reading, changing and sending, by Exchange Web Services, which Microsoft retires. ' +
            "Ask the vendor for an app that uses Microsoft Graph.",
        ],
      },
    },
    notApplicable: { resources: [group], reasons: ["it grants no permission and asks for none"] },
    unknown: {
      "the permission": { resources: [grant(unknown)], says: ['"app-consent" names a permission that is not known'] },
    },
    exception: { app: "app", permission: "full_access_as_app" },
  },
  "scope-is-not-the-organisation": {
    level: "mandatory",
    passes: {
      "a group of some": { resources: [scope, role()] },
      "all but some": {
        resources: [
          accessPolicy(clientId, { accessRight: "DenyAccess", scopeGroup: "everyone@contoso.com" }),
          managementScope({ notMemberOf: "board@contoso.com" }),
        ],
      },
      "a filter that leaves others out": { resources: [managementScope({ filter: "CustomAttribute1 -eq 'Sales'" })] },
      "mailboxes by name": { resources: [resource("consentra:exchange:MailboxScope", "scope", { mechanism: "rbac" })] },
    },
    refuses: {
      everybody: {
        resources: [everyone("the archive keeps all mail by law")],
        messages: [
          '"app-scope" is a scope of every mailbox, because: the archive keeps all mail by law. Name the mailboxes instead.',
        ],
      },
      "a group whose name says so": {
        resources: [accessPolicy(clientId, { scopeGroup: "All-Employees@contoso.com" })],
        messages: [
          '"app-scope" is a scope of the group All-Employees@contoso.com, which leaves nobody out. Name the mailboxes that the application is for.',
        ],
      },
      "a group that the tenant names": {
        resources: [role(clientId, { scope: { group: "Contoso-GmbH@contoso.com" } })],
        config: { "scope-is-not-the-organisation": { organisationGroups: ["contoso-gmbh@contoso.com"] } },
        messages: [
          '"app-role" is a scope of the group Contoso-GmbH@contoso.com, which leaves nobody out. Name the mailboxes that the application is for.',
        ],
      },
      "a filter that holds for everybody": {
        resources: [managementScope({ filter: "RecipientTypeDetails -eq 'UserMailbox' -or Department -eq 'Sales'" })],
        messages: [
          "\"app-scope\" is a scope of the filter RecipientTypeDetails -eq 'UserMailbox' -or Department -eq 'Sales', which leaves nobody out. Name the mailboxes that the application is for.",
        ],
      },
    },
    notApplicable: {
      resources: [group, exchange("ExchangeServicePrincipal", { appId: clientId, displayName: "x" })],
      reasons: ["it is no mailbox scope"],
    },
    unknown: {
      "which mailboxes": {
        resources: [hidden("ManagementScope", undefined)],
        says: ['which mailboxes "app-scope" is for is not known'],
      },
      "whether it is everybody": {
        resources: [everyone(unknown)],
        says: ['whether "app-scope" is a scope of everybody is not known'],
      },
    },
    exception: { app: "app" },
  },
  "role-is-for-an-application-of-the-stack": {
    level: "mandatory",
    passes: { "an application of the stack": { resources: [principal(), role(clientId.toUpperCase())] } },
    refuses: {
      "an application that nobody sees": {
        resources: [role(otherClientId)],
        messages: [
          `"app-role" gives Application Mail.Read to application ${otherClientId}, whose service principal this stack does not have: nobody sees who reads the mailboxes. ` +
            "Declare the application beside its scope, or correct the client ID.",
        ],
      },
      "another application than the component's, with the values of an update": (() => {
        const made = principal({}, { parent: component });
        return {
          resources: [
            component,
            made,
            principal({ clientId: otherClientId }, { name: "another", outputs: { objectId: otherClientId } }),
            role(otherClientId, {}, { parent: component }),
          ],
          messages: [
            `"app-role" gives Application Mail.Read to application ${otherClientId}, and the component around it is application ${clientId}. Correct the client ID of the scope.`,
          ],
        };
      })(),
    },
    notApplicable: { resources: [group], reasons: ["the stack assigns no role of RBAC for Applications"] },
    unknown: {
      "the application": {
        resources: [principal(), hidden("RoleAssignment", undefined)],
        level: "mandatory",
        says: [
          'which application "app-scope" gives mailboxes to is not known in this preview. Name it by its client ID, or by a resource of this stack.',
        ],
      },
      "the client ID of a registration of the same run": {
        resources: [component, withRole.application, withRole.own, withRole.scope],
        says: [
          'whether "app-scope" gives mailboxes to application "registration"; its client ID is not known in this preview.',
        ],
      },
      "the same beside other applications, without a component around": (() => {
        const { application, own, scope: made } = ownApp(undefined, "RoleAssignment");
        return {
          resources: [application, own, another, made],
          level: "mandatory" as const,
          says: [
            'whether "app-scope" gives mailboxes to application "registration"; its client ID is not known in this preview. Put the application and its scope into one VendorApp.',
          ],
        };
      })(),
    },
    exception: { app: "app" },
  },
  "mailbox-access-is-known": {
    level: "mandatory",
    passes: {
      "what is known": { resources: scoped },
      "what the update judges once more before the grant": {
        resources: [component, inOne.application, inOne.scope, inOne.own, inOne.grant],
      },
      "a role of an API that the stack registers itself": (() => {
        const application = newApplication();
        const own = newPrincipal({ clientId: unknown }, { dependencies: { clientId: [application] } });
        return {
          resources: [
            application,
            own,
            grant(
              unknown,
              { resourceObjectId: unknown },
              { dependencies: { appRoleId: [application], resourceObjectId: [own] } },
            ),
          ],
        };
      })(),
    },
    refuses: {
      "a permission that cannot be seen": {
        resources: [principal(), grant(unknown)],
        messages: [
          'cannot judge yet: the permission that "app-consent" grants is not known in this preview. Use the permission\'s ID as a literal.',
        ],
      },
    },
    notApplicable: { resources: [], reasons: [] },
    unknown: {
      "the application": {
        resources: [scope, principal(), grant("Mail.Read", { principalObjectId: unknown })],
        level: "mandatory",
        says: [
          '"app-consent" grants Mail.Read, but the application behind it is not known in this preview. Refer to the service principal by a resource of this stack.',
        ],
      },
      "whom a scope is for, beside other applications": {
        resources: [principal(), another, hidden("ApplicationAccessPolicy", undefined), grant("Mail.Read")],
        level: "mandatory",
        says: [
          `what "app-scope" says about application ${clientId}, which gets Mail.Read, is not known in this preview. ` +
            "Put the application, its scope and its consent into one VendorApp, or register the application in an update of its own.",
        ],
      },
      "the client ID of a registration of the same run, beside other applications": {
        resources: [apart.application, apart.scope, apart.own, another, apart.grant],
        level: "mandatory",
        says: [
          'what "app-scope" says about application "registration", which gets Mail.Read, is not known in this preview. ' +
            "Put the application, its scope and its consent into one VendorApp, or register the application in an update of its own.",
        ],
      },
      "which role there is beside consent": {
        resources: [component, withRole.application, withRole.own, withRole.scope, withRole.grant],
        level: "mandatory",
        says: [
          'what "app-scope" says about application "registration", which gets Mail.Read, is not known in this preview. ' +
            "Put the application, its scope and its consent into one VendorApp, or register the application in an update of its own.",
        ],
      },
    },
    exception: { app: "app" },
  },
  "mechanism-is-current": {
    level: "advisory",
    passes: { "a role": { resources: [role()] } },
    refuses: {
      "an access policy": {
        resources: [scope],
        messages: [
          '"app-scope" is an application access policy, which Microsoft replaced by RBAC for Applications. ' +
            'Set `mechanism: "rbac"` in the mailbox scope; where the vendor supports access policies only, except it.',
        ],
      },
      "one whose content is not known": {
        resources: [hidden("ApplicationAccessPolicy", undefined)],
        messages: [
          '"app-scope" is an application access policy, which Microsoft replaced by RBAC for Applications. ' +
            'Set `mechanism: "rbac"` in the mailbox scope; where the vendor supports access policies only, except it.',
        ],
      },
    },
    notApplicable: { resources: [group], reasons: ["it is no application access policy"] },
    unknown: { none: "the kind of an Exchange object is part of the command's constant text" },
    exception: { app: "app" },
  },
};
