import type { TokenSource } from "../credentials";
import { RestTransport } from "./rest-transport";
import type { ExchangeTransport } from "./transport";

export interface TransportOptions {
  tokens: TokenSource;
  /** The organisation's initial domain: writes are routed by it. Without it the tenant ID is used. */
  organization?: string;
  /** Told about each wait and each warning, for people who watch. */
  progress?: (line: string) => void;
}

/** How Exchange is reached; `CONSENTRA_EXCHANGE_ANCHOR` routes requests by another mailbox than the organisation's own. */
export function exchangeTransport(options: TransportOptions, environment = process.env): ExchangeTransport {
  return new RestTransport({ ...options, anchor: environment.CONSENTRA_EXCHANGE_ANCHOR });
}
