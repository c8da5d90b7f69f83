import assert from "node:assert/strict";
import { join } from "node:path";
import { commandSource } from "consentra/exchange/manifest";
import { apis, findPermission } from "consentra/graph";
import { previewOf, unknownValue, urnOf, type ShortStep } from "../support/plan";
import { repository } from "../support/repository";

const built = (...name: string[]) => join(repository, "cli", "dist", ...name);
const { plannedActions } = require(
  built("preflight", "planned-actions.js"),
) as typeof import("../../cli/preflight/planned-actions");
const { parsePlan } = require(built("preview", "plan.js")) as typeof import("../../cli/preview/plan");

const planned = (...steps: ShortStep[]) => plannedActions(parsePlan(previewOf(steps), "the test"));
const azuread = (name: string) => `azuread:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
const assignment = (appRoleId: unknown): ShortStep => ({
  type: azuread("AppRoleAssignment"),
  name: "grant",
  inputs: { appRoleId },
});

describe("the actions of a plan", () => {
  it("are read from azuread resources, whoever wrote them", () => {
    const types: Record<string, string> = {
      Application: "createApplication",
      ApplicationRegistration: "createApplication",
      ApplicationFederatedIdentityCredential: "createApplication",
      ServicePrincipal: "createServicePrincipal",
      ServicePrincipalCertificate: "createServicePrincipal",
      ServicePrincipalDelegatedPermissionGrant: "grantDelegatedPermission",
      Group: "createGroup",
      GroupMember: "changeGroupMembers",
      User: "changeUsers",
    };
    for (const [type, action] of Object.entries(types)) {
      assert.deepEqual(planned({ type: azuread(type), name: "it" }), {
        actions: [{ action, path: "it" }],
        notJudged: [],
      });
    }
  });

  it("tell an assignment of users from a grant, and whose permission is granted", () => {
    const [mail, exchange] = [
      findPermission("Microsoft Graph", "application", "Mail.Read"),
      findPermission("Office 365 Exchange Online", "application", "full_access_as_app"),
    ];
    const action = (appRoleId: unknown) => planned(assignment(appRoleId)).actions[0];
    assert.deepEqual(action("00000000-0000-0000-0000-000000000000"), { action: "assignUsers", path: "grant" });
    const grant = { action: "grantApplicationPermission", path: "grant" };
    assert.deepEqual(action(mail?.id.toUpperCase()), { ...grant, api: apis["Microsoft Graph"].clientId });
    assert.deepEqual(action(exchange?.id), { ...grant, api: apis["Office 365 Exchange Online"].clientId });
    assert.deepEqual(action(unknownValue), grant);
    assert.deepEqual(action("11111111-2222-4333-8444-555555555555"), grant);
  });

  it("know an enterprise application of the stack's own registration", () => {
    const registration = { type: azuread("ApplicationRegistration"), name: "registration" };
    const principal = {
      type: azuread("ServicePrincipal"),
      name: "principal",
      from: { clientId: [urnOf(registration.type, registration.name)] },
      inputs: { owners: ["x"] },
    };
    assert.deepEqual(
      planned(registration, principal).actions.map(({ action }) => action),
      ["createApplication", "createOwnServicePrincipal", "setOwners"],
    );
  });

  it("are read from the provider's own commands, and other commands are none of its business", () => {
    const command = (create: string): ShortStep => ({
      type: "command:local:Command",
      name: "step",
      inputs: { create },
    });
    assert.deepEqual(planned(command(commandSource("MailEnabledSecurityGroup", "create"))).actions, [
      { action: "manageExchangeGroup", path: "step" },
    ]);
    assert.deepEqual(planned(command(commandSource("ApplicationAccessPolicy", "create"))).actions, [
      { action: "manageAccessPolicy", path: "step" },
    ]);
    assert.deepEqual(planned(command("make all")), { actions: [], notJudged: [] });
    const ofTomorrow = 'require("consentra/command").run("SomethingNew", "create")';
    assert.deepEqual(planned(command(ofTomorrow)), {
      actions: [],
      notJudged: [{ name: "step", type: "command:local:Command" }],
    });
  });

  it("are those of steps that change something: also when they remove it", () => {
    const principal = { type: azuread("ServicePrincipal"), name: "it" };
    const actions = (op: string) => planned({ ...principal, op }).actions.map(({ action }) => action);
    for (const op of ["create", "update", "replace", "create-replacement", "delete-replaced", "delete"]) {
      assert.deepEqual(actions(op), ["createServicePrincipal"], op);
    }
    assert.deepEqual(actions("same"), []);
    assert.deepEqual(actions("read"), ["readApplications"]);
  });

  it("say which resources they know no rights of", () => {
    const type = azuread("ConditionalAccessPolicy");
    assert.deepEqual(planned({ type, name: "it" }), { actions: [], notJudged: [{ name: "it", type }] });
  });

  it("are refused of what is no preview", () => {
    assert.throws(
      () => parsePlan("no", "a.json"),
      /a\.json is not JSON; expected the output of `pulumi preview --json`/,
    );
    const failed = JSON.stringify({ diagnostics: [{ message: "error: it broke\n", severity: "error" }] });
    assert.throws(() => parsePlan(failed, "a.json"), /a\.json holds no steps; .*; it says: error: it broke$/);
    assert.throws(() => parsePlan("null", "a.json"), /a\.json holds no steps/);
  });
});
