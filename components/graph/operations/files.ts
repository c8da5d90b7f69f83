import { operation, personal, type Needs } from "./operation";

const read: Needs = {
  application: { least: "Files.Read.All", wider: ["Files.ReadWrite.All", "Sites.Read.All", "Sites.ReadWrite.All"] },
  delegated: {
    least: "Files.Read",
    wider: ["Files.ReadWrite", "Files.Read.All", "Files.ReadWrite.All", "Sites.Read.All", "Sites.ReadWrite.All"],
  },
  note: "For chosen files, lists or sites the permissions that end in .Selected suffice, granted item by item.",
};
const change: Needs = {
  application: { least: "Files.ReadWrite.All", wider: ["Sites.ReadWrite.All"] },
  delegated: { least: "Files.ReadWrite", wider: ["Files.ReadWrite.All", "Sites.ReadWrite.All"] },
  note: read.note,
};
const sites: Needs = {
  application: { least: "Sites.Read.All", wider: ["Sites.ReadWrite.All"] },
  delegated: { least: "Sites.Read.All", wider: ["Sites.ReadWrite.All"] },
  note: "For chosen sites Sites.Selected suffices, granted site by site.",
};
const allSites: Needs = { application: sites.application };
const control: Needs = {
  application: { least: "Sites.FullControl.All" },
  delegated: { least: "Sites.FullControl.All" },
};

export const files = [
  ...personal("GET", "/drive", "Reads what a user's OneDrive is and how full.", read),
  ...personal("GET", "/drives", "Lists a user's drives.", read),
  ...personal("GET", "/drive/root/children", "Lists what is at the top of a user's OneDrive.", read),
  ...personal("GET", "/drive/root/delta", "Lists what changed in a user's OneDrive since the last call.", read),
  operation("GET", "/drives/{id}", "Reads what a drive is and how full.", read),
  operation("GET", "/drives/{id}/root/delta", "Lists what changed in a drive since the last call.", read),
  operation("GET", "/drives/{id}/items/{id}", "Reads what a file or folder is.", read),
  operation("GET", "/drives/{id}/items/{id}/children", "Lists what is in a folder.", read),
  operation("GET", "/drives/{id}/items/{id}/content", "Downloads a file.", read),
  operation("GET", "/drives/{id}/items/{id}/versions", "Lists the versions of a file.", read),
  operation("GET", "/drives/{id}/items/{id}/permissions", "Lists with whom a file or folder is shared.", read),
  operation("PUT", "/drives/{id}/items/{id}/content", "Uploads a small file.", change),
  operation("POST", "/drives/{id}/items/{id}/createUploadSession", "Begins to upload a large file.", change),
  operation("PATCH", "/drives/{id}/items/{id}", "Renames or moves a file or folder.", change),
  operation("DELETE", "/drives/{id}/items/{id}", "Deletes a file or folder.", change),
  operation("POST", "/drives/{id}/items/{id}/createLink", "Makes a link that shares a file or folder.", change),
  operation("POST", "/drives/{id}/items/{id}/invite", "Shares a file or folder with people.", change),
  operation("GET", "/sites", "Finds sites by their name.", sites),
  operation("GET", "/sites/{id}", "Reads one site.", sites),
  operation("GET", "/sites/getAllSites", "Lists all sites of the organisation.", allSites),
  operation("GET", "/sites/delta", "Lists the sites that changed since the last call.", {
    application: {
      least: "Sites.Read.All",
      wider: ["Sites.ReadWrite.All", "Sites.Manage.All", "Sites.FullControl.All"],
    },
  }),
  operation("GET", "/sites/{id}/drive", "Reads the main document library of a site.", read),
  operation("GET", "/sites/{id}/drives", "Lists the document libraries of a site.", read),
  operation("GET", "/sites/{id}/lists", "Lists the lists of a site.", sites),
  operation("GET", "/sites/{id}/lists/{id}/items", "Lists the items of a list.", sites),
  operation(
    "GET",
    "/sites/{id}/lists/{id}/items/delta",
    "Lists items of a list that changed since the last call.",
    sites,
  ),
  operation("POST", "/sites/{id}/lists/{id}/items", "Adds an item to a list.", {
    application: { least: "Sites.ReadWrite.All" },
    delegated: { least: "Sites.ReadWrite.All" },
  }),
  operation("GET", "/sites/{id}/permissions", "Lists which apps a site was granted to.", control),
  operation("POST", "/sites/{id}/permissions", "Grants a site to an app.", { application: control.application }),
];
