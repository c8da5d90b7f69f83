import type { Application } from "./model";
import { commandOf, exchangeOf } from "./view/manifests";
import { notKnown } from "./view/permissions";
import type { World } from "./view/world";

/** What a preview cannot know of the applications that change, a sentence each. */
export function unknownsOf(applications: readonly Application[], after: World, judged: boolean): string[] {
  const changing = applications.filter(({ change }) => change !== "kept" && change !== "removed");
  const scopes = changing.flatMap((each) => each.scopes.filter(({ change }) => change !== "kept"));
  return [
    ...(judged
      ? []
      : [
          "What policy packs say of this change is not known here: no pack judged the preview, or what it said was not given.",
        ]),
    ...changing.flatMap(unknownsOfApp),
    ...unreadable(after),
    ...(scopes.some(({ mechanism }) => mechanism === "accessPolicy")
      ? ["How soon Microsoft Graph follows a change of an access policy: it can take an hour, sometimes longer."]
      : []),
    ...(scopes.some(({ mechanism }) => mechanism === "rbac")
      ? ["How soon a change of Exchange's roles counts: it can take from 30 minutes to two hours."]
      : []),
  ];
}

function unknownsOfApp({ vendor, clientId, permissions, scopes, assignment, consent, name }: Application): string[] {
  const existing = scopes.filter(
    ({ change, group, mailboxes }) => change !== "removed" && group !== undefined && !mailboxes,
  );
  const filtered = scopes.filter(({ change, filter }) => change !== "removed" && filter !== undefined);
  const asked = permissions.some(({ given, change }) => given === "asked" && change !== "removed");
  return [
    ...(clientId === undefined ? [`${vendor}: the client ID is not known before the registration is made.`] : []),
    ...(permissions.some((each) => each.name === notKnown)
      ? [`${vendor}: which permission ${name} gets is not known yet; the policies decide when it is.`]
      : []),
    ...(scopes.some(({ mode }) => mode === "notKnown")
      ? [`${vendor}: which mailboxes it reaches is not known yet; the policies decide when it is.`]
      : []),
    ...existing.map(
      ({ group }) => `${vendor}: who is in the group ${group ?? ""} is decided outside of this stack, now and later.`,
    ),
    ...filtered.map(
      ({ filter }) => `${vendor}: which mailboxes the filter ${filter ?? ""} finds changes with the directory.`,
    ),
    ...(assignment?.managedBy === "owners"
      ? [`${vendor}: whom its owners assign later; \`consentra handoff\` tells who is assigned.`]
      : []),
    ...(asked && consent === "users" ? [`${vendor}: which users consent, and when.`] : []),
    ...(asked && consent === "request" ? [`${vendor}: whether an administrator consents, and when.`] : []),
  ];
}

/** What is known and still cannot be read is said, not passed over. */
function unreadable(after: World): string[] {
  return [...after.values()].flatMap((node) => {
    const [command, view] = [commandOf(node), exchangeOf(node)];
    return view && command?.text !== undefined && view.spec === undefined
      ? [`${node.name} holds a manifest of the kind ${view.kind} that this version cannot read.`]
      : [];
  });
}
