import { canonical, parse, type Node } from "./opath";

/** Properties that every mailbox has, each with a value of its own. */
const identities = new Set([
  "alias",
  "displayname",
  "distinguishedname",
  "emailaddresses",
  "exchangeguid",
  "externaldirectoryobjectid",
  "guid",
  "id",
  "identity",
  "name",
  "primarysmtpaddress",
  "userprincipalname",
  "windowsemailaddress",
]);

/** Properties that say what kind of recipient it is; the people's mailboxes have these values. */
const kinds = new Set(["recipienttype", "recipienttypedetails"]);

/**
 * Whether a filter of recipients leaves practically nobody's mailbox out: `Alias -like '*'`, `RecipientTypeDetails -eq 'UserMailbox'`, or
 * a condition and its opposite. What depends on the tenant, such as a department that everybody is in, cannot be seen.
 */
export function holdsForEverybody(filter: string): boolean {
  return truth(parse(filter)) === true;
}

/** True for everybody, false for nobody, undefined for some. */
function truth(node: Node): boolean | undefined {
  switch (node.kind) {
    case "compare":
      return truthOfComparison(node);
    case "not":
      return opposite(truth(node.operand));
    case "and":
    case "or": {
      const decisive = node.kind === "or";
      const found = node.operands.map(truth);
      if (found.includes(decisive) || holdsBoth(node.operands)) return decisive;
      return found.every((each) => each === !decisive) ? !decisive : undefined;
    }
  }
}

function opposite(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function truthOfComparison({ property, operator, value }: Extract<Node, { kind: "compare" }>): boolean | undefined {
  const name = property.toLowerCase();
  const isAny = /^\*+$/.test(value);
  if (operator === "like") return isAny ? true : undefined;
  if (operator === "notlike") return isAny ? false : undefined;
  if (operator === "ne") return identities.has(name) || (kinds.has(name) && !isMailbox(value)) ? true : undefined;
  if (operator === "eq") return kinds.has(name) && isMailbox(value) ? true : undefined;
  return undefined;
}

function isMailbox(value: string): boolean {
  return value.toLowerCase() === "usermailbox";
}

/** Whether a condition stands beside its opposite. */
function holdsBoth(operands: readonly Node[]): boolean {
  const all = new Set(operands.map(canonical));
  return operands.some((each) => opposites(each).some((other) => all.has(canonical(other))));
}

const negated: Readonly<Record<string, string>> = { eq: "ne", ne: "eq", like: "notlike", notlike: "like" };

function opposites(node: Node): Node[] {
  if (node.kind === "not") return [node.operand];
  const negation: Node = { kind: "not", operand: node };
  const operator = node.kind === "compare" ? negated[node.operator] : undefined;
  return node.kind === "compare" && operator !== undefined ? [negation, { ...node, operator }] : [negation];
}
