export type ExchangeErrorKind =
  | "notFound"
  | "exists"
  | "alreadyMember"
  | "notMember"
  | "notAllowed"
  | "unauthenticated"
  | "dehydrated"
  | "policySpace"
  | "throttled"
  | "transient"
  | "invalid";

interface ErrorDetails {
  cmdlet: string;
  status: number;
  kind: ExchangeErrorKind;
  /** The service's own words. */
  serviceMessage: string;
  requestId?: string;
  /** What the front door said of a refusal (header `x-ms-diagnostics`). */
  diagnostics?: string;
}

/** A cmdlet that Exchange did not carry out: the service's words, what they mean and what to do. */
export class ExchangeError extends Error {
  readonly cmdlet: string;
  readonly status: number;
  readonly kind: ExchangeErrorKind;
  readonly serviceMessage: string;
  readonly requestId: string | undefined;

  constructor(details: ErrorDetails) {
    const said = [details.serviceMessage, details.diagnostics].filter(Boolean).join("; ") || "(no message)";
    const request = details.requestId ? ` (request ${details.requestId})` : "";
    super(`${details.cmdlet} failed with ${details.status}: ${said}${request}\n${advice[details.kind]}`);
    this.name = "ExchangeError";
    this.cmdlet = details.cmdlet;
    this.status = details.status;
    this.kind = details.kind;
    this.serviceMessage = details.serviceMessage;
    this.requestId = details.requestId;
  }
}

const advice: Record<ExchangeErrorKind, string> = {
  notFound:
    "The object does not exist, or has not reached this directory server yet. A new object can take minutes: run again.",
  exists: "An object of that name exists already. Choose another name, or remove the object that is in the way.",
  alreadyMember: "The recipient is in the group already.",
  notMember: "The recipient is not in the group.",
  notAllowed:
    "The deploying application may not run this cmdlet. It needs the application permission Exchange.ManageAsApp (Office 365 Exchange Online) " +
    "and either the Entra role Exchange Administrator or a role group with the management roles of docs/deployer.md. A new role " +
    "assignment can take up to an hour and needs a new token.",
  unauthenticated:
    "The token was refused. Check ARM_TENANT_ID, ARM_CLIENT_ID and the credential, and the clock of this machine.",
  dehydrated:
    "The organisation has never been customised. Run Enable-OrganizationCustomization once (it cannot be undone), wait an hour, run again.",
  policySpace:
    "The space for application access policies is full (about 300 with short descriptions). Remove policies that are not needed, or shorten " +
    "their descriptions.",
  throttled: "Exchange asked for a pause longer than this step waits. Run again later.",
  transient: "The service had a fault. What was done is read back first when you run again.",
  invalid: "The service did not accept the arguments.",
};

interface WireError {
  error?: {
    code?: string;
    message?: string;
    details?: { message?: string }[];
    innererror?: { internalexception?: { message?: string; type?: string } };
  };
}

/** The useful text of an error answer: a JSON string or `id|type|text` in the first detail, else the inner or outer message. */
export function serviceMessage(body: string): { text: string; type: string } {
  let wire: WireError | null;
  try {
    wire = JSON.parse(body) as WireError | null;
  } catch {
    return { text: printable(body).slice(0, 500), type: "" };
  }
  const { details, innererror, message } = wire?.error ?? {};
  const detail = details?.find((each) => each.message)?.message;
  if (detail) return detailOf(detail);
  const { internalexception } = innererror ?? {};
  if (internalexception?.message) return { text: internalexception.message, type: internalexception.type ?? "" };
  return { text: message ?? "", type: "" };
}

/** One detail: JSON as text, else `id|type|text` of which the id may be empty, else nothing but the text. */
export function detailOf(detail: string): { text: string; type: string } {
  const asJson = parseJsonDetail(detail);
  if (asJson) return asJson;
  const [, type, ...text] = detail.split("|");
  return text.length > 0 ? { text: text.join("|"), type: type ?? "" } : { text: detail, type: "" };
}

function parseJsonDetail(detail: string): { text: string; type: string } | undefined {
  if (!detail.startsWith("{")) return undefined;
  try {
    const value = JSON.parse(detail) as { Message?: string; TypeName?: string };
    return value.Message === undefined ? undefined : { text: value.Message, type: value.TypeName ?? "" };
  } catch {
    return undefined;
  }
}

/** Error bodies may be hundreds of NUL bytes. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e\u00a0-\uffff]+/g, " ").trim();
}

const texts: [RegExp, ExchangeErrorKind][] = [
  [/is already a member of the group/i, "alreadyMember"],
  [/isn't a member of the group/i, "notMember"],
  [/couldn't be found|wasn't found|isn't found/i, "notFound"],
  [/already exists/i, "exists"],
  [/Enable-OrganizationCustomization/i, "dehydrated"],
  [/size of App Access Policies exceeded|more than \d+ policies/i, "policySpace"],
  [/must be assigned a delegating role assignment|doesn't have write permission|access rights/i, "notAllowed"],
];

const types: [RegExp, ExchangeErrorKind][] = [
  [/MemberAlreadyExistsException$/, "alreadyMember"],
  [/MemberNotFoundException$/, "notMember"],
  [/ManagementObjectNotFoundException$/, "notFound"],
  [/ADObjectAlreadyExistsException$/, "exists"],
  [/CmdletInvalidOperationInDehydratedContextException$/, "dehydrated"],
];

/** Reads an answer that is no success. */
export function toExchangeError(
  cmdlet: string,
  status: number,
  body: string,
  front: Pick<ErrorDetails, "requestId" | "diagnostics"> = {},
): ExchangeError {
  const { text, type } = serviceMessage(body);
  return new ExchangeError({ cmdlet, status, kind: classify(status, text, type), serviceMessage: text, ...front });
}

/** An error that did not stop the cmdlet, in an answer of success. */
export function nonTerminating(cmdlet: string, { text, type }: { text: string; type: string }): ExchangeError {
  return new ExchangeError({ cmdlet, status: 200, kind: classify(200, text, type), serviceMessage: text });
}

function classify(status: number, text: string, type: string): ExchangeErrorKind {
  for (const [pattern, kind] of types) if (pattern.test(type)) return kind;
  for (const [pattern, kind] of texts) if (pattern.test(text)) return kind;
  if (status === 401) return "unauthenticated";
  if (status === 403) return "notAllowed";
  if (status === 404) return "notFound";
  if (status === 429) return "throttled";
  return status >= 500 || status === 408 ? "transient" : "invalid";
}
