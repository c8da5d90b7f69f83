import { ExchangeError } from "../exchange/rest-errors";
import type { ExchangeObject, ExchangeTransport } from "../exchange/transport";
import type { GraphReader } from "../graph-reader";
import { assertAnswered, quote, rowsOf, text, type Row } from "./graph-answers";
import { explainNestedGroups, refuseNestedGroups } from "./nested-groups";
import type { Directory, DirectoryAnswer, DirectoryFault, Named, ReadyDirectoryRequest } from "./request";
import { userPath, userReads } from "./users";

const guid = /^[0-9a-f-]{36}$/i;
const groupFields = "id,displayName,mail,mailEnabled,securityEnabled";

/** Mailboxes that may be in a scope's group. Discovery mailboxes and contacts may not. */
const mailboxTypes = new Set(["UserMailbox", "SharedMailbox", "RoomMailbox", "EquipmentMailbox"]);

/** Answers a look-up: one batch to Graph and one to Exchange, and one more to Graph only where something was not found. */
export async function readDirectory(
  request: ReadyDirectoryRequest,
  tenantId: string,
  graph: GraphReader,
  exchange: ExchangeTransport,
): Promise<DirectoryAnswer> {
  const directory = emptyDirectory(tenantId);
  const faults: DirectoryFault[] = [];
  await Promise.all([
    readGraph(request, directory, faults, graph),
    readExchange(request, directory, faults, graph, exchange),
  ]);
  const order = new Map(
    [...request.users, ...request.groups, ...request.mailboxes].map((each, index) => [each.path, index]),
  );
  faults.sort((one, other) => (order.get(one.path) ?? order.size) - (order.get(other.path) ?? order.size));
  return { directory, faults };
}

/** A directory of which nothing is known yet. */
export function emptyDirectory(tenantId: string): Directory {
  return {
    tenantId,
    initialDomain: "",
    defaultDomain: "",
    users: {},
    groups: {},
    mailboxes: {},
    scopeGroups: {},
    servicePrincipals: {},
    warnings: [],
  };
}

async function readGraph(
  request: ReadyDirectoryRequest,
  directory: Directory,
  faults: DirectoryFault[],
  graph: GraphReader,
): Promise<void> {
  const users = userReads(request.users.map(({ value }) => value));
  const groups = distinct(request.groups);
  const principals = request.servicePrincipals.map(
    ({ appId }) => `/servicePrincipals?$filter=${encodeURIComponent(`appId eq '${appId}'`)}&$select=id,displayName`,
  );
  const domains = request.defaultDomain ? ["/domains"] : [];
  const paths = [...users.paths, ...groups.map(groupPath), ...principals, ...domains];
  if (paths.length === 0) return;
  const answers = await graph.batch(paths);
  const take = (count: number) => answers.splice(0, count);

  const found = await users.take(take(users.paths.length), graph);
  const unknownUsers: Named[] = [];
  for (const named of request.users) {
    const own = found.of(named.value);
    if (own.length === 0) unknownUsers.push(named);
    else takeUser(named, own, directory, faults);
  }
  const groupAnswers = new Map(take(groups.length).map((answer, index) => [groups[index], answer]));
  for (const named of request.groups) takeGroup(named, rowsOf(groupAnswers.get(named.value)), directory, faults);
  for (const [index, answer] of take(principals.length).entries()) {
    const appId = request.servicePrincipals[index]?.appId ?? "";
    assertAnswered(answer);
    const [principal] = rowsOf(answer);
    directory.servicePrincipals[appId] = principal
      ? { id: text(principal.id), displayName: text(principal.displayName) }
      : null;
  }
  for (const domain of rowsOf(take(domains.length)[0])) {
    if (domain.isInitial === true) directory.initialDomain = text(domain.id);
    if (domain.isDefault === true) directory.defaultDomain = text(domain.id);
  }
  directory.warnings.push(...(await explainNestedGroups(request.groups, directory, graph)));
  faults.push(...(await explainUnknownUsers(unknownUsers, graph)));
}

/** Each value once: what several apps name is asked for once. */
function distinct(named: readonly { value: string }[]): string[] {
  return [...new Set(named.map(({ value }) => value))];
}

function takeUser(named: Named, found: readonly Row[], directory: Directory, faults: DirectoryFault[]): void {
  const [user, ...others] = found;
  if (!user) return;
  if (others.length > 0) {
    const ids = found.map((each) => text(each.id));
    faults.push(ambiguous(named, "user", ids));
    return;
  }
  directory.users[named.value] = {
    id: text(user.id),
    userPrincipalName: text(user.userPrincipalName),
    mail: typeof user.mail === "string" ? user.mail : null,
    userType: user.userType === "Guest" ? "Guest" : "Member",
    accountEnabled: user.accountEnabled === true,
  };
  if (user.accountEnabled === false)
    directory.warnings.push(`${named.path}: the account of ${named.value} is disabled`);
  if (user.userType === "Guest")
    directory.warnings.push(`${named.path}: ${named.value} is a guest, whose account belongs to another organisation`);
}

function ambiguous(named: Named, kind: string, found: readonly string[]): DirectoryFault {
  return {
    ...named,
    expected: `one ${kind}`,
    fix: `several are called so: ${found.join(", ")}; use an object ID or an address that only one has`,
  };
}

function takeGroup(named: Named, found: readonly Row[], directory: Directory, faults: DirectoryFault[]): void {
  const [group, ...others] = found;
  if (!group) {
    faults.push({
      ...named,
      expected: "a group of the tenant: its object ID, address or display name",
      fix: "check the spelling in the Entra admin center",
    });
  } else if (others.length > 0) {
    faults.push({
      ...named,
      expected: "one group",
      fix: `${found.length} groups are called so; use an object ID: ${found.map((each) => text(each.id)).join(", ")}`,
    });
  } else {
    directory.groups[named.value] = {
      id: text(group.id),
      displayName: text(group.displayName),
      mail: typeof group.mail === "string" ? group.mail : null,
      mailEnabled: group.mailEnabled === true,
      securityEnabled: group.securityEnabled === true,
    };
  }
}

async function readExchange(
  request: ReadyDirectoryRequest,
  directory: Directory,
  faults: DirectoryFault[],
  graph: GraphReader,
  exchange: ExchangeTransport,
): Promise<void> {
  const wanted = [...request.mailboxes, ...request.scopeGroups];
  if (wanted.length === 0) return;
  const identities = distinct(wanted);
  const told = await exchange.batch(
    identities.map((Identity) => ({ cmdlet: "Get-Recipient", parameters: { Identity } })),
  );
  const answers = new Map(identities.map((each, index) => [each, told[index]]));
  const unknown: Named[] = [];
  for (const [index, named] of wanted.entries()) {
    const answer = answers.get(named.value);
    if (answer instanceof Error && !(answer instanceof ExchangeError && answer.kind === "notFound")) throw answer;
    const found = answer instanceof Error ? [] : (answer ?? []);
    const recipient = found[0];
    // Asked for what does not exist, a Get- cmdlet may answer with everything: the first of many is never taken.
    if (found.length > 1) {
      faults.push(
        ambiguous(
          named,
          "recipient",
          found.slice(0, 3).map((each) => text(each.PrimarySmtpAddress)),
        ),
      );
    } else if (index >= request.mailboxes.length) takeScopeGroup(named, recipient, directory, faults);
    else if (!recipient) unknown.push(named);
    else takeMailbox(named, recipient, directory, faults);
  }
  faults.push(...(await refuseNestedGroups(request.scopeGroups, directory, graph)));
  faults.push(...(await explainUnknownMailboxes(unknown, graph)));
}

function takeMailbox(named: Named, recipient: ExchangeObject, directory: Directory, faults: DirectoryFault[]): void {
  const type = text(recipient.RecipientTypeDetails);
  if (mailboxTypes.has(type)) {
    directory.mailboxes[named.value] = {
      id: text(recipient.ExternalDirectoryObjectId),
      primarySmtpAddress: text(recipient.PrimarySmtpAddress).toLowerCase(),
      recipientTypeDetails: type,
    };
    return;
  }
  const fix =
    type === "GuestMailUser"
      ? "a guest's mailbox is in another organisation and cannot be reached from here; remove the entry"
      : /Group$/.test(type)
        ? "name the mailboxes one by one, or use a mail-enabled security group as `group`"
        : `a ${type} has no mailbox in this organisation; remove the entry`;
  faults.push({ ...named, expected: "a mailbox of this organisation", fix });
}

/** Groups of Exchange that have members; RBAC for Applications takes each of them, an access policy the first only. */
const groupTypes = ["MailUniversalSecurityGroup", "MailUniversalDistributionGroup", "GroupMailbox"];

function takeScopeGroup(
  { directMembersOnly, ...named }: ReadyDirectoryRequest["scopeGroups"][number],
  recipient: ExchangeObject | undefined,
  directory: Directory,
  faults: DirectoryFault[],
): void {
  const type = text(recipient?.RecipientTypeDetails);
  if (recipient && (directMembersOnly ? groupTypes : groupTypes.slice(0, 1)).includes(type)) {
    directory.scopeGroups[named.value] = {
      id: text(recipient.ExternalDirectoryObjectId),
      primarySmtpAddress: text(recipient.PrimarySmtpAddress).toLowerCase(),
      displayName: text(recipient.DisplayName),
    };
    return;
  }
  const [expected, takes] = directMembersOnly
    ? ["a mail-enabled group", "which a role's scope does not take"]
    : ["a mail-enabled security group", "which an access policy does not take"];
  faults.push({
    ...named,
    expected,
    fix: recipient
      ? `it is a ${type}, ${takes}; make a mail-enabled security group, or name the mailboxes with \`members\``
      : "Exchange knows no such group; check the address, or name the mailboxes with `members`",
  });
}

/** Says of a mailbox that Exchange does not know whether there is a user of that name, and what is missing. */
async function explainUnknownMailboxes(unknown: readonly Named[], graph: GraphReader): Promise<DirectoryFault[]> {
  if (unknown.length === 0) return [];
  const answers = await graph.batch(unknown.map((each) => userPath(each.value)));
  const faults: DirectoryFault[] = [];
  const nobody: Named[] = [];
  for (const [index, named] of unknown.entries()) {
    assertAnswered(answers[index]);
    const [user] = rowsOf(answers[index]);
    if (!user) nobody.push(named);
    else {
      const fix =
        user.userType === "Guest"
          ? "a guest's mailbox is in another organisation and cannot be reached from here; remove the entry"
          : "the user has no mailbox: assign a licence with Exchange Online, or remove the entry";
      faults.push({ ...named, expected: "a mailbox of this organisation", fix });
    }
  }
  const expected = "a mailbox of this organisation";
  return [...faults, ...(await explainUnknownUsers(nobody, graph)).map((fault) => ({ ...fault, expected }))];
}

/** Names users that are spelled alike. */
async function explainUnknownUsers(unknown: readonly Named[], graph: GraphReader): Promise<DirectoryFault[]> {
  if (unknown.length === 0) return [];
  const answers = await graph.batch(
    unknown.map(({ value }) => {
      const start = quote(value.split("@")[0]?.slice(0, 3) ?? "");
      const filter = encodeURIComponent(`startswith(userPrincipalName,'${start}')`);
      return `/users?$filter=${filter}&$select=userPrincipalName&$top=3`;
    }),
  );
  return unknown.map((named, index) => {
    const alike = rowsOf(answers[index]).map((each) => text(each.userPrincipalName));
    return {
      ...named,
      expected: "a user of the tenant: user principal name, address or object ID",
      fix: alike.length > 0 ? `did you mean ${alike.join(" or ")}?` : "check the spelling in the Entra admin center",
    };
  });
}

function groupPath(value: string): string {
  if (guid.test(value)) return `/groups/${value}?$select=${groupFields}`;
  const property = value.includes("@") ? "mail" : "displayName";
  return `/groups?$filter=${encodeURIComponent(`${property} eq '${quote(value)}'`)}&$select=${groupFields}`;
}
