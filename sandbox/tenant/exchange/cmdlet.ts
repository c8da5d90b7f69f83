import type { Caller } from "../context";
import type { Cloud, Recipient, Tenant } from "../model";
import { invalid, notFound } from "./faults";
import { findRecipient } from "./recipients";

export type Json = Record<string, unknown>;
type ParameterType = "string" | "strings" | "boolean";

export interface CmdletCall {
  cloud: Cloud;
  tenant: Tenant;
  caller: Caller;
  /** Whether this request reached the directory server where new objects arrive later. */
  otherReplica: boolean;
  /** Bound values by the cmdlet's own spelling. */
  parameters: Json;
  /** Noted in the audit. */
  setTarget(target: string): void;
}

export interface Cmdlet {
  name: string;
  /** Management roles that hold it; any one is enough. */
  roles: readonly string[];
  parameters: Record<string, ParameterType>;
  required?: readonly string[];
  run(call: CmdletCall): Json[];
}

/** Binds sent values to a cmdlet's parameters: names in any letter case, unknown ones and wrong types refused. */
export function bind(cmdlet: Cmdlet, sent: Json): Json {
  const spelling = new Map(Object.keys(cmdlet.parameters).map((name) => [name.toLowerCase(), name]));
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

export const textsOf = (call: CmdletCall, name: string): string[] =>
  (call.parameters[name] as string[] | undefined) ?? [];

/** What this request's directory server knows. */
export function visibleRecipients(call: CmdletCall): Recipient[] {
  const all = [...call.tenant.exchange.recipients.values()];
  return call.otherReplica ? all.filter((each) => each.replicatedAt <= call.cloud.clock.now()) : all;
}

/** @throws CmdletFault 404 */
export function recipientOf(call: CmdletCall, identity: string): Recipient {
  const recipient = identity === "" ? undefined : findRecipient(visibleRecipients(call), identity);
  if (!recipient) throw notFound(identity);
  return recipient;
}
