/** One planned step, as short as a test wants it; `pulumi preview --json` has the rest. */
export interface ShortStep {
  op?: string;
  type: string;
  name: string;
  inputs?: Record<string, unknown>;
  old?: Record<string, unknown>;
  /** Which resources each input comes from. */
  from?: Record<string, string[]>;
  dependencies?: string[];
  parent?: string;
}

/** How the engine writes what is not known yet. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const urnOf = (type: string, name: string): string => `urn:pulumi:dev::test::${type}::${name}`;

/** The document of a preview with these steps. */
export function previewOf(steps: readonly ShortStep[], diagnostics: object[] = []): string {
  const document = {
    steps: steps.map(({ op = "create", type, name, inputs = {}, old, from, dependencies, parent }) => {
      const urn = urnOf(type, name);
      const shared = { urn, type, dependencies, parent, propertyDependencies: from };
      const newState = { ...shared, inputs };
      const oldState = { ...shared, inputs: old ?? inputs };
      return { op, urn, ...(op !== "delete" && { newState }), ...(op !== "create" && { oldState }) };
    }),
    diagnostics,
    changeSummary: {},
  };
  return JSON.stringify(document);
}
