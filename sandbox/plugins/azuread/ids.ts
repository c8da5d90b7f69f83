import { problem } from "./problem";

/** The object ID in `/applications/ID`. */
export const applicationId = (id: string, attribute = "id") => objectId("applications", "Application", id, attribute);
export const servicePrincipalId = (id: string, attribute = "id") =>
  objectId("servicePrincipals", "Service Principal", id, attribute);
export const groupId = (id: string) => objectId("groups", "Group", id, "id");
export const userId = (id: string) => objectId("users", "User", id, "id");

/** An application in the words of the resources that are parts of one. */
export const applicationWords = (objectId: string): string => `Application (Application: "${objectId}")`;

function objectId(collection: string, what: string, id: string, attribute: string): string {
  const match = new RegExp(`^/${collection}/([^/]+)$`).exec(id);
  if (match?.[1] !== undefined) return match[1];
  throw problem(
    "Parsing ID",
    `parsing "${id}": expected the ID of this ${what} in the form "/${collection}/<object ID>"`,
    attribute,
  );
}

/** The parts of `OBJECT/kind/KEY`, the ID of a credential or membership. */
export function partOf(kind: string, id: string): { objectId: string; keyId: string } {
  const [objectId = "", found, keyId = "", ...rest] = id.split("/");
  if (found === kind && objectId !== "" && keyId !== "" && rest.length === 0) return { objectId, keyId };
  throw problem("Parsing ID", `parsing "${id}": expected "<object ID>/${kind}/<key ID>"`, "id");
}

/** The parts of `/collection/OBJECT/kind/KEY`. */
export function nestedPart(collection: string, kind: string, id: string): { objectId: string; key: string } {
  const match = new RegExp(`^/${collection}/([^/]+)/${kind}/([^/]+)$`).exec(id);
  const [, objectId, key] = match ?? [];
  if (objectId !== undefined && key !== undefined) return { objectId, key };
  throw problem("Parsing ID", `parsing "${id}": expected "/${collection}/<object ID>/${kind}/<key>"`, "id");
}
