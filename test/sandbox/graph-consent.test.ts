import assert from "node:assert/strict";
import {
  CALLPLEASE_APP_ID,
  CONTOSO,
  directoryRoles,
  idFor,
  MICROSOFT_GRAPH,
  startSandbox,
  type Sandbox,
} from "@consentra/sandbox/tenant";
import { assertRefused, gone } from "./refusal";
import { createTenantClient, type TenantClient } from "./tenant-client";

const MAIL_READ = "810c84a8-4a9e-49e6-bf7d-12d183f40d01";
const DEFAULT_ACCESS = "00000000-0000-0000-0000-000000000000";
const NOBODY = idFor("nobody");
const user = (alias: string) => idFor("Contoso", "user", alias);
const group = (name: string) => idFor("Contoso", "group", name);
const graphPrincipal = idFor("Contoso", "service principal", "Microsoft Graph");
const deployerPrincipal = idFor("Contoso", "service principal", "Consentra Deployer");

describe("consent and authorization of the simulated tenant", () => {
  let sandbox: Sandbox;
  let client: TenantClient;
  let graph: TenantClient["graph"];

  before(async () => {
    sandbox = await startSandbox();
    client = createTenantClient(sandbox);
    graph = client.graph;
  });
  after(async () => {
    client.close();
    await sandbox.close();
  });

  describe("consent and assignment", () => {
    let principal: string;
    before(async () => {
      principal = (await graph("POST", "/v1.0/servicePrincipals", { appId: CALLPLEASE_APP_ID })).body.id;
    });

    it("assigns an application permission once, and only one that the API has", async () => {
      const path = `/v1.0/servicePrincipals/${graphPrincipal}/appRoleAssignedTo`;
      const body = { appRoleId: MAIL_READ, principalId: principal, resourceId: graphPrincipal };
      const created = await graph("POST", path, body);
      assert.equal(created.status, 201);
      const { id, createdDateTime } = created.body;
      assert.deepEqual(created.body, {
        "@odata.context": `${sandbox.origin}/v1.0/$metadata#appRoleAssignments/$entity`,
        id,
        createdDateTime,
        deletedDateTime: null,
        ...body,
        principalDisplayName: "CallPlease",
        principalType: "ServicePrincipal",
        resourceDisplayName: "Microsoft Graph",
      });
      assertRefused(
        await graph("POST", path, body),
        400,
        "Request_BadRequest",
        "Permission being assigned already exists on the object",
      );
      assertRefused(
        await graph("POST", path, { ...body, appRoleId: NOBODY }),
        400,
        "Request_BadRequest",
        "Permission being assigned was not found on application",
      );
      assertRefused(
        await graph("POST", path, { ...body, principalId: NOBODY }),
        404,
        "Request_ResourceNotFound",
        gone(NOBODY),
      );
      assert.deepEqual(
        (await graph("GET", `/v1.0/servicePrincipals/${principal}/appRoleAssignments`)).body.value.map(
          (a: { id: string }) => a.id,
        ),
        [id],
      );
      assert.equal((await graph("DELETE", `${path}/${id}`)).status, 204);
      assertRefused(await graph("DELETE", `${path}/${id}`), 404, "Request_ResourceNotFound", gone(id));
    });
    it("assigns a user and a group to an app that declares no roles", async () => {
      const path = `/v1.0/servicePrincipals/${principal}/appRoleAssignedTo`;
      for (const [principalId, type] of [
        [user("meganb"), "User"],
        [group("Executives"), "Group"],
      ]) {
        const created = await graph("POST", path, { appRoleId: DEFAULT_ACCESS, principalId, resourceId: principal });
        assert.deepEqual([created.status, created.body["principalType"]], [201, type]);
      }
      const onGraph = await graph("POST", `/v1.0/servicePrincipals/${graphPrincipal}/appRoleAssignedTo`, {
        appRoleId: DEFAULT_ACCESS,
        principalId: principal,
        resourceId: graphPrincipal,
      });
      assertRefused(onGraph, 400, "Request_BadRequest", "Permission being assigned was not found on application");
    });
    it("keeps one delegated grant per client, API and user", async () => {
      const body = {
        clientId: principal,
        consentType: "AllPrincipals",
        resourceId: graphPrincipal,
        scope: "Contacts.ReadWrite User.Read",
      };
      const created = await graph("POST", "/v1.0/oauth2PermissionGrants", body);
      assert.equal(created.status, 201);
      assertRefused(
        await graph("POST", "/v1.0/oauth2PermissionGrants", body),
        409,
        "Request_MultipleObjectsWithSameKeyValue",
        "Permission entry already exists.",
      );
      const own = await graph("POST", "/v1.0/oauth2PermissionGrants", {
        ...body,
        consentType: "Principal",
        principalId: user("meganb"),
      });
      assert.equal(own.status, 201);
      assert.equal(
        (await graph("PATCH", `/v1.0/oauth2PermissionGrants/${created.body.id}`, { scope: "User.Read" })).status,
        204,
      );
      const filter = `clientId eq '${principal}' and consentType eq 'AllPrincipals'`;
      const found = (await graph("GET", `/v1.0/oauth2PermissionGrants?$filter=${filter}`)).body.value;
      assert.deepEqual(found, [
        {
          clientId: principal,
          consentType: "AllPrincipals",
          id: created.body.id,
          principalId: null,
          resourceId: graphPrincipal,
          scope: "User.Read",
        },
      ]);
    });
  });

  describe("authorization", () => {
    it("refuses what the deployer has no permission for, and records it", async () => {
      assertRefused(
        await graph("DELETE", `/v1.0/users/${user("meganb")}`),
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.",
      );
      assert.ok(sandbox.tenants.contoso.users.has(user("meganb")));
      const { operation, target, status } = lastEntry(sandbox);
      assert.deepEqual(
        { operation, target, status },
        { operation: "DELETE /v1.0/users/:id", target: `/v1.0/users/${user("meganb")}`, status: 403 },
      );
    });
    it("counts a directory role in place of a permission", async () => {
      const { contoso } = sandbox.tenants;
      const held = {
        roleTemplateId: directoryRoles.userAdministrator,
        displayName: "User Administrator",
        principalId: deployerPrincipal,
      };
      contoso.directoryRoles.push(held);
      assert.equal((await graph("PATCH", `/v1.0/users/${user("leeg")}`, { jobTitle: "Account Director" })).status, 204);
      contoso.directoryRoles.splice(contoso.directoryRoles.indexOf(held), 1);
      assert.equal((await graph("PATCH", `/v1.0/users/${user("leeg")}`, { jobTitle: "X" })).status, 403);
    });
    it("limits Application.ReadWrite.OwnedBy to what the app owns", async () => {
      const app = (await graph("POST", "/v1.0/applications", { displayName: "Owner" })).body;
      const principal = (await graph("POST", "/v1.0/servicePrincipals", { appId: app.appId })).body.id;
      const ownedBy = permissionId(sandbox, "Application.ReadWrite.OwnedBy");
      await graph("POST", `/v1.0/servicePrincipals/${principal}/appRoleAssignments`, {
        appRoleId: ownedBy,
        principalId: principal,
        resourceId: graphPrincipal,
      });
      const { secretText } = (
        await graph<{ secretText: string }>("POST", `/v1.0/applications/${app.id}/addPassword`, {})
      ).body;
      const token = await client.token(CONTOSO, {
        grant_type: "client_credentials",
        client_id: app.appId,
        client_secret: secretText,
        scope: `${MICROSOFT_GRAPH}/.default`,
      });
      const headers = { authorization: `Bearer ${token.body.access_token}` };
      assert.equal((await client.send("PATCH", `/v1.0/applications/${app.id}`, { notes: "n" }, headers)).status, 403);
      const own = await client.send("POST", "/v1.0/applications", { displayName: "Owned" }, headers);
      assert.equal(own.status, 201);
      assert.equal(
        (await client.send("PATCH", `/v1.0/applications/${own.body.id}`, { notes: "n" }, headers)).status,
        204,
      );
      await graph("DELETE", `/v1.0/servicePrincipals/${principal}`);
      assertRefused(
        await client.send("GET", "/v1.0/applications", undefined, headers),
        401,
        "Authorization_IdentityNotFound",
        "The identity of the calling application could not be established.",
      );
    });
  });
});

function lastEntry(sandbox: Sandbox) {
  const entry = sandbox.audit().at(-1);
  assert.ok(entry, "the audit is empty");
  return entry;
}

function permissionId(sandbox: Sandbox, name: string): string {
  const permission = sandbox.tenants.contoso.servicePrincipals
    .get(graphPrincipal)
    ?.appRoles.find(({ value }) => value === name);
  assert.ok(permission, `Microsoft Graph has no application permission ${name}`);
  return permission.id;
}
