import type { ExchangeObject } from "../transport";
import { isKind, listed, type StepContext } from "./context";
import { sameText, text } from "./values";

/** An application access policy as Exchange tells it. */
export interface Policy {
  /** As the service named it: never built by us. */
  identity: string;
  appId: string;
  /** Entra object ID of the scope group: the last part of the raw scope identity. */
  scopeId: string;
  /** Display name of the scope group. */
  scopeName: string;
  accessRight: string;
  description: string;
}

export function toPolicy(object: ExchangeObject): Policy {
  return {
    identity: text(object.Identity),
    appId: text(object.AppId),
    scopeId: text(object.ScopeIdentityRaw).split(";").at(-1) ?? "",
    scopeName: text(object.ScopeName),
    accessRight: text(object.AccessRight),
    description: text(object.Description),
  };
}

export const policyRead = { cmdlet: "Get-ApplicationAccessPolicy", parameters: {} };

export async function readPolicies({ exchange }: Pick<StepContext, "exchange">): Promise<Policy[]> {
  return (await exchange.invoke(policyRead.cmdlet, policyRead.parameters)).map(toPolicy);
}

/** The policy of an application for a group or mailbox, as Exchange tells it. */
export async function findPolicy(
  { exchange }: Pick<StepContext, "exchange">,
  appId: string,
  scopeId: string,
): Promise<ExchangeObject | undefined> {
  const found = await exchange.invoke(policyRead.cmdlet, policyRead.parameters);
  return found.find((each) => isSame(toPolicy(each), appId, scopeId));
}

export function policiesOf(answer: ExchangeObject[] | Error | undefined): Policy[] {
  return listed(answer, policyRead.cmdlet).map(toPolicy);
}

/** An application's policies; none for who manages roles only, and may not read them. */
export function readablePolicies(answer: ExchangeObject[] | Error | undefined, appId: string): Policy[] {
  return isKind(answer, "notAllowed") ? [] : policiesOf(answer).filter((each) => sameText(each.appId, appId));
}

/** Whether it counts for every application, beside their own policies. */
export function isForAll({ appId }: Policy): boolean {
  return appId === "*";
}

/** Policies for all applications that allow another group, which adds to what an application's own policy allows. */
export function addingForAll(policies: readonly Policy[], scopeId: string): Policy[] {
  return policies.filter(
    (each) => isForAll(each) && sameText(each.accessRight, "RestrictAccess") && !sameText(each.scopeId, scopeId),
  );
}

/** An application's policies but one. @param identity of that */
export function otherPolicies(policies: readonly Policy[], identity: string, appId: string): Policy[] {
  return policies.filter((each) => !sameText(each.identity, identity) && sameText(each.appId, appId));
}

/** Exchange keeps one policy per application and group. */
export function isSame(policy: Policy, appId: string, scopeId: string): boolean {
  return scopeId !== "" && sameText(policy.appId, appId) && sameText(policy.scopeId, scopeId);
}

/** A policy in words. */
export function describePolicy({ accessRight, scopeName, scopeId, description }: Policy): string {
  return `${accessRight} for ${scopeName || scopeId} ("${description.trim()}")`;
}
