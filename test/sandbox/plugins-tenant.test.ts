import assert from "node:assert/strict";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { DEPLOYER_APP_ID, MICROSOFT_GRAPH } from "@consentra/sandbox/tenant";
import { createCertificate } from "./certificate";
import { secret, startPlugin, type Plugin, type Properties } from "./plugins-client";
import { startProxy, type Proxy } from "./plugins-proxy";
import { createTenantClient } from "./tenant-client";

const principalType = "azuread:index/servicePrincipal:ServicePrincipal";
const registrationType = "azuread:index/applicationRegistration:ApplicationRegistration";
const applicationType = "azuread:index/application:Application";
const nobody = "11111111-2222-4333-8444-555555555555";
const megan = "meganb@contoso.com";

const token = (name: string) => `azuread:index/${name}:${name}`;

describe("The offline azuread plugin on a simulated tenant", () => {
  let sandbox: Sandbox;
  let proxy: Proxy;
  let plugin: Plugin;

  before(async () => {
    sandbox = await startSandbox();
    proxy = await startProxy(sandbox);
    plugin = await startPlugin("azuread", proxy.environment);
    await plugin.configure();
  });
  after(async () => {
    await plugin.stop();
    await proxy.close();
    await sandbox.close();
  });
  beforeEach(() => {
    proxy.requests.splice(0);
    proxy.bodies.splice(0);
  });

  const userId = (upn: string): string => {
    const found = [...sandbox.tenants.contoso.users.values()].find((each) => each.userPrincipalName === upn);
    assert.ok(found);
    return found.id;
  };

  describe("functions", () => {
    it("find a service principal in every way, and its permissions by value", async () => {
      const byClient = await plugin.invoke(token("getServicePrincipal"), { clientId: MICROSOFT_GRAPH });
      assert.equal(byClient.displayName, "Microsoft Graph");
      assert.equal((byClient.appRoleIds as Properties)["Mail.Read"], "810c84a8-4a9e-49e6-bf7d-12d183f40d01");
      assert.equal(
        (byClient.oauth2PermissionScopeIds as Properties)["User.Read"],
        "e1fe6dd8-ba31-4d61-89e7-88639da4683d",
      );
      assert.equal(byClient.id, `/servicePrincipals/${byClient.objectId as string}`);
      const others: Properties[] = [{ objectId: byClient.objectId ?? "" }, { displayName: "Microsoft Graph" }];
      for (const args of others) {
        assert.deepEqual(await plugin.invoke(token("getServicePrincipal"), args), byClient);
      }
      const several = await plugin.invoke(token("getServicePrincipals"), { clientIds: [MICROSOFT_GRAPH] });
      assert.deepEqual(several.objectIds, [byClient.objectId]);
      assert.deepEqual(several.displayNames, ["Microsoft Graph"]);
    });

    it("find users, with the manager", async () => {
      const patti = await plugin.invoke(token("getUser"), { userPrincipalName: "pattif@contoso.com" });
      assert.equal(patti.managerId, userId(megan));
      assert.equal(patti.id, `/users/${patti.objectId as string}`);
      assert.deepEqual(await plugin.invoke(token("getUser"), { objectId: patti.objectId ?? "" }), patti);
      assert.deepEqual(await plugin.invoke(token("getUser"), { mail: "pattif@contoso.com" }), patti);
      const users = await plugin.invoke(token("getUsers"), { userPrincipalNames: [megan, "pattif@contoso.com"] });
      assert.deepEqual(users.objectIds, [userId(megan), patti.objectId]);
      const known = await plugin.invoke(token("getUsers"), { mails: ["x@contoso.com", megan], ignoreMissing: true });
      assert.deepEqual(known.userPrincipalNames, [megan]);
      const all = await plugin.invoke(token("getUsers"), { returnAll: true });
      assert.equal((all.users as unknown[]).length, sandbox.tenants.contoso.users.size);
    });

    it("find groups", async () => {
      const group = await plugin.invoke(token("getGroup"), { displayName: "Executives", securityEnabled: true });
      const stored = sandbox.tenants.contoso.groups.get(group.objectId as string);
      assert.deepEqual((group.members as string[]).sort(), [...(stored?.members ?? [])].sort());
      assert.deepEqual((await plugin.invoke(token("getGroup"), { objectId: group.objectId ?? "" })).mail, group.mail);
      const groups = await plugin.invoke(token("getGroups"), { displayNamePrefix: "Executive" });
      assert.deepEqual((groups.displayNames as string[]).sort(), ["Executive Assistants", "Executives"]);
    });

    it("tell of the tenant and of themselves", async () => {
      const config = await plugin.invoke(token("getClientConfig"));
      const { id } = sandbox.tenants.contoso;
      assert.deepEqual([config.tenantId, config.clientId], [id, DEPLOYER_APP_ID]);
      assert.equal(config.id, `${id}-${DEPLOYER_APP_ID}-${config.objectId as string}`);
      const domains = await plugin.invoke(token("getDomains"), { onlyInitial: true });
      assert.deepEqual(
        (domains.domains as Properties[]).map((each) => each.domainName),
        ["contoso.onmicrosoft.com"],
      );
      const ids = await plugin.invoke(token("getApplicationPublishedAppIds"));
      assert.equal((ids.result as Properties).MicrosoftGraph, MICROSOFT_GRAPH);
    });

    it("find an application", async () => {
      const app = await plugin.invoke(token("getApplication"), { clientId: DEPLOYER_APP_ID });
      assert.equal((app.webs as unknown[]).length, 1);
      assert.equal(app.id, `/applications/${app.objectId as string}`);
      assert.deepEqual(
        (await plugin.invoke(token("getApplication"), { objectId: app.objectId ?? "" })).clientId,
        DEPLOYER_APP_ID,
      );
    });

    const missing: [string, Properties, string][] = [
      ["getUser", { userPrincipalName: "x@y" }, `[user_principal_name] User with UPN "x@y" was not found`],
      ["getUser", { objectId: nobody }, `[object_id] User not found with object ID: "${nobody}"`],
      ["getUsers", { mails: [megan, "x@y"] }, `[mails] User not found with mail address: "x@y"`],
      [
        "getGroup",
        { displayName: "x'y" },
        "[display_name] No group found matching specified filter (displayName eq 'x''y')",
      ],
      ["getGroups", { displayNames: ["x"] }, `[display_names] No group found with display name: "x"`],
      ["getServicePrincipal", { clientId: nobody }, "No service principal found: no service principal found"],
      [
        "getServicePrincipals",
        { clientIds: [nobody] },
        `[mail_nicknames] Service principal not found with application ID: "${nobody}"`,
      ],
      ["getApplication", { objectId: nobody }, `[object_id] Application with object ID "${nobody}" was not found`],
      [
        "getDomains",
        { supportsServices: ["Intune"] },
        "no domains found for the provided filters: no domains found for the provided filters",
      ],
    ];
    for (const [name, args, message] of missing) {
      it(`say what ${name} did not find by ${Object.keys(args).join()}`, async () => {
        await assert.rejects(plugin.invoke(token(name), args), {
          message: `invoking ${token(name)}: 1 error occurred:\n\t* ${message}\n\n`,
        });
      });
    }

    it("need one argument that they know", async () => {
      await assert.rejects(plugin.invoke(token("getUser"), { upn: "a" }), {
        message:
          '[employee_id] Invalid combination of arguments: "employee_id": ' +
          "one of `employee_id,mail,mail_nickname,object_id,user_principal_name` must be specified",
      });
    });
  });

  describe("a service principal", () => {
    it("is refused when it exists and adoption is not asked for", async () => {
      await assert.rejects(
        plugin.create(principalType, { clientId: MICROSOFT_GRAPH }),
        /A resource with the ID "[0-9a-f-]{36}" already exists: To be managed via Terraform, /,
      );
      assert.deepEqual(proxy.requests, ["GET /v1.0/servicePrincipals"]);
    });

    it("shows Graph's code and message when Graph refuses", async () => {
      const type = "azuread:index/appRoleAssignment:AppRoleAssignment";
      const id = `/servicePrincipals/${nobody}/appRoleAssignedTo/${nobody}`;
      await assert.rejects(
        plugin.delete(type, id, {}),
        /\* Deleting \/servicePrincipals\/.*: unexpected status 404 \(404 Not Found\) with error: Request_ResourceNotFound: /,
      );
    });
  });

  it("writes a service principal's certificates as a whole", async () => {
    const type = "azuread:index/servicePrincipalCertificate:ServicePrincipalCertificate";
    const { certificatePem, key } = await createCertificate();
    const path = new RegExp(`servicePrincipals/${nobody}$`);
    const other = { keyId: userId(megan), usage: "Verify" };
    const own = { keyId: nobody, type: "AsymmetricX509Cert", startDateTime: "s", endDateTime: "e" };
    // the simulated tenant keeps certificates of applications only: what Graph would say is laid out here
    const has = (...keyCredentials: object[]) => ({ status: 200, body: { id: nobody, keyCredentials } });
    proxy.fail("GET", path, has(other), has(other, own), has(other, own), has(other, own), has(other));
    proxy.fail("PATCH", path, { status: 204 }, { status: 204 });
    const inputs = {
      servicePrincipalId: `/servicePrincipals/${nobody}`,
      encoding: "pem",
      keyId: nobody,
      type: "AsymmetricX509Cert",
      value: secret(certificatePem),
    };
    const { id, outputs } = await plugin.create(type, inputs);
    assert.equal(id, `${nobody}/certificate/${nobody}`);
    assert.deepEqual([outputs.value, outputs.startDate, outputs.endDate], [secret(certificatePem), "s", "e"]);
    await plugin.delete(type, id, outputs);
    const typed = { "@odata.type": "#microsoft.graph.servicePrincipal", id: nobody };
    const added = { key, keyId: nobody, type: "AsymmetricX509Cert", usage: "Verify" };
    assert.deepEqual(
      proxy.bodies.filter((each) => each.method === "PATCH").map((each) => each.body),
      [
        { ...typed, keyCredentials: [other, added] },
        { ...typed, keyCredentials: [other] },
      ],
    );
  });

  it("keeps sets as they were planned, and lists that nobody gave as Terraform does", async () => {
    const { inputs } = await plugin.check(applicationType, { displayName: "sets", api: {} });
    const { id, outputs } = await plugin.create(applicationType, inputs);
    assert.equal((outputs.api as Properties).knownClientApplications, null);
    assert.equal(outputs.identifierUris, null);
    const tenant = createTenantClient(sandbox);
    assert.equal((await tenant.graph("PATCH", `/v1.0${id}`, { identifierUris: ["api://by-hand"] })).status, 204);
    tenant.close();
    const changed = await plugin.update(applicationType, id, outputs, { ...inputs, displayName: "other sets" });
    assert.deepEqual((changed.api as Properties).knownClientApplications, []);
    assert.deepEqual([changed.displayName, changed.tags], ["other sets", []]);
    const read = await plugin.read(applicationType, id, changed, inputs);
    assert.deepEqual(read.outputs.identifierUris, ["api://by-hand"]);
    const again = await plugin.update(applicationType, id, { ...read.outputs, identifierUris: [] }, inputs);
    assert.deepEqual(again.identifierUris, []);
  });

  it("manages a user, whose password stays secret", async () => {
    const assignmentType = "azuread:index/appRoleAssignment:AppRoleAssignment";
    const graph = await plugin.invoke(token("getServicePrincipal"), { clientId: MICROSOFT_GRAPH });
    const self = await plugin.invoke(token("getClientConfig"));
    await plugin.create(assignmentType, {
      appRoleId: (graph.appRoleIds as Properties)["User.ReadWrite.All"] ?? "",
      principalObjectId: self.objectId ?? "",
      resourceObjectId: graph.objectId ?? "",
    });
    // the permission is in the next token
    const permitted = await startPlugin("azuread", proxy.environment);
    try {
      await permitted.configure();
      await managesUser(permitted);
    } finally {
      await permitted.stop();
    }
  });

  async function managesUser(permitted: Plugin): Promise<void> {
    const type = "azuread:index/user:User";
    const password = secret("S3cret!pass");
    const inputs = { displayName: "New", userPrincipalName: "new@contoso.com", password, managerId: userId(megan) };
    const { id, outputs } = await permitted.create(type, inputs);
    assert.equal(id, `/users/${outputs.objectId as string}`);
    assert.deepEqual([outputs.password, outputs.mailNickname, outputs.managerId], [password, "new", userId(megan)]);
    const news = { ...inputs, city: "Berlin", managerId: userId("pattif@contoso.com") };
    const changed = await permitted.update(type, id, outputs, news);
    assert.deepEqual([changed.city, changed.managerId], ["Berlin", news.managerId]);
    assert.deepEqual((await permitted.diff(type, changed, news)).changes, {});
    await permitted.delete(type, id, changed);
    assert.equal((await permitted.read(type, id, changed)).id, "");
  }

  describe("when the tenant is not at its best", () => {
    const made = async (displayName: string): Promise<void> => {
      const registration = await plugin.create(registrationType, { displayName });
      assert.equal(registration.outputs.displayName, displayName);
    };

    it("waits as long as 429 says", async () => {
      proxy.fail("POST", /applications$/, { status: 429, headers: { "retry-after": "0" } });
      await made("throttled");
      assert.deepEqual(proxy.requests.slice(0, 2), ["POST /v1.0/applications", "POST /v1.0/applications"]);
    });

    it("takes a missing object for gone at once", async () => {
      const { id } = await plugin.read(registrationType, `/applications/${nobody}`, { displayName: "gone" });
      assert.equal(id, "");
      assert.deepEqual(proxy.requests, [`GET /v1.0/applications/${nobody}`]);
    });

    it("keeps what exists when the rest of a creation fails", async () => {
      proxy.fail("PATCH", /applications\//, { status: 403, body: { error: { code: "Denied", message: "not now" } } });
      const failure = await plugin
        .create(applicationType, { displayName: "half", signInAudience: "AzureADMyOrg" })
        .then(
          () => assert.fail("it was created"),
          (error: Error & { metadata: { get(name: string): Buffer[] } }) => error,
        );
      assert.match(
        failure.message,
        /Failed to patch application .* unexpected status 403 \(403 Forbidden\) with error: Denied: not now/,
      );
      const half = [...sandbox.tenants.contoso.applications.values()].find((each) => each.displayName === "half");
      assert.ok(half, "it exists");
      const detail = failure.metadata
        .get("grpc-status-details-bin")
        .map((each) => each.toString("utf8"))
        .join();
      assert.match(detail, new RegExp(`pulumirpc.ErrorResourceInitFailed[^]*/applications/${half.id}`));
    });

    it("does not send its token to another host", async () => {
      const body = { value: [], "@odata.nextLink": "https://graph.microsoft.com/v1.0/domains?$skiptoken=1" };
      proxy.fail("GET", /domains$/, { status: 200, body });
      await assert.rejects(
        plugin.invoke(token("getDomains")),
        /Graph's next page is on another host: graph\.microsoft\.com/,
      );
    });

    it("follows pages", async () => {
      const { options } = sandbox.cloud;
      const before = options.maxPageSize;
      options.maxPageSize = 5;
      try {
        const all = await plugin.invoke(token("getUsers"), { returnAll: true });
        assert.equal((all.objectIds as unknown[]).length, sandbox.tenants.contoso.users.size);
        assert.ok(proxy.requests.length > 5);
      } finally {
        options.maxPageSize = before;
      }
    });
  });
});
