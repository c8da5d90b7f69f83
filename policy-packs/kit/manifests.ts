import { kindOfCommandSource, parseManifest, type Manifest } from "consentra/exchange/manifest";
import { NOT_KNOWN, readable, type Readable } from "./readable";
import { types } from "./types";

const kinds = new Set<string>([
  "MailEnabledSecurityGroup",
  "ApplicationAccessPolicy",
  "ExchangeServicePrincipal",
  "ManagementScope",
  "RoleAssignment",
] satisfies Manifest["kind"][]);

type Kind = Manifest["kind"];

/** An Exchange object that a command makes: its kind is readable even while what it says is not. */
export type ExchangeObject = { [K in Kind]: { kind: K; spec: Readable<Extract<Manifest, { kind: K }>["spec"]> } }[Kind];

/**
 * Reads the Exchange object that a command makes; undefined where it makes none.
 *
 * @throws Error where the command's input is no manifest of its kind
 */
export function exchangeObjectOf(resource: {
  type: string;
  props: Record<string, unknown>;
}): ExchangeObject | undefined {
  if (resource.type !== types.command) return undefined;
  const source = readable(() => resource.props.create);
  const kind = typeof source === "string" ? kindOfCommandSource(source) : undefined;
  if (kind === undefined || !kinds.has(kind)) return undefined;
  const text = readable(() => resource.props.stdin);
  if (text === NOT_KNOWN) return { kind: kind as Kind, spec: NOT_KNOWN };
  return parseManifest(typeof text === "string" ? text : "");
}
