import {
  definePolicy,
  exchangeObjectOf,
  frameworks,
  NOT_KNOWN,
  readable,
  types,
  type ExchangeObject,
} from "@consentra/policy-kit";
import { holdsForEverybody } from "consentra/exchange/everybody";
import { graphScopingUrl, ledger } from "./room";

interface Config {
  /** Addresses of groups that hold the organisation. */
  organisationGroups: string[];
}

/** Names that groups of everybody have. */
const usualNames =
  /^(?:all|alle|every(?:one|body)|(?:all|alle)[-_.]?(?:users?|employees|staff|company|people|mailboxes|members|hands|mitarbeiter|benutzer)|(?:the[-_.]?)?(?:whole[-_.]?)?(?:company|organi[sz]ation|org)(?:[-_.]?(?:wide|all))?)$/i;

/** A scope that leaves nobody out is none. */
export const scopeIsNotTheOrganisation = definePolicy<Config>(ledger, {
  name: "scope-is-not-the-organisation",
  displayName: "A scope is not the whole organisation",
  description:
    "A mailbox scope leaves mailboxes out: it is not everybody, a group of everybody, or a filter that holds for everybody.",
  level: "mandatory",
  severity: "critical",
  framework: frameworks.leastPrivilege,
  url: graphScopingUrl,
  remediationSteps:
    "Name the mailboxes that the application is for, by members, a group of them, or a filter that leaves others out.",
  exceptions: "application",
  config: {
    organisationGroups: {
      type: "array",
      items: { type: "string", minLength: 3 },
      description: "Addresses of groups that hold the whole organisation, beside those whose name says so.",
      default: [],
    },
  },
  resource: (args, verdict, { organisationGroups = [] }) => {
    if (args.type === types.mailboxScope) {
      const reason = readable(() => args.props.everyone as unknown);
      if (reason === NOT_KNOWN)
        return verdict.later(args, `whether "${args.name}" is a scope of everybody is not known`);
      if (reason === undefined || reason === null) return;
      return verdict.violation(
        args,
        `"${args.name}" is a scope of every mailbox, because: ${typeof reason === "string" ? reason : JSON.stringify(reason)}. Name the mailboxes instead.`,
      );
    }
    const object = exchangeObjectOf(args);
    if (!object || !isScope(object)) return "it is no mailbox scope";
    if (object.spec === NOT_KNOWN) return verdict.later(args, `which mailboxes "${args.name}" is for is not known`);
    const groups = new Set(organisationGroups.map((each) => each.toLowerCase()));
    const wrong = faultOf(object, groups);
    if (wrong !== undefined)
      verdict.violation(
        args,
        `"${args.name}" is a scope of ${wrong}, which leaves nobody out. Name the mailboxes that the application is for.`,
      );
  },
});

function isScope({ kind }: ExchangeObject): boolean {
  return kind === "ApplicationAccessPolicy" || kind === "RoleAssignment" || kind === "ManagementScope";
}

/** What a scope is of, where it is of everybody. */
function faultOf(object: ExchangeObject, groups: ReadonlySet<string>): string | undefined {
  if (object.spec === NOT_KNOWN) return undefined;
  switch (object.kind) {
    case "ApplicationAccessPolicy":
      return object.spec.accessRight === "RestrictAccess" ? groupFault(object.spec.scopeGroup, groups) : undefined;
    case "RoleAssignment":
      return "group" in object.spec.scope ? groupFault(object.spec.scope.group, groups) : undefined;
    case "ManagementScope": {
      const { recipients } = object.spec;
      if ("memberOf" in recipients) return groupFault(recipients.memberOf, groups);
      return "filter" in recipients && holdsForEverybody(recipients.filter)
        ? `the filter ${recipients.filter}`
        : undefined;
    }
    default:
      return undefined;
  }
}

function groupFault(group: string, groups: ReadonlySet<string>): string | undefined {
  const [local = ""] = group.split("@");
  return groups.has(group.toLowerCase()) || usualNames.test(local) ? `the group ${group}` : undefined;
}
