import { accessByPolicies } from "../../access";
import { findServicePrincipalByAppId } from "../../directory";
import type { ApplicationAccessPolicy, Recipient } from "../../model";
import { isGuid } from "../../ids";
import { recipientOf, textOf, textsOf, type Cmdlet, type CmdletCall, type Json } from "../cmdlet";
import { exists, invalid, notFound, unchanged } from "../faults";
import { isGroup, securityPrincipalTypes } from "../recipients";
import { change, drop, put, seen } from "../replicas";

/** All policies together: about 300 with a description of one space, about 100 with the automatic one. */
const SPACE = 36_300;
const sizeOf = (description: string): number => 120 + description.length;

const newPolicy: Cmdlet = {
  name: "New-ApplicationAccessPolicy",
  parameters: {
    AppId: "strings",
    PolicyScopeGroupId: "string",
    AccessRight: "string",
    Description: "string",
    Confirm: "boolean",
  },
  required: ["AppId", "PolicyScopeGroupId", "AccessRight"],
  run(call) {
    const appIds = textsOf(call, "AppId");
    if (appIds.length !== 1 && call.cloud.options.severalAppIds === "refused") {
      throw invalid("Exactly one AppId is supported by the simulated tenant.");
    }
    for (const appId of appIds) checkAppId(call, appId);
    const accessRight = accessRightSent(call);
    const scope = policyScopeOf(call);
    return appIds.map((appId) => render(call, addPolicy(call, appId, scope, accessRight)));
  },
};

function checkSpace({ cloud }: CmdletCall, policies: readonly ApplicationAccessPolicy[], description: string): void {
  if (cloud.options.policyLimit === "count") {
    if (policies.length >= 100) throw invalid("A tenant cannot have more than 100 policies.");
    return;
  }
  const used = policies.reduce((sum, each) => sum + sizeOf(each.description), sizeOf(description));
  if (used > SPACE) throw invalid("The total size of App Access Policies exceeded the limit.");
}

type AccessRight = ApplicationAccessPolicy["accessRight"];

function addPolicy(call: CmdletCall, appId: string, scope: Recipient, accessRight: AccessRight) {
  const { exchange } = call.tenant;
  const identity = `${exchange.guid}\\${appId}:${scope.sid};${scope.id}`;
  call.setTarget(identity);
  if (findPolicy(call, identity)) throw exists(identity);
  const description =
    textOf(call, "Description") ||
    `AppId: ${appId}; ScopeIdentitySid: ${scope.sid}; ScopeIdentityOid: ${scope.id}; AccessRight: ${accessRight}; ShardType: All`;
  const policies = [...exchange.accessPolicies.values()];
  checkSpace(call, policies, description);
  const policy: ApplicationAccessPolicy = {
    identity,
    appId,
    scopeSid: scope.sid,
    scopeId: scope.id,
    accessRight,
    description,
    createdAt: call.cloud.clock.now(),
  };
  put(call, "accessPolicies", identity, policy);
  return policy;
}

function checkAppId(call: CmdletCall, appId: string): void {
  const isKnownForm: boolean = appId === "*" || isGuid(appId);
  if (!isKnownForm) throw invalid(`The AppId "${appId}" is not valid.`);
  if (!call.cloud.options.policyAppMustExist || appId === "*") return;
  if (!findServicePrincipalByAppId(call.tenant, appId)) throw notFound(appId);
}

function accessRightSent(call: CmdletCall): AccessRight {
  const accessRight = textOf(call, "AccessRight");
  if (accessRight === "RestrictAccess" || accessRight === "DenyAccess") return accessRight;
  throw invalid(
    `Cannot bind parameter 'AccessRight' to "${accessRight}". Valid values are RestrictAccess, DenyAccess.`,
  );
}

/** @throws CmdletFault for what is not there, or not there for long enough, or is no security principal */
function policyScopeOf(call: CmdletCall): Recipient {
  const { cloud, tenant } = call;
  const identity = textOf(call, "PolicyScopeGroupId");
  const scope = recipientOf(call, identity);
  const created = tenant.groups.get(scope.id)?.other["createdDateTime"];
  const age = typeof created === "string" ? cloud.clock.now().getTime() - Date.parse(created) : Infinity;
  if (age < cloud.options.groupToPolicyDelay) throw notFound(identity);
  if (!securityPrincipalTypes.has(scope.recipientTypeDetails)) {
    throw invalid(
      `The recipient "${scope.name}" of type ${scope.recipientTypeDetails} is not a security principal and can't be the scope of a policy.`,
    );
  }
  return scope;
}

const getPolicy: Cmdlet = {
  name: "Get-ApplicationAccessPolicy",
  parameters: { Identity: "string" },
  run(call) {
    const identity = textOf(call, "Identity");
    const visible = visiblePolicies(call);
    if (identity === "") return visible.map((each) => render(call, each));
    const policy = visible.find((each) => each.identity.toLowerCase() === identity.toLowerCase());
    if (policy) return [render(call, policy)];
    if (call.cloud.options.missingPolicyReturnsAll) return visible.map((each) => render(call, each));
    throw notFound(identity);
  },
};

const setPolicy: Cmdlet = {
  name: "Set-ApplicationAccessPolicy",
  parameters: { Identity: "string", Description: "string", Confirm: "boolean" },
  required: ["Identity"],
  run(call) {
    const policy = policyOf(call);
    const description = call.parameters["Description"] === undefined ? policy.description : textOf(call, "Description");
    if (description === policy.description) {
      call.warn(unchanged(policy.identity));
      return [];
    }
    change(call, "accessPolicies", policy.identity, (each) => (each.description = description));
    return [];
  },
};

const removePolicy: Cmdlet = {
  name: "Remove-ApplicationAccessPolicy",
  parameters: { Identity: "string", Confirm: "boolean" },
  required: ["Identity"],
  run(call) {
    const policy = policyOf(call);
    drop(call, "accessPolicies", policy.identity);
    return [];
  },
};

const testPolicy: Cmdlet = {
  name: "Test-ApplicationAccessPolicy",
  parameters: { Identity: "string", AppId: "string" },
  required: ["Identity", "AppId"],
  run(call) {
    const mailbox = recipientOf(call, textOf(call, "Identity"));
    const appId = textOf(call, "AppId");
    const isKnownForm: boolean = isGuid(appId);
    if (!isKnownForm) throw invalid(`The AppId "${appId}" is not valid.`);
    const members = seen(call, "members");
    const granted = accessByPolicies(visiblePolicies(call), (groupId) => members.get(groupId), {
      appId,
      mailboxId: mailbox.id,
      nestedGroupsCount: call.cloud.options.nestedGroupsCount,
    });
    return [
      {
        AppId: appId,
        Mailbox: isGroup(mailbox) ? mailbox.name : mailbox.alias,
        MailboxId: mailbox.guid,
        MailboxSid: mailbox.sid,
        AccessCheckResult: granted ? "Granted" : "Denied",
      },
    ];
  },
};

const visiblePolicies = (call: CmdletCall): ApplicationAccessPolicy[] => [...seen(call, "accessPolicies").values()];

function findPolicy(call: CmdletCall, identity: string): ApplicationAccessPolicy | undefined {
  const wanted = identity.toLowerCase();
  return [...call.tenant.exchange.accessPolicies.values()].find((each) => each.identity.toLowerCase() === wanted);
}

function policyOf(call: CmdletCall): ApplicationAccessPolicy {
  const identity = textOf(call, "Identity");
  call.setTarget(identity);
  const policy = visiblePolicies(call).find((each) => each.identity.toLowerCase() === identity.toLowerCase());
  if (!policy) throw notFound(identity);
  return policy;
}

function render(call: CmdletCall, policy: ApplicationAccessPolicy): Json {
  const scope: Recipient | undefined = call.tenant.exchange.recipients.get(policy.scopeId);
  return {
    ScopeName: scope?.displayName ?? "",
    ScopeIdentity: scope?.name ?? "",
    Identity: policy.identity,
    AppId: policy.appId,
    ScopeIdentityRaw: `${policy.scopeSid};${policy.scopeId}`,
    Description: policy.description,
    AccessRight: policy.accessRight,
    ShardType: "All",
    IsValid: true,
    ObjectState: "Unchanged",
  };
}

export const accessPolicyCmdlets: readonly Cmdlet[] = [newPolicy, getPolicy, setPolicy, removePolicy, testPolicy];
