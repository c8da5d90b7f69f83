import { graphMessage, type GraphAnswer, type GraphClient } from "../graph-reader";

/** What a step in Microsoft Graph works with. */
export interface GraphStepContext {
  graph: GraphClient;
  /** Told about what is found and waited for; goes to standard error. */
  progress: (line: string) => void;
  /** @default real time */
  wait: (milliseconds: number) => Promise<void>;
}

/** @throws where the answer is not one of success, saying what was tried */
export function succeeded(what: string, answer: GraphAnswer): Record<string, unknown> {
  if (answer.status < 400) return answer.body;
  throw new Error(`${what}: Microsoft Graph answered ${answer.status}, ${graphMessage(answer.body)}`);
}
