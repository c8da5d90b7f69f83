import { operation, type Needs } from "./operation";

const directoryWide = ["Directory.Read.All", "Directory.ReadWrite.All"] as const;
const domains: Needs = {
  application: { least: "Domain.Read.All", wider: ["Domain.ReadWrite.All", "Directory.Read.All"] },
  delegated: { least: "Domain.Read.All", wider: ["Domain.ReadWrite.All", "Directory.Read.All"] },
};
const rolesWider = ["RoleManagement.ReadWrite.Directory", ...directoryWide] as const;
const roles: Needs = {
  application: { least: "RoleManagement.Read.Directory", wider: rolesWider },
  delegated: { least: "RoleManagement.Read.Directory", wider: rolesWider },
};
const unitsWider = ["AdministrativeUnit.ReadWrite.All", ...directoryWide] as const;
const units: Needs = {
  application: { least: "AdministrativeUnit.Read.All", wider: unitsWider },
  delegated: { least: "AdministrativeUnit.Read.All", wider: unitsWider },
};
const skusWider = ["Organization.Read.All", "Organization.ReadWrite.All", ...directoryWide] as const;

export const directory = [
  operation("GET", "/organization", "Reads the organisation's profile: name, domains, plans.", {
    application: {
      least: "Organization.Read.All",
      wider: ["Organization.ReadWrite.All", "User.Read.All", ...directoryWide],
    },
    delegated: {
      least: "Organization.Read.All",
      basic: ["User.Read"],
      lacks: "everything but ID, name and domains",
      wider: ["Organization.ReadWrite.All", "User.Read.All", ...directoryWide],
    },
  }),
  operation("GET", "/domains", "Lists the organisation's domains.", domains),
  operation("GET", "/domains/{id}", "Reads one of the organisation's domains.", domains),
  operation("GET", "/subscribedSkus", "Lists which licences the organisation has, and how many are in use.", {
    application: { least: "LicenseAssignment.Read.All", wider: skusWider },
    delegated: { least: "LicenseAssignment.Read.All", wider: skusWider },
  }),
  operation("GET", "/directoryRoles", "Lists the directory roles in use.", roles),
  operation("GET", "/directoryRoles/{id}/members", "Lists who holds a directory role.", roles),
  operation("GET", "/roleManagement/directory/roleAssignments", "Lists who holds which directory role, and where.", {
    application: roles.application,
    delegated: { least: "RoleManagement.Read.Directory", wider: ["RoleManagement.Read.All", ...rolesWider] },
  }),
  operation("GET", "/roleManagement/directory/roleDefinitions", "Lists what each directory role may do.", {
    application: { least: "RoleManagement.Read.Directory", wider: ["RoleManagement.Read.All", ...rolesWider] },
    delegated: { least: "RoleManagement.Read.Directory", wider: ["RoleManagement.Read.All", ...rolesWider] },
  }),
  operation("POST", "/roleManagement/directory/roleAssignments", "Gives somebody a directory role.", {
    application: { least: "RoleManagement.ReadWrite.Directory" },
    delegated: { least: "RoleManagement.ReadWrite.Directory" },
  }),
  operation("GET", "/directory/administrativeUnits", "Lists the administrative units.", units),
  operation("GET", "/directory/administrativeUnits/{id}/members", "Lists who is in an administrative unit.", units),
  operation("POST", "/directoryObjects/getByIds", "Reads objects of any kind by their IDs.", {
    application: { least: "Directory.Read.All" },
    delegated: { least: "Directory.Read.All" },
  }),
  operation("GET", "/devices", "Lists the devices of the directory.", {
    application: { least: "Device.Read.All", wider: ["Device.ReadWrite.All", ...directoryWide] },
    delegated: { least: "Device.Read.All", wider: directoryWide },
  }),
  operation("GET", "/policies/authorizationPolicy", "Reads what users may do, such as consent to apps.", {
    application: { least: "Policy.Read.All", wider: ["Policy.ReadWrite.Authorization"] },
    delegated: { least: "Policy.Read.All", wider: ["Policy.ReadWrite.Authorization"] },
  }),
  operation("PATCH", "/policies/authorizationPolicy", "Changes what users may do, such as consent to apps.", {
    application: { least: "Policy.ReadWrite.Authorization" },
    delegated: { least: "Policy.ReadWrite.Authorization" },
  }),
  operation("GET", "/policies/adminConsentRequestPolicy", "Reads who reviews requests for admin consent.", {
    application: { least: "Policy.Read.All", wider: ["Policy.ReadWrite.ConsentRequest", ...directoryWide] },
    delegated: { least: "Policy.Read.All", wider: ["Policy.ReadWrite.ConsentRequest", ...directoryWide] },
  }),
  operation("GET", "/identity/conditionalAccess/policies", "Lists the conditional access policies.", {
    application: { least: "Policy.Read.All" },
    delegated: { least: "Policy.Read.All" },
  }),
];
