import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";

/** One thing wrong with the arguments of a component. */
export interface Fault {
  /** Property path, e.g. `mailboxScope.allow.members[1]`. */
  path: string;
  /** What is wrong, what was found and expected, and the way out. */
  reason: string;
}

/**
 * Collects every fault of a component's arguments, so that the user sees all of them at once, each with its property path.
 */
export class Faults {
  readonly #faults: Fault[] = [];

  /** Notes a fault: the value received (never a secret), what was expected and how to mend it. */
  add(path: string, found: unknown, expected: string, fix: string): void {
    this.#faults.push({ path, reason: `found ${show(found)}, expected ${expected}; ${fix}` });
  }

  /** Notes a fault that was worded elsewhere, e.g. by a look-up. */
  push(fault: Fault): void {
    this.#faults.push(fault);
  }

  get all(): readonly Fault[] {
    return this.#faults;
  }

  /**
   * @throws pulumi.InputPropertiesError with all faults, where there is any. Its message lists them too, because the engine prints only
   * the message of an error thrown inside `apply`.
   */
  throwIfAny(subject: string): void {
    if (this.#faults.length === 0) return;
    const lines = this.#faults.map((fault) => `  - ${fault.path}: ${fault.reason}`);
    const count = this.#faults.length === 1 ? "1 fault" : `${this.#faults.length} faults`;
    const error = new pulumi.InputPropertiesError({
      message: `${subject}: ${count} in the arguments, nothing was created\n${lines.join("\n")}`,
      errors: this.#faults.map((fault) => ({ propertyPath: fault.path, reason: fault.reason })),
    });
    // The Node runtime prints an error by inspecting it: else the stack and a second list of the faults would follow the message.
    Object.defineProperty(error, inspect.custom, { value: () => error.message });
    throw error;
  }
}

function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value);
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  return JSON.stringify(value);
}
