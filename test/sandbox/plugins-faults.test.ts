import assert from "node:assert/strict";
import { startSandbox } from "@consentra/sandbox";
import { differences } from "../support/differences";
import { itWithRealPlugins } from "../support/real-plugins";
import { startPlugin, startPluginBy } from "./plugins-client";
import { weather, type Weathered } from "./plugins-faults";
import { startProxy } from "./plugins-proxy";

const app = "/v1.0/applications/<id>";
const late = "expected non-nil error with nil state";
const broken = "connection may have been reset";

/** What azuread makes of Microsoft Graph when it is late, busy or broken. */
const expected: Record<string, Weathered> = {
  "a new registration that is read too early": [late, "POST /v1.0/applications", `GET ${app}`],
  "a new registration, busy": ["made", "POST /v1.0/applications", "POST /v1.0/applications", `GET ${app}`],
  "a new registration, connection broken": [broken, "POST /v1.0/applications"],
  "a new application that is changed too early": [
    "made",
    "POST /v1.0/applications",
    `PATCH ${app}`,
    `PATCH ${app}`,
    `PATCH ${app}`,
    `DELETE ${app}/owners/<id>/$ref`,
    `GET ${app}`,
    "GET /beta/applications/<id>",
    `GET ${app}/owners`,
  ],
  "a new application that is read too early": [
    late,
    "POST /v1.0/applications",
    `PATCH ${app}`,
    `PATCH ${app}`,
    `DELETE ${app}/owners/<id>/$ref`,
    `GET ${app}`,
  ],
  "a new principal that is changed too early": [
    "in the state, but: Timed out whilst waiting for new service principal to be replicated in Azure AD, unexpected status 404",
    "GET /v1.0/servicePrincipals",
    "POST /v1.0/servicePrincipals",
    "PATCH /v1.0/servicePrincipals/<id>",
  ],
  "a new principal that is read too early": [
    late,
    "GET /v1.0/servicePrincipals",
    "POST /v1.0/servicePrincipals",
    "PATCH /v1.0/servicePrincipals/<id>",
    "DELETE /v1.0/servicePrincipals/<id>/owners/<id>/$ref",
    "GET /v1.0/servicePrincipals/<id>",
  ],
  "a new group that is changed and read too early": [
    "made",
    "POST /beta/groups",
    "PATCH /beta/groups/<id>",
    "PATCH /beta/groups/<id>",
    "PATCH /beta/groups/<id>",
    "GET /beta/groups/<id>",
    "GET /beta/groups/<id>/owners",
    "GET /beta/groups/<id>/members",
    "GET /beta/groups/<id>/memberOf",
  ],
  "an assignment to what is not there yet": [
    "made",
    "GET /v1.0/servicePrincipals/<id>",
    "POST /v1.0/servicePrincipals/<id>/appRoleAssignedTo",
    "POST /v1.0/servicePrincipals/<id>/appRoleAssignedTo",
    "GET /v1.0/servicePrincipals/<id>/appRoleAssignedTo/<id>",
  ],
  "a change that is read too early": ["did not exist while updating", `PATCH ${app}`, `GET ${app}`],
  "a change, busy": ["made", `PATCH ${app}`, `PATCH ${app}`, `GET ${app}`],
  "a change, connection broken": [`in the state, but: ${broken}`, `PATCH ${app}`],
  "a change that is denied": ["in the state, but: unexpected status 403", `PATCH ${app}`],
  "a read of what is gone": ["gone", `GET ${app}`],
  "a read, busy": ["read", `GET ${app}`],
  "a read, connection broken": ["EOF", `GET ${app}`],
  "a read that is denied": ["unexpected status 403", `GET ${app}`],
  "a deletion that is denied": ["unexpected status 403", `DELETE ${app}`],
  "a deletion of what is gone": ["unexpected status 404", `DELETE ${app}`],
  "a deletion, connection broken": [broken, `DELETE ${app}`],
  "a deletion, busy": ["deleted", `DELETE ${app}`, `DELETE ${app}`, `GET ${app}`],
};

describe("azuread, when Microsoft Graph is late, busy or broken", function () {
  this.timeout(300_000);

  it("goes on, gives up or keeps what is there, in the offline plugin", async () => {
    assert.deepEqual(differences(await weathered(undefined), expected, ["found", "expected"]), {});
  });

  itWithRealPlugins(["azuread"], "does the same in Pulumi's own plugin", async (executable) => {
    assert.deepEqual(differences(await weathered(executable), expected, ["found", "expected"]), {});
  });
});

async function weathered(executable: string | undefined): Promise<Record<string, Weathered>> {
  const sandbox = await startSandbox();
  const proxy = await startProxy(sandbox);
  const environment = { HOME: process.env.HOME ?? "", ...proxy.environment };
  const plugin = await (executable === undefined
    ? startPlugin("azuread", environment)
    : startPluginBy([executable], environment));
  try {
    await plugin.configure();
    return await weather(plugin, proxy);
  } finally {
    await plugin.stop();
    await proxy.close();
    await sandbox.close();
  }
}
