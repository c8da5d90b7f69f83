/** Applications as the packs want them: scoped by a role, owned by two, for who is assigned. */
import { EnterpriseApp, VendorApp } from "consentra";
import { role } from "./exchange";

const clientId = "6135b4c8-8900-475f-84db-b8ee65fbb329";
const owners = ["5b000000-0000-4000-8000-000000000001", "5b000000-0000-4000-8000-000000000002"];
new EnterpriseApp("reader", { clientId, owners });
role("reader-mail", clientId);

new VendorApp("directory", {
  vendor: "Directory",
  clientId: "b6b49ccf-b823-5bec-850e-78e4ace1b021",
  permissions: { application: ["User.Read.All"], delegated: ["User.Read"] },
  operations: ["GET /users", "GET /me"],
  owners: ["alexw@contoso.com", "jonis@contoso.com"],
});
