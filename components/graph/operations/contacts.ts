import { operation, personal, type Needs } from "./operation";

const read: Needs = {
  application: { least: "Contacts.Read", wider: ["Contacts.ReadWrite"] },
  delegated: { least: "Contacts.Read", wider: ["Contacts.ReadWrite"] },
};
const change: Needs = { application: { least: "Contacts.ReadWrite" }, delegated: { least: "Contacts.ReadWrite" } };
const organisation: Needs = {
  application: { least: "OrgContact.Read.All", wider: ["Directory.Read.All", "Directory.ReadWrite.All"] },
  delegated: { least: "OrgContact.Read.All", wider: ["Directory.Read.All", "Directory.ReadWrite.All"] },
};

export const contacts = [
  ...personal("GET", "/contacts", "Lists a user's contacts.", read),
  ...personal("GET", "/contacts/{id}", "Reads one of a user's contacts.", read),
  ...personal("GET", "/contacts/delta", "Lists a user's contacts that changed since the last call.", read),
  ...personal("GET", "/contacts/{id}/photo/$value", "Downloads the photo of one of a user's contacts.", read),
  ...personal("GET", "/contactFolders", "Lists the folders of a user's contacts.", read),
  ...personal("GET", "/contactFolders/{id}/contacts", "Lists a user's contacts in one folder.", read),
  ...personal(
    "GET",
    "/contactFolders/{id}/contacts/delta",
    "Lists a user's contacts in one folder that changed since the last call.",
    read,
  ),
  ...personal("POST", "/contacts", "Adds to a user's contacts.", change),
  ...personal("PATCH", "/contacts/{id}", "Changes one of a user's contacts.", change),
  ...personal("DELETE", "/contacts/{id}", "Deletes one of a user's contacts.", change),
  ...personal("POST", "/contactFolders", "Makes a folder for a user's contacts.", change),
  ...personal("POST", "/contactFolders/{id}/contacts", "Adds to a user's contacts in one folder.", change),
  ...personal("GET", "/people", "Lists the people who matter most to a user.", {
    application: { least: "People.Read.All" },
    delegated: { least: "People.Read", wider: ["People.Read.All"] },
  }),
  operation(
    "GET",
    "/contacts",
    "Lists the organisation's mail contacts: people outside, whom everybody finds.",
    organisation,
  ),
  operation("GET", "/contacts/{id}", "Reads one of the organisation's mail contacts.", organisation),
  operation(
    "GET",
    "/contacts/delta",
    "Lists the organisation's mail contacts that changed since the last call.",
    organisation,
  ),
];
