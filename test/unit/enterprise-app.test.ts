import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { EnterpriseApp as EnterpriseAppType, EnterpriseAppArgs } from "consentra";
import { MockEngine, mockPrincipalId, valueOf } from "../support/mocks";

const clientId = "6135B4C8-8900-475f-84db-b8ee65fbb329";

describe("EnterpriseApp", () => {
  const engine = new MockEngine();
  let EnterpriseApp: typeof EnterpriseAppType;

  before(async () => {
    await engine.start();
    ({ EnterpriseApp } = await import("consentra"));
  });
  beforeEach(() => engine.reset());

  /** Makes one; `kept` says whether its service principal stays when the stack is destroyed. */
  const make = async (args: Partial<EnterpriseAppArgs> = {}) => {
    let kept: unknown;
    const app = new EnterpriseApp(
      "vendor",
      { clientId, ...args },
      {
        transformations: [
          ({ name, opts }) => {
            if (name === "vendor-principal") kept = opts.retainOnDelete;
            return undefined;
          },
        ],
      },
    );
    const outputs = await valueOf(pulumi.all([app.clientId, app.objectId, app.displayName]));
    return { outputs, inputs: engine.inputsOf("vendor-principal"), kept };
  };

  it("makes one service principal, for assigned users only, listed among the enterprise applications", async () => {
    const { outputs, inputs, kept } = await make();
    assert.deepEqual(engine.names(), [
      "azuread:index/servicePrincipal:ServicePrincipal vendor-principal",
      "consentra:index:EnterpriseApp vendor",
    ]);
    assert.deepEqual(inputs, {
      clientId: clientId.toLowerCase(),
      appRoleAssignmentRequired: true,
      featureTags: [{ enterprise: true, hide: false }],
    });
    assert.deepEqual(outputs, [clientId.toLowerCase(), mockPrincipalId, "Vendor"]);
    assert.equal(kept, undefined);
  });

  it("passes on what it is given", async () => {
    const { inputs } = await make({
      assignmentRequired: false,
      owners: ["a0000000-0000-4000-8000-00000000000a"],
      notes: "CRM",
      notificationEmailAddresses: ["it@contoso.com"],
      hidden: true,
    });
    assert.deepEqual(inputs, {
      clientId: clientId.toLowerCase(),
      appRoleAssignmentRequired: false,
      owners: ["a0000000-0000-4000-8000-00000000000a"],
      notes: "CRM",
      notificationEmailAddresses: ["it@contoso.com"],
      featureTags: [{ enterprise: true, hide: true }],
    });
  });

  it("keeps an adopted principal on destroy, and its tags as they are", async () => {
    const { inputs, kept } = await make({ adopt: true });
    assert.equal(kept, true);
    assert.deepEqual(inputs, { clientId: clientId.toLowerCase(), useExisting: true, appRoleAssignmentRequired: true });
  });

  it("finds nothing out by a look-up, which would answer differently on the second run", async () => {
    await make();
    await make({ adopt: true });
    assert.deepEqual(engine.lookUps, []);
  });

  it("refuses what is no client ID, and Microsoft's own applications", () => {
    const messageOf = (given: string): string => {
      try {
        new EnterpriseApp("vendor", { clientId: given });
      } catch (error) {
        assert.ok(pulumi.InputPropertiesError.isInstance(error));
        assert.deepEqual(
          error.errors.map(({ propertyPath }) => propertyPath),
          ["clientId"],
        );
        return error.message;
      }
      throw new Error(`${given} was taken`);
    };
    assert.equal(
      messageOf("people.ai"),
      'EnterpriseApp vendor: 1 fault in the arguments, nothing was created\n  - clientId: found "people.ai", expected a GUID; take the application (client) ID from the vendor\'s guide',
    );
    for (const own of ["00000003-0000-0000-c000-000000000000", "00000002-0000-0FF1-CE00-000000000000"]) {
      assert.match(messageOf(own), /expected an application that is not Microsoft's own; .* never managed/);
    }
  });
});
