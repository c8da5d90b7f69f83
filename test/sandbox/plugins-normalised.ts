import { secretMark } from "./plugins-client";

const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** Replaces what differs from tenant to tenant: identifiers, times, secrets and addresses. Keys come in one order. */
export function normaliser(hosts: readonly string[]): (value: unknown) => unknown {
  const text = (value: string): string =>
    hosts
      .reduce((all, host) => all.replaceAll(host, "<host>"), value)
      .replace(guid, "<id>")
      .replace(/(appRoleAssignedTo|appRoleAssignments|oauth2PermissionGrants)\/[\w<>-]+/g, "$1/<id>")
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, "<time>")
      .replace(/TERRAFORM_UPDATE\w*/g, "<temporary>")
      .replace(/S-1-5-21(-\d+)+/g, "<sid>")
      .replace(/((?:step|command))[0-9a-f]{8}$/, "$1<random>");
  const normalise = (value: unknown): unknown => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return value.map(normalise);
    if (typeof value !== "object" || value === null) return value;
    if ("ciphertext" in value || secretMark in value) return "<secret>";
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    const sorted = entries.sort(([left], [right]) => (left < right ? -1 : 1));
    // a group that is given no nickname is given one by chance
    return Object.fromEntries(
      sorted.map(([name, each]) => [text(name), name === "mailNickname" ? "<nickname>" : normalise(each)]),
    );
  };
  return normalise;
}
