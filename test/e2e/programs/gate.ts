/** One component. While the file of the variable GATE is there, the program says so in a file beside it and waits. */
import { existsSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";

export = async () => {
  new pulumi.ComponentResource("test:index:Gate", "passed");
  const gate = process.env.GATE ?? "";
  if (gate !== "" && existsSync(gate)) writeFileSync(`${gate}.reached`, "");
  while (gate !== "" && existsSync(gate)) await sleep(50);
  return {};
};
