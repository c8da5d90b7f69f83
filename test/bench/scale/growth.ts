/** How a cost grows: the exponent of the power that fits it best. */
export interface Growth {
  exponent: number;
  /** How many sizes it was fitted to. */
  points: number;
}

/** Fits cost = a * size^exponent by least squares of the logarithms; undefined for less than two sizes, or where a cost is not positive. */
export function growthOf(costs: readonly { size: number; cost: number }[]): Growth | undefined {
  if (costs.length < 2 || costs.some(({ cost }) => cost <= 0)) return undefined;
  const logarithms = costs.map(({ size, cost }) => ({ x: Math.log(size), y: Math.log(cost) }));
  const mean = (values: number[]) => values.reduce((total, each) => total + each, 0) / values.length;
  const [meanX, meanY] = [mean(logarithms.map(({ x }) => x)), mean(logarithms.map(({ y }) => y))];
  const covariance = mean(logarithms.map(({ x, y }) => (x - meanX) * (y - meanY)));
  const variance = mean(logarithms.map(({ x }) => (x - meanX) ** 2));
  return variance === 0 ? undefined : { exponent: covariance / variance, points: costs.length };
}
