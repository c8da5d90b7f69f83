import type { ManifestKind } from "consentra/exchange/manifest";
import { z } from "zod";
import { knownText } from "../preview/plan";
import type { Step } from "./model";
import type { AppView } from "./view/apps";
import { commandOf, exchangeOf, triggerOf, type CommandView, type ExchangeView } from "./view/manifests";
import { assignmentOf, credentialsOf } from "./view/people";
import { isGrant, permissionsOf } from "./view/permissions";
import { azuread, type Node, type World } from "./view/world";
import { counted, credentialWords, forWhom, listed, principalWords } from "./words";

type Op = Step["op"];
interface Worlds {
  before: World;
  after: World;
}

const verbs: Record<Op, string> = {
  create: "create",
  update: "change",
  replace: "replace",
  delete: "remove",
  import: "take over",
  forget: "leave in the tenant, no longer managed,",
};

/** What a step does, in words. */
export function stepWords(op: Op, node: Node, worlds: Worlds, app: AppView | undefined): string {
  const world = op === "delete" || op === "forget" ? worlds.before : worlds.after;
  switch (node.type) {
    case azuread.principal:
      return `${node.inputs.useExisting === true && op === "create" ? verbs.import : verbs[op]} the enterprise application`;
    case azuread.application:
    case azuread.registration:
      return `${verbs[op]} the registration ${knownText(node.inputs.displayName) ?? node.name}`;
    case azuread.assignment:
      return app && !isGrant(node, app) ? assignmentWords(op, node, app, world) : consentWords(op, node, app, worlds);
    case azuread.delegatedGrant:
      return consentWords(op, node, app, worlds);
    default:
      return (
        commandWords(op, node, worlds.before) ??
        credentialStep(op, node, app) ??
        `${verbs[op]} ${node.name} (${node.type})`
      );
  }
}

function assignmentWords(op: Op, node: Node, app: AppView, world: World): string {
  const who = assignmentOf(app, world)?.principals.find(({ key }) => key === node.urn);
  const name = who ? principalWords(who) : node.name;
  return op === "delete"
    ? `take away the assignment of ${name}`
    : `${op === "create" ? "assign" : verbs[op] + " the assignment of"} ${name}`;
}

function consentWords(op: Op, node: Node, app: AppView | undefined, worlds: Worlds): string {
  const names = (world: World, holder: AppView | undefined) =>
    (holder ? permissionsOf(holder, world) : []).filter(({ urns }) => urns.includes(node.urn));
  const held = names(op === "delete" || op === "forget" ? worlds.before : worlds.after, app);
  const [first] = held;
  const what = `${listed(
    held.map(({ name }) => name),
    20,
  )}${first ? forWhom(first) : ""}`;
  if (op === "create") return `consent to ${what}`;
  if (op === "delete") return `withdraw the consent to ${what}`;
  return `${verbs[op]} the consent${op === "update" ? ", now" : ""} to ${what}`;
}

function credentialStep(op: Op, node: Node, app: AppView | undefined): string | undefined {
  const credential = app && credentialsOf(app).find(({ key }) => key === node.urn);
  return credential && `${verbs[op]} ${credentialWords(credential)}`;
}

const graphKinds: Readonly<Record<string, string>> = {
  AppAssignmentSeed: "the first assignments, which the app's owners keep",
  PurgedApplication: "the mark by which the registration is removed for good",
};

function commandWords(op: Op, node: Node, before: World): string | undefined {
  const command = commandOf(node);
  if (!command) return undefined;
  const view = exchangeOf(node);
  if (!view) return settingWords(op, command) ?? `${verbs[op]} ${graphKinds[command.kind] ?? command.kind}`;
  if (view.kind === "MailEnabledSecurityGroup") return groupWords(op, view, before);
  return `${verbs[op]} ${exchangeWords(view)}`;
}

const settingManifest = z.object({
  spec: z.object({
    policies: z.array(z.string()).optional(),
    isEnabled: z.boolean().optional(),
    permissions: z.array(z.object({ name: z.string() })).optional(),
  }),
});

/** Settings of the whole tenant, with what they become. */
function settingWords(op: Op, { kind, text }: CommandView): string | undefined {
  const spec = readSetting(text);
  const gone = op === "delete";
  switch (kind) {
    case "UserConsentSettings": {
      if (gone) return "give the tenant's rule of users' consent back as it was before";
      const [policy] = spec?.policies ?? [];
      if (!spec?.policies) return "set the tenant's rule of users' consent";
      return policy === undefined
        ? "let no user consent for themselves"
        : `let users consent for themselves by the policy ${policy}`;
    }
    case "AdminConsentWorkflow":
      if (gone) return "give the tenant's workflow for requests of consent back as it was before";
      return `${spec?.isEnabled === false ? "switch off" : "switch on"} the tenant's workflow for requests of consent`;
    case "PermissionClassification": {
      const names = (spec?.permissions ?? []).map(({ name }) => name);
      return gone
        ? "give the tenant's low-impact permissions back as they were before"
        : `classify ${listed(names, 20)} as low-impact permissions in the tenant`;
    }
    default:
      return undefined;
  }
}

function readSetting(text: string | undefined): z.infer<typeof settingManifest>["spec"] | undefined {
  try {
    return settingManifest.parse(JSON.parse(text ?? "")).spec;
  } catch {
    return undefined;
  }
}

function exchangeWords(view: ExchangeView<Exclude<ManifestKind, "MailEnabledSecurityGroup">>): string {
  switch (view.kind) {
    case "ApplicationAccessPolicy": {
      const { spec } = view;
      if (!spec)
        return `the access policy${triggerOf(view.node, 1) === "DenyAccess" ? " that keeps the app out of mailboxes" : " that confines the app"}`;
      return spec.accessRight === "RestrictAccess"
        ? `the access policy that lets the app reach only the members of ${spec.scopeGroup}`
        : `the access policy that keeps the app out of the mailboxes of ${spec.scopeGroup}`;
    }
    case "ExchangeServicePrincipal":
      return "Exchange's pointer to the enterprise application";
    case "ManagementScope":
      return `the management scope ${view.spec?.name ?? view.node.name}`;
    case "RoleAssignment":
      return `the assignment of the role ${view.spec?.role ?? "of Exchange"}`;
  }
}

function groupWords(op: Op, { node, spec }: ExchangeView<"MailEnabledSecurityGroup">, before: World): string {
  const address = spec?.primarySmtpAddress ?? node.name;
  if (op === "create")
    return `create the group ${address} with ${spec ? counted(spec.members.length, "mailbox", "mailboxes") : "its mailboxes"}`;
  if (op !== "update" || !spec) return `${verbs[op]} the group ${address}`;
  const old = before.get(node.urn);
  const was = old && exchangeOf(old);
  const members = new Set(was?.kind === "MailEnabledSecurityGroup" ? was.spec?.members : []);
  const now = new Set(spec.members);
  const changes = [
    ...[...now].filter((each) => !members.has(each)).map((each) => `add ${each}`),
    ...[...members].filter((each) => !now.has(each)).map((each) => `take out ${each}`),
  ];
  return `change the group ${address}${changes.length > 0 ? `: ${listed(changes)}` : ", so that it is as declared again"}`;
}
