import type { Review } from "../model";

/** The model itself; `review` in `model.ts` is its schema. */
export function renderJson(review: Review): string {
  return `${JSON.stringify(review, undefined, 2)}\n`;
}
