import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { Command, Option } from "commander";
import { EXIT } from "../exit";
import { readCreated } from "../preview/created";
import { readJudgedPreview, type JudgedPreviewSource } from "../preview/run-preview";
import { buildReview } from "../review/build";
import { readExceptions } from "../review/exceptions";
import { riskLevels, type RiskLevel } from "../review/model";
import { formats, outputOf, render, writeReport, type Format } from "../review/output";

interface Options extends JudgedPreviewSource {
  format?: Format;
  out: string[];
  policyPack: string[];
  policyPackConfig: string[];
  threshold?: RiskLevel;
}

const collect = (value: string, before: string[]): string[] => [...before, value];

/** `consentra review`: what a change means for who has to approve it. */
export function reviewCommand(): Command {
  return new Command("review")
    .description(
      "tell an approver what a change means: who gets which data of whom, why, at what risk, against which policy, in which order; changes nothing",
    )
    .option(
      "--preview <file>",
      "output of `pulumi preview --json --show-sames`, - for standard input, instead of running pulumi",
    )
    .option("--policy-events <file>", "with --preview: the engine's events of the same preview, for what policies said")
    .option("--project <dir>", "the stack's project folder (default: here)")
    .option("--stack <name>", "the stack (default: the selected one)")
    .option("--config-file <file>", "the stack's configuration, where it is not in the project")
    .option("--policy-pack <dir>", "a policy pack that judges the preview; repeatable", collect, [])
    .option(
      "--policy-pack-config <file>",
      "configuration of a pack, in the order of the packs; its exceptions are told; repeatable",
      collect,
      [],
    )
    .addOption(
      new Option(
        "--threshold <level>",
        "also stop at advisory violations, and at new risk, from this level on",
      ).choices(riskLevels),
    )
    .addOption(new Option("--format <format>", "what is printed (default: text; with --out nothing)").choices(formats))
    .option(
      "--out <file>",
      "write a report; its ending says the format: .md, .json, .sarif, .html, .txt; repeatable",
      collect,
      [],
    )
    .addHelpText(
      "after",
      "\nMandatory violations always stop. Exit codes: 0 nothing stops the change, 1 something does, 2 there is no preview to judge.",
    )
    .action(async (options: Options) => {
      const outputs = options.out.map(outputOf);
      const exceptions = readExceptions(options.policyPackConfig);
      const preview = await readJudgedPreview(options);
      const review = buildReview(preview, {
        exceptions,
        threshold: options.threshold,
        sourceRoot: sourceRootOf(options.project),
        ...(options.preview === undefined && { created: await readCreated(options) }),
      });
      const projectFile = projectFileOf(options.project);
      for (const { file, format } of outputs) writeReport(file, render(review, format, projectFile));
      const printed = options.format ?? (outputs.length > 0 ? undefined : "text");
      if (printed) process.stdout.write(render(review, printed, projectFile, true));
      process.exitCode = review.verdict.blocked ? EXIT.difference : EXIT.ok;
    });
}

/** Where the project is, seen from here: reports are read from where the command runs, which in a pipeline is the repository's root. */
function sourceRootOf(project = "."): string {
  return relative(process.cwd(), project).split(sep).join("/");
}

function projectFileOf(project = "."): string {
  const name =
    ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"].find((each) => existsSync(join(project, each))) ?? "Pulumi.yaml";
  return [sourceRootOf(project), name].filter((each) => each !== "").join("/");
}
