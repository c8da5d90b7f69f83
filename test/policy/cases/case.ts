import type { Declared, JudgeOptions } from "../../support/judge";

export interface Program extends JudgeOptions {
  resources: readonly Declared[];
}

/** What is promised of one policy. Configuration is the policy's own. */
export interface PolicyCases {
  level: "mandatory" | "advisory";
  /** Programs that pass, by what they are. */
  passes: Readonly<Record<string, Program>>;
  /** One fault each, by what it is: the programs, and the whole messages without the way out by an exception. */
  refuses: Readonly<Record<string, Program & { messages: readonly string[] }>>;
  /** What it is not for, with the reasons that it gives. */
  notApplicable: Program & { reasons: readonly string[] };
  /** Values that a preview does not know, with what is said; undefined for a policy that reads no value that can be unknown, with why. */
  unknown: Readonly<Record<string, Program & { says: readonly string[]; level?: "mandatory" }>> | { none: string };
  /** An exception for the first program that it refuses. */
  exception: { app: string; permission?: string };
}
