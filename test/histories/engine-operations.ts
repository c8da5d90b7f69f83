/** Histories for the real engine: short, because an update takes seconds. */
import fc from "fast-check";
import { edits } from "./hand-edits";
import { access, order, type AccessArgs, type Fault, type Mishap, type Operation } from "./operations";

/** Some arguments of one declaration, taken over into another: one alone, the mechanism, or all. */
const changed = ({ first, other, keys }: { first: AccessArgs; other: AccessArgs; keys: (keyof AccessArgs)[] }) => {
  const taken = Object.fromEntries(keys.map((key) => [key, other[key]])) as Partial<AccessArgs>;
  const next = { ...first, ...taken };
  // An access policy knows no filter.
  return "filter" in next.mailboxes ? { ...next, mechanism: "rbac" as const } : next;
};
const otherMechanism = (given: AccessArgs): AccessArgs =>
  "filter" in given.mailboxes
    ? { ...given, mailboxes: { allow: ["meganb@contoso.com"] }, mechanism: "accessPolicy" }
    : { ...given, mechanism: given.mechanism === "rbac" ? "accessPolicy" : "rbac" };

const pair: fc.Arbitrary<[AccessArgs, AccessArgs]> = fc.oneof(
  { weight: 2, arbitrary: access.map((first): [AccessArgs, AccessArgs] => [first, otherMechanism(first)]) },
  {
    weight: 4,
    arbitrary: fc
      .record({
        first: access,
        other: access,
        keys: fc.subarray<keyof AccessArgs>(["mechanism", "mailboxes", "permissions", "groupAddress", "description"], {
          minLength: 1,
        }),
      })
      .map((given): [AccessArgs, AccessArgs] => [given.first, changed(given)]),
  },
  { weight: 1, arbitrary: fc.tuple(access, access) },
);

const phase = fc.constantFrom("before" as const, "after" as const);
/** Waits are real here: no wait that a fault asks for lasts longer than seconds. */
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constant<Fault>({ kind: "throttle", retryAfter: 1 }),
  fc.record({ kind: fc.constant("serverError" as const), when: phase }),
  fc.record({ kind: fc.constant("reset" as const), when: phase }),
  fc.record({
    kind: fc.constant("truncate" as const),
    length: fc.constantFrom("declared" as const, "shortened" as const),
  }),
  fc.constant<Fault>({ kind: "lag", milliseconds: 3_000 }),
  fc.constant<Fault>({ kind: "clock", milliseconds: 7_200_000 }),
  fc.constant<Fault>({ kind: "expireTokens" }),
  fc.constant<Fault>({ kind: "revoke", permissions: ["Exchange.ManageAsApp"] }),
  fc.constant<Fault>({
    kind: "revoke",
    permissions: ["AppRoleAssignment.ReadWrite.All", "Application.ReadWrite.All"],
  }),
);
const faults = fc.record({ when: fc.constant({ does: "write" as const }), nth: fc.integer({ min: 1, max: 6 }), fault });

const killed: fc.Arbitrary<Mishap> = fc.record({ killAt: fc.integer({ min: 1, max: 7 }) });
const faulty: fc.Arbitrary<Mishap> = faults.map((rule) => ({ faults: { rules: [rule] } }));
const undisturbed: fc.Arbitrary<Mishap> = fc.constant({});
const mishap = fc.oneof(
  { weight: 2, arbitrary: undisturbed },
  { weight: 4, arbitrary: killed },
  { weight: 3, arbitrary: faulty },
);
const edit = fc.constantFrom(...edits).map((each): Operation => ({ kind: "edit", edit: each }));
const destroy = fc.tuple(order, mishap).map(([seed, more]): Operation => ({ kind: "destroy", order: seed, ...more }));

/** An update, edits by hand, another update, and then perhaps an edit or a destroy; each of them may be disturbed. */
export const engineHistory: fc.Arbitrary<Operation[]> = fc
  .record({
    declared: pair,
    mishaps: fc.tuple(fc.oneof({ weight: 3, arbitrary: undisturbed }, { weight: 2, arbitrary: mishap }), mishap),
    between: fc.array(edit, { maxLength: 2 }),
    afterwards: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: edit.map((each) => [each]) },
      { weight: 1, arbitrary: destroy.map((each) => [each]) },
    ),
  })
  .map(({ declared: [first, second], mishaps: [early, late], between, afterwards }) => [
    { kind: "up", access: first, order: 1, ...early },
    ...between,
    { kind: "up", access: second, order: 1, ...late },
    ...afterwards,
  ]);
