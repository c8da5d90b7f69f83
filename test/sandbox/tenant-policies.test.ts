import assert from "node:assert/strict";
import { CALLPLEASE_APP_ID, CONTOSO, findUser, idFor, startSandbox, type Sandbox } from "@consentra/sandbox/tenant";
import { signIn } from "../support/browser";
import { assertRefused } from "./refusal";
import { createTenantClient, type TenantClient } from "./tenant-client";

const MEGAN = "meganb@contoso.com";
const REDIRECT = "https://callplease.example/oauth/callback";
const SCOPES = ["User.Read", "Contacts.ReadWrite", "offline_access"];
const SELF = "ManagePermissionGrantsForSelf.";
const POLICIES = "/v1.0/policies/permissionGrantPolicies";
const graphId = idFor("Contoso", "service principal", "Microsoft Graph");
const CLASSIFICATIONS = `/v1.0/servicePrincipals/${graphId}/delegatedPermissionClassifications`;

describe("rules about consent of the simulated tenant", () => {
  let sandbox: Sandbox;
  let client: TenantClient;
  beforeEach(async () => {
    sandbox = await startSandbox();
    client = createTenantClient(sandbox);
  });
  afterEach(async () => {
    client.close();
    await sandbox.close();
  });

  const assign = async (...permissionGrantPoliciesAssigned: string[]) => {
    const body = { defaultUserRolePermissions: { permissionGrantPoliciesAssigned } };
    assert.equal((await client.graph("PATCH", "/v1.0/policies/authorizationPolicy", body)).status, 204);
  };
  const permissionId = (name: string) => {
    const graph = sandbox.tenants.contoso.servicePrincipals.get(graphId);
    const id = graph?.oauth2PermissionScopes.find(({ value }) => value === name)?.id;
    assert.ok(id);
    return id;
  };
  const classify = (name: string, classification = "low") =>
    client.graph("POST", CLASSIFICATIONS, { permissionId: permissionId(name), permissionName: name, classification });
  const consent = async (scope = SCOPES, clientId = CALLPLEASE_APP_ID, redirect = REDIRECT) => {
    const query = new URLSearchParams({
      client_id: clientId,
      response_type: "code",
      redirect_uri: redirect,
      scope: scope.join(" "),
    });
    const url = `${sandbox.origin}/${CONTOSO}/oauth2/v2.0/authorize?${query.toString()}`;
    const { error } = await signIn(sandbox, url, MEGAN, { consent: "accept" });
    return error ?? "consented";
  };

  it("tells what users may do, and lets it be changed", async () => {
    const before = await client.graph("GET", "/v1.0/policies/authorizationPolicy");
    assert.equal(before.body.id, "authorizationPolicy");
    assert.equal(before.body["@odata.context"], `${sandbox.origin}/v1.0/$metadata#policies/authorizationPolicy`);
    const permissions = before.body["defaultUserRolePermissions"] as Record<string, unknown>;
    assert.deepEqual(permissions["permissionGrantPoliciesAssigned"], [`${SELF}microsoft-user-default-legacy`]);
    await assign(`${SELF}microsoft-user-default-low`);
    const after = await client.graph("GET", "/v1.0/policies/authorizationPolicy");
    assert.deepEqual(after.body["defaultUserRolePermissions"], {
      ...permissions,
      permissionGrantPoliciesAssigned: [`${SELF}microsoft-user-default-low`],
    });
    assert.equal(after.body["allowInvitesFrom"], "everyone");
    assert.equal(sandbox.audit().at(-1)?.operation, "PATCH /v1.0/policies/authorizationPolicy");
  });

  it("refuses what is no rule", async () => {
    const patch = (body: unknown) => client.graph("PATCH", "/v1.0/policies/authorizationPolicy", body);
    assertRefused(
      await patch({ defaultUserRolePermissions: { permissionGrantPoliciesAssigned: [`${SELF}nothing`] } }),
      400,
      "Request_BadRequest",
      `Invalid value '${SELF}nothing' in permissionGrantPoliciesAssigned: it names no permission grant policy of this tenant.`,
    );
    assert.equal((await patch({ allowInvitesFrom: "nobody" })).status, 400);
    assert.equal((await patch({ unknown: true })).status, 400);
    assert.equal((await client.graph("GET", "/beta/policies/authorizationPolicy")).status, 501);
  });

  describe("lets users consent", () => {
    it("to all that needs no administrator, by default", async () => {
      assert.equal(await consent(), "consented");
    });
    it("to nothing, when user consent is off, and to request approval when somebody is there to ask", async () => {
      await assign();
      assert.equal(await consent(), 90094);
      const body = {
        isEnabled: true,
        notifyReviewers: true,
        remindersEnabled: true,
        requestDurationInDays: 30,
        reviewers: [
          { query: `/v1.0/users/${findUser(sandbox.tenants.contoso, MEGAN)?.id}`, queryType: "MicrosoftGraph" },
        ],
      };
      assert.equal((await client.graph("PUT", "/v1.0/policies/adminConsentRequestPolicy", body)).status, 204);
      assert.equal(await consent(), 90095);
      const { body: read } = await client.graph("GET", "/v1.0/policies/adminConsentRequestPolicy");
      const { "@odata.context": context, ...policy } = read as Record<string, unknown>;
      assert.equal(context, `${sandbox.origin}/v1.0/$metadata#policies/adminConsentRequestPolicy`);
      assert.deepEqual(policy, {
        ...body,
        reviewers: body.reviewers.map((reviewer) => ({ ...reviewer, queryRoot: null })),
        version: 1,
      });
      assert.deepEqual([...sandbox.tenants.contoso.oauth2PermissionGrants], []);
    });
    it("to classified permissions of verified publishers and own apps only", async () => {
      await assign(`${SELF}microsoft-user-default-low`);
      await classify("User.Read");
      await classify("offline_access");
      assert.equal(await consent(), 90094);
      await classify("Contacts.ReadWrite", "medium");
      assert.equal(await consent(), 90094);
      const [medium] = (await client.graph("GET", CLASSIFICATIONS)).body.value.slice(-1);
      assert.equal((await client.graph("DELETE", `${CLASSIFICATIONS}/${medium?.id}`)).status, 204);
      await classify("Contacts.ReadWrite");
      const vendor = [...sandbox.cloud.tenants.values()]
        .flatMap(({ applications }) => [...applications.values()])
        .find(({ appId }) => appId === CALLPLEASE_APP_ID);
      assert.ok(vendor);
      const { verifiedPublisher } = vendor.properties;
      vendor.properties["verifiedPublisher"] = { displayName: null, verifiedPublisherId: null };
      assert.equal(await consent(), 90094);
      vendor.properties["verifiedPublisher"] = verifiedPublisher;
      assert.equal(await consent(), "consented");
      const own = await client.graph("POST", "/v1.0/applications", {
        displayName: "Own",
        web: { redirectUris: ["https://own.example/"] },
      });
      assert.equal(await consent(SCOPES, own.body.appId, "https://own.example/"), "consented");
    });
    it("by a policy of the tenant's own, but for what it excludes", async () => {
      const policy = { id: "callplease-only", displayName: "CallPlease", description: "Contacts of CallPlease." };
      assert.equal((await client.graph("POST", POLICIES, policy)).status, 201);
      await assign(`${SELF}callplease-only`);
      assert.equal(await consent(), 90094);
      const included = await client.graph("POST", `${POLICIES}/callplease-only/includes`, {
        permissionType: "delegated",
        clientApplicationIds: [CALLPLEASE_APP_ID],
      });
      assert.equal(included.status, 201);
      assert.equal(await consent(["User.Read"]), "consented");
      const excluded = await client.graph("POST", `${POLICIES}/callplease-only/excludes`, {
        permissionType: "delegated",
        permissions: [permissionId("Contacts.ReadWrite")],
      });
      assert.equal(await consent(), 90094);
      const address = `${POLICIES}/callplease-only/excludes/${excluded.body.id}`;
      assert.equal((await client.graph("DELETE", address)).status, 204);
      assert.equal(await consent(), "consented");
      const { includes, excludes } = (await client.graph("GET", `${POLICIES}/callplease-only`)).body;
      const set = Object.entries(included.body).filter(([name]) => name !== "@odata.context");
      assert.deepEqual({ includes, excludes }, { includes: [Object.fromEntries(set)], excludes: [] });
      assert.equal((await client.graph("DELETE", `${POLICIES}/callplease-only`)).status, 204);
      assert.equal((await client.graph("GET", `${POLICIES}/callplease-only`)).status, 404);
    });
    it("not where assignment is required, when the tenant is told to be as strict as documented", async () => {
      await client.graph("POST", "/v1.0/servicePrincipals", { appId: CALLPLEASE_APP_ID });
      const found = [...sandbox.tenants.contoso.servicePrincipals.values()].find(
        ({ appId }) => appId === CALLPLEASE_APP_ID,
      );
      assert.ok(found);
      found.appRoleAssignmentRequired = true;
      await client.graph("POST", `/v1.0/servicePrincipals/${found.id}/appRoleAssignedTo`, {
        principalId: findUser(sandbox.tenants.contoso, MEGAN)?.id,
        resourceId: found.id,
        appRoleId: "00000000-0000-0000-0000-000000000000",
      });
      sandbox.cloud.options.assignmentRequiredBlocksUserConsent = true;
      assert.equal(await consent(), 90094);
      sandbox.cloud.options.assignmentRequiredBlocksUserConsent = false;
      assert.equal(await consent(), "consented");
    });
  });

  it("keeps Microsoft's policies as they are", async () => {
    const listed = (await client.graph("GET", POLICIES)).body.value.map(({ id }) => id);
    assert.ok(listed.includes("microsoft-user-default-recommended"));
    assertRefused(
      await client.graph("DELETE", `${POLICIES}/microsoft-user-default-low`),
      403,
      "Authorization_RequestDenied",
      "The built-in permission grant policy 'microsoft-user-default-low' cannot be changed.",
    );
    const taken = { id: "own", displayName: "Own" };
    assert.equal((await client.graph("POST", POLICIES, taken)).status, 201);
    assert.equal((await client.graph("POST", POLICIES, taken)).status, 409);
    assert.equal((await client.graph("POST", POLICIES, { ...taken, id: "microsoft-mine" })).status, 400);
    assert.equal((await client.graph("POST", `${POLICIES}/own/includes`, { permissionType: "other" })).status, 400);
    assert.equal((await client.graph("PATCH", `${POLICIES}/own`, { displayName: "Ours" })).status, 204);
    assert.equal((await client.graph("GET", `${POLICIES}/own`)).body.displayName, "Ours");
  });

  it("classifies only delegated permissions of the API, each once", async () => {
    assert.equal((await classify("User.Read")).status, 201);
    assert.equal((await classify("User.Read", "medium")).status, 409);
    assert.equal((await classify("Mail.Read", "none")).status, 400);
    const applicationPermission = "df021288-bdef-4463-88db-98f22de89214";
    const wrong = { permissionId: applicationPermission, classification: "low" };
    assertRefused(
      await client.graph("POST", CLASSIFICATIONS, wrong),
      400,
      "Request_BadRequest",
      `The delegated permission '${applicationPermission}' does not exist on the service principal '${graphId}'.`,
    );
  });

  it("wants a sensible admin consent workflow", async () => {
    const put = (changes: object) =>
      client.graph("PUT", "/v1.0/policies/adminConsentRequestPolicy", {
        isEnabled: false,
        notifyReviewers: false,
        remindersEnabled: false,
        requestDurationInDays: 30,
        reviewers: [],
        ...changes,
      });
    assert.equal((await put({})).status, 204);
    assert.equal((await put({ isEnabled: true })).status, 400);
    assert.equal((await put({ requestDurationInDays: 0 })).status, 400);
    assert.equal((await put({ reviewers: [{ query: "/v1.0/users/x", queryType: "Other" }] })).status, 400);
  });

  it("is in the snapshot, and changed by who may only", async () => {
    const before = sandbox.snapshot();
    await assign();
    assert.notDeepEqual(sandbox.snapshot(), before);
    await assign(`${SELF}microsoft-user-default-legacy`);
    assert.deepEqual(sandbox.snapshot(), before);
    const { appRoleAssignments, servicePrincipals } = sandbox.tenants.contoso;
    const graph = servicePrincipals.get(graphId);
    for (const [id, { appRoleId }] of appRoleAssignments) {
      const name = graph?.appRoles.find((each) => each.id === appRoleId)?.value;
      if (name?.startsWith("Policy.")) appRoleAssignments.delete(id);
    }
    const weaker = { authorization: `Bearer ${await client.deployerToken()}` };
    for (const [method, path] of [
      ["GET", "/v1.0/policies/authorizationPolicy"],
      ["PATCH", "/v1.0/policies/authorizationPolicy"],
      ["POST", POLICIES],
      ["POST", CLASSIFICATIONS],
      ["PUT", "/v1.0/policies/adminConsentRequestPolicy"],
    ] as const) {
      const body = method === "GET" ? undefined : {};
      assertRefused(
        await client.send(method, path, body, weaker),
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.",
      );
    }
  });
});
