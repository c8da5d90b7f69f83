/** One object of a cmdlet's answer, without the service's type annotations. */
export type ExchangeObject = Record<string, unknown>;

export interface Invocation {
  cmdlet: string;
  parameters: Record<string, unknown>;
  /** Only the first page, of so many objects: for a few examples out of a large collection. @default every page */
  first?: number;
}

/** How cmdlets reach Exchange Online. */
export interface ExchangeTransport {
  /**
   * Runs one cmdlet and returns all pages of its answer.
   *
   * @throws ExchangeError
   */
  invoke(cmdlet: string, parameters: Record<string, unknown>): Promise<ExchangeObject[]>;
  /** Runs cmdlets that may be sent twice together, ten a request; each has its own answer or error. */
  batch(reads: readonly Invocation[]): Promise<(ExchangeObject[] | Error)[]>;
}

/** Cmdlets that may be sent twice: they read, or their second run changes nothing. */
export function isReplayable(cmdlet: string): boolean {
  return /^(?:Get|Test)-/.test(cmdlet) || /^(?:Add|Remove)-DistributionGroupMember$/.test(cmdlet);
}
