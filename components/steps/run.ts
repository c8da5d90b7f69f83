import {
  classifyPermissions,
  declassifyPermissions,
  type PermissionClassificationState,
} from "./permission-classification";
import { restoreConsentWorkflow, setConsentWorkflow, type ConsentWorkflowState } from "./consent-workflow";
import { restoreUserConsent, setUserConsent, type UserConsentState } from "./user-consent";
import { seedAssignments, unseedAssignments, type AssignmentSeedState } from "./assignment-seed";
import { markForPurge, purgeApplication, type PurgedApplicationState } from "./purge";
import type { GraphStepContext } from "./context";
import type { GraphManifest } from "./manifest";

/**
 * Does one step in Microsoft Graph.
 *
 * @param previous reads what the last step of this object printed
 * @returns what is kept in the stack's state
 */
export async function runGraphStep(
  context: GraphStepContext,
  manifest: GraphManifest,
  action: "create" | "update" | "delete",
  previous: () => unknown,
): Promise<unknown> {
  const removing = action === "delete";
  const earlier = () => (action === "update" ? previous() : undefined);
  switch (manifest.kind) {
    case "UserConsentSettings":
      if (removing) return done(restoreUserConsent(context, previous() as UserConsentState));
      return setUserConsent(context, manifest.spec);
    case "AdminConsentWorkflow":
      if (removing) return done(restoreConsentWorkflow(context, previous() as ConsentWorkflowState));
      return setConsentWorkflow(context, manifest.spec);
    case "PermissionClassification":
      if (removing) return done(declassifyPermissions(context, previous() as PermissionClassificationState));
      return classifyPermissions(context, manifest.spec, earlier() as PermissionClassificationState | undefined);
    case "AppAssignmentSeed":
      if (removing) return done(unseedAssignments(context, previous() as AssignmentSeedState));
      return seedAssignments(context, manifest.spec, earlier() as AssignmentSeedState | undefined);
    case "PurgedApplication":
      if (removing) return done(purgeApplication(context, previous() as PurgedApplicationState));
      return markForPurge(manifest.spec);
  }
}

async function done(work: Promise<void>): Promise<object> {
  await work;
  return {};
}
