import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox } from "@consentra/sandbox";
import type { StackDeployment } from "@consentra/sandbox/engine";
import { repository } from "../support/repository";
import type { RecordedStack } from "./cases";
import { hostPlaceholder, type Recorded } from "./stable";
import { applyChanges, type TenantChange } from "./tenant-changes";

const fixtures = join(repository, "test", "fixtures", "states");

/** Encrypts whatever is secret to Pulumi in a recorded state. It is public: none holds a secret. */
export const publicPassphrase = "recorded states hold no secret";

/** What was recorded of one stack by one release. */
export interface Fixture extends Recorded {
  release: string;
  stack: RecordedStack;
  /** The stack's configuration as it was. */
  configFile: string;
}

/** Releases with recorded states, oldest first. */
export function recordedReleases(): string[] {
  const compare = new Intl.Collator("en", { numeric: true }).compare;
  return readdirSync(fixtures).sort(compare);
}

/** Where a release's states are. */
export const folderOf = (release: string): string => join(fixtures, release);

/** @returns undefined where that release has no state of it */
export function readFixture(release: string, stack: RecordedStack): Fixture | undefined {
  const folder = join(folderOf(release), stack.name);
  if (!existsSync(folder)) return undefined;
  return {
    release,
    stack,
    configFile: join(folder, configName(stack)),
    state: readJson<StackDeployment>(join(folder, "state.json")),
    tenant: readJson<TenantChange[]>(join(folder, "tenant.json")),
  };
}

const noUpdates = `# What later code changes in place in stacks of this release: which input of which resources, and why. The test fails for what is not here.
updates: []
`;

/** Keeps what was recorded; a new release begins with an empty list of updates. @param config text of the stack's configuration */
export function writeFixture(release: string, stack: RecordedStack, config: string, { state, tenant }: Recorded): void {
  const folder = join(folderOf(release), stack.name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, configName(stack)), config);
  writeJson(join(folder, "state.json"), state);
  writeJson(join(folder, "tenant.json"), tenant);
  const updates = join(folderOf(release), "updates.yaml");
  if (!existsSync(updates)) writeFileSync(updates, noUpdates);
}

/** The state as it would be for that simulated tenant, which is brought to where the recorded one was. */
export function loadInto(sandbox: Pick<Sandbox, "origin" | "tenants">, { state, tenant }: Recorded): StackDeployment {
  applyChanges(sandbox.tenants.contoso, tenant);
  return JSON.parse(JSON.stringify(state).replaceAll(hostPlaceholder, new URL(sandbox.origin).host)) as StackDeployment;
}

const configName = ({ config }: RecordedStack): string => `Pulumi.${config}.yaml`;

const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T;

const writeJson = (path: string, value: unknown): void =>
  writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`);
