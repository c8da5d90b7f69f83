import { createHash } from "node:crypto";

/**
 * Who manages an object in Exchange, `organization/project/stack/name`, is kept with the object, in its description: so two stacks never take
 * each other's for their own earlier work, and whoever meets one is told whose it is.
 */

/** Space for access policies is limited, and a stack's name need not be read to the end. */
const longest = 120;
const shortened = /\/.*~[0-9a-f]{12}$/;

/** An owner as it is written down: nothing that would end the mark, and not too long. */
function written(owner: string): string {
  const plain = owner.replace(/[\p{Cc}[\]]+/gu, "_");
  if (plain.length <= longest) return plain;
  const digest = createHash("sha256").update(owner).digest("hex").slice(0, 12);
  const start = plain.slice(0, longest - digest.length - 1).replace(/[\uD800-\uDBFF]$/, "");
  return `${start}~${digest}`;
}

/** What an object is described as. @param owner where it is absent, nobody is named */
export function described(description: string, owner: string | undefined): string {
  return owner === undefined ? description : `${description.trim()} [${written(owner)}]`.trim();
}

/** A description without who is named at its end. */
export function withoutOwner(description: string): string {
  const owner = ownerIn(description);
  return owner === undefined ? description : description.slice(0, -`[${owner}]`.length).trimEnd();
}

/** Who is named at the end of a description. */
export function ownerIn(description: string): string | undefined {
  const named = /\[([^\][]*)\]$/.exec(description)?.[1] ?? "";
  const hasAllParts = named.split("/").filter((each) => each !== "").length >= 4;
  return hasAllParts || shortened.test(named) ? named : undefined;
}

/** Whether an owner is written down in full. */
export const isWhole = (owner: string): boolean => !shortened.test(owner);

/**
 * Who else manages an object: somebody who is named in its description, and is neither the owner nor who that was when the object was last
 * written. A component that was renamed is the same one.
 */
export function otherOwner(
  description: string,
  owner: string | undefined,
  earlier: string | undefined = undefined,
): string | undefined {
  const named = ownerIn(description);
  const own = [owner, earlier].flatMap((each) => (each === undefined ? [] : [written(each)]));
  return named === undefined || own.length === 0 || own.includes(named) ? undefined : named;
}
