import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { UsageError } from "../exit";
import { holdsSecret, secretsInAddress } from "../secrets";

const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "expected the name of an environment variable");
const text = z.string().trim().min(1);

const environment = z
  .record(variable, z.string())
  .superRefine((variables, context) => {
    for (const name of Object.keys(variables).filter(holdsSecret)) {
      context.addIssue({
        code: "custom",
        path: [name],
        message: "holds a secret, which does not belong into a file: name it in `environmentFrom`",
      });
    }
  })
  .default({});

/** What tenants have in common, and each may say otherwise. */
const settings = {
  /** Plain values of environment variables. */
  environment,
  /** Names of this process's variables by the names that pulumi gets: how credentials are handed on. */
  environmentFrom: z.record(variable, variable).default({}),
  /** The stack's configuration file. @default the project's `Pulumi.<stack>.yaml` */
  configFile: text.optional(),
};

const tenant = z.strictObject({
  /** Name of the stack, and of the tenant in every report. */
  name: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,100}$/, "expected the name of a stack: letters, digits, dots, hyphens and underscores"),
  tenantId: z.guid("expected the tenant's ID, a GUID"),
  ...settings,
});

const source = z.strictObject({
  /** Of the repository that holds the project, for the manifests that are written. */
  repository: z.url("expected the address of a Git repository"),
  branch: text.default("main"),
  /** The project's folder in the repository. */
  directory: text.default("."),
});

const shape = z.strictObject({
  fleet: z.literal(1, "expected `fleet: 1`, the version of the format"),
  /** The project's folder. */
  project: text.default("."),
  /** Where the state is kept: any backend that Pulumi knows. @default PULUMI_BACKEND_URL, or who is logged in */
  backend: z
    .string()
    .regex(
      /^(?:https?|file|s3|azblob|gs|postgres):\/\//,
      "expected an address such as s3://, azblob://, postgres:// or file://",
    )
    .refine((address) => secretsInAddress(address).length === 0, {
      message:
        "holds a password, which does not belong into a file: leave it out and set PGPASSWORD, or give the whole address in PULUMI_BACKEND_URL",
    })
    .optional(),
  /** Organisation of the stacks, for the manifests of a backend that has organisations. */
  organization: text.optional(),
  /** How many tenants at a time. */
  parallel: z.int().min(1).max(32).default(4),
  /** When no further tenant is started: so many failures, or so large a share of those that ended. */
  stopAt: z
    .strictObject({
      failures: z.int().min(1).optional(),
      percent: z.number().min(0).max(100).optional(),
      /** Before a share says anything, so many have ended. */
      after: z.int().min(1).default(5),
    })
    .default({ after: 5 }),
  /** Folders of policy packs that judge every tenant. */
  policyPacks: z.array(text).default([]),
  policyPackConfigs: z.array(text).default([]),
  defaults: z.strictObject(settings).prefault({}),
  source: source.optional(),
  tenants: z.array(tenant).min(1, "expected at least one tenant"),
});

export type FleetList = z.infer<typeof shape>;
export type FleetTenant = FleetList["tenants"][number];

/**
 * Reads the list of tenants; paths in it are meant from where it stands.
 *
 * @throws UsageError with every fault, each with its line
 */
export function readFleetList(path: string): FleetList {
  let content: string;
  try {
    content = readFileSync(path, "utf8");
  } catch {
    throw new UsageError(`${path} cannot be read; expected a list of tenants, see docs/fleet.md`);
  }
  return parseFleetList(content, path);
}

/** @param path of the file, for faults and for the paths in it */
export function parseFleetList(content: string, path: string): FleetList {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) throw new UsageError(`${path}: ${broken.message}`);
  const result = shape.safeParse(document.toJS() ?? {});
  const faults = (result.error?.issues ?? []).flatMap((issue) => describe(issue, document, lines));
  if (result.data) faults.push(...noteRepeated(result.data));
  if (!result.data || faults.length > 0) {
    throw new UsageError(`${path} is no list of tenants:\n${faults.map((each) => `  ${each}`).join("\n")}`);
  }
  return withAbsolutePaths(result.data, dirname(resolve(path)));
}

type Document = ReturnType<typeof parseDocument>;

function describe(issue: z.core.$ZodIssue, document: Document, lines: LineCounter): string[] {
  const where = (path: PropertyKey[]) => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true) as { range?: [number] } | null | undefined;
      if (node && typeof node === "object" && node.range) return `line ${lines.linePos(node.range[0]).line}, `;
    }
    return "";
  };
  const say = (path: PropertyKey[], reason: string) => `${where(path)}${path.join(".") || "the file"}: ${reason}`;
  if (issue.code !== "unrecognized_keys") return [say(issue.path, issue.message)];
  return issue.keys.map((key) => say([...issue.path, key], "is not known here; correct its name or remove it"));
}

/** Two entries of one stack or tenant would run against each other. */
function noteRepeated({ tenants }: FleetList): string[] {
  const faults: string[] = [];
  for (const key of ["name", "tenantId"] as const) {
    const seen = new Map<string, number>();
    for (const [index, each] of tenants.entries()) {
      const value = each[key].toLowerCase();
      const first = seen.get(value);
      if (first === undefined) seen.set(value, index);
      else faults.push(`tenants.${index}.${key}: ${each[key]} stands at tenants.${first} already; expected each once`);
    }
  }
  return faults;
}

function withAbsolutePaths(list: FleetList, folder: string): FleetList {
  const absolute = (path: string) => resolve(folder, path);
  const configFileOf = ({ configFile }: { configFile?: string }) =>
    configFile === undefined ? {} : { configFile: absolute(configFile) };
  return {
    ...list,
    project: absolute(list.project),
    policyPacks: list.policyPacks.map(absolute),
    policyPackConfigs: list.policyPackConfigs.map(absolute),
    defaults: { ...list.defaults, ...configFileOf(list.defaults) },
    tenants: list.tenants.map((each) => ({ ...each, ...configFileOf(each) })),
  };
}

/** The tenants that were asked for by name. @throws UsageError for a name that is not in the list */
export function chooseTenants({ tenants }: FleetList, names: readonly string[]): FleetTenant[] {
  if (names.length === 0) return tenants;
  const missing = names.filter((name) => !tenants.some((each) => each.name === name));
  if (missing.length > 0) {
    throw new UsageError(
      `the list has no tenant ${missing.join(", ")}; expected of ${tenants.map(({ name }) => name).join(", ")}`,
    );
  }
  return tenants.filter(({ name }) => names.includes(name));
}
