import { join } from "node:path";
import { cacheRoot } from "./cache";
import { thisMachine } from "./host";
import type { Host } from "./host";
import { insistedOn } from "./plugin-list";

/** How `ensureEngine` is called. */
export interface EngineOptions {
  /** Called for each step that takes time. Nothing is said when everything is there already. @default silent */
  progress?: (line: string) => void;
  /** @default process.env */
  environment?: NodeJS.ProcessEnv;
  /** The machine: processes and network. What is left out is this one's. */
  host?: Partial<Host>;
  /** The package whose offline plugins are installed (the folder of @consentra/sandbox). @default this package */
  packageRoot?: string;
}

/** What all steps of the set-up share. */
export interface Setup {
  progress: (line: string) => void;
  environment: NodeJS.ProcessEnv;
  host: Host;
  packageRoot: string;
  /** Our cache. */
  cache: string;
  /** CONSENTRA_OFFLINE: nothing is fetched but Go modules. */
  offline: boolean;
  /** CONSENTRA_REAL_PLUGINS: the plugins that must be Pulumi's own. */
  realPlugins: readonly string[];
  /** What the user should know about the outcome. */
  notes: string[];
}

/** Reads the options and the environment once. @throws EngineError for a value that means nothing */
export function setupFrom(options: EngineOptions): Setup {
  const environment = options.environment ?? process.env;
  return {
    progress: options.progress ?? (() => undefined),
    environment,
    host: { ...thisMachine, ...options.host },
    packageRoot: options.packageRoot ?? join(__dirname, "..", ".."),
    cache: cacheRoot(environment),
    offline: flag(environment.CONSENTRA_OFFLINE),
    realPlugins: insistedOn(environment.CONSENTRA_REAL_PLUGINS),
    notes: [],
  };
}

function flag(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "0" && value !== "false";
}

/**
 * The environment for steps that fetch something. Where the shell is pointed at a simulated tenant, its certificate authority took
 * the place of the system's, with which no download host can be verified.
 */
export function fetchingEnvironment(setup: Setup, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...setup.environment, PULUMI_SKIP_UPDATE_CHECK: "true", ...more };
  if (/^(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(environment.ARM_METADATA_HOSTNAME ?? "")) {
    delete environment.SSL_CERT_FILE;
    delete environment.NODE_EXTRA_CA_CERTS;
  }
  return environment;
}

/** Seconds since `start` (milliseconds), for progress lines. */
export function elapsed(start: number): string {
  return `${Math.round((Date.now() - start) / 1000)} s`;
}
