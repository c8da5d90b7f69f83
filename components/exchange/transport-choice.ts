import type { TokenSource } from "../credentials";
import { PwshTransport } from "./pwsh-transport";
import { RestTransport } from "./rest-transport";
import type { ExchangeTransport } from "./transport";

export interface TransportOptions {
  tokens: TokenSource;
  /** The organisation's initial domain: writes are routed by it. Without it the tenant ID is used. */
  organization?: string;
  /** Told about each wait, for people who watch. */
  progress?: (line: string) => void;
}

/**
 * The transport that `CONSENTRA_EXCHANGE_TRANSPORT` names: `rest` (default) or `pwsh`. `CONSENTRA_EXCHANGE_ANCHOR` routes requests of the first by
 * another mailbox.
 *
 * @throws where it names another
 */
export function exchangeTransport(options: TransportOptions, environment = process.env): ExchangeTransport {
  const wanted = environment.CONSENTRA_EXCHANGE_TRANSPORT ?? "rest";
  switch (wanted) {
    case "rest":
    case "":
      return new RestTransport({ ...options, anchor: environment.CONSENTRA_EXCHANGE_ANCHOR });
    case "pwsh":
      return new PwshTransport({ ...options, environment });
    default:
      throw new Error(`CONSENTRA_EXCHANGE_TRANSPORT is "${wanted}", expected rest or pwsh`);
  }
}
