import { nearestOperations, UnknownOperationError } from "consentra/graph";
import {
  asks,
  clientId,
  delegatedGrant,
  entra,
  everyone,
  grant,
  grantTo,
  idOf,
  newApplication,
  newPrincipal,
  principal,
  principalId,
  resource,
  role,
  vendorApp,
} from "../../support/declared";
import { unknown } from "../../support/judge";
import type { PolicyCases, Program } from "./case";

const group = resource("azuread:index/group:Group", "group", {});
const nothing: Program = { resources: [group] };
const noPermission = { ...nothing, reasons: ["it grants no permission and asks for none"] };
const notKnown = '"app-consent" names a permission that is not known';
const unknownPermission = {
  "the permission": { resources: [grant(unknown)], says: [notKnown] },
  "one of a list": {
    resources: [entra("applicationApiAccess", "app-consent", { roleIds: [unknown], scopeIds: [] })],
    says: [notKnown],
  },
};
const invented = "11111111-2222-4333-8444-555555555555";

const names = (name: string, wrong: string, kind = "application") =>
  `"app-consent" names the ${kind} permission ${name}: ${wrong}`;

const calls = vendorApp("app", { operations: ["GET /users"] });
const hiddenCalls = vendorApp("app", { operations: [unknown] });
const consent = resource("consentra:index:AdminConsent", "app-consent", {}, { parent: calls });

const registered = (asked: readonly string[] = []) => {
  const application = asks(asked.map((name) => ({ id: idOf(name), type: "Role" as const })));
  const own = newPrincipal({ clientId: unknown }, { dependencies: { clientId: [application] } });
  return { application, own };
};
const asked = registered(["User.Read.All"]);
const silent = registered();

const ten = [
  "Calendars.Read",
  "Contacts.Read",
  "Mail.Read",
  "User.Read.All",
  "Group.Read.All",
  "Device.Read.All",
  "Files.Read.All",
  "Sites.Read.All",
  "People.Read.All",
  "OrgContact.Read.All",
];

/** What is promised of each policy of the pack. */
export const leastPrivilege: Readonly<Record<string, PolicyCases>> = {
  "no-control-of-the-tenant": {
    level: "mandatory",
    passes: { "a permission that reads": { resources: [grant("User.Read.All")] } },
    refuses: {
      "a permission of tier 0": {
        resources: [grant("RoleManagement.ReadWrite.Directory")],
        messages: [
          names(
            "RoleManagement.ReadWrite.Directory",
            "with it the app can take over the tenant. Ask the vendor what it is for, and grant the permission for exactly that.",
          ),
        ],
      },
    },
    notApplicable: noPermission,
    unknown: unknownPermission,
    exception: { app: "app", permission: "RoleManagement.ReadWrite.Directory" },
  },
  "no-directory-role": {
    level: "mandatory",
    passes: {
      "a role for a person": {
        resources: [
          principal(),
          entra("directoryRoleAssignment", "admin", { roleId: "x", principalObjectId: invented }),
        ],
      },
    },
    refuses: {
      "a role for a service principal": {
        resources: [
          principal(),
          entra("directoryRoleAssignment", "admin", { roleId: "x", principalObjectId: principalId.toUpperCase() }),
        ],
        messages: [
          '"admin" gives the service principal "app" a role of the directory: it reaches past every permission that was judged. Grant the application permission for what the app does.',
        ],
      },
      "a membership for one that is made in the same run": (() => {
        const made = newPrincipal();
        return {
          resources: [
            made,
            entra(
              "directoryRoleMember",
              "admin",
              { memberObjectId: unknown },
              { dependencies: { memberObjectId: [made] } },
            ),
          ],
          messages: [
            '"admin" gives the service principal "app" a role of the directory: it reaches past every permission that was judged. Grant the application permission for what the app does.',
          ],
        };
      })(),
    },
    notApplicable: { ...nothing, reasons: ["the stack gives nobody a role of the directory"] },
    unknown: {
      "who gets it": {
        resources: [principal(), entra("directoryRoleAssignment", "admin", { principalObjectId: unknown })],
        level: "mandatory",
        says: ['who gets the directory role of "admin" is not known in this preview. Use the object ID as a literal.'],
      },
    },
    exception: { app: "admin" },
  },
  "no-tenant-wide-write": {
    level: "mandatory",
    passes: { "what is granted item by item": { resources: [grant("Sites.Selected")] } },
    refuses: {
      "writing everything of a kind": {
        resources: [grant("Files.ReadWrite.All")],
        messages: [
          names(
            "Files.ReadWrite.All",
            "it changes everything of that kind in the whole tenant. Use Files.Read.All if that is enough.",
          ),
        ],
      },
    },
    notApplicable: noPermission,
    unknown: unknownPermission,
    exception: { app: "app", permission: "Files.ReadWrite.All" },
  },
  "narrower-permission-suffices": {
    level: "mandatory",
    passes: { "the narrower one": { resources: [grant("User.Read.All")] } },
    refuses: {
      "the wider one": {
        resources: [grant("Directory.Read.All")],
        messages: [
          names(
            "Directory.Read.All",
            "it reads the whole directory, roles, devices and policies included. To synchronise users User.Read.All is enough, for groups " +
              "GroupMember.Read.All, for mail contacts OrgContact.Read.All.",
          ),
        ],
      },
      "a role of RBAC for Applications that writes": {
        resources: [role(clientId, { role: "Application Mail.ReadWrite" })],
        messages: [
          '"app-role" names the application permission Mail.ReadWrite: it changes and deletes mail. To read it Mail.Read is enough.',
        ],
      },
    },
    notApplicable: noPermission,
    unknown: unknownPermission,
    exception: { app: "app", permission: "Directory.Read.All" },
  },
  "no-wider-than-operations": {
    level: "mandatory",
    passes: {
      "what the operations need": { resources: [calls, grant("User.Read.All", {}, { parent: calls })] },
      "what the pack's configuration says that it calls": {
        resources: [calls, grant("Mail.Read", {}, { parent: calls })],
        config: { "no-wider-than-operations": { operations: { app: ["GET /users/{id}/messages"] } } },
      },
    },
    refuses: {
      "a wider one": {
        resources: [calls, consent, grant("Directory.Read.All", {}, { parent: consent })],
        messages: [
          names(
            "Directory.Read.All",
            "the operations that are declared for the application (GET /users) need no more than User.Read.All. Use that, or declare the operation that needs the wider one.",
          ),
        ],
      },
      "one that nothing needs": {
        resources: [calls, grant("Mail.Read", {}, { parent: calls })],
        messages: [
          names(
            "Mail.Read",
            "none of the operations that are declared for the application (GET /users) needs it. Take it away, or declare the operation that needs it.",
          ),
        ],
      },
      "a role of RBAC for Applications that nothing needs": {
        resources: [calls, role(clientId, {}, { parent: calls })],
        messages: [
          '"app-role" names the application permission Mail.Read: none of the operations that are declared for the application (GET /users) needs it. Take it away, or declare the operation that needs it.',
        ],
      },
      "an operation that is not known": {
        resources: [grant("User.Read.All")],
        config: { "no-wider-than-operations": { operations: { app: ["GET /userz"] } } },
        messages: [
          names(
            "User.Read.All",
            `it cannot be compared with what the application calls, because ${new UnknownOperationError("GET /userz", nearestOperations("GET /userz")).message}`,
          ),
        ],
      },
    },
    notApplicable: {
      resources: [group, grant("User.Read.All")],
      reasons: ["it grants no permission and asks for none", "nobody declared what the application calls"],
    },
    unknown: {
      "the permission": { resources: [calls, grant(unknown, {}, { parent: calls })], says: [notKnown] },
      "what the application calls": {
        resources: [hiddenCalls, grant("User.Read.All", {}, { parent: hiddenCalls })],
        says: ['what the application of "app-consent" calls is not known'],
      },
    },
    exception: { app: "app", permission: "Directory.Read.All" },
  },
  "only-allowed-permissions": {
    level: "mandatory",
    passes: {
      "what is on the list": {
        resources: [grant("User.Read.All")],
        config: { "only-allowed-permissions": { allowed: { app: ["User.Read.All"] } } },
      },
    },
    refuses: {
      "what is not on the application's list": {
        resources: [grant("User.Read.All")],
        config: { "only-allowed-permissions": { allowed: { app: ["Mail.Read", "Contacts.Read"] } } },
        messages: [names("User.Read.All", "the tenant allows app only Mail.Read, Contacts.Read.")],
      },
      "an application of another name": {
        resources: [grant("User.Read.All")],
        config: { "only-allowed-permissions": { allowed: { "app-consent-other": ["User.Read.All"] } } },
        messages: [
          names("User.Read.All", "the tenant's list of allowed permissions names no application that this belongs to."),
        ],
      },
      "an application that may have nothing, with a name that begins as another's": {
        resources: [grant("User.Read.All")],
        config: { "only-allowed-permissions": { allowed: { "app-consent": [], app: ["User.Read.All"] } } },
        messages: [names("User.Read.All", "the tenant allows app-consent nothing.")],
      },
    },
    notApplicable: {
      resources: [group, grant("User.Read.All")],
      reasons: ["it grants no permission and asks for none", "the tenant keeps no list of allowed permissions"],
    },
    unknown: {
      "the permission": {
        resources: [grant(unknown)],
        config: { "only-allowed-permissions": { allowed: { app: ["User.Read.All"] } } },
        says: [notKnown],
      },
    },
    exception: { app: "app", permission: "User.Read.All" },
  },
  "consent-is-to-a-declared-api": {
    level: "mandatory",
    passes: {
      "Microsoft Graph": { resources: [grant("User.Read.All")] },
      "another API that is declared": {
        resources: [grant(idOf("Sites.Selected", "application", "SharePoint Online"))],
        config: { "consent-is-to-a-declared-api": { apis: { app: ["SharePoint Online"] } } },
      },
    },
    refuses: {
      "another API": {
        resources: [grant(idOf("Sites.Selected", "application", "SharePoint Online"))],
        messages: [
          names(
            "Sites.Selected",
            "it is a permission of SharePoint Online, and only Microsoft Graph is declared for this application. Use Graph's own permission instead of Sites.Selected, or declare the API under `apis`.",
          ),
        ],
      },
    },
    notApplicable: noPermission,
    unknown: unknownPermission,
    exception: { app: "app", permission: "Sites.Selected" },
  },
  "no-admin-scope-for-everybody": {
    level: "mandatory",
    passes: { "what users may consent to": { resources: [delegatedGrant(["User.Read", "Mail.Read"])] } },
    refuses: {
      "what needs an administrator, for all users": {
        resources: [delegatedGrant(["User.Read", "user.read.all"])],
        messages: [
          '"app-consent" grants the delegated permission User.Read.All on behalf of all users, and only an administrator can consent to it: ' +
            "whoever signs in lets the app use it. Grant it for the users who need it (VendorApp: `consentUsers`).",
        ],
      },
    },
    notApplicable: {
      resources: [group, delegatedGrant(["User.Read.All"], { userObjectId: principalId })],
      reasons: ["it is no delegated grant", "it is for one user"],
    },
    unknown: {
      "for whom": {
        resources: [delegatedGrant(["User.Read.All"], { userObjectId: unknown })],
        says: ['"app-consent" grants delegated permissions, and for whom or which is not known'],
      },
      "one of the permissions": {
        resources: [delegatedGrant([unknown, "User.Read"])],
        says: ['"app-consent" grants delegated permissions, and for whom or which is not known'],
      },
    },
    exception: { app: "app", permission: "User.Read.All" },
  },
  "grant-was-requested": {
    level: "mandatory",
    passes: {
      "what the registration asks for": {
        resources: [asked.application, asked.own, grantTo("User.Read.All", asked.own)],
      },
      "what is asked for by a resource of its own": {
        resources: [
          silent.application,
          entra(
            "applicationApiAccess",
            "access",
            { applicationId: unknown, roleIds: [idOf("User.Read.All")], scopeIds: [] },
            { dependencies: { applicationId: [silent.application] } },
          ),
          silent.own,
          grantTo("User.Read.All", silent.own),
        ],
      },
      "an app of somebody else": {
        resources: [
          newApplication({}, { outputs: { clientId, objectId: "x" } }),
          principal({ clientId: invented }),
          grant("User.Read.All"),
        ],
      },
    },
    refuses: {
      "what the registration does not ask for": {
        resources: [asked.application, asked.own, grantTo("Mail.Read", asked.own)],
        messages: [
          '"app-consent" grants the application permission Mail.Read, for which the registration "registration" does not ask: who reads the registration does not see it. Ask for it there, or take the grant away.',
        ],
      },
      "a delegated permission that is asked for as application permission only": {
        resources: [
          asked.application,
          asked.own,
          delegatedGrant(
            ["User.Read.All"],
            { servicePrincipalObjectId: unknown },
            { dependencies: { servicePrincipalObjectId: [asked.own] } },
          ),
        ],
        messages: [
          '"app-consent" grants the delegated permission User.Read.All, for which the registration "registration" does not ask: who reads the registration does not see it. Ask for it there, or take the grant away.',
        ],
      },
    },
    notApplicable: { ...nothing, reasons: ["the stack registers no application"] },
    unknown: {
      "the permission": {
        resources: [asked.application, asked.own, grantTo(unknown, asked.own)],
        level: "mandatory",
        says: [
          'whether what "app-consent" grants was asked for, because the permission or the application is not known in this preview. Use the permission\'s ID as a literal, and refer to the service principal by a resource of this stack.',
        ],
      },
      "the application": {
        resources: [asked.application, asked.own, grant("User.Read.All", { principalObjectId: unknown })],
        level: "mandatory",
        says: [
          'whether what "app-consent" grants was asked for, because the permission or the application is not known in this preview. Use the permission\'s ID as a literal, and refer to the service principal by a resource of this stack.',
        ],
      },
      "what is asked for": (() => {
        const application = newApplication({ requiredResourceAccesses: unknown });
        const own = newPrincipal({ clientId: unknown }, { dependencies: { clientId: [application] } });
        return {
          resources: [application, own, grantTo("User.Read.All", own)],
          level: "mandatory" as const,
          says: [
            'whether User.Read.All that "app-consent" grants was asked for; the request is not known in this preview.',
          ],
        };
      })(),
    },
    exception: { app: "app", permission: "Mail.Read" },
  },
  "everyone-scope-has-reason": {
    level: "mandatory",
    passes: { "with a reason": { resources: [everyone("the archive keeps all mail by law")] } },
    refuses: {
      "without one": {
        resources: [everyone("because")],
        messages: [
          '"app-scope" is a scope of every mailbox, and its reason is "because", expected at least 10 characters. ' +
            "Name the mailboxes with `allow`, or write down why every mailbox has to be reached.",
        ],
      },
    },
    notApplicable: {
      resources: [group, resource("consentra:exchange:MailboxScope", "scope", { mechanism: "rbac" })],
      reasons: ["it is no mailbox scope", "the scope names mailboxes"],
    },
    unknown: { "the reason": { resources: [everyone(unknown)], says: ['the reason of "app-scope" is not known'] } },
    exception: { app: "app" },
  },
  "permission-is-known": {
    level: "mandatory",
    passes: {
      "one of the table": { resources: [grant("User.Read.All")] },
      "access without a role": { resources: [grant("00000000-0000-0000-0000-000000000000")] },
      "one that was judged by hand": {
        resources: [grant(invented)],
        config: { "permission-is-known": { known: { [invented.toUpperCase()]: "reads the shop's own orders" } } },
      },
    },
    refuses: {
      "an ID of no table": {
        resources: [grant(invented)],
        messages: [
          `"app-consent" names the permission ${invented}, which the table of permissions does not hold: nobody judged it. ` +
            "Look it up in Microsoft's permissions reference, and write it into the pack's configuration under `known` if it is fine.",
        ],
      },
      "a name of no table": {
        resources: [delegatedGrant(["User.Read", "User.Reed"])],
        messages: [
          '"app-consent" names the permission User.Reed, which the table of permissions does not hold: nobody judged it. ' +
            "Look it up in Microsoft's permissions reference, and write it into the pack's configuration under `known` if it is fine.",
        ],
      },
    },
    notApplicable: noPermission,
    unknown: unknownPermission,
    exception: { app: "app", permission: invented },
  },
  "few-permissions": {
    level: "advisory",
    passes: {
      "ten of them, asked for and granted": {
        resources: [
          newApplication(
            {
              requiredResourceAccesses: [
                { resourceAppId: "x", resourceAccesses: ten.map((name) => ({ id: idOf(name), type: "Role" })) },
              ],
            },
            { outputs: { clientId, objectId: "x" } },
          ),
          principal(),
          ...ten.map((name) => grant(name, {}, { name: `app-${name}` })),
        ],
      },
    },
    refuses: {
      "more than are expected": {
        resources: [
          principal(),
          ...["Mail.Read", "User.Read.All"].map((name) => grant(name, {}, { name: `app-${name}` })),
        ],
        config: { "few-permissions": { most: 1 } },
        messages: [
          `application ${clientId} has 2 permissions, at most 1 are expected. Take away what it does not call.`,
        ],
      },
    },
    notApplicable: { ...nothing, reasons: ["no application of the stack has permissions"] },
    unknown: {
      "one of them": {
        resources: [principal(), grant("Mail.Read"), grant(unknown, {}, { name: "app-other" })],
        says: [`how many permissions application ${clientId} has; 1 are known in this preview.`],
      },
      "whose they are": {
        resources: [principal(), grant("Mail.Read", { principalObjectId: unknown })],
        says: ['how many permissions application "app-consent" has; 1 are known in this preview.'],
      },
    },
    exception: { app: "app" },
  },
};
