import { getApplication } from "./application";
import type { FunctionType } from "./function";
import { getGroup, getGroups } from "./groups";
import { getServicePrincipal, getServicePrincipals } from "./service-principals";
import { getApplicationPublishedAppIds, getClientConfig, getDomains } from "./tenant";
import { getUser, getUsers } from "./users";

/** The look-ups that are served, by token. */
export const functionTypes: ReadonlyMap<string, FunctionType> = new Map(
  [
    getApplication,
    getApplicationPublishedAppIds,
    getClientConfig,
    getDomains,
    getGroup,
    getGroups,
    getServicePrincipal,
    getServicePrincipals,
    getUser,
    getUsers,
  ].map((type) => [type.token, type]),
);
