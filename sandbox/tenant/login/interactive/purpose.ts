import type { Application, Tenant, User } from "../../model";
import type { ConsentQuestion } from "./pages";
import type { ReplyTarget } from "./reply";

/** A home registration and where it lives. */
export interface Registration {
  application: Application;
  home: Tenant;
}

/** What comes after somebody signed in: a question, or the answer to the app. */
export type Step = { kind: "consent"; question: ConsentQuestion } | { kind: "answer"; fields: Record<string, string> };

export interface Decision {
  accepted: boolean;
  /** Consent on behalf of the organisation was ticked. */
  organisation: boolean;
}

/** Why a browser was sent here. Errors that are thrown go to the app. */
export interface Purpose {
  reply: ReplyTarget;
  registration: Registration;
  loginHint: string | undefined;
  /** @throws EntraError */
  afterSignIn(user: User): Step;
  /** @throws EntraError */
  decide(user: User, decision: Decision): Record<string, string>;
}
