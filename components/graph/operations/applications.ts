import { operation, type Needs } from "./operation";

const directory = ["Directory.Read.All", "Directory.ReadWrite.All"] as const;

const read: Needs = {
  application: {
    least: "Application.Read.All",
    wider: ["Application.ReadWrite.OwnedBy", "Application.ReadWrite.All", ...directory],
  },
  delegated: { least: "Application.Read.All", wider: ["Application.ReadWrite.All", ...directory] },
};
const list: Needs = {
  ...read,
  application: {
    least: "Application.Read.All",
    wider: ["Application.ReadWrite.OwnedBy", "Application.ReadWrite.All", "Directory.Read.All"],
  },
};
const change: Needs = {
  application: { least: "Application.ReadWrite.OwnedBy", wider: ["Application.ReadWrite.All"] },
  delegated: { least: "Application.ReadWrite.All" },
  note: "Application.ReadWrite.OwnedBy is for what the app owns, such as what it made itself.",
};
const principals: Needs = {
  application: {
    least: "Application.ReadWrite.OwnedBy",
    wider: ["Application.ReadWrite.All", "Directory.ReadWrite.All"],
  },
  delegated: { least: "Application.ReadWrite.All", wider: ["Directory.ReadWrite.All"] },
  note: change.note,
};
const assign: Needs = {
  application: { least: ["AppRoleAssignment.ReadWrite.All", "Application.Read.All"] },
  delegated: { least: ["AppRoleAssignment.ReadWrite.All", "Application.Read.All"] },
};
const grantsRead: Needs = {
  application: {
    least: "Directory.Read.All",
    wider: ["DelegatedPermissionGrant.ReadWrite.All", "Directory.ReadWrite.All"],
  },
  delegated: {
    least: "Directory.Read.All",
    wider: ["DelegatedPermissionGrant.ReadWrite.All", "Directory.ReadWrite.All"],
  },
};
const grantsChange: Needs = {
  application: { least: "DelegatedPermissionGrant.ReadWrite.All", wider: ["Directory.ReadWrite.All"] },
  delegated: { least: "DelegatedPermissionGrant.ReadWrite.All", wider: ["Directory.ReadWrite.All"] },
};

export const applications = [
  operation("GET", "/applications", "Lists the application registrations.", list),
  operation("GET", "/applications/{id}", "Reads one application registration.", read),
  operation("POST", "/applications", "Makes an application registration.", change),
  operation("PATCH", "/applications/{id}", "Changes one application registration.", change),
  operation("DELETE", "/applications/{id}", "Deletes one application registration.", change),
  operation("POST", "/applications/{id}/addPassword", "Makes a client secret for an application.", principals),
  operation("GET", "/applications/{id}/owners", "Lists the owners of an application registration.", read),
  operation(
    "GET",
    "/applications/{id}/federatedIdentityCredentials",
    "Lists whom an application's federation trusts.",
    {
      application: {
        least: "Application.Read.All",
        wider: ["Application.ReadWrite.OwnedBy", "Application.ReadWrite.All"],
      },
      delegated: { least: "Application.Read.All", wider: ["Application.ReadWrite.All"] },
    },
  ),
  operation(
    "POST",
    "/applications/{id}/federatedIdentityCredentials",
    "Lets tokens of another issuer stand for an application.",
    change,
  ),
  operation("GET", "/servicePrincipals", "Lists the service principals (enterprise applications).", list),
  operation("GET", "/servicePrincipals/{id}", "Reads one service principal.", read),
  operation("POST", "/servicePrincipals", "Makes the service principal of an application.", principals),
  operation("PATCH", "/servicePrincipals/{id}", "Changes one service principal.", principals),
  operation("DELETE", "/servicePrincipals/{id}", "Deletes one service principal.", principals),
  operation("GET", "/servicePrincipals/{id}/owners", "Lists the owners of a service principal.", read),
  operation("GET", "/servicePrincipals/{id}/appRoleAssignedTo", "Lists who has roles of an API or app.", read),
  operation(
    "GET",
    "/servicePrincipals/{id}/appRoleAssignments",
    "Lists the application permissions granted to an app.",
    read,
  ),
  operation(
    "POST",
    "/servicePrincipals/{id}/appRoleAssignedTo",
    "Grants an application permission, or assigns somebody.",
    assign,
  ),
  operation("DELETE", "/servicePrincipals/{id}/appRoleAssignedTo/{id}", "Takes back a role of an API or app.", {
    application: { least: "AppRoleAssignment.ReadWrite.All", wider: ["Application.ReadWrite.All"] },
    delegated: { least: "AppRoleAssignment.ReadWrite.All", wider: ["Application.ReadWrite.All"] },
  }),
  operation(
    "GET",
    "/servicePrincipals/{id}/oauth2PermissionGrants",
    "Lists the delegated permissions granted to an app.",
    grantsRead,
  ),
  operation("GET", "/oauth2PermissionGrants", "Lists all grants of delegated permissions.", grantsRead),
  operation("POST", "/oauth2PermissionGrants", "Grants delegated permissions to an app.", grantsChange),
  operation(
    "PATCH",
    "/oauth2PermissionGrants/{id}",
    "Changes which delegated permissions a grant holds.",
    grantsChange,
  ),
  operation("DELETE", "/oauth2PermissionGrants/{id}", "Takes back a grant of delegated permissions.", grantsChange),
];
