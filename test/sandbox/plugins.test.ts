import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { LocalStack } from "@consentra/sandbox/engine";
import { changedNothing, writesSince } from "../support/audit";
import { createCertificate } from "./certificate";
import { nameOf, pluginsUnderTest, resourcesOf, writeProject, type StateResource } from "./plugins-stack";
import { createTenantClient } from "./tenant-client";

describe("The offline plugins on the engine", function () {
  this.timeout(300_000);
  let sandbox: Sandbox;
  let stack: LocalStack;
  let project: string;
  let home: string;

  before(async () => {
    const installed = await pluginsUnderTest();
    home = installed.home;
    sandbox = await startSandbox();
    const program = await readFile(join(__dirname, "plugins-program.js"), "utf8");
    const [first, second] = await Promise.all([createCertificate(), createCertificate()]);
    project = await writeProject({
      "index.js": program,
      "first.pem": first.certificatePem,
      "second.pem": second.certificatePem,
    });
    stack = await LocalStack.create({
      engine: installed.engine,
      projectDir: project,
      environment: sandbox.environment(),
    });
  });

  after(async () => {
    await stack.remove();
    await sandbox.close();
    await Promise.all([project, home].map((folder) => rm(folder, { recursive: true })));
  });

  const succeed = (result: { code: number | null; stdout: string; stderr: string }): string => {
    assert.equal(result.code, 0, result.stdout + result.stderr);
    return result.stdout;
  };
  const resource = async (name: string): Promise<StateResource> => {
    const found = (await resourcesOf(stack)).find((each) => nameOf(each) === name);
    assert.ok(found, `${name} is in the state`);
    return found;
  };
  const contoso = () => sandbox.tenants.contoso;

  it("create everything, say that they are in use, and leave the ids and secrets as the real ones do", async () => {
    const output = succeed(await stack.up());
    assert.match(output, /Offline azuread plugin in use: it serves simulated tenants on this machine only\./);
    assert.match(output, /Offline command plugin in use: it serves local commands\./);
    const outputs = await stack.outputs();
    assert.equal(outputs.groupName, "Diallers");
    assert.equal(outputs.said, "created true false");
    assert.equal(outputs.answer, "42");
    assert.equal(outputs.secretSaid, "[secret]");

    const guid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    const forms: Record<string, string> = {
      application: `/applications/${guid}`,
      certificate: `${guid}/certificate/${guid}`,
      password: `${guid}/password/${guid}`,
      federated: `${guid}/federatedIdentityCredential/${guid}`,
      registration: `/applications/${guid}`,
      "api-access": `/applications/${guid}/apiAccess/00000003-0000-0000-c000-000000000000`,
      owner: `/applications/${guid}/owners/${guid}`,
      "redirect-uris": `/applications/${guid}/redirectUris/Web`,
      principal: `/servicePrincipals/${guid}`,
      vendor: `/servicePrincipals/${guid}`,
      consent: `/servicePrincipals/${guid}/appRoleAssignedTo/[\\w-]+`,
      grant: "/oauth2PermissionGrants/[\\w-]+",
      group: `/groups/${guid}`,
      member: `${guid}/member/${guid}`,
      step: "step[0-9a-f]{8}",
    };
    const resources = await resourcesOf(stack);
    for (const [name, form] of Object.entries(forms)) {
      assert.match(resources.find((each) => nameOf(each) === name)?.id ?? "", new RegExp(`^${form}$`), name);
    }
    const encrypted = (value: unknown) => typeof value === "object" && value !== null && "ciphertext" in value;
    assert.ok(encrypted((await resource("certificate")).outputs.value));
    assert.ok(encrypted((await resource("password")).outputs.value));
    assert.ok(encrypted((await resource("secret-step")).outputs.stdout));
    for (const written of [JSON.stringify(resources), output]) {
      assert.deepEqual(
        sandbox.secrets().filter((each) => written.includes(each)),
        [],
      );
    }
  });

  it("store inputs with their defaults, and the bridge's own properties", async () => {
    const registration = await resource("registration");
    assert.deepEqual(registration.inputs, {
      __defaults: ["requestedAccessTokenVersion", "signInAudience"],
      displayName: "Recorder",
      notes: "first",
      requestedAccessTokenVersion: 2,
      signInAudience: "AzureADMyOrg",
    });
    const { outputs } = await resource("group");
    assert.deepEqual(JSON.parse(outputs.__meta as string), {
      "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0": {
        create: 1_800_000_000_000,
        delete: 300_000_000_000,
        read: 300_000_000_000,
        update: 1_800_000_000_000,
      },
      schema_version: "1",
    });
    assert.deepEqual(outputs.__pulumi_raw_state_delta, {
      obj: {
        ps: {
          dynamicMembership: { plu: { i: {} } },
          members: { arr: {} },
          owners: { arr: {} },
          proxyAddresses: { arr: {} },
        },
      },
    });
  });

  it("take the caller off the owners and leave no temporary name", async () => {
    const application = [...contoso().applications.values()].find((each) => each.displayName === "Dialler");
    const owners = [...(application?.owners ?? [])].map((id) => contoso().users.get(id)?.userPrincipalName);
    assert.deepEqual(owners, ["meganb@contoso.com"]);
    const texts = [...contoso().applications.values(), ...contoso().groups.values()].map((each) => each.displayName);
    const described = [...contoso().servicePrincipals.values()].map((each) => String(each.properties["description"]));
    assert.deepEqual(
      [...texts, ...described].filter((each) => each.startsWith("TERRAFORM_UPDATE")),
      [],
    );
  });

  it("change nothing and write nothing the second time", async () => {
    const before = sandbox.audit().length;
    assert.ok(changedNothing(succeed(await stack.up())));
    assert.deepEqual(writesSince(sandbox, before), []);
  });

  it("change in place what can be, and replace the rest, the new before the old", async () => {
    const before = sandbox.audit().length;
    succeed(await stack.setConfig("changed", "true"));
    const preview = JSON.parse(succeed(await stack.preview({ json: true }))) as {
      steps: { op: string; urn: string; replaceReasons?: string[] }[];
    };
    const steps = preview.steps.filter(({ op }) => op === "update" || op === "replace");
    assert.deepEqual(
      Object.fromEntries(steps.map(({ op, urn, replaceReasons }) => [urn.split("::").at(-1), replaceReasons ?? op])),
      {
        application: "update",
        certificate: ["value"],
        federated: "update",
        registration: "update",
        "api-access": "update",
        owner: ["ownerObjectId"],
        "redirect-uris": "update",
        principal: "update",
        consent: ["appRoleId"],
        grant: "update",
        group: "update",
        step: "update",
      },
    );
    succeed(await stack.up({ skipPreview: true }));
    const assignments = sandbox
      .audit()
      .slice(before)
      .filter((each) => each.operation.includes("appRoleAssignedTo"))
      .map((each) => each.operation.split(" ")[0]);
    assert.deepEqual(assignments, ["POST", "DELETE"]);
    const { said } = await stack.outputs();
    assert.equal(said, "updated true true after created true false");
    const application = await resource("application");
    assert.deepEqual(Object.keys(application.outputs.oauth2PermissionScopeIds as object), ["calls.write"]);
    const principal = await resource("principal");
    assert.deepEqual(
      (principal.outputs.featureTags as { enterprise: boolean; hide: boolean }[]).map(({ enterprise, hide }) => [
        enterprise,
        hide,
      ]),
      [[true, true]],
    );
    // which tags follow from them is seen by the next refresh
    assert.deepEqual(principal.outputs.tags, ["WindowsAzureActiveDirectoryIntegratedApp"]);
    assert.ok(changedNothing(succeed(await stack.up())));
  });

  it("see in a refresh what changed or went, and bring it back", async () => {
    const client = createTenantClient(sandbox);
    const group = await resource("group");
    const consent = await resource("consent");
    await client.graph("PATCH", `/v1.0${group.id ?? ""}`, { description: "drifted" });
    await client.graph("DELETE", `/v1.0${consent.id ?? ""}`);
    client.close();
    const refreshed = succeed(await stack.refresh());
    assert.match(refreshed, /1 updated/);
    assert.match(refreshed, /1 deleted/);
    assert.equal((await resource("group")).outputs.description, "drifted");
    assert.ok(!(await resourcesOf(stack)).some((each) => nameOf(each) === "consent"));
    const back = succeed(await stack.up());
    assert.match(back, /1 created/);
    assert.match(back, /1 updated/);
    assert.equal(contoso().groups.get((await resource("group")).outputs.objectId as string)?.description, "who dials");
    assert.ok(changedNothing(succeed(await stack.up())));
  });

  it("import what exists, and say what does not", async () => {
    const client = createTenantClient(sandbox);
    const body = { displayName: "Adopted", mailEnabled: false, mailNickname: "adopted", securityEnabled: true };
    const { id } = (await client.graph("POST", "/v1.0/groups", body)).body;
    client.close();
    const nobody = "/groups/11111111-2222-4333-8444-555555555555";
    await stack.setConfig("adopted", nobody);
    const missing = await stack.up();
    assert.equal(missing.code === 0, false);
    assert.match(
      missing.stdout + missing.stderr,
      /resource '\/groups\/11111111-2222-4333-8444-555555555555' does not exist/,
    );
    await stack.setConfig("adopted", `/groups/${id}`);
    const before = sandbox.audit().length;
    assert.match(succeed(await stack.up()), /1 imported/);
    assert.deepEqual(writesSince(sandbox, before), []);
    assert.ok(changedNothing(succeed(await stack.up())));
  });

  it("take away what they made", async () => {
    succeed(await stack.destroy());
    const names = new Set(["Dialler", "Dialler 2", "Recorder", "Diallers", "Adopted"]);
    const left = [
      ...contoso().applications.values(),
      ...contoso().groups.values(),
      ...contoso().servicePrincipals.values(),
    ];
    assert.deepEqual(
      left.filter((each) => names.has(each.displayName)),
      [],
    );
    assert.deepEqual(await resourcesOf(stack), []);
  });
});
