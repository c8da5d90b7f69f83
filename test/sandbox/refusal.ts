import assert from "node:assert/strict";
import type { Answer } from "./tenant-client";

/** Graph's text for an object that does not exist. */
export const gone = (id: string): string =>
  `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;

/** Asserts status and the whole error body of a refused call. */
export function assertRefused(answer: Answer, status: number, code: string, message: string): void {
  const { innerError, ...error } = answer.body.error;
  assert.deepEqual({ status: answer.status, ...error }, { status, code, message });
  assert.deepEqual(Object.keys(innerError), ["date", "request-id", "client-request-id"]);
}
