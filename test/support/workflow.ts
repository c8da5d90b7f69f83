import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { repository } from "./repository";

/** A shell step of a pipeline: its text as the service hands it to bash, and its variables. */
export interface ShellStep {
  job: string;
  name: string;
  script: string;
  env: Record<string, string>;
}

interface GitHubWorkflow {
  env: Record<string, string>;
  permissions: Record<string, string>;
  jobs: Record<
    string,
    {
      permissions: Record<string, string>;
      steps: { name?: string; run?: string; uses?: string; env?: Record<string, string> }[];
    }
  >;
}

interface AzurePipeline {
  variables: Record<string, string>;
  jobs: Record<string, unknown>[];
}

interface AzureStep {
  bash?: string;
  displayName?: string;
  inputs?: { inlineScript?: string };
}

export const github = join(repository, "examples", "ci", "github", "consentra.yml");
export const azureDevOps = join(repository, "examples", "ci", "azure-devops", "consentra.yml");

export function readGitHub(): GitHubWorkflow {
  return parse(readFileSync(github, "utf8")) as GitHubWorkflow;
}

export function gitHubSteps(): ShellStep[] {
  const { jobs, env } = readGitHub();
  return Object.entries(jobs).flatMap(([job, { steps }]) =>
    steps.flatMap(({ name = "", run, env: own }) =>
      run === undefined ? [] : [{ job, name, script: run, env: { ...env, ...own } }],
    ),
  );
}

export function azureDevOpsSteps(): ShellStep[] {
  const { jobs, variables } = parse(readFileSync(azureDevOps, "utf8")) as AzurePipeline;
  // A condition of a template is a key with what it holds.
  const all = jobs.flatMap((each) =>
    Object.entries(each).flatMap(([key, value]) => (key.startsWith("${{") ? (value as typeof jobs) : [each])),
  );
  return [...new Set(all)].flatMap(({ job, steps }) =>
    (steps as AzureStep[]).flatMap(({ bash, inputs, displayName = "" }) => {
      const script = bash ?? inputs?.inlineScript;
      return script === undefined ? [] : [{ job: String(job), name: displayName, script, env: variables }];
    }),
  );
}

export interface ShellResult {
  code: number | null;
  output: string;
}

/** Runs a step as the service does: bash, ending at the first failure. */
export function runShell(script: string, cwd: string, env: Record<string, string | undefined>): Promise<ShellResult> {
  const child = spawn("bash", ["--noprofile", "--norc", "-e", "-c", script], { cwd, env });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stdin.end();
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, output })));
}
