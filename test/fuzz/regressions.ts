/** Inputs that broke a target once, by its name: tried first in every run. */
export const regressions: Readonly<Record<string, readonly unknown[]>> = {
  "the stack's configuration": [{ apps: { a: { profile: "__proto__" } }, tenant: {} }],
  "recipient filters": [["(".repeat(5_000), "a -eq 'b'"]],
  "OData filters": [
    ["users", "(".repeat(5_000)],
    ["users", "[".repeat(6_000)],
    ["users", "displayName eq 'Executives'"],
  ],
};
