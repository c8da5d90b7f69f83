/**
 * Loaded into every Node process of a measured operation by NODE_OPTIONS; only the Pulumi program itself reports, when it ends.
 */
import { appendFileSync } from "node:fs";
import { isAbsolute } from "node:path";

const report = process.env.CONSENTRA_MEMORY_REPORT;
const isProgram = /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run(?:[\\/]index\.js)?$/.test(process.argv[1] ?? "");
if (isProgram && report !== undefined && isAbsolute(report)) {
  process.on("exit", () => appendFileSync(report, `${process.resourceUsage().maxRSS}\n`));
}
