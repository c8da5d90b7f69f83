import type { HandOff } from "consentra/handoff";
import type { Finding } from "./report";
import type { UserFacts } from "./user-facts";

/** Plans of kiosk workers: their mailbox is small, and the API may be limited. */
const kioskPlans = ["EXCHANGE_S_DESKLESS"];
const fullPlans = ["EXCHANGE_S_ENTERPRISE", "EXCHANGE_S_STANDARD"];

/** Judges what a user needs to use an app with delegated permissions; each that fails with its remedy. */
export function judgePrerequisites(handOff: HandOff, facts: UserFacts): Finding[] {
  return [account(facts), licence(facts), mailbox(facts), assignment(handOff, facts), consent(handOff, facts)].map(
    (each) => ({ ...each, check: `${facts.userPrincipalName}: ${each.check}` }),
  );
}

function finding(check: string, expected: string, found: string, remedy: string | undefined): Finding {
  return { check, expected, found, ok: remedy === undefined, ...(remedy !== undefined && { remedy }) };
}

function account({ accountEnabled, userType }: UserFacts): Finding {
  const remedy = !accountEnabled
    ? "the account is disabled: enable it, or choose another user"
    : userType === "Guest"
      ? "a guest's mailbox is in another organisation: choose a member"
      : undefined;
  return finding(
    "account",
    "an enabled member",
    `${accountEnabled ? "enabled" : "disabled"} ${userType.toLowerCase()}`,
    remedy,
  );
}

function licence({ servicePlans }: UserFacts): Finding {
  const full = servicePlans.find((each) => fullPlans.includes(each));
  const kiosk = servicePlans.find((each) => kioskPlans.includes(each));
  const remedy = full
    ? undefined
    : kiosk
      ? "a kiosk plan may limit the API: assign a licence with a full Exchange Online plan"
      : "assign a licence with Exchange Online";
  return finding("licence", "a full Exchange Online plan", full ?? kiosk ?? "no Exchange Online plan", remedy);
}

function mailbox({ hasMailbox, ewsEnabled }: UserFacts): Finding {
  const found = !hasMailbox ? "no mailbox" : ewsEnabled === false ? "blocked" : "open";
  const remedy = !hasMailbox
    ? "there is no mailbox to keep contacts in: assign a licence with Exchange Online"
    : ewsEnabled === false
      ? "Exchange Web Services are off for the organisation or this mailbox, which keeps such apps out: allow them, or the app, with Set-CASMailbox or Set-OrganizationConfig"
      : undefined;
  return finding("access to the mailbox", "open", found, remedy);
}

function assignment(handOff: HandOff, { assigned, assignmentRequired }: UserFacts): Finding {
  if (!assignmentRequired) return finding("assignment", "assigned, or not required", "not required", undefined);
  const who =
    handOff.assignment.managedBy === "owners" ? "an owner of the app adds the user" : "add the user to the stack";
  return finding(
    "assignment",
    "assigned",
    assigned ? "assigned" : "not assigned",
    assigned
      ? undefined
      : `the sign-in ends with AADSTS50105: ${who}, directly or by a group that holds the user directly`,
  );
}

function consent(handOff: HandOff, { consented, userConsentPolicies }: UserFacts): Finding {
  const declared = handOff.permissions.filter((each) => each.kind === "delegated").map((each) => each.name);
  const missing = declared.filter((name) => !consented.includes(name)).sort();
  const expected = "given, or the user may give it";
  if (missing.length === 0) return finding("consent", expected, "given", undefined);
  if (userConsentPolicies.length > 0 && handOff.consent === "users") {
    return finding("consent", expected, `the user may give it by ${userConsentPolicies.join(", ")}`, undefined);
  }
  const remedy = {
    grant: "run `pulumi up`",
    request: `an administrator consents at ${handOff.adminConsentUrl}`,
    users: "users may not consent in this tenant: allow it with UserConsentSettings, or let the stack consent",
  }[handOff.consent];
  return finding("consent", expected, `missing: ${missing.join(", ")}`, remedy);
}
