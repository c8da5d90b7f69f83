import type { FastifyInstance } from "fastify";
import type { SandboxContext } from "../context";
import { registerAdministrativeUnits } from "./administrative-units";
import { registerAppRoleAssignments } from "./app-role-assignments";
import { registerApplicationCredentials } from "./application-credentials";
import { registerApplications } from "./applications";
import { registerBatch } from "./batch";
import { registerContacts } from "./contacts";
import { registerDelegatedGrants } from "./delegated-grants";
import { registerDeletedItems } from "./deleted-items";
import { registerGroups } from "./groups";
import { registerMail } from "./mail";
import { registerOrganization } from "./organization";
import { registerPolicies } from "./policies";
import { createGraphRouter } from "./router";
import { registerServicePrincipals } from "./service-principals";
import { registerUsers } from "./users";

/** Microsoft Graph, v1.0 and beta. */
export function registerGraph(app: FastifyInstance, context: SandboxContext): void {
  const route = createGraphRouter(app, context);
  registerApplications(route);
  registerApplicationCredentials(route);
  registerDeletedItems(route);
  registerServicePrincipals(route);
  registerAppRoleAssignments(route);
  registerDelegatedGrants(route);
  registerUsers(route);
  registerGroups(route);
  registerAdministrativeUnits(route);
  registerOrganization(route);
  registerContacts(route);
  registerPolicies(route);
  registerBatch(app, context);
  registerMail(app, context);
}
