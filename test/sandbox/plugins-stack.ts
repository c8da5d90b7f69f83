import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureEngine, type Engine, type LocalStack } from "@consentra/sandbox/engine";
import { repository } from "../support/repository";
import { installPlugins } from "./plugins-client";

export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

export const nameOf = ({ urn }: StateResource): string => urn.split("::").at(-1) ?? "";

/** A project below `test/dist`, where Node finds the packages. */
export async function writeProject(files: Record<string, string>): Promise<string> {
  const parent = join(repository, "test", "dist", "plugin-projects");
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, "p-"));
  const all = { "Pulumi.yaml": "name: plugins\nruntime: nodejs\nmain: index.js\n", "package.json": "{}", ...files };
  await Promise.all(Object.entries(all).map(([name, content]) => writeFile(join(folder, name), content)));
  return folder;
}

export async function pluginsUnderTest(): Promise<{ engine: Pick<Engine, "pulumi" | "environment">; home: string }> {
  const engine = await ensureEngine();
  const home = await mkdtemp(join(tmpdir(), "plugins-home-"));
  await installPlugins(home);
  return { engine: { pulumi: engine.pulumi, environment: { ...engine.environment, PULUMI_HOME: home } }, home };
}

export async function resourcesOf(stack: LocalStack): Promise<StateResource[]> {
  // the engine leaves the list out when it is empty
  return ((await stack.export()).deployment.resources ?? []) as unknown as StateResource[];
}
