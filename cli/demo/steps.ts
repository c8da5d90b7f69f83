import { seconds, style } from "../style";

/** Prints what each step does, and afterwards how long it took. */
export class Steps {
  #number = 0;
  readonly #began = performance.now();

  constructor(private readonly write: (text: string) => void) {}

  /** Runs a step; its value is handed on. */
  async run<T>(what: string, act: () => Promise<T>): Promise<T> {
    this.#number++;
    this.write(`\n${style("bold", `${this.#number}. ${what}`)}\n`);
    const began = performance.now();
    try {
      return await act();
    } finally {
      this.write(style("dim", `   (${seconds(performance.now() - began)})`) + "\n");
    }
  }

  say(line: string): void {
    this.write(`   ${line}\n`);
  }

  /** Time since the first step began. */
  get total(): string {
    return seconds(performance.now() - this.#began);
  }
}
