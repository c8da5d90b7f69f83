import Mocha from "mocha";

const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Mocha.Runner.constants;

/**
 * Mocha's spec output, which Pulumi plugins were set up, and, last of everything, one line: `N passed, N failed`, with `, N skipped`
 * only when some were.
 *
 * A skipped test gives its reason in its title ("... (skipped: no network)"); one without a reason counts as failed.
 */
class Reporter extends Mocha.reporters.Spec {
  private passed = 0;
  private failed = 0;
  private skipped = 0;
  private readonly unexplained: string[] = [];

  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.on(EVENT_TEST_PASS, () => this.passed++);
    runner.on(EVENT_TEST_FAIL, () => this.failed++);
    runner.on(EVENT_TEST_PENDING, (test) => this.skip(test));
    // after Spec's own summary, which listens for the same event
    runner.once(EVENT_RUN_END, () => this.summarise());
  }

  private skip(test: Mocha.Test): void {
    if (/\(skipped: [^)]+\)/.test(test.title)) this.skipped++;
    else this.unexplained.push(test.fullTitle());
  }

  private summarise(): void {
    for (const title of this.unexplained) {
      process.stdout.write(`Skipped without a reason: ${title}. Put "(skipped: <reason>)" into its title.\n`);
    }
    const plugins = process.env.CONSENTRA_PLUGINS_IN_USE;
    if (plugins) process.stdout.write(`plugins: ${plugins}\n`);
    const skipped = this.skipped > 0 ? `, ${this.skipped} skipped` : "";
    process.stdout.write(`${this.passed} passed, ${this.failed + this.unexplained.length} failed${skipped}\n`);
  }

  /** Mocha asks for the number that becomes the exit code. Nothing at all run is a failure too. */
  override done(failures: number, end?: (failures: number) => void): void {
    const nothingRan = this.passed + this.failed === 0;
    end?.(failures + this.unexplained.length + (nothingRan ? 1 : 0));
  }
}

export = Reporter;
