/** Loaded into every Node process of a measured operation by NODE_OPTIONS; says at its end what it was and what it used. */
import { appendFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import { partOfProcess } from "./parts";

const report = process.env.CONSENTRA_SCALE_REPORT;
if (report !== undefined && isAbsolute(report)) {
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const usage = {
      part: partOfProcess(process.argv[1], process.execArgv),
      processor: (userCPUTime + systemCPUTime) / 1e6,
      memory: maxRSS / 1024,
    };
    appendFileSync(report, `${JSON.stringify(usage)}\n`);
  });
}
