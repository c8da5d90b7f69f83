import { isDeepStrictEqual } from "node:util";
import { succeeded, type GraphStepContext } from "./context";
import type { ConsentWorkflowSpec } from "./manifest";
import { ownedSettings, releaseSetting, takeSetting } from "./setting-owner";

/** What is kept in the stack's state. */
export interface ConsentWorkflowState {
  owner: string;
}

/** The setting as Graph has it, without what Graph counts itself. */
interface Workflow {
  isEnabled: boolean;
  notifyReviewers: boolean;
  remindersEnabled: boolean;
  requestDurationInDays: number;
  reviewers: { query: string; queryType: string; queryRoot: string | null }[];
}

const path = "/policies/adminConsentRequestPolicy";

export async function setConsentWorkflow(
  context: GraphStepContext,
  spec: ConsentWorkflowSpec,
): Promise<ConsentWorkflowState> {
  await takeSetting(context, ownedSettings.consentWorkflow, spec.owner, {
    read: () => read(context),
    write: () => write(context, desired(spec)),
  });
  return { owner: spec.owner };
}

export function restoreConsentWorkflow(context: GraphStepContext, previous: ConsentWorkflowState): Promise<void> {
  return releaseSetting(context, ownedSettings.consentWorkflow, previous.owner, (before) =>
    write(context, before as Workflow),
  );
}

function desired(spec: ConsentWorkflowSpec): Workflow {
  const { isEnabled, notifyReviewers, remindersEnabled, requestDurationInDays } = spec;
  const { users, groups, roles } = spec.reviewers;
  const queries = [
    ...users.map((id) => `/v1.0/users/${id}`),
    ...groups.map((id) => `/v1.0/groups/${id}/transitiveMembers/microsoft.graph.user`),
    ...roles.map((id) => `/beta/roleManagement/directory/roleAssignments?$filter=roleDefinitionId eq '${id}'`),
  ];
  const reviewers = queries.sort().map((query) => ({ query, queryType: "MicrosoftGraph", queryRoot: null }));
  return { isEnabled, notifyReviewers, remindersEnabled, requestDurationInDays, reviewers };
}

async function read({ graph }: GraphStepContext): Promise<Workflow> {
  const body = succeeded("reading the admin consent workflow", await graph.ask("GET", path));
  const reviewers = (Array.isArray(body.reviewers) ? body.reviewers : []) as Workflow["reviewers"];
  return {
    isEnabled: body.isEnabled === true,
    notifyReviewers: body.notifyReviewers === true,
    remindersEnabled: body.remindersEnabled === true,
    requestDurationInDays: Number(body.requestDurationInDays ?? 0),
    // Graph keeps no order of them.
    reviewers: reviewers
      .map(({ query, queryType, queryRoot }) => ({ query, queryType, queryRoot: queryRoot ?? null }))
      .sort((one, other) => (one.query < other.query ? -1 : 1)),
  };
}

async function write(context: GraphStepContext, wanted: Workflow): Promise<void> {
  if (isDeepStrictEqual(await read(context), wanted)) return;
  succeeded("setting the admin consent workflow", await context.graph.ask("PUT", path, wanted));
  if (isDeepStrictEqual(await read(context), wanted)) return;
  throw new Error("the admin consent workflow is another one than was set; is something else changing it?");
}
