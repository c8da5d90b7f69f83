import { operation, personal, type Needs } from "./operation";

const lacks = "everything but names, the mail address and the photo";
const readAll = ["User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"] as const;
const writeAll = ["User.ReadWrite.All", "Directory.ReadWrite.All"] as const;

/** Each changes some properties only. */
const single = [
  "User-Mail.ReadWrite.All",
  "User-Phone.ReadWrite.All",
  "User-PasswordProfile.ReadWrite.All",
  "User.EnableDisableAccount.All",
  "User.ManageIdentities.All",
] as const;

const list: Needs = {
  application: { least: "User.Read.All", basic: ["User.ReadBasic.All"], lacks, wider: readAll },
  delegated: { least: "User.Read.All", basic: ["User.ReadBasic.All"], lacks, wider: readAll },
};
const changes: Needs = {
  application: { least: "User.Read.All", wider: readAll },
  delegated: { least: "User.Read.All", wider: readAll },
};
/** What a signed-in user may see of others; an app on its own needs the permission for all. */
const related: Needs = {
  application: { least: "User.Read.All", wider: readAll },
  delegated: { least: "User.Read", wider: ["User.Read.All", ...readAll] },
};
const photo: Needs = {
  application: {
    least: "ProfilePhoto.Read.All",
    wider: ["ProfilePhoto.ReadWrite.All", "User.ReadBasic.All", "User.Read.All"],
  },
  delegated: {
    least: "User.Read",
    wider: ["ProfilePhoto.Read.All", "ProfilePhoto.ReadWrite.All", "User.ReadBasic.All"],
  },
};
const licences: Needs = {
  application: { least: "LicenseAssignment.Read.All", wider: ["User.Read.All", ...readAll] },
  delegated: {
    least: "LicenseAssignment.Read.All",
    basic: ["User.Read"],
    lacks: "everybody but who signed in",
    wider: ["User.Read.All", ...readAll],
  },
};
const memberships: Needs = {
  application: {
    least: ["User.Read.All", "GroupMember.Read.All"],
    wider: ["Directory.Read.All", "Directory.ReadWrite.All"],
  },
  delegated: {
    least: ["User.Read.All", "GroupMember.Read.All"],
    wider: ["Directory.Read.All", "Directory.ReadWrite.All"],
  },
};

export const users = [
  operation("GET", "/users", "Lists the users of the directory.", list),
  operation("GET", "/users/{id}", "Reads one user's profile.", {
    ...list,
    delegated: {
      least: "User.Read.All",
      basic: ["User.ReadBasic.All", "User.Read"],
      lacks: "everything but names, the mail address and the photo, or everybody but who signed in",
      wider: readAll,
    },
  }),
  operation("GET", "/me", "Reads the signed-in user's profile.", {
    delegated: { least: "User.Read", wider: ["User.ReadWrite", "User.ReadBasic.All", "User.Read.All", ...readAll] },
  }),
  operation("GET", "/users/delta", "Lists the users that changed since the last call.", changes),
  operation("POST", "/users", "Makes a user.", {
    application: { least: "User.ReadWrite.All", wider: ["Directory.ReadWrite.All"] },
    delegated: { least: "User.ReadWrite.All", wider: ["Directory.ReadWrite.All"] },
  }),
  operation("PATCH", "/users/{id}", "Changes one user's profile.", {
    application: {
      least: "User.ReadWrite.All",
      basic: single,
      lacks: "everything but the properties that the permission is for",
      wider: ["Directory.ReadWrite.All"],
    },
    delegated: {
      least: "User.ReadWrite.All",
      basic: [...single, "User.ReadWrite"],
      lacks: "everything but the properties that the permission is for, or everybody but who signed in",
      wider: ["Directory.ReadWrite.All"],
    },
  }),
  operation("PATCH", "/me", "Changes the signed-in user's profile.", {
    delegated: { least: "User.ReadWrite", wider: writeAll },
  }),
  operation("DELETE", "/users/{id}", "Deletes one user.", {
    application: { least: "User.DeleteRestore.All", wider: ["User.ReadWrite.All"] },
    delegated: { least: "User.DeleteRestore.All", wider: ["User.ReadWrite.All"] },
  }),
  ...personal("GET", "/manager", "Reads who a user's manager is.", changes),
  ...personal("GET", "/directReports", "Lists who reports to a user.", related),
  ...personal("GET", "/memberOf", "Lists the groups, roles and units that a user is a direct member of.", {
    application: { least: "Directory.Read.All", wider: ["Directory.ReadWrite.All"] },
    delegated: { least: "User.Read", wider: ["GroupMember.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"] },
  }),
  ...personal(
    "GET",
    "/transitiveMemberOf",
    "Lists the groups, roles and units that a user is a member of, nested ones too.",
    {
      application: {
        least: "User.Read.All",
        wider: ["GroupMember.Read.All", "Group.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"],
      },
      delegated: {
        least: "User.Read",
        wider: [
          "User.Read.All",
          "GroupMember.Read.All",
          "Group.Read.All",
          "Directory.Read.All",
          "Directory.ReadWrite.All",
        ],
      },
    },
  ),
  ...personal("POST", "/getMemberGroups", "Lists the IDs of the groups that a user is a member of.", memberships),
  ...personal("POST", "/checkMemberGroups", "Says in which of some groups a user is a member.", memberships),
  ...personal("GET", "/licenseDetails", "Lists a user's licences with their service plans.", licences),
  operation("POST", "/users/{id}/assignLicense", "Gives a user licences and takes them away.", {
    application: { least: "LicenseAssignment.ReadWrite.All", wider: writeAll },
    delegated: { least: "LicenseAssignment.ReadWrite.All", wider: writeAll },
  }),
  ...personal("POST", "/revokeSignInSessions", "Ends a user's sessions everywhere.", {
    application: { least: "User.RevokeSessions.All", wider: writeAll },
    delegated: { least: "User.RevokeSessions.All", wider: writeAll },
  }),
  ...personal("GET", "/photo", "Reads the size of a user's photo.", photo),
  ...personal("GET", "/photo/$value", "Downloads a user's photo.", photo),
  operation("GET", "/users/{id}/authentication/methods", "Lists the ways in which a user can prove who they are.", {
    application: { least: "UserAuthenticationMethod.Read.All", wider: ["UserAuthenticationMethod.ReadWrite.All"] },
    delegated: {
      least: "UserAuthenticationMethod.Read.All",
      basic: ["UserAuthenticationMethod.Read"],
      lacks: "everybody but who signed in",
      wider: ["UserAuthenticationMethod.ReadWrite.All"],
    },
  }),
  operation("GET", "/users/{id}/appRoleAssignments", "Lists the apps that a user is assigned to.", {
    application: { least: "Directory.Read.All", wider: ["AppRoleAssignment.ReadWrite.All"] },
    delegated: { least: "Directory.Read.All", wider: ["AppRoleAssignment.ReadWrite.All"] },
  }),
  operation("POST", "/users/{id}/appRoleAssignments", "Assigns a user to an app.", {
    application: { least: "AppRoleAssignment.ReadWrite.All" },
    delegated: { least: "AppRoleAssignment.ReadWrite.All" },
  }),
  operation("GET", "/users/{id}/oauth2PermissionGrants", "Lists which apps may act for a user, and how.", {
    application: { least: "Directory.Read.All", wider: ["DelegatedPermissionGrant.ReadWrite.All"] },
    delegated: { least: "Directory.Read.All", wider: ["DelegatedPermissionGrant.ReadWrite.All"] },
  }),
  operation("POST", "/invitations", "Invites a guest.", {
    application: { least: "User.Invite.All", wider: writeAll },
    delegated: { least: "User.Invite.All", wider: writeAll },
  }),
];
