import type { HandOff } from "consentra/handoff";
import type { AssignedUser } from "consentra/live";
import type { LiveHandOff } from "./gather";

/** A heading with its lines; one without lines is left out. */
type Section = readonly [heading: string, lines: readonly string[]];

export function renderText(live: LiveHandOff): string {
  const sections = sectionsOf(live).map(([heading, lines]) =>
    [heading, ...lines.map((each) => `  ${each}`)].join("\n"),
  );
  return `${live.handOff.vendor}\n\n${sections.join("\n\n")}\n`;
}

export function renderMarkdown(live: LiveHandOff): string {
  const sections = sectionsOf(live).map(
    ([heading, lines]) => `## ${heading}\n\n${lines.map((each) => `- ${escaped(each)}`).join("\n")}`,
  );
  return `# ${escaped(live.handOff.vendor)}\n\n${sections.join("\n\n")}\n`;
}

export function renderJson({ handOff, users, groups }: LiveHandOff): string {
  const assigned = users && { users, groups };
  return `${JSON.stringify({ ...handOff, ...(assigned && { assigned }) }, undefined, 2)}\n`;
}

function sectionsOf({ handOff, users, groups }: LiveHandOff): Section[] {
  const { assignment, certificates = [], mailboxScope } = handOff;
  const all: Section[] = [
    [
      "What the vendor needs",
      [
        `tenant ID: ${handOff.tenantId}`,
        `application (client) ID: ${handOff.clientId}`,
        ...certificates.map(({ thumbprint, notAfter }) => `certificate: ${thumbprint}, until ${notAfter}`),
      ],
    ],
    ["Permissions", handOff.permissions.map(({ api, kind, name }) => `${name} (${kind}, ${api})`)],
    ["Consent", consentLines(handOff)],
    ["Mailboxes", mailboxScope ? scopeLines(mailboxScope) : []],
    [
      users ? "Who may sign in now" : "Who may sign in, as of the last update",
      users
        ? [...users.map(userLine), ...(groups ?? []).map((each) => `direct members of the group ${each}`)]
        : [...assignment.users, ...assignment.groups.map((each) => `direct members of the group ${each}`)],
    ],
    ["In the Entra admin center", [handOff.adminCenterUrl]],
    ["Next steps", handOff.nextSteps],
  ];
  return all.filter(([, lines]) => lines.length > 0);
}

function consentLines({ consent, adminConsentUrl }: HandOff): string[] {
  if (consent === "grant") return ["given by the stack"];
  if (consent === "users") return ["each user consents for the own account at the first sign-in"];
  return [`an administrator consents at ${adminConsentUrl}`];
}

function scopeLines(scope: NonNullable<HandOff["mailboxScope"]>): string[] {
  const { mode, group, administrativeUnit, filter, mailboxes, reason, permissionsByRole = [] } = scope;
  if (mode === "everyone") return [`every mailbox: ${reason ?? "no reason is given"}`];
  const which = mode === "allow" ? "only" : "all but";
  return [
    ...(permissionsByRole.length === 0
      ? []
      : [`by roles of Exchange, not in the token: ${permissionsByRole.join(", ")}`]),
    ...(group === undefined ? [] : [`${which} the members of ${group}`]),
    ...(administrativeUnit === undefined
      ? []
      : [`${which} the members of the administrative unit ${administrativeUnit}`]),
    ...(filter === undefined ? [] : [`${which} recipients where ${filter}`]),
    ...mailboxes.map((each) => `${which === "only" ? "reached" : "not reached"}: ${each}`),
  ];
}

function userLine({ mail, userPrincipalName, userType, accountEnabled, through }: AssignedUser): string {
  const notes = [
    through.length > 0 && `by ${through.join(", ")}`,
    userType === "Guest" && "a guest",
    !accountEnabled && "the account is disabled",
    mail === null && "has no e-mail address",
  ].filter((each) => typeof each === "string");
  return `${mail ?? userPrincipalName}${notes.length > 0 ? ` (${notes.join(", ")})` : ""}`;
}

/** Nothing that somebody wrote is taken for Markdown. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, "\\$&");
}
