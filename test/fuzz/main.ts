import { parseArgs } from "node:util";
import { startSandbox } from "@consentra/sandbox";
import { createTenantClient } from "../sandbox/tenant-client";
import { fuzz } from "./run-target";
import { targetsWith } from "./targets";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "30" },
    seed: { type: "string" },
    only: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

/** `npm run fuzz`: each target for so many seconds. */
async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write("npm run fuzz -- [--seconds N for each target (30)] [--seed N] [--only NAME]\n");
    return;
  }
  const sandbox = await startSandbox();
  const client = createTenantClient(sandbox);
  try {
    for (const target of targetsWith(client, sandbox.tenants.contoso.id)) {
      if (values.only !== undefined && target.name !== values.only) continue;
      const seed = values.seed === undefined ? undefined : Number(values.seed);
      const { inputs, refused, failure } = await fuzz(target, { time: Number(values.seconds) * 1000, seed });
      process.stdout.write(`${target.name}: ${inputs} inputs, ${refused} refused, ${failure ? "BROKEN" : "fine"}\n`);
      if (failure === undefined) continue;
      process.stdout.write(`${failure}\n`);
      process.exitCode = 1;
    }
  } finally {
    client.close();
    await sandbox.close();
  }
}

void main();
