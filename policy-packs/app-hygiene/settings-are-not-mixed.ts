import type { ResourceValidationArgs } from "@pulumi/policy";
import {
  definePolicy,
  frameworks,
  listOf,
  NOT_KNOWN,
  objectOf,
  readable,
  types,
  type Readable,
} from "@consentra/policy-kit";
import { ledger, mixingUrl } from "./room";

type Props = Record<string, unknown>;

/** Settings of an application that have a resource of their own as well: what each update sets, the other one takes away. */
const settings: readonly { part: string; setting: string; isSet: (props: Props) => Readable<boolean> }[] = [
  list(types.applicationApiAccess, "requiredResourceAccesses"),
  list(types.applicationOwner, "owners"),
  list(types.applicationAppRole, "appRoles"),
  list(types.applicationIdentifierUri, "identifierUris"),
  within(types.applicationRedirectUris, "web", "redirectUris"),
  within(types.applicationRedirectUris, "singlePageApplication", "redirectUris"),
  within(types.applicationRedirectUris, "publicClient", "redirectUris"),
  within(types.applicationKnownClients, "api", "knownClientApplications"),
  within(types.applicationPermissionScope, "api", "oauth2PermissionScopes"),
  { part: types.applicationOptionalClaims, setting: "optionalClaims", isSet: hasObject("optionalClaims") },
  { part: types.applicationPassword, setting: "password", isSet: hasObject("password") },
  {
    part: types.applicationFallbackPublicClient,
    setting: "fallbackPublicClientEnabled",
    isSet: (props) => readable(() => props.fallbackPublicClientEnabled === true),
  },
];

/** What applications set inline, by URN: outputs hold what others set as well, so only inputs tell. */
const inline = new Map<string, ReadonlySet<string>>();

/** One way for each setting of an application. */
export const settingsAreNotMixed = definePolicy(ledger, {
  name: "settings-are-not-mixed",
  displayName: "A setting is inline or on its own, not both",
  description:
    "What an application says inline is not set by a resource of its own too, because each takes away what the other sets.",
  level: "mandatory",
  severity: "medium",
  framework: frameworks.applicationIdentities,
  url: mixingUrl,
  remediationSteps: "Keep one of both, or name the inline setting in `ignoreChanges` of the application.",
  exceptions: "application",
  resource: (args) => {
    if (args.type !== types.application) return "it is no registration";
    inline.set(args.urn, inlineOf(args));
  },
  stack: (stack, verdict) => {
    const parts = [...new Set(settings.map(({ part }) => part))].flatMap((type) => stack.ofType(type));
    if (parts.length === 0) return "no setting of an application stands on its own";
    for (const part of parts) {
      const wanted = settings.filter((each) => each.part === part.type).map(({ setting }) => setting);
      const application = stack.applicationOf(part);
      if (application === undefined) continue;
      if (application === NOT_KNOWN) {
        const mixed = [...inline.values()].some((set) => wanted.some((setting) => set.has(setting)));
        if (mixed)
          verdict.cannotJudge(
            part,
            `which application "${part.name}" belongs to is not known in this preview. Take \`applicationId\` from the application's own resource.`,
          );
        continue;
      }
      const both = wanted.filter((setting) => inline.get(application.urn)?.has(setting));
      if (both.length > 0)
        verdict.violation(
          part,
          `"${part.name}" sets ${both.join(", ")} of "${application.name}", which sets that inline too: each update takes away what the other one sets. ` +
            "Keep one of both, or name the setting in `ignoreChanges` of the application.",
        );
    }
  },
});

/** A setting whose value is not known is set all the same. */
function inlineOf({ props, opts }: ResourceValidationArgs): ReadonlySet<string> {
  const ignored = opts.ignoreChanges.map((each) => each.split(/[.[]/)[0]);
  return new Set(
    settings
      .filter(({ setting }) => !ignored.includes(setting.split(".")[0]))
      .filter(({ isSet }) => isSet(props) !== false)
      .map(({ setting }) => setting),
  );
}

function list(part: string, setting: string) {
  return { part, setting, isSet: (props: Props) => hasElements(listOf(props, setting)) };
}

function within(part: string, outer: string, name: string) {
  return {
    part,
    setting: `${outer}.${name}`,
    isSet: (props: Props) => {
      const object = objectOf(props, outer);
      if (object === NOT_KNOWN) return NOT_KNOWN;
      return object === undefined ? false : hasElements(listOf(object, name));
    },
  };
}

function hasElements(values: Readable<readonly unknown[]>): Readable<boolean> {
  return values === NOT_KNOWN ? NOT_KNOWN : values.length > 0;
}

function hasObject(name: string) {
  return (props: Props): Readable<boolean> => {
    const object = objectOf(props, name);
    return object === NOT_KNOWN ? NOT_KNOWN : object !== undefined;
  };
}
