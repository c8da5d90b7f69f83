import assert from "node:assert/strict";
import { join } from "node:path";
import { unknownCheckingProxy, type PolicyResource, type StackValidationPolicy } from "@pulumi/policy";
import { commandSource } from "consentra/exchange/manifest";
import { repository } from "../support/repository";

const { consentDependsOnScope, mailboxAccessIsKnown, mailboxPermissionIsScoped } = require(
  join(repository, "policy-packs", "mailbox-scope", "dist", "policies.js"),
) as typeof import("../../policy-packs/mailbox-scope/policies");

// The package exports it without its type.
const asPreviewSees = unknownCheckingProxy as unknown as (props: Record<string, unknown>) => Record<string, unknown>;

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const clientId = "6135b4c8-8900-475f-84db-b8ee65fbb329";
const otherId = "11111111-2222-4333-8444-555555555555";
const principalId = "5b000000-0000-4000-8000-000000000005";
const mailRead = "810c84a8-4a9e-49e6-bf7d-12d183f40d01";
const everyItem = "MailboxItem.Read.All";

function resource(
  type: string,
  name: string,
  props: Record<string, unknown>,
  dependencies: PolicyResource[] = [],
): PolicyResource {
  return {
    type,
    name,
    urn: `urn:pulumi:dev::test::${type}::${name}`,
    props: asPreviewSees(props),
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
    },
    dependencies,
    propertyDependencies: {},
    isType: () => false,
    asType: () => undefined,
  };
}

const principal = (objectId = principalId, id = clientId) =>
  resource("azuread:index/servicePrincipal:ServicePrincipal", "app", { objectId, clientId: id });

const policy = (appId: string, stdin?: string) =>
  resource("command:local:Command", "policy", {
    create: commandSource("ApplicationAccessPolicy", "create"),
    stdin:
      stdin ??
      JSON.stringify({
        consentra: 1,
        kind: "ApplicationAccessPolicy",
        tenantId: otherId,
        organization: "contoso.onmicrosoft.com",
        spec: {
          appId,
          scopeGroup: "g@contoso.com",
          accessRight: "RestrictAccess",
          description: "x",
          probes: { granted: [], denied: [] },
        },
      }),
  });

const grant = (appRoleId: string, principalObjectId: string, dependencies: PolicyResource[] = []) =>
  resource(
    "azuread:index/appRoleAssignment:AppRoleAssignment",
    "consent",
    { appRoleId, principalObjectId, resourceObjectId: "graph" },
    dependencies,
  );

async function violations(judge: StackValidationPolicy, resources: PolicyResource[]): Promise<string[]> {
  const found: string[] = [];
  try {
    await judge.validateStack(
      {
        resources,
        stackTags: new Map(),
        getConfig: <T extends object>() => ({}) as T,
        notApplicable: (reason) => {
          throw new Error(`not applicable: ${reason}`);
        },
      },
      (message) => found.push(message),
    );
  } catch (error) {
    found.push(error instanceof Error ? error.message : String(error));
  }
  return found;
}

describe("mailbox-scope policies", () => {
  const scope = policy(clientId);
  const happy = [principal(), scope, grant(mailRead, principalId, [scope])];

  it("pass an app that is scoped before it is consented to", async () => {
    for (const judge of [mailboxPermissionIsScoped, consentDependsOnScope, mailboxAccessIsKnown]) {
      assert.deepEqual(await violations(judge, happy), []);
    }
  });

  it("do not apply where no permission reaches mailboxes", async () => {
    const userRead = grant("df021288-bdef-4463-88db-98f22de89214", principalId);
    for (const judge of [mailboxPermissionIsScoped, consentDependsOnScope]) {
      assert.deepEqual(await violations(judge, [principal(), userRead]), [
        "not applicable: no application permission of the stack reaches mailboxes",
      ]);
    }
  });

  it("refuse a grant without a scope", async () => {
    assert.deepEqual(await violations(mailboxPermissionIsScoped, [principal(), grant(mailRead, principalId)]), [
      `"consent" grants Mail.Read to application ${clientId}, and the stack has no access policy: the application could reach every mailbox of the organisation. ` +
        "Give it a MailboxScope (VendorApp: `mailboxScope`) with the mailboxes it needs.",
    ]);
  });

  it("refuse a scope for another application", async () => {
    const [message] = await violations(mailboxPermissionIsScoped, [
      principal(),
      policy(otherId),
      grant(mailRead, principalId),
    ]);
    assert.match(
      message ?? "",
      new RegExp(`to application ${clientId}, and the access policies of the stack are for ${otherId}`),
    );
  });

  it("are not misled by upper case", async () => {
    const shouting = [
      principal(principalId.toUpperCase(), clientId.toUpperCase()),
      grant(mailRead.toUpperCase(), principalId),
    ];
    assert.equal((await violations(mailboxPermissionIsScoped, shouting)).length, 1);
    assert.deepEqual(await violations(mailboxPermissionIsScoped, [...shouting, policy(clientId.toUpperCase())]), []);
  });

  it("refuse a grant to a principal that the stack does not have", async () => {
    const [message] = await violations(mailboxPermissionIsScoped, [scope, grant(mailRead, otherId, [scope])]);
    assert.match(message ?? "", /to a service principal that is not in this stack, so no scope can be matched to it/);
  });

  it("refuse permissions that an access policy does not filter", async () => {
    const { findPermission } = await import("consentra/graph");
    const id = findPermission("Microsoft Graph", "application", everyItem)?.id ?? "";
    const [message] = await violations(mailboxPermissionIsScoped, [
      principal(),
      scope,
      grant(id, principalId, [scope]),
    ]);
    assert.match(message ?? "", /an access policy does not filter MailboxItem\.Read\.All/);
  });

  it("refuse full_access_as_app without a scope, though it is no Graph permission", async () => {
    const found = await violations(mailboxPermissionIsScoped, [
      principal(),
      grant("dc890d15-9560-4a4c-9b7f-a736ec74ec40", principalId),
    ]);
    assert.match(found[0] ?? "", /grants full_access_as_app/);
  });

  it("refuse consent that does not depend on the scope, and follow dependencies through others", async () => {
    const [message] = await violations(consentDependsOnScope, [principal(), scope, grant(mailRead, principalId)]);
    assert.match(message ?? "", /grants Mail\.Read to application .* without depending on its access policy "policy"/);
    const between = resource("consentra:exchange:MailboxScope", "scope", {}, [scope]);
    assert.deepEqual(
      await violations(consentDependsOnScope, [principal(), scope, between, grant(mailRead, principalId, [between])]),
      [],
    );
  });

  describe("while a preview does not know a value", () => {
    const unknownPrincipal = principal(unknown);
    const assignment = grant(mailRead, unknown);
    assignment.propertyDependencies.principalObjectId = [unknownPrincipal];

    it("find the application by the dependency, and judge", async () => {
      assert.equal((await violations(mailboxPermissionIsScoped, [unknownPrincipal, assignment])).length, 1);
      assert.deepEqual(await violations(mailboxPermissionIsScoped, [unknownPrincipal, scope, assignment]), []);
    });

    it("say what they cannot judge", async () => {
      const nobody = grant(mailRead, unknown);
      assert.deepEqual(await violations(mailboxPermissionIsScoped, [nobody, scope]), []);
      assert.deepEqual(await violations(mailboxAccessIsKnown, [nobody, scope]), [
        'cannot judge yet: "consent" grants Mail.Read, but the application behind it is not known in this preview.',
      ]);
      const hidden = grant(unknown, principalId);
      assert.match(
        (await violations(mailboxAccessIsKnown, [hidden]))[0] ?? "",
        /the permission that "consent" grants is not known/,
      );
    });

    it("say so of a policy that cannot be read, and do not take it for a scope of another app", async () => {
      const unreadable = policy(clientId, unknown);
      const resources = [principal(), unreadable, grant(mailRead, principalId)];
      assert.deepEqual(await violations(mailboxPermissionIsScoped, resources), []);
      assert.match(
        (await violations(mailboxAccessIsKnown, resources))[0] ?? "",
        /whether the access policy "policy" confines application/,
      );
    });
  });
});
