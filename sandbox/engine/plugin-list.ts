import { EngineError } from "./errors";
import { installedVersionOf } from "./versions";

/** A resource plugin in the version of its installed SDK. */
export interface Plugin {
  name: string;
  version: string;
}

/** The plugins that every program of ours needs. */
export const neededPlugins: readonly Plugin[] = [
  { name: "azuread", version: installedVersionOf("@pulumi/azuread") },
  { name: "command", version: installedVersionOf("@pulumi/command") },
];

/** Large, and needed by few programs: the engine downloads it when a program uses it; the offline one is always there. */
export const occasionalPlugins: readonly Plugin[] = [
  { name: "azure-native", version: installedVersionOf("@pulumi/azure-native") },
];

const names = [...neededPlugins, ...occasionalPlugins].map(({ name }) => name);

/**
 * Which plugins must be Pulumi's own: "1" means those that every program needs, else names with commas between.
 * @param value of CONSENTRA_REAL_PLUGINS
 * @throws EngineError for a name that no plugin has
 */
export function insistedOn(value = ""): readonly string[] {
  if (["", "0", "false"].includes(value)) return [];
  if (["1", "true"].includes(value)) return neededPlugins.map(({ name }) => name);
  const given = value.split(",").map((name) => name.trim());
  const unknown = given.filter((name) => !names.includes(name));
  if (unknown.length === 0) return given;
  throw new EngineError(
    `CONSENTRA_REAL_PLUGINS names ${unknown.map((name) => JSON.stringify(name)).join(" and ")}, which is no plugin of ours. ` +
      `Set it to 1 (${neededPlugins.map(({ name }) => name).join(" and ")}), or to some of ${names.join(", ")} with commas between.`,
  );
}
