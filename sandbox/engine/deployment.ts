/** A stack's state, as `pulumi stack export` gives it. */
export interface StackDeployment {
  version: number;
  deployment: {
    resources?: StackResource[];
    pending_operations?: { resource: StackResource; type: string }[];
    [key: string]: unknown;
  };
}

/** One resource in a stack's state. */
export interface StackResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  [key: string]: unknown;
}
