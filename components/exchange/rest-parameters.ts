import type { Invocation } from "./transport";

/**
 * The body of one cmdlet's request.
 *
 * @throws for a value that Exchange would read as something else than was meant
 */
export function cmdletInput({ cmdlet, parameters }: Invocation) {
  const bound = Object.entries(parameters).flatMap(([name, value]) => {
    if (name === "Identity") assertIdentity(cmdlet, value);
    const encoded = parameter(cmdlet, name, value);
    return encoded === undefined ? [] : [[name, encoded] as const];
  });
  return { CmdletInput: { CmdletName: cmdlet, Parameters: Object.fromEntries(bound) } };
}

/** An empty Identity makes Get- answer with every object, and Remove- must never see that. */
function assertIdentity(cmdlet: string, identity: unknown): void {
  if (typeof identity === "string" && identity.trim() !== "") return;
  throw new Error(`${cmdlet} was about to be sent with an empty Identity`);
}

/** undefined is a parameter that is not bound. */
function parameter(cmdlet: string, name: string, value: unknown): unknown {
  const place = `${cmdlet} -${name}`;
  if (Array.isArray(value) && value.length === 0 && /^(?:Set|Update)-/i.test(cmdlet)) {
    throw new Error(`${place}: an empty list clears nothing in Exchange; take the values out with { Remove: [...] }`);
  }
  if (typeof value === "string" && name.endsWith("Filter")) return filterText(value);
  return encoded(place, value);
}

function encoded(place: string, value: unknown): unknown {
  switch (typeof value) {
    case "undefined":
    case "string":
    case "boolean":
      return value;
    case "number":
      if (Number.isFinite(value)) return value;
      break;
    case "object":
      if (value === null) break;
      if (value instanceof Date) return value.toISOString();
      if (value instanceof Uint8Array) {
        return { "@odata.type": "#Exchange.ByteArrayType", Data: Buffer.from(value).toString("base64") };
      }
      if (Array.isArray(value)) return value.map((each) => encoded(place, each));
      return hashtable(place, value);
    default:
  }
  // What null means to Exchange is not known: it may clear a value, be ignored, or stand for every object.
  throw new Error(`${place}: ${String(value)} cannot be sent`);
}

/** `@{ Add = ...; Remove = ... }`: without its type the service reads an object as text. */
function hashtable(place: string, value: object): Record<string, unknown> {
  const entries = Object.entries(value).flatMap(([name, each]) => {
    const inner = encoded(`${place}.${name}`, each);
    return inner === undefined ? [] : [[name, inner] as const];
  });
  return { "@odata.type": "#Exchange.GenericHashTable", ...Object.fromEntries(entries) };
}

/** PowerShell would have put in its two constants before Exchange sees a filter; what stands in quotes is text and stays. */
function filterText(filter: string): string {
  return filter.replace(/'(?:[^']|'')*'|\$(true|false)\b/gi, (found, constant: string | undefined) =>
    constant === undefined ? found : constant.toLowerCase() === "true" ? "'True'" : "'False'",
  );
}
