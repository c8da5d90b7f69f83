import { X509Certificate } from "node:crypto";
import { definePolicy, frameworks, NOT_KNOWN, objectOf, textOf, types, type Readable } from "@consentra/policy-kit";
import { ledger, registrationUrl } from "./room";

interface Config {
  /** Days. */
  secretDays: number;
  /** Days. */
  certificateDays: number;
}

const usual: Config = { secretDays: 180, certificateDays: 730 };
const day = 24 * 3_600_000;

/** What a resource is a credential of; undefined for one that is none. */
const kinds: Readonly<Record<string, "secret" | "certificate">> = {
  [types.application]: "secret",
  [types.applicationPassword]: "secret",
  [types.servicePrincipalPassword]: "secret",
  [types.applicationCertificate]: "certificate",
  [types.servicePrincipalCertificate]: "certificate",
};

/** A credential that was lost works until it ends. */
export const credentialLifetime = definePolicy<Config>(ledger, {
  name: "credential-lifetime",
  displayName: "Credentials do not live long",
  description: "A client secret, or a certificate, ends after a time, so that one that was lost does too.",
  level: "mandatory",
  severity: "medium",
  framework: frameworks.applicationCredentials,
  url: registrationUrl,
  remediationSteps:
    "Issue it for a shorter time, and bring the next one beside it before it ends (AppCredential has two slots).",
  exceptions: "application",
  config: {
    secretDays: {
      type: "integer",
      minimum: 1,
      description: "How long a client secret may live, days.",
      default: usual.secretDays,
    },
    certificateDays: {
      type: "integer",
      minimum: 1,
      description: "How long a certificate may live, days.",
      default: usual.certificateDays,
    },
  },
  resource: (args, verdict, config) => {
    const kind = kinds[args.type];
    const props = args.type === types.application ? objectOf(args.props, "password") : args.props;
    if (!kind || props === undefined) return "it is no credential";
    const most = { ...usual, ...config }[`${kind}Days`];
    const lifetime = props === NOT_KNOWN ? NOT_KNOWN : daysOf(props, kind);
    const what = `"${args.name}" is a ${kind === "secret" ? "client secret" : "certificate"}`;
    if (lifetime === NOT_KNOWN) verdict.later(args, `how long the ${kind} of "${args.name}" lives is not known`);
    else if (lifetime === undefined)
      verdict.violation(args, `${what} without an end. Set \`endDate\`, at most ${most} days from its start.`);
    // A day more is time zones and leap days.
    else if (lifetime > most + 1)
      verdict.violation(
        args,
        `${what} that lives ${Math.ceil(lifetime)} days, at most ${most} are expected. Issue it for a shorter time.`,
      );
  },
});

function daysOf(props: Record<string, unknown>, kind: "secret" | "certificate"): Readable<number | undefined> {
  const relative = textOf(props, "endDateRelative");
  const end = textOf(props, "endDate");
  const start = textOf(props, "startDate");
  if (end === NOT_KNOWN || relative === NOT_KNOWN || start === NOT_KNOWN) return NOT_KNOWN;
  const from = start === undefined ? Date.now() : Date.parse(start);
  if (end !== undefined) return (Date.parse(end) - from) / day;
  if (relative !== undefined) return hoursIn(relative) / 24;
  return kind === "certificate" ? certificateDays(props) : undefined;
}

/** Without an end of its own a certificate ends when it says itself. */
function certificateDays(props: Record<string, unknown>): Readable<number | undefined> {
  const value = textOf(props, "value");
  if (value === NOT_KNOWN || value === undefined) return value;
  try {
    const { validFrom, validTo } = new X509Certificate(value);
    return (Date.parse(validTo) - Date.parse(validFrom)) / day;
  } catch {
    return undefined;
  }
}

/** A duration as the azuread provider takes it, such as `240h` or `2400h30m`. */
function hoursIn(duration: string): number {
  const units: Readonly<Record<string, number>> = { h: 1, m: 1 / 60, s: 1 / 3600 };
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)([hms])/g)];
  return parts.length === 0
    ? Number.POSITIVE_INFINITY
    : parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ""] ?? 0), 0);
}
