import { randomUUID } from "node:crypto";
import type { ManagementScope } from "../../model";
import { checkName, findByName, flagOf, textOf, type Cmdlet, type CmdletCall, type Json } from "../cmdlet";
import { dehydrated, exists, invalid, notFound, unchanged } from "../faults";
import { readRecipientFilter } from "../opath/filter";
import { change, drop, put, seen } from "../replicas";

const FILTER = "RecipientRestrictionFilter";

const newManagementScope: Cmdlet = {
  name: "New-ManagementScope",
  parameters: {
    Name: "string",
    [FILTER]: "string",
    Exclusive: "boolean",
    Force: "boolean",
    Confirm: "boolean",
  },
  required: ["Name", FILTER],
  run(call) {
    const name = textOf(call, "Name");
    call.setTarget(name);
    if (call.tenant.exchange.isDehydrated) throw dehydrated();
    checkName(name);
    const filter = readRecipientFilter(textOf(call, FILTER), FILTER);
    if (findScope(call.tenant.exchange.managementScopes.values(), name)) throw exists(name);
    const scope: ManagementScope = {
      name,
      guid: randomUUID(),
      recipientFilter: filter.text,
      exclusive: flagOf(call, "Exclusive") ?? false,
    };
    put(call, "managementScopes", scope.guid, scope);
    return [render(scope)];
  },
};

const getManagementScope: Cmdlet = {
  name: "Get-ManagementScope",
  parameters: { Identity: "string", Orphan: "boolean", Exclusive: "boolean" },
  run(call) {
    const identity = textOf(call, "Identity");
    const all = [...seen(call, "managementScopes").values()];
    const found = identity === "" ? undefined : findScope(all, identity);
    if (found) return [render(found)];
    if (identity !== "" && !call.cloud.options.missingIdentityReturnsAll) throw notFound(identity);
    return all
      .filter((each) => flagOf(call, "Orphan") !== true || assignmentsOf(call, each).length === 0)
      .filter((each) => (flagOf(call, "Exclusive") ?? each.exclusive) === each.exclusive)
      .map(render);
  },
};

const setManagementScope: Cmdlet = {
  name: "Set-ManagementScope",
  parameters: { Identity: "string", Name: "string", [FILTER]: "string", Force: "boolean", Confirm: "boolean" },
  required: ["Identity"],
  run(call) {
    const scope = scopeOf(call, textOf(call, "Identity"));
    call.setTarget(scope.name);
    const name = textOf(call, "Name") || scope.name;
    checkName(name);
    const text = textOf(call, FILTER);
    const recipientFilter = text === "" ? scope.recipientFilter : readRecipientFilter(text, FILTER).text;
    const taken = findScope(call.tenant.exchange.managementScopes.values(), name);
    if (taken && taken.guid !== scope.guid) throw exists(name);
    if (name === scope.name && recipientFilter === scope.recipientFilter) {
      call.warn(unchanged(scope.name));
      return [];
    }
    change(call, "managementScopes", scope.guid, (each) => Object.assign(each, { name, recipientFilter }));
    return [];
  },
};

const removeManagementScope: Cmdlet = {
  name: "Remove-ManagementScope",
  parameters: { Identity: "string", Force: "boolean", Confirm: "boolean" },
  required: ["Identity"],
  run(call) {
    const scope = scopeOf(call, textOf(call, "Identity"));
    call.setTarget(scope.name);
    const used = assignmentsOf(call, scope);
    if (used.length > 0) {
      throw invalid(
        `The management scope "${scope.name}" can't be removed because it's being used by ${used.length} management role assignments: ${used.join(", ")}.`,
      );
    }
    drop(call, "managementScopes", scope.guid);
    return [];
  },
};

/** Names of the role assignments that use a scope. */
function assignmentsOf(call: CmdletCall, scope: ManagementScope): string[] {
  return [...seen(call, "roleAssignments").values()]
    .filter((each) => each.scope.kind === "managementScope" && each.scope.guid === scope.guid)
    .map(({ name }) => name);
}

const findScope = (scopes: Iterable<ManagementScope>, identity: string): ManagementScope | undefined =>
  findByName(scopes, identity, ({ name, guid }) => [name, guid]);

/** @throws CmdletFault 404 */
export function scopeOf(call: CmdletCall, identity: string): ManagementScope {
  const found = identity === "" ? undefined : findScope(seen(call, "managementScopes").values(), identity);
  if (!found) throw notFound(identity);
  return found;
}

const render = (scope: ManagementScope): Json => ({
  Name: scope.name,
  Identity: scope.name,
  Guid: scope.guid,
  ScopeRestrictionType: "RecipientScope",
  Exclusive: scope.exclusive,
  RecipientRoot: null,
  RecipientFilter: scope.recipientFilter,
});

export const managementScopeCmdlets: readonly Cmdlet[] = [
  newManagementScope,
  getManagementScope,
  setManagementScope,
  removeManagementScope,
];
