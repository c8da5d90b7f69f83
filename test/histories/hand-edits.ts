import { MICROSOFT_GRAPH } from "@consentra/sandbox/tenant";
import type { StepContext } from "../../components/exchange/objects/context";
import { appId, type HistoryTenant } from "./tenant";

/** What an administrator does by hand beside the stack. */
export const edits = [
  "remove the policies",
  "describe the policies otherwise",
  "add a member",
  "remove a member",
  "add a foreign policy",
  "add a foreign policy that denies",
  "consent beside the scope",
  "remove a role assignment",
  "switch a role assignment off",
  "widen a role assignment",
  "add a foreign role assignment",
  "change the management scope",
  "remove the scope's group",
  "remove the pointer",
] as const;
export type EditName = (typeof edits)[number];

const mailRead = "810c84a8-4a9e-49e6-bf7d-12d183f40d01";
const foreignGroup = "sales-mailboxes@contoso.com";
const outsider = "adelev@contoso.com";
/** By what others' objects are known. */
const foreign = "made by hand";

/** Edits by hand: what is not there is not edited. */
export class HandEdits {
  /** Path of the consent that was given by hand, where it is still there. */
  #consent: string | undefined;
  readonly #policies = new Set<string>();

  constructor(private readonly tenant: HistoryTenant) {}

  async make(name: EditName): Promise<void> {
    const context = this.tenant.context();
    const invoke = (cmdlet: string, parameters: Record<string, unknown>) =>
      context.exchange.invoke(cmdlet, parameters).catch(() => []);
    const { accessPolicies, roleAssignments, managementScopes } = this.tenant.contoso.exchange;
    const policies = [...accessPolicies.values()].filter((each) => each.appId === appId);
    const assignments = [...roleAssignments.values()].filter((each) => each.assignee.id === this.#principalId());
    switch (name) {
      case "remove the policies":
        for (const { identity } of policies)
          await invoke("Remove-ApplicationAccessPolicy", { Identity: identity, Confirm: false });
        return;
      case "describe the policies otherwise":
        for (const { identity } of policies)
          await invoke("Set-ApplicationAccessPolicy", { Identity: identity, Description: "edited" });
        return;
      case "add a member":
        for (const Identity of this.#scopeGroups())
          await invoke("Add-DistributionGroupMember", {
            Identity,
            Member: outsider,
            BypassSecurityGroupManagerCheck: true,
          });
        return;
      case "remove a member":
        for (const Identity of this.#scopeGroups()) {
          const [member] = await invoke("Get-DistributionGroupMember", { Identity });
          const parameters = {
            Identity,
            Member: member?.PrimarySmtpAddress,
            Confirm: false,
            BypassSecurityGroupManagerCheck: true,
          };
          if (member) await invoke("Remove-DistributionGroupMember", parameters);
        }
        return;
      case "add a foreign policy":
      case "add a foreign policy that denies":
        for (const made of await invoke("New-ApplicationAccessPolicy", {
          AppId: [appId],
          PolicyScopeGroupId: foreignGroup,
          AccessRight: name === "add a foreign policy" ? "RestrictAccess" : "DenyAccess",
          Description: foreign,
        }))
          this.#policies.add(String(made.Identity));
        return;
      case "consent beside the scope":
        return this.#giveConsent(context);
      case "remove a role assignment":
        for (const each of assignments.slice(0, 1))
          await invoke("Remove-ManagementRoleAssignment", { Identity: each.name, Confirm: false, Force: true });
        return;
      case "switch a role assignment off":
        for (const each of assignments.slice(0, 1))
          await invoke("Set-ManagementRoleAssignment", { Identity: each.name, Enabled: false });
        return;
      case "widen a role assignment":
        for (const each of assignments.slice(0, 1))
          await invoke("Set-ManagementRoleAssignment", { Identity: each.name, RecipientGroupScope: "all@contoso.com" });
        return;
      case "add a foreign role assignment":
        await invoke("New-ManagementRoleAssignment", {
          Name: foreign,
          App: this.#principalId(),
          Role: "Application Mail.Read",
          RecipientGroupScope: foreignGroup,
        });
        return;
      case "change the management scope":
        for (const each of managementScopes.values())
          await invoke("Set-ManagementScope", {
            Identity: each.name,
            RecipientRestrictionFilter: "Department -eq 'IT'",
            Confirm: false,
          });
        return;
      case "remove the scope's group":
        for (const Identity of this.#scopeGroups())
          await invoke("Remove-DistributionGroup", { Identity, Confirm: false, BypassSecurityGroupManagerCheck: true });
        return;
      case "remove the pointer":
        await invoke("Remove-ServicePrincipal", { Identity: this.#principalId(), Confirm: false });
        return;
    }
  }

  /** Takes away what was added by hand and is not the stack's to judge. */
  async undo(): Promise<void> {
    const { exchange } = this.tenant.context();
    const { accessPolicies, roleAssignments, servicePrincipals } = this.tenant.contoso.exchange;
    await this.takeConsentBack();
    for (const each of accessPolicies.values()) {
      if (this.#policies.has(each.identity))
        await exchange.invoke("Remove-ApplicationAccessPolicy", { Identity: each.identity, Confirm: false });
    }
    for (const each of roleAssignments.values()) {
      if (each.name !== foreign) continue;
      await this.removeAssignment(each.name);
      // Whoever uses the pointer last removes it, which the stack left for this.
      const isUsed = [...roleAssignments.values()].some((other) => other.assignee.id === each.assignee.id);
      const isThere = [...servicePrincipals.values()].some(({ objectId }) => objectId === each.assignee.id);
      if (isUsed || !isThere) continue;
      const remove = () => exchange.invoke("Remove-ServicePrincipal", { Identity: each.assignee.id, Confirm: false });
      // Whoever is told that there is none asks again: not every directory server knows it.
      await remove().catch(remove);
    }
  }

  /** Takes the consent away that was given by hand. */
  async takeConsentBack(): Promise<void> {
    if (this.#consent !== undefined) await this.tenant.context().graph.ask("DELETE", this.#consent);
    this.#consent = undefined;
  }

  /** Takes the app's consents away, where an error says that this has to be done first. */
  async takeConsentsAway(): Promise<void> {
    const { graph } = this.tenant.context();
    for (const each of [...this.tenant.contoso.appRoleAssignments.values()])
      if (each.principalId === this.#principalId())
        await graph.ask("DELETE", `/servicePrincipals/${each.resourceId}/appRoleAssignedTo/${each.id}`);
  }

  /**
   * Whether a consent that was given by hand lies behind a policy that was made by hand: while roles are assigned for the first time, it cannot be
   * told from one that is on its way out because the mechanism changes.
   */
  hasConsentBehindPolicy(): boolean {
    const { accessPolicies } = this.tenant.contoso.exchange;
    return (
      this.#consent !== undefined && [...accessPolicies.values()].some(({ identity }) => this.#policies.has(identity))
    );
  }

  /** Mailboxes that the role assigned by hand gives, while it is there. */
  reachOfForeignRole(): Set<string> {
    const { exchange, groups } = this.tenant.contoso;
    if (![...exchange.roleAssignments.values()].some((each) => each.name === foreign)) return new Set();
    return new Set([...groups.values()].find((each) => each.mail === foreignGroup)?.members);
  }

  /** Names of the role assignments and management scopes that nobody made by hand. */
  madeByStack(): string[] {
    const { roleAssignments, managementScopes } = this.tenant.contoso.exchange;
    return [...roleAssignments.values(), ...managementScopes.values()]
      .map(({ name }) => name)
      .filter((name) => name !== foreign)
      .sort();
  }

  async removeMembers(group: string, members: readonly string[]): Promise<void> {
    const { exchange } = this.tenant.context();
    const common = { Identity: group, Confirm: false, BypassSecurityGroupManagerCheck: true };
    for (const Member of members) await exchange.invoke("Remove-DistributionGroupMember", { ...common, Member });
  }

  async removeAssignment(name: string): Promise<void> {
    const parameters = { Identity: name, Confirm: false, Force: true };
    await this.tenant.context().exchange.invoke("Remove-ManagementRoleAssignment", parameters);
  }

  async removeManagementScope(name: string): Promise<void> {
    const parameters = { Identity: name, Confirm: false, Force: true };
    await this.tenant.context().exchange.invoke("Remove-ManagementScope", parameters);
  }

  async #giveConsent({ graph }: StepContext): Promise<void> {
    const principalId = this.#principalId();
    const resourceId = [...this.tenant.contoso.servicePrincipals.values()].find(
      (each) => each.appId === MICROSOFT_GRAPH,
    )?.id;
    if (principalId === "" || resourceId === undefined) return;
    const path = `/servicePrincipals/${resourceId}/appRoleAssignedTo`;
    const { status, body } = await graph.ask("POST", path, { appRoleId: mailRead, principalId, resourceId });
    if (status < 400) this.#consent = `${path}/${String(body.id)}`;
  }

  #principalId(): string {
    return [...this.tenant.contoso.servicePrincipals.values()].find((each) => each.appId === appId)?.id ?? "";
  }

  /** Addresses of the groups that the stack makes. */
  #scopeGroups(): string[] {
    return [...this.tenant.contoso.groups.values()].flatMap(({ mail }) =>
      mail !== null && /^(?:app-scope-people-ai(?:-except)?|vendor-mailboxes)@/.test(mail) ? [mail] : [],
    );
  }
}
