import * as z from "zod";
import { defaultAccess } from "../default-access";
import type { GraphClient } from "../graph-reader";

/** Asks who is assigned to an app now. Travels on standard input of the look-up. */
export const assignmentsRequest = z.strictObject({ tenantId: z.guid(), servicePrincipalId: z.guid() });

/** Somebody who may sign in to an app, by themselves or as a direct member of an assigned group. */
export interface AssignedUser {
  id: string;
  displayName: string;
  userPrincipalName: string;
  /** The e-mail address; null where the user has none. */
  mail: string | null;
  userType: "Member" | "Guest";
  accountEnabled: boolean;
  /** Display names of the assigned groups that brought the user; empty for one who is assigned directly. */
  through: string[];
}

export interface Assignments {
  users: AssignedUser[];
  groups: { id: string; displayName: string }[];
}

const fields = "id,displayName,userPrincipalName,mail,userType,accountEnabled";

type Row = Record<string, unknown>;

/** Who may sign in to an app now, whoever assigned them, sorted by user principal name. */
export async function readAssignments(graph: GraphClient, servicePrincipalId: string): Promise<Assignments> {
  const assigned = await graph.list<Row>(`/servicePrincipals/${servicePrincipalId}/appRoleAssignedTo`);
  const byDefault = assigned.filter((each) => each.appRoleId === defaultAccess);
  const users = new Map<string, AssignedUser>();
  const direct = byDefault.filter((each) => each.principalType === "User").map((each) => String(each.principalId));
  for (const answer of await graph.batch(direct.map((id) => `/users/${id}?$select=${fields}`))) {
    if (answer.status < 400) users.set(String(answer.body.id), userOf(answer.body));
  }
  const groups: Assignments["groups"] = [];
  for (const each of byDefault.filter(({ principalType }) => principalType === "Group")) {
    const group = { id: String(each.principalId), displayName: String(each.principalDisplayName) };
    groups.push(group);
    // Entra lets the direct members in; those of nested groups are not.
    const members = await graph.list<Row>(`/groups/${group.id}/members?$select=${fields}`);
    for (const member of members.filter((row) => row["@odata.type"] === "#microsoft.graph.user")) {
      const user = users.get(String(member.id));
      if (!user) users.set(String(member.id), { ...userOf(member), through: [group.displayName] });
      else if (user.through.length > 0) user.through.push(group.displayName);
    }
  }
  return {
    users: [...users.values()].sort((one, other) => (one.userPrincipalName < other.userPrincipalName ? -1 : 1)),
    groups: groups.sort((one, other) => (one.displayName < other.displayName ? -1 : 1)),
  };
}

function userOf(row: Row): AssignedUser {
  return {
    id: String(row.id),
    displayName: typeof row.displayName === "string" ? row.displayName : "",
    userPrincipalName: String(row.userPrincipalName),
    mail: typeof row.mail === "string" ? row.mail : null,
    userType: row.userType === "Guest" ? "Guest" : "Member",
    accountEnabled: row.accountEnabled === true,
    through: [],
  };
}
