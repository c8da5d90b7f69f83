/** Loaded into a measured process; says what it used when it ends: processor time in milliseconds and peak memory in MiB. */
import { writeFileSync } from "node:fs";

const report = process.env.CONSENTRA_USAGE_REPORT;
if (report !== undefined) {
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeFileSync(report, `${(userCPUTime + systemCPUTime) / 1000} ${maxRSS / 1024}`);
  });
}
