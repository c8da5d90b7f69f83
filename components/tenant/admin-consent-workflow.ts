import type { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { resolveDirectory } from "../directory";
import { Faults } from "../faults";
import { checkNames, principalRequest } from "../principals";
import { stackOwner } from "../stack-owner";
import { graphCommand } from "../steps/graph-command";

/** Directory roles whose holders may review requests: those that can consent. */
const reviewerRoles = {
  "Global Administrator": "62e90394-69f5-4237-9190-012177145e10",
  "Application Administrator": "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
  "Cloud Application Administrator": "158c047a-c907-4556-b7ef-446551a6b5f7",
} as const;

export interface AdminConsentWorkflowArgs {
  /** Whether users may ask administrators for approval. @default true */
  enabled?: boolean;
  /** Who reviews requests: user principal names, mail addresses or object IDs. */
  reviewerUsers?: string[];
  /** Groups whose members review: object IDs, mail addresses or display names. */
  reviewerGroups?: string[];
  /** Directory roles whose holders review, by name. */
  reviewerRoles?: (keyof typeof reviewerRoles)[];
  /** Whether reviewers are told of new requests by mail. @default true */
  notifyReviewers?: boolean;
  /** Whether reviewers are reminded before a request expires. @default true */
  reminders?: boolean;
  /** After how many days a request expires, 1 to 60. @default 30 */
  expiresAfterDays?: number;
}

/**
 * The admin consent workflow: users who may not consent ask for approval. One setting of the whole tenant: what was there before is
 * remembered, and is there again after destroy. Another stack that declares it too is refused.
 *
 * @throws pulumi.InputPropertiesError with every fault at once; names that the tenant does not know are found in preview
 * @see https://learn.microsoft.com/entra/identity/enterprise-apps/configure-admin-consent-workflow
 */
export class AdminConsentWorkflow extends pulumi.ComponentResource {
  readonly #command: local.Command;

  constructor(name: string, args: AdminConsentWorkflowArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("consentra:tenant:AdminConsentWorkflow", name, {}, opts);
    const subject = `AdminConsentWorkflow ${name}`;
    const faults = new Faults();
    const enabled = args.enabled ?? true;
    checkWorkflow(args, enabled, faults);
    faults.throwIfAny(subject);

    const { reviewerUsers: users = [], reviewerGroups: groups = [] } = args;
    const request = principalRequest({ users, groups }, "reviewers.");
    const directory = resolveDirectory(subject, request, { parent: this });
    this.#command = graphCommand(
      `${name}-workflow`,
      {
        kind: "AdminConsentWorkflow",
        tenantId: directory.tenantId,
        spec: directory.apply((found) => ({
          owner: stackOwner(name),
          isEnabled: enabled,
          notifyReviewers: args.notifyReviewers ?? true,
          remindersEnabled: args.reminders ?? true,
          requestDurationInDays: args.expiresAfterDays ?? 30,
          reviewers: {
            users: users.flatMap((each) => found.users[each]?.id ?? []),
            groups: groups.flatMap((each) => found.groups[each]?.id ?? []),
            roles: (args.reviewerRoles ?? []).map((each) => reviewerRoles[each]),
          },
        })),
        identity: [],
      },
      { parent: this, dependsOn: opts.dependsOn },
    );
    this.registerOutputs({});
  }

  /** The resource beneath. */
  get nodes(): { command: local.Command } {
    return { command: this.#command };
  }
}

function checkWorkflow(args: AdminConsentWorkflowArgs, enabled: boolean, faults: Faults): void {
  checkNames(args.reviewerUsers, "reviewerUsers", faults);
  checkNames(args.reviewerGroups, "reviewerGroups", faults);
  const known = Object.keys(reviewerRoles);
  for (const [index, role] of (args.reviewerRoles ?? []).entries()) {
    if (!known.includes(role))
      faults.add(
        `reviewerRoles[${index}]`,
        role,
        `one of ${known.join(", ")}`,
        "only these can consent to what is asked for",
      );
  }
  const count = [args.reviewerUsers, args.reviewerGroups, args.reviewerRoles].flatMap((each) => each ?? []).length;
  if (enabled && count === 0)
    faults.add(
      "reviewerUsers",
      undefined,
      "at least one reviewer",
      "somebody has to answer the requests: name users, groups or roles",
    );
  const days = args.expiresAfterDays ?? 30;
  if (!Number.isInteger(days) || days < 1 || days > 60)
    faults.add("expiresAfterDays", days, "a whole number from 1 to 60", "Entra keeps a request for that many days");
}
