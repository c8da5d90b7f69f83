import type { TokenSource } from "../credentials";
import { RestTransport } from "./rest-transport";
import type { ExchangeTransport } from "./transport";

export interface ExchangeConnection {
  /** The organisation's initial domain, by which writes are routed. @default the tenant ID, which serves reads */
  organization?: string;
  progress: (line: string) => void;
}

/** How the provider's command reaches Exchange. `CONSENTRA_EXCHANGE_ANCHOR` routes requests by another mailbox. */
export function connectExchange(
  tokens: TokenSource,
  { organization, progress }: ExchangeConnection,
): ExchangeTransport {
  return new RestTransport({ tokens, organization, progress, anchor: process.env.CONSENTRA_EXCHANGE_ANCHOR });
}

/** Asks for the tokens that will be wanted, together, while everything else is got ready; who uses one is told of a failure. */
export function prepareTokens(tokens: TokenSource, ...services: ("graph" | "exchange")[]): void {
  for (const service of services) {
    tokens.getToken(`${tokens.cloud[`${service}Resource`]}/.default`).catch(() => undefined);
  }
}
