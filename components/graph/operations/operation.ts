import type { GraphApplicationPermission, GraphDelegatedPermission } from "../permissions";

export type HttpMethod = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** What one operation of Microsoft Graph needs as one kind of permission. */
export interface OperationNeed<P extends string = string> {
  /**
   * What suffices for the whole operation; several are needed together. Empty where the operation has no permission of its own, which
   * its note explains.
   */
  least: readonly P[];
  /** Each does instead of `least`, with an answer that lacks something. */
  basic: readonly P[];
  /** What the answer lacks with one of `basic`. */
  lacks?: string;
  /** Each is accepted too and does more. */
  wider: readonly P[];
}

/** One operation of Microsoft Graph v1.0. */
export interface GraphOperation {
  /** Method and path, e.g. `GET /users/{id}/messages`; every key in the path is `{id}`. */
  name: string;
  method: HttpMethod;
  path: string;
  /** One sentence: what it does. */
  purpose: string;
  /** What an app needs that acts on its own; absent where Microsoft Graph does not offer that. */
  application?: OperationNeed<GraphApplicationPermission>;
  /** What an app needs that acts for a signed-in user; absent where Microsoft Graph does not offer that. */
  delegated?: OperationNeed<GraphDelegatedPermission>;
  /** What the permissions alone do not tell. */
  note?: string;
}

interface NeedText<P extends string> {
  least: P | readonly P[];
  basic?: readonly P[];
  lacks?: string;
  wider?: readonly P[];
}

/** What operations that belong together need. */
export interface Needs {
  application?: NeedText<GraphApplicationPermission>;
  delegated?: NeedText<GraphDelegatedPermission>;
  note?: string;
}

export function operation(method: HttpMethod, path: string, purpose: string, needs: Needs): GraphOperation {
  const { application, delegated, note } = needs;
  return {
    name: `${method} ${path}`,
    method,
    path,
    purpose,
    ...(application && { application: need(application) }),
    ...(delegated && { delegated: need(delegated) }),
    ...(note !== undefined && { note }),
  };
}

/** An operation on what belongs to one user: under `/users/{id}`, and under `/me`, where somebody is signed in. */
export function personal(method: HttpMethod, rest: string, purpose: string, needs: Needs): GraphOperation[] {
  const { delegated, note } = needs;
  return [
    operation(method, `/users/{id}${rest}`, purpose, needs),
    ...(delegated ? [operation(method, `/me${rest}`, `${own(purpose)}`, { delegated, note })] : []),
  ];
}

/** The purpose as it reads for the one who is signed in. */
function own(purpose: string): string {
  return purpose.replace("a user's", "the signed-in user's").replace("a user", "the signed-in user");
}

function need<P extends string>({ least, basic = [], lacks, wider = [] }: NeedText<P>): OperationNeed<P> {
  return {
    least: typeof least === "string" ? [least] : least,
    basic,
    ...(lacks !== undefined && { lacks }),
    wider,
  };
}
