import { kindOfCommandSource, parseManifest, type Manifest, type ManifestKind } from "consentra/exchange/manifest";
import { knownText } from "../../preview/plan";
import { commandType, type Node, type World } from "./world";

/** A command of the provider. */
export interface CommandView {
  node: Node;
  kind: string;
  /** Its manifest as JSON; undefined while a preview does not know it. */
  text: string | undefined;
}

/** An Exchange object that the stack makes. */
export type ExchangeView<K extends ManifestKind = ManifestKind> = K extends ManifestKind
  ? {
      node: Node;
      kind: K;
      /** Undefined while a preview does not know it, and where this version cannot read it. */
      spec: Extract<Manifest, { kind: K }>["spec"] | undefined;
    }
  : never;

const exchangeKinds: Readonly<Record<ManifestKind, true>> = {
  MailEnabledSecurityGroup: true,
  ApplicationAccessPolicy: true,
  ExchangeServicePrincipal: true,
  ManagementScope: true,
  RoleAssignment: true,
};

/** Reads a command of the provider; undefined for any other resource. */
export function commandOf(node: Node): CommandView | undefined {
  if (node.type !== commandType) return undefined;
  const kind = kindOfCommandSource(knownText(node.inputs.create) ?? "");
  return kind === undefined ? undefined : { node, kind, text: knownText(node.inputs.stdin) };
}

export function isExchangeKind(kind: string): kind is ManifestKind {
  return Object.hasOwn(exchangeKinds, kind);
}

/** Reads an Exchange object; undefined for any other resource. */
export function exchangeOf(node: Node): ExchangeView | undefined {
  const command = commandOf(node);
  if (!command || !isExchangeKind(command.kind)) return undefined;
  return { node, kind: command.kind, spec: specOf(command) } as ExchangeView;
}

function specOf({ kind, text }: CommandView): Manifest["spec"] | undefined {
  if (text === undefined) return undefined;
  try {
    const manifest = parseManifest(text);
    return manifest.kind === kind ? manifest.spec : undefined;
  } catch {
    return undefined;
  }
}

/** All Exchange objects of a kind. */
export function exchangeObjects<K extends ManifestKind>(world: World, kind: K): ExchangeView<K>[] {
  return [...world.values()].flatMap((node) => {
    const view = exchangeOf(node);
    return view && isOfKind(view, kind) ? [view] : [];
  });
}

function isOfKind<K extends ManifestKind>(view: ExchangeView, kind: K): view is ExchangeView<K> {
  return view.kind === kind;
}

/** What makes a command's object another one, as far as it is known: known before the rest of a manifest is. */
export function triggerOf({ inputs }: Node, at: number): string | undefined {
  return Array.isArray(inputs.triggers) ? knownText(inputs.triggers[at]) : undefined;
}
