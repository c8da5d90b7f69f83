import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { join } from "node:path";
import { createCertificate } from "../sandbox/certificate";
import { repository } from "../support/repository";

const part = <T>(name: string): T => require(join(repository, "cli", "dist", "recover", name)) as T;
const { isLeftBehind, locksIn } = part<typeof import("../../cli/recover/lock")>("lock");
const { createdBy, pendingCreates, recordedIds, withoutPending, withRecorded } =
  part<typeof import("../../cli/recover/deployment")>("deployment");
const { findUnrecorded } = part<typeof import("../../cli/recover/unrecorded")>("unrecorded");

type Planned = import("../../cli/recover/unrecorded").PlannedResource;
type Reader = import("../../cli/recover/unrecorded").Reader;

const application = "11111111-1111-4111-8111-111111111111";
const principal = "22222222-2222-4222-8222-222222222222";
const graphApi = "33333333-3333-4333-8333-333333333333";
const role = "44444444-4444-4444-8444-444444444444";

const planned = (type: string, inputs: Record<string, unknown>): Planned => ({
  urn: `urn:pulumi:dev::test::${type}::it`,
  type,
  inputs,
});

/** Microsoft Graph, as far as it is asked; what else is asked is an error. */
function graph(answers: Record<string, unknown>): Reader {
  const answer = (path: string) => {
    const known = answers[decodeURIComponent(path)];
    if (known === undefined) throw new Error(`nobody said what ${decodeURIComponent(path)} is`);
    return known;
  };
  return {
    list: <T>(path: string) => Promise.resolve(answer(path) as T[]),
    batch: (paths) =>
      Promise.resolve(paths.map((each) => ({ status: 200, body: answer(each) as Record<string, unknown> }))),
  };
}

describe("the lock of a stack", () => {
  const message =
    "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with " +
    "`pulumi cancel`.\n  file:///state/.pulumi/locks/organization/app/dev/1.json: created by jo@pc (pid 77) at 2026-11-24T08:00:00Z";
  const [lock] = locksIn(message);
  const here = { host: "pc", user: "jo", isRunning: () => false };

  it("is read from what pulumi says", () => {
    assert.deepEqual(lock, {
      url: "file:///state/.pulumi/locks/organization/app/dev/1.json",
      user: "jo",
      host: "pc",
      pid: 77,
      since: "2026-11-24T08:00:00Z",
    });
    assert.deepEqual(locksIn("error: no such stack\n  file:///x: created by jo@pc (pid 77) at now"), []);
  });

  it("is left behind only where the state is on this machine and its process of this user is gone", () => {
    assert.ok(lock);
    assert.equal(isLeftBehind(lock, here), true);
    assert.equal(isLeftBehind(lock, { ...here, isRunning: (pid) => pid === 77 }), false);
    assert.equal(isLeftBehind(lock, { ...here, host: "other" }), false);
    assert.equal(isLeftBehind(lock, { ...here, user: "other" }), false);
    assert.equal(isLeftBehind({ ...lock, url: "s3://states/.pulumi/locks/1.json" }, here), false);
  });

  it("of a process that runs is not left behind", () => {
    assert.ok(lock);
    assert.equal(isLeftBehind({ ...lock, pid: process.pid }), false);
  });
});

describe("the state after an interruption", () => {
  const stack = { urn: "urn:stack", type: "pulumi:pulumi:Stack" };
  const provider = { urn: "urn:provider", type: "pulumi:providers:azuread", id: "kept" };
  const operation = (type: string, urn: string) => ({ type, resource: { urn, type: "azuread:index/group:Group" } });
  const state = {
    version: 3,
    deployment: {
      resources: [stack, provider],
      pending_operations: [operation("creating", "urn:one"), operation("deleting", "urn:two")],
    },
  };
  const unrecorded = {
    planned: {
      ...planned("azuread:index/application:Application", { displayName: "it" }),
      parent: "urn:stack",
      provider: "urn:provider::other",
      dependencies: ["urn:provider", "urn:unknown"],
      propertyDependencies: { displayName: ["urn:provider", "urn:unknown"] },
    },
    id: `/applications/${application}`,
    words: "it",
  };

  it("takes in what was made, by the provider that the state knows and with the dependencies that it has", () => {
    const { deployment } = withRecorded(state, [{ ...unrecorded, fate: "take" }]);
    assert.deepEqual(deployment.resources?.at(-1), {
      urn: unrecorded.planned.urn,
      custom: true,
      id: unrecorded.id,
      type: unrecorded.planned.type,
      inputs: { displayName: "it" },
      outputs: { displayName: "it" },
      parent: "urn:stack",
      provider: "urn:provider::kept",
      dependencies: ["urn:provider"],
      propertyDependencies: { displayName: ["urn:provider"] },
    });
    assert.deepEqual([...recordedIds({ version: 3, deployment })], ["kept", unrecorded.id]);
  });

  it("keeps what nobody can use for the next update to remove, beside what is there", () => {
    const kept = { urn: unrecorded.planned.urn, type: unrecorded.planned.type, id: "old" };
    const given = { ...state, deployment: { resources: [stack, provider, kept] } };
    const { deployment } = withRecorded(given, [{ ...unrecorded, fate: "remove" }]);
    assert.deepEqual(
      deployment.resources?.slice(2).map((each) => [each.id, each.delete]),
      [
        ["old", undefined],
        [unrecorded.id, true],
      ],
    );
  });

  it("refuses what belongs to something that it does not know", () => {
    const { planned: resource, ...rest } = unrecorded;
    assert.throws(
      () => withRecorded(state, [{ ...rest, planned: { ...resource, parent: "urn:gone" }, fate: "take" }]),
      /belongs to urn:gone, which is not in the state; run `pulumi up` once more, then this again/,
    );
  });

  it("forgets operations that were under way, but for those that are kept", () => {
    assert.deepEqual(
      pendingCreates(state).map(({ urn }) => urn),
      ["urn:one"],
    );
    const urns = (isKept: (urn: string) => boolean) =>
      withoutPending(state, isKept).deployment.pending_operations?.map(({ resource }) => resource.urn);
    assert.deepEqual(
      urns(() => false),
      [],
    );
    assert.deepEqual(
      urns((urn) => urn === "urn:one"),
      ["urn:one"],
    );
  });

  it("is compared with what a preview would create or replace, and with nothing else", () => {
    const steps = ["create", "create-replacement", "update", "same"].map((op) => ({
      op,
      newState: { urn: `urn:${op}`, type: "t" },
    }));
    assert.deepEqual(
      createdBy(JSON.stringify({ steps })).map(({ urn, inputs }) => [urn, inputs]),
      [
        ["urn:create", {}],
        ["urn:create-replacement", {}],
      ],
    );
  });

  it("gets the secrets that a preview does not show: from what was under way as they are there, else marked, to be encrypted", () => {
    const kept = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };
    const toBeEncrypted = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      plaintext: '"pem"',
    };
    const shown = { value: "[secret]", list: [{ of: "[secret]" }], plain: "x" };
    const from = (secrets: Record<string, unknown>, under: object[] = []) =>
      withRecorded({ version: 3, deployment: { resources: [], pending_operations: under as never } }, [
        { planned: planned("t", shown), id: "it", words: "it", fate: "take", secrets },
      ]).deployment.resources?.[0]?.inputs;
    assert.deepEqual(from({ value: "pem" }), { ...shown, value: toBeEncrypted });
    const resource = {
      urn: planned("t", {}).urn,
      type: "t",
      inputs: { value: kept, list: [{ of: kept }], plain: "y" },
    };
    assert.deepEqual(from({ value: "pem" }, [{ type: "creating", resource }]), {
      value: kept,
      list: [{ of: kept }],
      plain: "x",
    });
    assert.deepEqual(from({}), shown);
  });
});

describe("what the state does not know", () => {
  const applicationType = "azuread:index/application:Application";
  const select =
    "&$select=id,appId,displayName,createdDateTime,signInAudience,tags,requiredResourceAccess,web,spa,publicClient";
  const namedPath = `/applications?$filter=displayName eq 'O''Neill'${select}`;
  const passingPath = `/applications?$filter=startswith(displayName,'TERRAFORM_UPDATE_')${select}`;
  const found = {
    id: application,
    appId: graphApi,
    displayName: "O'Neill",
    createdDateTime: "2026-11-24T08:00:00Z",
    signInAudience: "AzureADMyOrg",
    tags: [] as string[],
    requiredResourceAccess: [{ resourceAppId: graphApi, resourceAccess: [{ id: role, type: "Role" }] }],
    web: { redirectUris: [] },
  };
  const wanted = planned(applicationType, {
    displayName: "O'Neill",
    signInAudience: "AzureADMyOrg",
    requiredResourceAccesses: [{ resourceAppId: graphApi, resourceAccesses: [{ id: role, type: "Role" }] }],
  });
  const fates = async (
    resource: Planned,
    named: object[],
    passing: object[] = [],
    recorded: ReadonlySet<string> = new Set<string>(),
  ) => {
    const reader = graph({ [namedPath]: named, [passingPath]: passing });
    return (await findUnrecorded([resource], reader, { recorded })).map(({ id, fate }) => [id, fate]);
  };
  const id = `/applications/${application}`;

  it("is an application that is in everything what the stack would make, under its name or the provider's passing one", async () => {
    assert.deepEqual(await fates(wanted, [found]), [[id, "take"]]);
    assert.deepEqual(await fates(wanted, [], [{ ...found, displayName: "TERRAFORM_UPDATE_1" }]), [[id, "take"]]);
    assert.deepEqual(await fates(wanted, []), []);
    assert.deepEqual(await fates(wanted, [found], [], new Set([id])), []);
  });

  it("is no application that differs in what it asks for, who may use it, its addresses or tags: it is told and left", async () => {
    for (const other of [
      { requiredResourceAccess: [] },
      { signInAudience: "AzureADMultipleOrgs" },
      { web: { redirectUris: ["https://somebody.example"] } },
      { tags: ["somebody's"] },
    ]) {
      assert.deepEqual(await fates(wanted, [{ ...found, ...other }]), [[id, "leave"]]);
      assert.deepEqual(await fates(wanted, [], [{ ...found, ...other, displayName: "TERRAFORM_UPDATE_1" }]), []);
    }
  });

  it("is none of two applications that are the same", async () => {
    const twin = { ...found, id: principal };
    assert.deepEqual(await fates(wanted, [found, twin]), [
      [id, "leave"],
      [`/applications/${principal}`, "leave"],
    ]);
  });

  it("is an application that was begun beside the one that the state has: it is told and left", async () => {
    const twin = { ...found, id: principal, displayName: "TERRAFORM_UPDATE_1" };
    const others = { ...twin, id: role, requiredResourceAccess: [] };
    const reader = graph({ [passingPath]: [twin, others] });
    const known = { recorded: new Set([id]) };
    assert.deepEqual(
      (await findUnrecorded([], reader, known, [wanted])).map(({ id: each, fate, words }) => [each, fate, words]),
      [
        [
          `/applications/${principal}`,
          "leave",
          `the application TERRAFORM_UPDATE_1 (${principal}, client ID ${graphApi}), made at 2026-11-24T08:00:00Z: it was begun beside the one that the ` +
            "state has; delete it, unless another update is making it now",
        ],
      ],
    );
  });

  it("is known by the stack's mark where there is one, and by nothing else then", async () => {
    const marked = { ...wanted, inputs: { ...wanted.inputs, tags: ["consentra:org/app/dev/it"] } };
    assert.deepEqual(await fates(marked, [found]), [[id, "leave"]]);
    const changed = { ...found, tags: ["consentra:org/app/dev/it"], requiredResourceAccess: [] };
    assert.deepEqual(await fates(marked, [changed]), [[id, "take"]]);
  });

  it("is a certificate by the ID that the stack gave it, and a federated credential by its name", async () => {
    const { certificatePem } = await createCertificate();
    const applicationId = `/applications/${application}`;
    const reader = graph({
      [`/applications/${application}?$select=displayName,keyCredentials,passwordCredentials`]: {
        displayName: "it",
        keyCredentials: [
          { keyId: role, key: Buffer.from(certificatePem).toString("base64") },
          { keyId: principal, key: null },
        ],
      },
      [`/applications/${application}/federatedIdentityCredentials`]: [
        { id: role, name: "main", issuer: "https://issuer.example" },
        { id: principal, name: "other", issuer: "https://issuer.example" },
      ],
    });
    const resources = [
      planned("azuread:index/applicationCertificate:ApplicationCertificate", { applicationId, keyId: role }),
      planned("azuread:index/applicationCertificate:ApplicationCertificate", { applicationId, keyId: principal }),
      planned("azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential", {
        applicationId,
        displayName: "main",
      }),
    ];
    assert.deepEqual(
      (await findUnrecorded(resources, reader)).map((each) => [each.id, each.fate, each.secrets?.value]),
      [
        [`${application}/certificate/${role}`, "take", new X509Certificate(certificatePem).toString()],
        [`${application}/certificate/${principal}`, "leave", undefined],
        [`${application}/federatedIdentityCredential/${role}`, "take", undefined],
      ],
    );
  });

  it("is a client secret that nobody knows: it is to be removed, unless the state has it", async () => {
    const resource = planned("azuread:index/applicationPassword:ApplicationPassword", {
      applicationId: `/applications/${application}`,
      displayName: "pbx first",
    });
    const reader = graph({
      [`/applications/${application}?$select=displayName,keyCredentials,passwordCredentials`]: {
        displayName: "it",
        passwordCredentials: [
          { keyId: role, displayName: "pbx first" },
          { keyId: principal, displayName: "by hand" },
        ],
      },
    });
    const secret = `${application}/password/${role}`;
    assert.deepEqual(
      (await findUnrecorded([resource], reader)).map((each) => [each.id, each.fate]),
      [[secret, "remove"]],
    );
    assert.deepEqual(await findUnrecorded([resource], reader, { recorded: new Set([secret]) }), []);
  });

  it("is a secret in a vault, which its provider is asked for, where the stack gives it a mark", async () => {
    const names = { resourceGroupName: "rg", vaultName: "kv", secretName: "pbx" };
    const secret = (inputs: object) => planned("azure-native:keyvault:Secret", { ...names, ...inputs });
    const marked = { tags: { consentra: "consentra:org/app/dev/it" } };
    const find = async (inputs: object, subscriptionId: string | undefined, recorded: string[] = []) =>
      (
        await findUnrecorded([secret(inputs)], graph({}), {
          recorded: new Set(recorded),
          ...(subscriptionId !== undefined && { subscriptionId }),
        })
      ).map(({ id: each, fate }) => [each, fate]);
    const path = `/subscriptions/${role}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv/secrets/pbx`;
    assert.deepEqual(await find(marked, role), [[path, "ask"]]);
    assert.deepEqual(await find(marked, role, [path]), []);
    const provided = { ...secret(marked), provider: "urn:vaults::id" };
    const known = (urns: string[]) => ({ recorded: new Set<string>(), urns: new Set(urns), subscriptionId: role });
    assert.equal((await findUnrecorded([provided], graph({}), known(["urn:vaults"]))).length, 1);
    assert.deepEqual(
      await findUnrecorded([provided], graph({}), known([])),
      [],
      "whom nobody can ask has made nothing",
    );
    assert.deepEqual(await find({}, role), []);
    assert.deepEqual(await find(marked, undefined), []);
    assert.deepEqual(await find({ ...marked, vaultName: "../kv" }, role), []);
  });

  it("is a service principal, an app role and a delegated grant, of which there is one each", async () => {
    const assignment = { id: "a", appRoleId: role, principalId: principal, principalDisplayName: "it" };
    const grant = { id: "g", clientId: principal, resourceId: graphApi, principalId: null };
    const reader = graph({
      [`/servicePrincipals?$filter=appId eq '${application}'&$select=id,displayName`]: [
        { id: principal, displayName: "it" },
      ],
      [`/servicePrincipals/${graphApi}/appRoleAssignedTo`]: [
        assignment,
        { ...assignment, id: "b", appRoleId: graphApi },
      ],
      [`/oauth2PermissionGrants?$filter=clientId eq '${principal}'`]: [
        grant,
        { ...grant, id: "h", principalId: application },
      ],
    });
    const resources = [
      planned("azuread:index/servicePrincipal:ServicePrincipal", { clientId: application }),
      planned("azuread:index/appRoleAssignment:AppRoleAssignment", {
        principalObjectId: principal,
        resourceObjectId: graphApi,
        appRoleId: role,
      }),
      planned("azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant", {
        servicePrincipalObjectId: principal,
        resourceServicePrincipalObjectId: graphApi,
      }),
    ];
    assert.deepEqual(
      (await findUnrecorded(resources, reader)).map((each) => each.id),
      [
        `/servicePrincipals/${principal}`,
        `/servicePrincipals/${graphApi}/appRoleAssignedTo/a`,
        "/oauth2PermissionGrants/g",
      ],
    );
  });

  it("is not asked for by what a preview does not know yet, or what is no ID", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const resources = [
      planned("azuread:index/servicePrincipal:ServicePrincipal", { clientId: unknown }),
      planned("azuread:index/servicePrincipal:ServicePrincipal", { clientId: `${role}/../users` }),
      planned("azuread:index/appRoleAssignment:AppRoleAssignment", {
        principalObjectId: unknown,
        resourceObjectId: graphApi,
        appRoleId: role,
      }),
      planned("azuread:index/appRoleAssignment:AppRoleAssignment", { principalObjectId: principal, appRoleId: role }),
      planned("azuread:index/applicationCertificate:ApplicationCertificate", { keyId: role, applicationId: unknown }),
      planned("azuread:index/applicationPassword:ApplicationPassword", { applicationId: `/applications/${unknown}` }),
      planned("azuread:index/group:Group", { displayName: "a group" }),
    ];
    assert.deepEqual(await findUnrecorded(resources, graph({})), []);
  });
});
