import { existsSync } from "node:fs";

/** A test that compares with public facts; where these are not beside the checkout, it is skipped and says so. */
export function itWithFacts(file: string, title: string, body: () => void): void {
  if (existsSync(file)) it(title, body);
  else it.skip(`${title} (skipped: the facts to compare with are not beside this checkout)`);
}
