import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureEngine, type LocalStack } from "@consentra/sandbox/engine";
import { differences } from "../support/differences";
import { itWithRealPlugins } from "../support/real-plugins";
import { repository } from "../support/repository";
import { createCertificate } from "./certificate";
import { live, removeAll, type Moment } from "./plugins-life";
import { pluginsUnderTest, resourcesOf, nameOf, writeProject } from "./plugins-stack";

const nobody = "11111111-2222-4333-8444-555555555555";

const idOf = async (stack: LocalStack, name: string): Promise<string> =>
  (await resourcesOf(stack)).find((each) => nameOf(each) === name)?.id ?? "";

/** Every resource and look-up that the offline plugins serve. */
const everyResource: Record<string, Moment> = {
  "is created": { operation: "up" },
  "is updated with nothing changed": { operation: "up" },
  "is changed": {
    before: async (stack) => void (await stack.setConfig("changed", "true")),
    operation: "up",
  },
  "is read again after changes by hand": {
    before: async (stack, tenant) => {
      await tenant.graph("PATCH", `/v1.0${await idOf(stack, "group")}`, { description: "drifted" });
      await tenant.graph("DELETE", `/v1.0${await idOf(stack, "consent")}`);
    },
    operation: "refresh",
  },
  "is repaired": { operation: "up" },
  "is refused to import what is not there": {
    before: async (stack) => void (await stack.setConfig("adopted", `/groups/${nobody}`)),
    operation: "up",
  },
  "imports what is there": {
    before: async (stack, tenant) => {
      const body = { displayName: "Adopted", mailEnabled: false, mailNickname: "adopted", securityEnabled: true };
      const { id } = (await tenant.graph("POST", "/v1.0/groups", body)).body;
      await stack.setConfig("adopted", `/groups/${id}`);
    },
    operation: "up",
  },
  "is destroyed": { operation: "destroy" },
};

const example: Record<string, Moment> = {
  "is created": { operation: "up" },
  "is updated with nothing changed": { operation: "up" },
  "is read again": { operation: "refresh" },
  "is updated after that": { operation: "up" },
  "is destroyed": { operation: "destroy" },
};

/** A change that is refused counts as done in the state: only a refresh finds it missing. docs/sandbox.md tells what to do. */
const refusedChange: Record<string, Moment> = {
  "is created": { operation: "up" },
  "is refused a change": {
    before: async (stack, _, proxy) => {
      await stack.setConfig("name", "Second");
      const body = { error: { code: "Authorization_RequestDenied", message: "No." } };
      proxy.fail("PATCH", /\/applications\/[^/]+$/, { status: 403, body });
    },
    operation: "up",
  },
  "is updated, and the change is not made": { operation: "up" },
  "is read again": { operation: "refresh" },
  "is updated, and the change is made": { operation: "up" },
};

const registration = `
const azuread = require("@pulumi/azuread");
const pulumi = require("@pulumi/pulumi");
new azuread.ApplicationRegistration("registration", { displayName: new pulumi.Config().get("name") ?? "First" });
`;

interface Life {
  what: string;
  moments: Record<string, Moment>;
  /** The project's folder and the stack configuration to start with. */
  project: () => Promise<{ folder: string; configFile?: string }>;
}

const made: string[] = [];

const lives: Life[] = [
  {
    what: "a stack of every resource",
    moments: everyResource,
    project: async () => {
      const [first, second] = await Promise.all([createCertificate(), createCertificate()]);
      const folder = await writeProject({
        "index.js": await readFile(join(__dirname, "plugins-program.js"), "utf8"),
        "first.pem": first.certificatePem,
        "second.pem": second.certificatePem,
      });
      made.push(folder);
      return { folder };
    },
  },
  {
    what: "a registration whose change is refused",
    moments: refusedChange,
    project: async () => {
      const folder = await writeProject({ "index.js": registration });
      made.push(folder);
      return { folder };
    },
  },
  {
    what: "the example people-ai",
    moments: example,
    project: () => {
      const folder = join(repository, "examples", "people-ai");
      return Promise.resolve({ folder, configFile: join(folder, "Pulumi.default.yaml") });
    },
  },
];

/** The same programs, once with Pulumi's own plugins and once with the offline ones, each in a tenant of its own. */
describe("The offline plugins beside Pulumi's own, on the engine", function () {
  this.timeout(900_000);
  after(() => removeAll(made));

  for (const { what, moments, project } of lives) {
    const title = `let ${what} live the same life: plans, requests, states and words`;
    itWithRealPlugins(["azuread", "command"], title, async () => {
      const { folder, configFile } = await project();
      const { engine, home } = await pluginsUnderTest();
      made.push(home);
      const offline = await live(engine, folder, { configFile }, moments);
      const real = await live(await ensureEngine(), folder, { configFile }, moments);
      assert.deepEqual(differences(offline, real, ["offline", "real"]), {});
    });
  }
});
