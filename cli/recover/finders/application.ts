import { filtered, quoted, type Finder, type PlannedResource, type Reader } from "./finder";

interface Application {
  id: string;
  appId: string;
  displayName: string;
  createdDateTime: string;
  signInAudience?: string;
  tags?: string[];
  requiredResourceAccess?: { resourceAppId: string; resourceAccess: { id: string; type: string }[] }[];
  web?: { redirectUris?: string[] };
  spa?: { redirectUris?: string[] };
  publicClient?: { redirectUris?: string[] };
}

interface Redirects {
  redirectUris?: unknown;
}

const select = "id,appId,displayName,createdDateTime,signInAudience,tags,requiredResourceAccess,web,spa,publicClient";

/** The provider gives a new application such a name for a moment, to see that it can be written. */
const passingName = "TERRAFORM_UPDATE_";

/** Tags by which applications of one stack are known. */
const markPrefix = "consentra:";

/**
 * Names of applications are not unique: one is this stack's where it carries the stack's mark, or is in everything what this stack would make.
 * Any other of the name is told, and left.
 */
export const application: Finder = async (planned, graph, { recorded }) => {
  const { displayName } = planned.inputs;
  if (typeof displayName !== "string" || displayName === "") return [];
  const [named, passing] = await Promise.all([
    graph.list<Application>(filtered("/applications", `displayName eq ${quoted(displayName)}`, select)),
    readPassing(graph),
  ]);
  const unknown = [...named, ...passing].filter(({ id }) => !recorded.has(`/applications/${id}`));
  const ours = unknown.filter((each) => isOurs(planned, each));
  if (ours.length === 1)
    return ours.map((each) => ({ id: `/applications/${each.id}`, words: wordsFor(each), fate: "take" }));
  const left = ours.length > 1 ? ours : unknown.filter((each) => each.displayName === displayName);
  const why =
    ours.length > 1
      ? "there are several that are what this stack would make: delete those that are nobody's"
      : "it is not what this stack would make: it is somebody else's, or was changed; adopt it, delete it, or choose another name";
  return left.map((each) => ({ id: `/applications/${each.id}`, words: `${wordsFor(each)}: ${why}`, fate: "leave" }));
};

/** One that an interrupted update began, where the next one made another: nobody signs in as it, or uses it. It is told, and left. */
export const halfMade: Finder = async (recordedOne, graph, { recorded }) => {
  return (await readPassing(graph))
    .filter((each) => !recorded.has(`/applications/${each.id}`) && isOurs(recordedOne, each))
    .map((each) => ({
      id: `/applications/${each.id}`,
      words: `${wordsFor(each)}: it was begun beside the one that the state has; delete it, unless another update is making it now`,
      fate: "leave",
    }));
};

const readPassing = (graph: Reader): Promise<Application[]> =>
  graph.list(filtered("/applications", `startswith(displayName,'${passingName}')`, select));

const wordsFor = ({ id, appId, displayName, createdDateTime }: Application): string =>
  `the application ${displayName} (${id}, client ID ${appId}), made at ${createdDateTime}`;

function isOurs({ inputs }: PlannedResource, found: Application): boolean {
  const tags = textsOf(inputs.tags);
  const mark = tags.find((each) => each.startsWith(markPrefix));
  if (mark !== undefined) return found.tags?.includes(mark) ?? false;
  return (
    (found.signInAudience ?? "AzureADMyOrg") === (inputs.signInAudience ?? "AzureADMyOrg") &&
    sameTexts(found.tags ?? [], tags) &&
    sameTexts(foundAccess(found), plannedAccess(inputs.requiredResourceAccesses)) &&
    sameTexts(found.web?.redirectUris ?? [], redirectsOf(inputs.web)) &&
    sameTexts(found.spa?.redirectUris ?? [], redirectsOf(inputs.singlePageApplication)) &&
    sameTexts(found.publicClient?.redirectUris ?? [], redirectsOf(inputs.publicClient))
  );
}

function foundAccess({ requiredResourceAccess = [] }: Application): string[] {
  return requiredResourceAccess.flatMap(({ resourceAppId, resourceAccess }) =>
    resourceAccess.map(({ id, type }) => `${resourceAppId} ${type} ${id}`.toLowerCase()),
  );
}

function plannedAccess(value: unknown): string[] {
  const apis = (value ?? []) as { resourceAppId: string; resourceAccesses: { id: string; type: string }[] }[];
  return apis.flatMap(({ resourceAppId, resourceAccesses }) =>
    resourceAccesses.map(({ id, type }) => `${resourceAppId} ${type} ${id}`.toLowerCase()),
  );
}

const redirectsOf = (value: unknown): string[] => textsOf((value as Redirects | undefined)?.redirectUris);

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];

function sameTexts(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());
}
