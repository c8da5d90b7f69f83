import { tokenSource } from "consentra/credentials";
import type { HandOff } from "consentra/handoff";
import { RestGraphReader, readAssignments, type AssignedUser } from "consentra/live";
import { UsageError } from "../exit";

/** A hand-off with who may sign in now, whoever assigned them. */
export interface LiveHandOff {
  handOff: HandOff;
  /** Undefined where the tenant was not asked: then the hand-off tells of the last update. */
  users?: AssignedUser[];
  groups?: string[];
}

/**
 * Asks the tenant who is assigned now, with the credential of the environment.
 *
 * @throws UsageError where the credential is for another tenant
 */
export async function gather(handOff: HandOff, environment: NodeJS.ProcessEnv): Promise<LiveHandOff> {
  const tokens = tokenSource(environment);
  if (tokens.tenantId.toLowerCase() !== handOff.tenantId.toLowerCase()) {
    throw new UsageError(
      `the hand-off is of tenant ${handOff.tenantId}, the credential in the environment is for ${tokens.tenantId}; use --as-deployed to leave the tenant alone`,
    );
  }
  const { users, groups } = await readAssignments(new RestGraphReader(tokens), handOff.servicePrincipalId);
  return { handOff, users, groups: groups.map(({ displayName }) => displayName) };
}
