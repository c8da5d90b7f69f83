import type { GraphAnswer, GraphReader } from "../graph-reader";
import { assertAnswered, quote, rowsOf, text, type Row } from "./graph-answers";

const guid = /^[0-9a-f-]{36}$/i;
const fields = "id,displayName,userPrincipalName,mail,userType,accountEnabled";

/** How many names one filter takes: Graph allows 15 conditions joined by `or`, and each name is two. */
const namesPerFilter = 7;
/** Graph takes addresses of 2,048 characters. */
const longestPath = 1_900;

/** Users by the names that they were asked for, in any letter case; several where a name is not one user's alone. */
export interface FoundUsers {
  of(value: string): Row[];
}

/** The reads that find users, to be sent with others. */
export interface UserReads {
  paths: string[];
  /**
   * @param answers to the paths, in their order
   * @param graph is asked again about names that the answers leave open
   */
  take(answers: readonly GraphAnswer[], graph: Pick<GraphReader, "batch">): Promise<FoundUsers>;
}

/**
 * Finds users by user principal name, address or object ID. Each name is asked for once, and several with one filter: the service counts
 * each filter against its limits, whether it travels in a batch or not.
 */
export function userReads(values: readonly string[]): UserReads {
  const names = [...new Set(values.map((each) => each.toLowerCase()))];
  const groups = grouped(names);
  return {
    paths: groups.map(pathOf),
    async take(answers, graph) {
      const found = new Map<string, Row[]>();
      const open = groups.flatMap((group, index) => takeGroup(group, answers[index], found));
      const alone = open.length === 0 ? [] : await graph.batch(open.map((name) => pathOf([name])));
      for (const [index, name] of open.entries()) {
        assertAnswered(alone[index]);
        found.set(name, rowsOf(alone[index]));
      }
      return { of: (value) => found.get(value.toLowerCase()) ?? [] };
    },
  };
}

/** The address of one user, by any name. */
export function userPath(value: string): string {
  return pathOf([value]);
}

/** Names that are asked for with one read; an object ID is asked for alone. */
function grouped(names: readonly string[]): string[][] {
  const groups: string[][] = [];
  let current: string[] = [];
  for (const name of names) {
    if (guid.test(name)) groups.push([name]);
    else if (current.length < namesPerFilter && pathOf([...current, name]).length <= longestPath) current.push(name);
    else {
      groups.push(current);
      current = [name];
    }
  }
  return current.length > 0 ? [...groups, current] : groups;
}

function pathOf(names: readonly string[]): string {
  const [first = ""] = names;
  if (guid.test(first)) return `/users/${first}?$select=${fields}`;
  const conditions = names.map(quote).map((name) => `userPrincipalName eq '${name}' or mail eq '${name}'`);
  return `/users?$filter=${encodeURIComponent(conditions.join(" or "))}&$select=${fields}`;
}

/** Notes who was found. @returns the names that have to be asked for alone */
function takeGroup(names: readonly string[], answer: GraphAnswer | undefined, found: Map<string, Row[]>): string[] {
  const [only] = names;
  if (only !== undefined && names.length === 1) {
    assertAnswered(answer);
    found.set(only, rowsOf(answer));
    return [];
  }
  // One name that the service does not take is no fault of the others.
  if (answer?.status === 400) return [...names];
  assertAnswered(answer);
  const rows = rowsOf(answer);
  const unnamed = new Set(rows);
  for (const name of names) {
    const own = rows.filter((row) =>
      [row.userPrincipalName, row.mail].some((each) => text(each).toLowerCase() === name),
    );
    found.set(name, own);
    for (const row of own) unnamed.delete(row);
  }
  // The service may take letters for the same that are not the same here: then it tells whom it means by which name.
  return unnamed.size === 0 ? [] : names.filter((name) => found.get(name)?.length === 0);
}
