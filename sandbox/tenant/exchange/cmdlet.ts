import type { Caller } from "../context";
import type { ExchangeOptions, Recipient } from "../model";
import { invalid, notFound } from "./faults";
import type { Rights } from "./rbac/rights";
import { findRecipient } from "./recipient-table";
import { seen, type ReplicaView } from "./replicas";

export type Json = Record<string, unknown>;
type ParameterType = "string" | "strings" | "boolean";

/** One run of a cmdlet, on the directory server that the request reached. */
export interface CmdletCall extends ReplicaView {
  caller: Caller;
  rights: Rights;
  /** Bound values by the cmdlet's own spelling. */
  parameters: Json;
  /** Noted in the audit. */
  setTarget(target: string): void;
  /** Told to the caller beside a success. */
  warn(message: string): void;
}

export interface Cmdlet {
  name: string;
  parameters: Record<string, ParameterType>;
  /** Other names of parameters. */
  aliases?: Record<string, string>;
  required?: readonly string[];
  run(call: CmdletCall): Json[];
}

/** Binds sent values to a cmdlet's parameters: names in any letter case, unknown ones and wrong types refused. */
export function bind(cmdlet: Cmdlet, sent: Json, nullParameters: ExchangeOptions["nullParameters"]): Json {
  const spelling = new Map(
    [...Object.keys(cmdlet.parameters).map((name) => [name, name]), ...Object.entries(cmdlet.aliases ?? {})].map(
      ([name = "", known = ""]) => [name.toLowerCase(), known],
    ),
  );
  const bound: Json = {};
  for (const [name, value] of Object.entries(sent)) {
    if (name.includes("@")) continue;
    const known = spelling.get(name.toLowerCase());
    if (known === undefined) {
      throw invalid(
        `A parameter cannot be found that matches parameter name '${name}'.`,
        "System.Management.Automation.ParameterBindingException",
      );
    }
    // An Identity of null is documented to ask for everything, so it is never as if it was not sent.
    if (value === null && known !== "Identity" && nullParameters === "ignored") continue;
    bound[known] = convert(known, cmdlet.parameters[known] ?? "string", value);
  }
  for (const name of cmdlet.required ?? []) {
    if (bound[name] === undefined) {
      throw invalid(
        `Cannot process command because of one or more missing mandatory parameters: ${name}.`,
        "System.Management.Automation.ParameterBindingException",
      );
    }
  }
  return bound;
}

function convert(name: string, type: ParameterType, value: unknown): unknown {
  if (type === "strings") {
    const list = Array.isArray(value) ? value : [value];
    if (list.every((each) => typeof each === "string")) return list;
  } else if (value === null && type === "string") {
    return "";
  } else if (typeof value === type) {
    return value;
  }
  throw invalid(
    `Cannot process argument transformation on parameter '${name}'. Cannot convert the value to type "${type}".`,
    "System.Management.Automation.ParameterBindingArgumentTransformationException",
  );
}

export const textOf = (call: CmdletCall, name: string): string => {
  const value = call.parameters[name];
  return typeof value === "string" ? value : "";
};

/** @throws CmdletFault 400 for one that is there twice */
export function textsOf(call: CmdletCall, name: string): string[] {
  const sent = (call.parameters[name] as string[] | undefined) ?? [];
  const known = new Set<string>();
  for (const each of sent) {
    const key = each.toLowerCase();
    if (known.has(key)) {
      throw invalid(`The parameter "${name}" contains the following duplicated recipient identity: "${each}".`);
    }
    known.add(key);
  }
  return sent;
}

/** A switch or truth value; undefined where it was not sent. */
export const flagOf = (call: CmdletCall, name: string): boolean | undefined =>
  call.parameters[name] as boolean | undefined;

/** Finds among named objects by any of their names, in any letter case. */
export function findByName<T>(
  objects: Iterable<T>,
  identity: string,
  names: (object: T) => readonly string[],
): T | undefined {
  const wanted = identity.toLowerCase();
  return [...objects].find((each) => names(each).some((name) => name.toLowerCase() === wanted));
}

/** @throws CmdletFault 400 for more than 64 characters, or none */
export function checkName(name: string): void {
  if (name.trim().length > 0 && name.length <= 64) return;
  throw invalid(
    name.length > 64
      ? `The length of the property is too long. The maximum length is 64 and the length of the value provided is ${name.length}.`
      : "The property Name can't be empty.",
  );
}

/** What this request's directory server knows. */
export const visibleRecipients = (call: CmdletCall): Recipient[] => [...seen(call, "recipients").values()];

/** @throws CmdletFault 404 */
export function recipientOf(call: CmdletCall, identity: string): Recipient {
  const recipient = identity === "" ? undefined : findRecipient(seen(call, "recipients"), identity);
  if (!recipient) throw notFound(identity);
  return recipient;
}
