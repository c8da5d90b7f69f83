import { isList, isMap, type Value, type ValueMap } from "../rpc/values";

/**
 * Inputs with the values at ignored paths replaced by those that the object has, so that they neither differ nor are written.
 *
 * @param paths property paths such as `owners` or `web.redirectUris[0]`; a path that leads nowhere changes nothing
 */
export function withIgnored(inputs: ValueMap, outputs: ValueMap, paths: string[]): ValueMap {
  return paths.reduce((result, path) => replaceAt(result, outputs, segmentsOf(path)), inputs);
}

function replaceAt(inputs: ValueMap, outputs: ValueMap, [first, ...rest]: string[]): ValueMap {
  if (first === undefined) return inputs;
  const [given, found] = [inputs[first], outputs[first]];
  if (rest.length > 0 && isMap(given) && isMap(found)) return { ...inputs, [first]: replaceAt(given, found, rest) };
  if (rest.length > 0 && isList(given) && isList(found)) {
    return { ...inputs, [first]: replaceElement(given, found, rest) };
  }
  if (found === undefined || found === null) {
    return Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== first));
  }
  return { ...inputs, [first]: found };
}

function replaceElement(given: Value[], found: Value[], [index = "*", ...rest]: string[]): Value[] {
  if (index === "*") return found;
  return given.map((each, position) => {
    const other = found[position];
    if (String(position) !== index || other === undefined) return each;
    return rest.length > 0 && isMap(each) && isMap(other) ? replaceAt(each, other, rest) : other;
  });
}

/** `a.b[0]["c d"]` in its parts. */
function segmentsOf(path: string): string[] {
  return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[([^\]]*)\]|([^.[\]]+)/g)].map(
    ([, quoted, bracketed, bare]) => quoted?.replace(/\\(.)/g, "$1") ?? bracketed ?? bare ?? "",
  );
}
