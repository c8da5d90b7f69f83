import { readFileSync } from "node:fs";

/** Reads the variables of an environment and keeps what is wrong with them, so that all of it is told at once; values are never repeated. */
export class Variables {
  readonly faults: string[] = [];

  constructor(private readonly environment: NodeJS.ProcessEnv) {}

  /** The first of several variables that is set, and its name. */
  first(...names: readonly string[]): { name: string; value: string } | undefined {
    for (const name of names) {
      const value = this.environment[name]?.trim();
      if (value) return { name, value };
    }
    return undefined;
  }

  value(...names: readonly string[]): string | undefined {
    return this.first(...names)?.value;
  }

  /** A switch as Go's and Terraform's providers read it. */
  flag(name: string, otherwise: boolean): boolean {
    const value = this.environment[name]?.trim().toLowerCase();
    if (!value) return otherwise;
    if (["1", "t", "true"].includes(value)) return true;
    if (["0", "f", "false"].includes(value)) return false;
    this.faults.push(`${name} is neither true nor false`);
    return otherwise;
  }

  /** A value that may be given itself or by a file that holds it; where both are given they must agree. */
  valueOrFile(name: string, fileName: string): string | undefined {
    const value = this.value(name);
    const path = this.value(fileName);
    if (path === undefined) return value;
    const held = this.file(fileName, path)?.toString("utf8").trim();
    if (held === undefined) return value;
    if (held === "") this.faults.push(`the file that ${fileName} names is empty: ${path}`);
    else if (value !== undefined && value !== held) {
      this.faults.push(`${name} and the file that ${fileName} names differ; unset one of them`);
    }
    return held || value;
  }

  /** A file's bytes; what is wrong with the path becomes a fault. */
  file(name: string, path: string): Buffer | undefined {
    try {
      return readFileSync(path);
    } catch (error) {
      this.faults.push(
        `the file that ${name} names cannot be read: ${path} (${(error as NodeJS.ErrnoException).code})`,
      );
      return undefined;
    }
  }

  /** @throws with every fault that was found */
  throwIfAny(): void {
    if (this.faults.length === 0) return;
    const [only] = this.faults;
    if (this.faults.length === 1) throw new Error(`the credential in the environment is not valid: ${only}`);
    const lines = this.faults.map((fault) => `  - ${fault}`).join("\n");
    throw new Error(`the credential in the environment is not valid, ${this.faults.length} faults:\n${lines}`);
  }
}
