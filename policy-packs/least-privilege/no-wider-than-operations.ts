import { belongsTo, definePolicy, frameworks, NOT_KNOWN, permissionsOf, type Readable } from "@consentra/policy-kit";
import { narrowerFor, UnknownOperationError, type Permission } from "consentra/graph";
import { DeclaredOperations } from "./declared-operations";
import { ledger, permissionsUrl } from "./room";

interface Config {
  /** Operations of Microsoft Graph by application, such as `GET /users`; they count before what the application says itself. */
  operations: Record<string, string[]>;
}

const declared = new DeclaredOperations();

/** What an app calls says what it needs. */
export const noWiderThanOperations = definePolicy<Config>(ledger, {
  name: "no-wider-than-operations",
  displayName: "No wider permission than what the app calls needs",
  description:
    "Where it is declared what an application calls in Microsoft Graph, it gets the permissions that these operations need.",
  level: "mandatory",
  severity: "medium",
  framework: frameworks.leastPrivilege,
  url: permissionsUrl,
  remediationSteps: "Use the permission that is named, or declare the operation that needs the wider one.",
  exceptions: "permission",
  config: {
    operations: {
      type: "object",
      description:
        "What applications call in Microsoft Graph, by application: method and path, such as `GET /users/{id}/messages`.",
      additionalProperties: { type: "array", items: { type: "string", minLength: 5 }, minItems: 1 },
      default: {},
    },
  },
  resource: (args, verdict, { operations = {} }) => {
    declared.note(args);
    const view = permissionsOf(args);
    if (!view) return "it grants no permission and asks for none";
    const called = operationsOf(args, operations);
    if (called === undefined) return "nobody declared what the application calls";
    if (called === NOT_KNOWN) return verdict.later(args, `what the application of "${args.name}" calls is not known`);
    if (view.notKnownYet) verdict.later(args, `"${args.name}" names a permission that is not known`);
    for (const permission of view.permissions) {
      const wrong = faultOf(permission, called);
      if (wrong === undefined) continue;
      const { kind, name } = permission;
      verdict.violation(args, `"${args.name}" names the ${kind} permission ${name}: ${wrong}`, name);
    }
  },
});

/** The pack's configuration counts before what the application says itself; the longest name is the nearest. */
function operationsOf(
  { name, urn }: { name: string; urn: string },
  configured: Record<string, string[]>,
): Readable<readonly string[] | undefined> {
  const [app] = Object.keys(configured)
    .filter((each) => belongsTo(name, each))
    .sort((one, other) => other.length - one.length);
  return app === undefined ? declared.around(urn) : configured[app];
}

function faultOf(permission: Permission, called: readonly string[]): string | undefined {
  try {
    const narrower = narrowerFor(permission, called);
    if (narrower === undefined) return undefined;
    const found = `the operations that are declared for the application (${called.join(", ")})`;
    return narrower.length === 0
      ? `none of ${found} needs it. Take it away, or declare the operation that needs it.`
      : `${found} need no more than ${narrower.join(" and ")}. Use that, or declare the operation that needs the wider one.`;
  } catch (error) {
    if (!(error instanceof UnknownOperationError)) throw error;
    return `it cannot be compared with what the application calls, because ${error.message}`;
  }
}
