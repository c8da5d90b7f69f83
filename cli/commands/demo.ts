import { Command } from "commander";
import { Steps } from "../demo/steps";
import { Tour } from "../demo/tour";
import { EXIT } from "../exit";
import { onInterrupt, untilInterrupted } from "../interrupt";
import { style } from "../style";

/** `consentra demo`: the tour for newcomers. */
export function demoCommand(): Command {
  return new Command("demo")
    .description("a tour: a simulated tenant, People.ai created, judged, proved and removed, then all five vendors")
    .option("--keep", "keep the tenant and the stack at the end, until Ctrl-C")
    .action(async (options: { keep?: boolean }) => {
      const steps = new Steps((text) => void process.stdout.write(text));
      const interrupted = onInterrupt();
      const interrupt = untilInterrupted(interrupted);
      const tour = new Tour(steps, interrupted);
      try {
        await Promise.race([walk(tour, steps, options.keep ?? false), interrupt]);
        if (options.keep && !interrupted.aborted) await interrupt;
      } finally {
        await tour.close();
      }
      // The wait for a signal would keep the process alive.
      process.exit(interrupted.aborted && !options.keep ? 130 : EXIT.ok);
    });
}

async function walk(tour: Tour, steps: Steps, keep: boolean): Promise<void> {
  await steps.run("Set the Pulumi engine up", () => tour.setUpEngine());
  await steps.run("Start a simulated Microsoft 365 tenant on this machine", () => tour.startTenant());
  await steps.run("pulumi up: give People.ai access to three mailboxes, judged by the policy pack mailbox-scope", () =>
    tour.create(),
  );
  await steps.run("What happened, in this order, from the tenant's audit log", () => Promise.resolve(tour.showOrder()));
  await steps.run("consentra check: be People.ai's app, read a mailbox inside the scope and one outside", () =>
    tour.check(),
  );
  await steps.run("pulumi up again: nothing to do", () => tour.upAgain());
  await steps.run("The same consent without a mailbox scope: the pack refuses it", () => tour.previewWithoutScope());
  if (keep) {
    say(steps, [
      `The tenant and the stack are kept until Ctrl-C. In another shell:`,
      `  source ${tour.writeEnvironment()}`,
      `  cd ${tour.project}`,
      "  pulumi stack output --stack demo        what the vendor is told",
      "  consentra check --stack demo            be the app again",
    ]);
    return;
  }
  await steps.run("pulumi destroy: consent first, then the scope; the tenant is as it was", () => tour.destroy());
  await steps.run("pulumi up of the root stack: People.ai, 3CX, CallPlease, Contreli and XPhone Connect", () =>
    tour.createAll(),
  );
  await steps.run("pulumi up again: nothing to do for any of them", () => tour.upAllAgain());
  await steps.run("pulumi destroy: the tenant is as it was", () => tour.destroyAll());
  say(steps, [
    `That was all of it, in ${steps.total}. Nothing keeps running.`,
    "Next:",
    "  npm run demo -- --keep                  the same, and the tenant stays up to play with",
    "  examples/people-ai/README.md            do it in your own tenant",
    "  Pulumi.dev.yaml                         the five vendors as configuration",
    "  docs/architecture.md                    how it is built",
  ]);
}

function say(steps: Steps, lines: readonly string[]): void {
  process.stdout.write("\n");
  for (const line of lines) process.stdout.write(`${line.startsWith(" ") ? line : style("bold", line)}\n`);
}
