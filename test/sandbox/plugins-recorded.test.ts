import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { startSandbox } from "@consentra/sandbox";
import { LocalStack } from "@consentra/sandbox/engine";
import { repository } from "../support/repository";
import { createCertificate } from "./certificate";
import { nameOf, pluginsUnderTest, resourcesOf, writeProject, type StateResource } from "./plugins-stack";

/** Recordings of the real plugins, where they are at hand. */
const wire = join(repository, "..", "shared", "wire");

describe("The offline plugins against a recorded state of the real ones", function () {
  this.timeout(300_000);

  if (!existsSync(wire)) {
    it(`leave the same state (skipped: there are no recordings in ${wire})`);
    return;
  }

  it("leave the same state, but for what the tenant made up", async () => {
    const { engine, home } = await pluginsUnderTest();
    const sandbox = await startSandbox();
    const recorded = await readFile(join(wire, "all-resources.program.js"), "utf8");
    const program = recorded
      .replace(
        /new azuread\.Provider\("sim",\{[^}]*\}\)/,
        'new azuread.Provider("sim",JSON.parse(process.env.PROVIDER))',
      )
      .replaceAll("ada@contoso.example", "meganb@contoso.com")
      .replaceAll("grace@contoso.example", "pattif@contoso.com")
      .replaceAll('"Executives"', '"Recorded executives"');
    const { certificatePem } = await createCertificate();
    const project = await writeProject({ "index.js": program, "public_key.pem": certificatePem });
    const environment = sandbox.environment();
    const provider = {
      metadataHost: environment.ARM_METADATA_HOSTNAME,
      tenantId: environment.ARM_TENANT_ID,
      clientId: environment.ARM_CLIENT_ID,
      clientSecret: environment.ARM_CLIENT_SECRET,
      useCli: false,
    };
    const stack = await LocalStack.create({
      engine,
      projectDir: project,
      environment: { ...environment, PROVIDER: JSON.stringify(provider) },
    });
    try {
      const up = await stack.up({ skipPreview: true });
      assert.equal(up.code, 0, up.stdout + up.stderr);
      const expected = JSON.parse(await readFile(join(wire, "all-resources.state.json"), "utf8")) as StateResource[];
      assert.deepEqual(comparable(await resourcesOf(stack)), comparable(expected));
    } finally {
      await stack.remove();
      await sandbox.close();
      await Promise.all([project, home].map((folder) => rm(folder, { recursive: true })));
    }
  });
});

/** What depends on who lives in the tenant, or on its clock. */
const tenantMade = new Set([
  "displayName",
  "endDate",
  "mailNickname",
  "metadataHost",
  "principalDisplayName",
  "principalType",
  "publisherDomain",
  "redirectUris",
  "resourceDisplayName",
  "signInAudience",
  "startDate",
]);

/** Resources by name; made-up values and secrets replaced by their kind. */
function comparable(resources: StateResource[]): Record<string, unknown> {
  const azuread = resources.filter(({ type }) => type !== "pulumi:pulumi:Stack");
  return Object.fromEntries(
    azuread.map((each) => {
      const { id, inputs, outputs } = normalised(each) as StateResource;
      // the simulated tenant tells that there is no such status, where the recording's server told nothing
      if (outputs.disabledByMicrosoft === "map[false:]") outputs.disabledByMicrosoft = "";
      // the recording's server told nothing of a group's way back to a directory of one's own
      delete outputs.onpremisesGroupType;
      const made = Object.entries(outputs).map(([name, value]) => [name, tenantMade.has(name) ? typeof value : value]);
      return [
        nameOf(each),
        { type: each.type, id, inputs: withoutHost(inputs), outputs: Object.fromEntries(made) as object },
      ];
    }),
  );
}

function withoutHost(inputs: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(inputs).filter(([name]) => name !== "metadataHost");
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value === "Executives" || value === "Recorded executives" ? "name" : value]),
  );
}

function normalised(value: unknown): unknown {
  if (typeof value === "string") {
    return value
      .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>")
      .replace(/(appRoleAssignedTo|oauth2PermissionGrants)\/[\w<>-]+/g, "$1/<id>");
  }
  if (Array.isArray(value)) return value.map(normalised);
  if (typeof value !== "object" || value === null) return value;
  if ("ciphertext" in value) return "<secret>";
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, normalised(each)]));
}
