import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findPermission, graphOperations, type GraphOperation, type PermissionKind } from "consentra/graph";
import { itWithFacts } from "../support/facts";
import { repository } from "../support/repository";

type Accepted = [least: number[], others: number[]];

interface Facts {
  permissions: string[];
  operations: Record<string, Record<string, Partial<Record<"D" | "A", Accepted>>>>;
}

const file = join(repository, "..", "shared", "data", "graph-operations.json");

/** Microsoft's lists as they are published; without them there is nothing to compare with, which is said. */
const readFacts = () => JSON.parse(readFileSync(file, "utf8")) as Facts;

interface Fact {
  least: string[];
  others: string[];
}

/** What the facts say of an operation. Nothing is signed in to an app on its own, so that `/me` is not judged for that. */
function factOf(
  facts: Facts,
  { method, path }: GraphOperation,
  kind: PermissionKind,
): Fact | "unknown" | "not offered" {
  const entry = facts.operations[path.toLowerCase()]?.[method];
  if (!entry || (kind === "application" && /^\/me(?:\/|$)/.test(path))) return "unknown";
  const lists = entry[kind === "application" ? "A" : "D"];
  if (!lists) return "not offered";
  const [least, others] = [lists[0], lists[1]].map((each) => each.map((index) => facts.permissions[index] ?? ""));
  return { least: least ?? [], others: others ?? [] };
}

/** A difference that is meant: which permissions, of which operations, and why. */
interface Meant {
  why: string;
  operations: RegExp;
  permissions: RegExp;
  kind?: PermissionKind;
}

const noPurpose: Meant = {
  why: "permissions for agents, devices and moves between clouds: accepted by the side, asked for by no app for this",
  operations: /./,
  permissions: /^(?:AgentIdUser|DeviceManagement|User\.ReadWrite\.CrossCloud|Group-XTenantIdentitySync)/,
};

const nesting: Meant = {
  why: "a preview permission for groups within groups, which changes them",
  operations: / \/groups/,
  permissions: /^Group-NestingSupport\.ReadWrite\.All$/,
};

/** What Microsoft calls least, and Consentra does not. */
const otherLeast: Meant[] = [
  nesting,
  {
    why: "a permission for who is in a chat does without the chat's name and topic",
    operations: /^GET \/chats\/\{id\}\/members$/,
    permissions: /^Chat\.ReadBasic$/,
    kind: "delegated",
  },
  {
    why: "the path serves events too; a message needs the permission for mail",
    operations: /^POST .*\/messages\/\{id\}\/attachments\/createUploadSession$/,
    permissions: /^Calendars\.ReadWrite$/,
  },
  {
    why: "a permission of its own does with less than reading mail",
    operations: /\/getMailTips$/,
    permissions: /^Mail\.Read$/,
  },
  {
    why: "the list is for objects of any kind, apps and devices included",
    operations: /\/(?:get|check)MemberGroups$/,
    permissions: /^Application\.Read\.All$/,
  },
  {
    why: "it only reads, so that a permission to write is not the least",
    operations: /^GET \/(?:users\/\{id\}\/appRoleAssignments|teams\/\{id\}\/members|solutions\/.*\/appointments)$/,
    permissions: /ReadWrite/,
  },
  {
    why: "hearing what is said is more than telling that it is recorded",
    operations: /\/updateRecordingStatus$/,
    permissions: /^Calls\.AccessMedia\.All$/,
  },
  {
    why: "uploading a large file needs what uploading a small one does",
    operations: /^POST \/drives\/.*\/createUploadSession$/,
    permissions: /^Sites\.ReadWrite\.All$/,
  },
];

/** What Microsoft lists as accepted, and Consentra does not. */
const leftOut: Meant[] = [
  noPurpose,
  nesting,
  {
    why: "it is for protecting groups and reads them by the side",
    operations: / \/groups/,
    permissions: /^Group\.ManageProtection\.All$/,
  },
  {
    why: "the path serves events too; a message needs the permission for mail",
    operations: /^POST .*\/messages\/\{id\}\/attachments\/createUploadSession$/,
    permissions: /^Calendars\.ReadWrite$/,
  },
  {
    why: "the list is for objects of any kind, apps and devices included",
    operations: /\/(?:get|check)MemberGroups$/,
    permissions: /^(?:Application|Device|Group|User)\./,
  },
  {
    why: "one's own profile and ways to sign in are changed under /me",
    operations: /^GET \/users\/\{id\}(?:\/authentication\/methods)?$/,
    permissions: /^(?:User|UserAuthenticationMethod)\.ReadWrite$/,
    kind: "delegated",
  },
  {
    why: "it is accepted together with AppRoleAssignment.ReadWrite.All only",
    operations: /^POST \/servicePrincipals\/\{id\}\/appRoleAssignedTo$/,
    permissions: /^(?:Application\.ReadWrite|Directory\.Read)\.All$/,
  },
  {
    why: "it is for joining a meeting, not for calling one person, which the note says",
    operations: /^POST \/communications\/calls$/,
    permissions: /^Calls\.JoinGroupCall/,
  },
  {
    why: "it is listed under /me alone, and what it would answer is told nowhere",
    operations: /^GET \/me\/drives?$/,
    permissions: /^User\.Read$/,
  },
  {
    why: "a permission to read makes nothing",
    operations: /^POST \/solutions\/.*\/appointments$/,
    permissions: /^Bookings\.Read\.All$/,
  },
  {
    why: "it reads the files of groups only",
    operations: /^GET \/(?:drives\/\{id\}|users\/\{id\}\/drive|me\/drive)\/items\/\{id\}$/,
    permissions: /^Group\.Read/,
  },
];

/** What Consentra names as accepted, and Microsoft does not list. */
const added: Meant[] = [
  {
    why: "who may change may read, which some lists leave out",
    operations: /^GET /,
    permissions: /\.ReadWrite(?:\.All)?$/,
  },
  {
    why: "Mail.ReadBasic and Mail.ReadBasic.All are the same as application permissions",
    operations: /^GET .*\/(?:messages|mailFolders)/,
    permissions: /^Mail\.ReadBasic$/,
    kind: "application",
  },
  {
    why: "Microsoft names Calendars.ReadBasic here, which as application permission is called Calendars.ReadBasic.All",
    operations: /\/(?:calendar|calendars|events|calendarView|reminderView|getSchedule)\b/,
    permissions: /^Calendars\.ReadBasic\.All$/,
    kind: "application",
  },
  {
    why: "Chat.ReadWrite.All is listed, and Chat.Read.All does less",
    operations: /^GET \/users\/\{id\}\/chats$/,
    permissions: /^Chat\.Read\.All$/,
    kind: "application",
  },
  {
    why: "uploading a large file needs what uploading a small one does",
    operations: /^POST \/drives\/.*\/createUploadSession$/,
    permissions: /^Files\.ReadWrite\.All$/,
    kind: "application",
  },
];

describe("the table of operations, beside Microsoft's lists", () => {
  const pairs = graphOperations.flatMap((operation) =>
    (["application", "delegated"] as const).map((kind) => ({ operation, kind, key: `${kind} ${operation.name}` })),
  );

  /** Compares each operation; what is meant to differ has to differ. */
  function compare(
    facts: Facts,
    meant: readonly Meant[],
    differences: (operation: GraphOperation, kind: PermissionKind, fact: Fact) => string[],
  ): void {
    const used = new Set<Meant>();
    const found = pairs.flatMap(({ operation, kind, key }) => {
      const fact = factOf(facts, operation, kind);
      if (typeof fact === "string") return [];
      const wrong = differences(operation, kind, fact).filter((permission) => {
        const reason = meant.find(
          (each) =>
            (each.kind ?? kind) === kind && each.operations.test(operation.name) && each.permissions.test(permission),
        );
        if (reason) used.add(reason);
        return reason === undefined;
      });
      return wrong.length > 0 ? [`${key}: ${wrong.join(", ")}`] : [];
    });
    if (found.length > 0) assert.fail(found.join("\n"));
    assert.deepEqual(
      meant.filter((each) => !used.has(each)).map(({ why }) => why),
      [],
      "differs no longer",
    );
  }

  itWithFacts(file, "knows most of them", () => {
    const facts = readFacts();
    const judged = pairs.filter(({ operation, kind }) => typeof factOf(facts, operation, kind) === "object");
    assert.ok(judged.length > 350, String(judged.length));
  });

  itWithFacts(file, "agrees on whether an app can call it on its own, and for who is signed in", () => {
    const facts = readFacts();
    const found = pairs.flatMap(({ operation, kind, key }) => {
      const fact = factOf(facts, operation, kind);
      if (fact === "unknown") return [];
      return (fact !== "not offered") === (operation[kind] !== undefined) ? [] : [key];
    });
    if (found.length > 0) assert.fail(found.join("\n"));
  });

  itWithFacts(file, "agrees on what is least, or says why not", () => {
    compare(readFacts(), otherLeast, (operation, kind, { least }) => {
      const need = operation[kind];
      const ours: string[] = need ? [...need.least, ...need.basic] : [];
      // A permission that the permission table does not know is a preview.
      return least.filter((name) => !ours.includes(name) && findPermission("Microsoft Graph", kind, name));
    });
  });

  itWithFacts(file, "names as accepted only what is, or says why", () => {
    compare(readFacts(), added, (operation, kind, { least, others }) =>
      accepted(operation, kind).filter((name) => ![...least, ...others].includes(name)),
    );
  });

  itWithFacts(file, "leaves out nothing that is accepted, or says why", () => {
    compare(readFacts(), leftOut, (operation, kind, { least, others }) =>
      [...least, ...others].filter(
        (name) => !accepted(operation, kind).includes(name) && findPermission("Microsoft Graph", kind, name),
      ),
    );
  });
});

function accepted(operation: GraphOperation, kind: PermissionKind): string[] {
  const need = operation[kind];
  return need ? [...need.least, ...need.basic, ...need.wider] : [];
}
