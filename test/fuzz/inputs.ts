import fc from "fast-check";

/** Pieces that have a meaning to some reader: quoting, numbers at the edge, names that objects have already, text in many scripts. */
const pieces = [
  "",
  "'",
  "''",
  '"',
  "\\",
  "\0",
  "\n",
  "\r\n",
  "`",
  "$()",
  "${x}",
  "';",
  "--",
  "(",
  ")",
  "[",
  "{",
  "}",
  ",",
  ":",
  "null",
  "true",
  "-1",
  "1e999",
  "9007199254740993",
  "__proto__",
  "constructor",
  "\u202e",
  "\ud800",
  "é",
  "𝒳",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  " and ",
  " -or ",
  "%00",
  "../",
  "A".repeat(5_000),
  "(".repeat(3_000),
  "[".repeat(3_000),
];

const odd: unknown[] = [
  null,
  true,
  -1,
  1e308,
  "",
  " ",
  [],
  {},
  [[[[[[]]]]]],
  { __proto__: null },
  JSON.parse('{"__proto__": {"polluted": true}}'),
  ...pieces,
];

type Edit = { at: number; remove: number; insert: string };

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(100_000),
  remove: fc.nat(12),
  insert: fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "binary", maxLength: 8 })),
});

/** Text that is nearly right, and text that is nothing. */
export function hostileText(seeds: readonly string[]): fc.Arbitrary<string> {
  const edited = fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { maxLength: 4 }))
    .map(([seed, edits]) => edits.reduce(applyEdit, seed));
  return fc.oneof({ weight: 5, arbitrary: edited }, fc.string({ unit: "binary" }), fc.constantFrom(...pieces));
}

function applyEdit(text: string, { at, remove, insert }: Edit): string {
  const from = text.length === 0 ? 0 : at % (text.length + 1);
  return text.slice(0, from) + insert + text.slice(from + remove);
}

/** JSON that is nearly right: some values are replaced, taken away or joined by others. */
export function hostileJson(seeds: readonly unknown[]): fc.Arbitrary<unknown> {
  const change = fc.record({
    at: fc.nat(10_000),
    how: fc.constantFrom("replace", "remove", "add"),
    value: fc.oneof(fc.constantFrom(...odd), fc.jsonValue({ maxDepth: 2 })),
  });
  return fc.oneof(
    { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...seeds), fc.array(change, { maxLength: 3 })).map(changed) },
    fc.jsonValue(),
  );
}

type Change = { at: number; how: string; value: unknown };

function changed([seed, changes]: [unknown, Change[]]): unknown {
  const root = { value: structuredClone(seed) };
  for (const { at, how, value } of changes) {
    const places = placesOf(root);
    const place = places[at % places.length];
    if (!place) continue;
    const [holder, key] = place;
    if (how === "replace") holder[key] = structuredClone(value);
    else if (how === "remove") delete holder[key];
    else if (typeof holder[key] === "object" && holder[key] !== null)
      (holder[key] as Record<string, unknown>)[`extra${at % 7}`] = structuredClone(value);
  }
  return root.value;
}

/** Every value of a document, as the object that holds it and its key. */
function placesOf(holder: Record<string, unknown>): [Record<string, unknown>, string][] {
  return Object.keys(holder).flatMap((key) => {
    const value = holder[key];
    const within = typeof value === "object" && value !== null ? placesOf(value as Record<string, unknown>) : [];
    return [[holder, key] as [Record<string, unknown>, string], ...within];
  });
}
