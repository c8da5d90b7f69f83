/**
 * The parameters that are bound: what has no value is left out.
 *
 * @throws where the Identity is empty: Get- would answer with every object, and Remove- must never see that
 */
export function boundParameters(cmdlet: string, parameters: Record<string, unknown>): Record<string, unknown> {
  const { Identity: identity } = parameters;
  if ("Identity" in parameters && (typeof identity !== "string" || identity === "")) {
    throw new Error(`${cmdlet} was about to be sent with an empty Identity`);
  }
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null));
}
