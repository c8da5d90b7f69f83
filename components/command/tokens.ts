import type { TokenSource } from "../credentials";

/** Asks for the tokens that will be wanted, together, while everything else is got ready; who uses one is told of a failure. */
export function prepareTokens(tokens: TokenSource, ...services: ("graph" | "exchange")[]): void {
  for (const service of services) {
    tokens.getToken(`${tokens.cloud[`${service}Resource`]}/.default`).catch(() => undefined);
  }
}
