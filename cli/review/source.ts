import type { Source } from "./model";
import type { Worlds } from "./steps";
import { lineage } from "./view/world";

/**
 * Where the program makes a resource: the outermost component of a library is where the user wrote it; what a library made inside has
 * the library's own lines.
 *
 * @param root where the project is, seen from where reports are read
 */
export function sourceOf(urn: string, { before, after }: Worlds, root: string): Source | undefined {
  const world = after.has(urn) ? after : before;
  const node = world.get(urn);
  if (!node) return undefined;
  const family = lineage(node, world).filter(({ type }) => type !== "pulumi:pulumi:Stack");
  const outermost = [...family].reverse().find(({ type }) => /^consentra:(index|exchange|tenant):/.test(type));
  return (
    parse((outermost ?? node).sourcePosition, root) ??
    family.map((each) => parse(each.sourcePosition, root)).find((each) => each)
  );
}

function parse(position: string | undefined, root: string): Source | undefined {
  const found = /^project:\/\/\/([^#]+)(?:#(\d+)(?:,(\d+))?)?$/.exec(position ?? "");
  const path = found?.[1];
  if (!found || path === undefined || /(^|\/)node_modules\/|(^|\/)\.\.(\/|$)/.test(path)) return undefined;
  const [line, column] = [Number(found[2]), Number(found[3])];
  return {
    file: root === "" ? path : `${root}/${path}`,
    ...(line > 0 && { line }),
    // The engine counts columns from 0 in some languages; SARIF and editors from 1.
    ...(column > 0 && { column }),
  };
}
