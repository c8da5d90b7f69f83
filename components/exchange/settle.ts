/** How long a scope is waited for before what depends on it. */
export interface SettleArgs {
  /**
   * Address of a mailbox outside the scope by which it is seen to be in force.
   *
   * @default - up to three mailboxes that are not in the scope's group, where it has one
   */
  outside?: string;
  /**
   * Minutes to wait after Exchange's own test cmdlets say that the scope is in force: Microsoft Graph follows later, up to an hour for an
   * access policy, 30 minutes to two hours for a role.
   *
   * @default 0
   * @see https://learn.microsoft.com/graph/auth-limit-mailbox-access
   */
  minutes?: number;
  /** Minutes after which the step gives up waiting for the test cmdlets. @default 5 */
  limitMinutes?: number;
}
