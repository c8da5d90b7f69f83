/** By which protocols clients may open a mailbox. Names are those of `Get-CASMailbox`, with a small first letter. */
export interface MailboxClientAccess {
  /** null: as the organisation has it. */
  ewsEnabled: boolean | null;
  ewsApplicationAccessPolicy: EwsApplicationAccessPolicy | null;
  owaEnabled: boolean;
  mapiEnabled: boolean;
  activeSyncEnabled: boolean;
  popEnabled: boolean;
  imapEnabled: boolean;
}

/** Which apps Exchange Web Services let in: only those listed, or all but those listed. */
export type EwsApplicationAccessPolicy = "EnforceAllowList" | "EnforceBlockList";

/** What the organisation has for all its mailboxes, as `Get-OrganizationConfig` names it. */
export interface OrganizationClientAccess {
  /** null: never set, which enables it. */
  ewsEnabled: boolean | null;
  ewsApplicationAccessPolicy: EwsApplicationAccessPolicy | null;
  ewsAllowList: string[];
  ewsBlockList: string[];
}

/** A new mailbox: every protocol is on. */
export const defaultMailboxAccess: MailboxClientAccess = {
  ewsEnabled: true,
  ewsApplicationAccessPolicy: null,
  owaEnabled: true,
  mapiEnabled: true,
  activeSyncEnabled: true,
  popEnabled: true,
  imapEnabled: true,
};

/** A new organisation: nothing is set. */
export const createOrganizationAccess = (): OrganizationClientAccess => ({
  ewsEnabled: null,
  ewsApplicationAccessPolicy: null,
  ewsAllowList: [],
  ewsBlockList: [],
});
