import { join } from "node:path";
import { ensureEngine } from "@consentra/sandbox/engine";

/**
 * A test that compares with Pulumi's own plugins. Where these are not set up it is skipped and says so in its title.
 * @param names of the plugins it needs
 * @param body gets their executables, in the same order
 */
export function itWithRealPlugins(
  names: readonly string[],
  title: string,
  body: (...executables: string[]) => Promise<void>,
): void {
  it(title, async function () {
    const { home, plugins } = await ensureEngine();
    const missing = names.filter((name) => !plugins.some((each) => each.name === name && each.kind === "real"));
    if (missing.length > 0) {
      const test = this.test as Mocha.Test;
      test.title += ` (skipped: Pulumi's own ${missing.join(" and ")} is not set up, see CONSENTRA_REAL_PLUGINS)`;
      this.skip();
    }
    const executables = plugins
      .filter(({ name }) => names.includes(name))
      .map(({ name, version }) => join(home, "plugins", `resource-${name}-v${version}`, `pulumi-resource-${name}`));
    await body(...executables);
  });
}
