import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { DEPLOYER_APP_ID, MICROSOFT_GRAPH } from "@consentra/sandbox/tenant";
import { generateKeyPair, exportJWK, SignJWT } from "jose";
import forge from "node-forge";
import { createCertificate } from "./certificate";
import { secret, startPlugin, type Plugin, type Properties } from "./plugins-client";
import { startProxy, type Proxy } from "./plugins-proxy";
import { createTenantClient } from "./tenant-client";

const principalType = "azuread:index/servicePrincipal:ServicePrincipal";
const registrationType = "azuread:index/applicationRegistration:ApplicationRegistration";
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
  beforeEach(() => void proxy.requests.splice(0));

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
      assert.equal(byClient.id, `/servicePrincipals/${String(byClient.objectId)}`);
      for (const args of [{ objectId: byClient.objectId ?? "" }, { displayName: "Microsoft Graph" }]) {
        assert.deepEqual(await plugin.invoke(token("getServicePrincipal"), args), byClient);
      }
      const several = await plugin.invoke(token("getServicePrincipals"), { clientIds: [MICROSOFT_GRAPH] });
      assert.deepEqual(several.objectIds, [byClient.objectId]);
      assert.deepEqual(several.displayNames, ["Microsoft Graph"]);
    });

    it("find users, with the manager", async () => {
      const patti = await plugin.invoke(token("getUser"), { userPrincipalName: "pattif@contoso.com" });
      assert.equal(patti.managerId, userId(megan));
      assert.equal(patti.id, `/users/${String(patti.objectId)}`);
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
      assert.equal(config.id, `${id}-${DEPLOYER_APP_ID}-${String(config.objectId)}`);
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
      assert.equal(app.id, `/applications/${String(app.objectId)}`);
      assert.deepEqual(
        (await plugin.invoke(token("getApplication"), { objectId: app.objectId ?? "" })).clientId,
        DEPLOYER_APP_ID,
      );
    });

    const missing: [string, Properties, string][] = [
      ["getUser", { userPrincipalName: "x@y" }, `[user_principal_name] User with UPN "x@y" was not found`],
      ["getUser", { objectId: nobody }, `[object_id] User not found with object ID: "${nobody}"`],
      ["getUsers", { mails: [megan, "x@y"] }, `[mails] User not found with mail: "x@y"`],
      [
        "getGroup",
        { displayName: "x'y" },
        "[display_name] No group found matching specified filter (displayName eq 'x''y')",
      ],
      ["getGroups", { displayNames: ["x"] }, `[display_names] No group found with display name: "x"`],
      ["getServicePrincipal", { clientId: nobody }, "No service principal found: no service principal found"],
      ["getServicePrincipals", { clientIds: [nobody] }, `Service principal not found with application ID: "${nobody}"`],
      ["getApplication", { objectId: nobody }, `[object_id] Application with object ID "${nobody}" was not found`],
      ["getDomains", { supportsServices: ["Intune"] }, "no domains found for the provided filters"],
    ];
    for (const [name, args, message] of missing) {
      it(`say what ${name} did not find by ${Object.keys(args).join()}`, async () => {
        await assert.rejects(plugin.invoke(token(name), args), {
          message: `invoking ${token(name)}: 1 error occurred:\n\t* ${message}\n\n`,
        });
      });
    }

    it("refuse arguments that they do not know", async () => {
      await assert.rejects(
        plugin.invoke(token("getUser"), { upn: "a" }),
        /^Error: Invalid or unknown key\. .*\.upn'\.$/,
      );
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
      await assert.rejects(
        plugin.create(principalType, { clientId: DEPLOYER_APP_ID, useExisting: true, owners: [nobody] }),
        /Could not bring \/servicePrincipals\/.*: unexpected status 404 \(404 Not Found\) with error: Request_ResourceNotFound: /,
      );
    });
  });

  describe("a certificate of a service principal and a user", () => {
    it("come, are read, change and go", async () => {
      const { certificatePem } = await createCertificate();
      const certificateType = "azuread:index/servicePrincipalCertificate:ServicePrincipalCertificate";
      const registration = await plugin.create(registrationType, { displayName: "certified" });
      const principal = await plugin.create(principalType, { clientId: registration.outputs.clientId ?? "" });
      const inputs = {
        servicePrincipalId: principal.id,
        type: "AsymmetricX509Cert",
        encoding: "pem",
        value: secret(certificatePem),
      };
      const certificate = await plugin.create(certificateType, inputs);
      assert.equal(
        certificate.id,
        `${String(principal.outputs.objectId)}/certificate/${String(certificate.outputs.keyId)}`,
      );
      assert.deepEqual(certificate.outputs.value, secret(certificatePem));
      const again = await plugin.read(certificateType, certificate.id, certificate.outputs, inputs);
      assert.deepEqual(again.outputs, certificate.outputs);
      await plugin.delete(certificateType, certificate.id, certificate.outputs);
      assert.equal((await plugin.read(certificateType, certificate.id, certificate.outputs, inputs)).id, "");
      await plugin.delete(principalType, principal.id, principal.outputs);
      await plugin.delete(registrationType, registration.id, registration.outputs);
    });

    it("so does a user, whose password stays secret", async () => {
      const userType = "azuread:index/user:User";
      const inputs = {
        displayName: "New",
        userPrincipalName: "new@contoso.com",
        password: secret("S3cret!pass"),
        managerId: userId(megan),
      };
      const made = await plugin.create(userType, inputs);
      assert.equal(made.id, `/users/${String(made.outputs.objectId)}`);
      assert.deepEqual(made.outputs.password, secret("S3cret!pass"));
      assert.equal(made.outputs.mailNickname, "new");
      assert.equal(made.outputs.managerId, userId(megan));
      const changed = await plugin.update(userType, made.id, made.outputs, {
        ...inputs,
        city: "Berlin",
        managerId: userId("pattif@contoso.com"),
      });
      assert.deepEqual([changed.city, changed.managerId], ["Berlin", userId("pattif@contoso.com")]);
      assert.deepEqual(
        (await plugin.diff(userType, changed, { ...inputs, city: "Berlin", managerId: userId("pattif@contoso.com") }))
          .changes,
        {},
      );
      await plugin.delete(userType, made.id, changed);
      assert.equal((await plugin.read(userType, made.id, changed)).id, "");
    });
  });

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

    it("tries again after 503 and after a broken connection", async () => {
      proxy.fail("POST", /applications$/, { status: 503 }, "reset");
      await made("unavailable");
      assert.equal(proxy.requests.filter((each) => each.startsWith("POST")).length, 3);
    });

    it("takes an object that it has just made for late, not for missing", async () => {
      proxy.fail("GET", /applications\/[^/]+$/, { status: 404 }, { status: 404 });
      await made("late");
      assert.equal(proxy.requests.length, 4);
    });

    it("takes a missing object for gone at once otherwise", async () => {
      const { id } = await plugin.read(registrationType, `/applications/${nobody}`, { displayName: "gone" });
      assert.equal(id, "");
      assert.deepEqual(proxy.requests, [`GET /v1.0/applications/${nobody}`]);
    });

    it("keeps what exists when the rest of a creation fails", async () => {
      const type = "azuread:index/application:Application";
      proxy.fail("PATCH", /applications\//, { status: 403, body: { error: { code: "Denied", message: "not now" } } });
      const failure = await plugin.create(type, { displayName: "half", signInAudience: "AzureADMyOrg" }).then(
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

describe("The offline azuread plugin's login", () => {
  let sandbox: Sandbox;
  let folder: string;
  before(async () => {
    sandbox = await startSandbox();
    folder = await mkdtemp(join(tmpdir(), "plugins-login-"));
  });
  after(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true });
  });

  /** The tenant's environment without the client secret. */
  function withoutSecret(): Record<string, string> {
    const { ARM_CLIENT_SECRET: _, ...environment } = sandbox.environment();
    return environment;
  }

  async function signsIn(environment: Record<string, string>, args: Properties = {}): Promise<void> {
    const plugin = await startPlugin("azuread", environment);
    try {
      await plugin.configure(args);
      assert.equal((await plugin.invoke(token("getClientConfig"))).clientId, DEPLOYER_APP_ID);
    } finally {
      await plugin.stop();
    }
  }

  const deployer = () =>
    [...sandbox.tenants.contoso.applications.values()].find((each) => each.appId === DEPLOYER_APP_ID);

  it("takes arguments before variables", async () => {
    const { ARM_CLIENT_SECRET = "" } = sandbox.environment();
    await signsIn(
      { ...withoutSecret(), ARM_CLIENT_SECRET: "wrong" },
      { clientSecret: secret(ARM_CLIENT_SECRET), useCli: "false" },
    );
  });

  it("tells a wrong secret in the login service's words, without the secret", async () => {
    await assert.rejects(signsIn({ ...withoutSecret(), ARM_CLIENT_SECRET: "wr0ng" }), (error: Error) => {
      assert.match(error.message, /unable to obtain access token: .* 401 invalid_client: AADSTS7000215/);
      assert.doesNotMatch(error.message, /wr0ng/);
      return true;
    });
  });

  it("signs in with a PKCS#12 certificate, and refuses a wrong password", async () => {
    const { certificatePem, privateKeyPem, key } = await createCertificate();
    const app = deployer();
    assert.ok(app);
    const client = createTenantClient(sandbox);
    const keyCredentials = [{ type: "AsymmetricX509Cert", usage: "Verify", key }];
    const patched = await client.graph("PATCH", `/v1.0/applications/${app.id}`, { keyCredentials });
    client.close();
    assert.equal(patched.status, 204);
    const archive = forge.pkcs12.toPkcs12Asn1(
      forge.pki.privateKeyFromPem(privateKeyPem),
      [forge.pki.certificateFromPem(certificatePem)],
      "pässword",
      { algorithm: "aes256" },
    );
    const file = join(folder, "client.pfx");
    await writeFile(file, forge.asn1.toDer(archive).getBytes(), "binary");
    const environment = { ...withoutSecret(), ARM_CLIENT_CERTIFICATE_PATH: file };
    await signsIn({ ...environment, ARM_CLIENT_CERTIFICATE_PASSWORD: "pässword" });
    await assert.rejects(
      signsIn({ ...environment, ARM_CLIENT_CERTIFICATE_PASSWORD: "wr0ng" }),
      /^Error: the client certificate is not a PKCS#12 file, or its password is wrong$/,
    );
  });

  it("signs in with an OIDC token from a file", async () => {
    const app = deployer();
    assert.ok(app);
    const { publicKey, privateKey } = await generateKeyPair("RS256");
    const issuer = "https://issuer.example";
    const jwk = { ...(await exportJWK(publicKey)), kid: "k", alg: "RS256", use: "sig" };
    const client = createTenantClient(sandbox);
    const trusted = await client.send(
      "POST",
      "/_sandbox/issuers",
      { issuer, jwks: { keys: [jwk] } },
      { authorization: `Bearer ${sandbox.controlKey}` },
    );
    assert.ok(trusted.status < 300, JSON.stringify(trusted.body));
    const credential = { name: "ci", issuer, subject: "repo", audiences: ["api://AzureADTokenExchange"] };
    const added = await client.graph("POST", `/v1.0/applications/${app.id}/federatedIdentityCredentials`, credential);
    client.close();
    assert.equal(added.status, 201);
    const assertion = await new SignJWT({})
      .setProtectedHeader({ alg: "RS256", kid: "k" })
      .setIssuer(issuer)
      .setSubject("repo")
      .setAudience("api://AzureADTokenExchange")
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(privateKey);
    const file = join(folder, "token");
    await writeFile(file, `${assertion}\n`);
    await signsIn({ ...withoutSecret(), ARM_USE_OIDC: "true", ARM_OIDC_TOKEN_FILE_PATH: file });
  });
});
