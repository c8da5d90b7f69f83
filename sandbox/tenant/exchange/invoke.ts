import type { Caller, SandboxContext } from "../context";
import { findCmdlet } from "./catalogue";
import { bind, type Cmdlet, type CmdletCall, type Json } from "./cmdlet";
import { CmdletFault, faultBody, HiddenCmdlet } from "./faults";
import { rememberConfiguration } from "./history";
import { rightsOf, type Rights } from "./rbac/rights";
import type { Replica } from "./replicas";

/** The body of a request. */
export interface Invocation {
  CmdletInput?: { CmdletName?: unknown; Parameters?: unknown };
}

/** From where and by whom a cmdlet is run. */
export interface Origin {
  caller: Caller;
  /** The directory server that the request reached. */
  replica: Replica;
  /** The header `X-AnchorMailbox`. */
  anchor: string | undefined;
}

/** Part of an answer. */
export interface Page {
  size: number;
  offset: number;
  /** Address of the page that begins at an offset. */
  link: (offset: number) => string;
}

export interface Answer {
  status: number;
  /** undefined: none at all. */
  body: Json | undefined;
}

/**
 * Runs a cmdlet; writes go to the audit.
 *
 * @throws HiddenCmdlet where the caller may not run it, or there is none of that name
 */
export function invoke(
  context: SandboxContext,
  origin: Origin,
  invocation: Invocation | undefined,
  page: Page,
): Answer {
  const { caller } = origin;
  const input = invocation?.CmdletInput;
  const name = typeof input?.CmdletName === "string" ? input.CmdletName : "";
  const cmdlet = findCmdlet(name);
  const rights = rightsOf(context.cloud, caller);
  if (!cmdlet || !rights.cmdlets.has(cmdlet.name.toLowerCase())) {
    record(context, caller, name || "(none)", "", 403);
    throw new HiddenCmdlet(name);
  }
  const audit = { target: "" };
  try {
    const { found, warnings } = run(context, origin, rights, cmdlet, (input?.Parameters ?? {}) as Json, audit);
    record(context, caller, cmdlet.name, audit.target, 200);
    const answersNothing = context.cloud.options.emptyBodies && /^(?:Set|Add|Remove|Update)-/.test(cmdlet.name);
    return { status: 200, body: answersNothing ? undefined : success(context, caller, found, warnings, page) };
  } catch (error) {
    if (!(error instanceof CmdletFault)) throw error;
    const { exchangeErrorForm, notFoundStatus } = context.cloud.options;
    const status = error.status === 404 ? notFoundStatus : error.status;
    record(context, caller, cmdlet.name, audit.target, status);
    return { status, body: faultBody(error, status, exchangeErrorForm) };
  }
}

function run(
  context: SandboxContext,
  { caller, replica, anchor }: Origin,
  rights: Rights,
  cmdlet: Cmdlet,
  parameters: Json,
  audit: { target: string },
): { found: Json[]; warnings: string[] } {
  const { cloud } = context;
  const warnings: string[] = [];
  const call: CmdletCall = {
    cloud,
    tenant: caller.tenant,
    caller,
    rights,
    replica,
    parameters: bind(cmdlet, parameters, cloud.options.nullParameters),
    setTarget: (value) => {
      audit.target = value;
    },
    warn: (message) => warnings.push(message),
  };
  if (!isRead(cmdlet.name)) {
    if (cloud.options.writesNeedDomainAnchor) checkAnchor(anchor, caller);
    rememberConfiguration(cloud, caller.tenant);
  }
  return { found: cmdlet.run(call), warnings };
}

/** Writes are routed by the anchor: with the organisation's ID they reached a server that does not take them. */
function checkAnchor(anchor: string | undefined, { tenant }: Caller): void {
  const organization = anchor?.split("@").at(-1)?.toLowerCase() ?? "";
  if (tenant.domains.some(({ id }) => id === organization)) return;
  throw new CmdletFault(
    400,
    "Microsoft.Exchange.Data.Directory.ADOperationException",
    "The caller doesn't have write permission to target DC. Active directory response: insufficient access rights to perform the operation.",
  );
}

export const isRead = (cmdlet: string): boolean => /^(?:Get|Test)-/i.test(cmdlet);

function record(context: SandboxContext, caller: Caller, operation: string, target: string, status: number): void {
  if (isRead(operation)) return;
  context.record({ caller, tenant: caller.tenant, service: "exchange", operation, target, status });
}

function success(context: SandboxContext, caller: Caller, found: Json[], warnings: string[], page: Page): Json {
  const end = page.offset + page.size;
  const value = found
    .slice(page.offset, end)
    .map((each) => (context.cloud.options.booleansAsStrings ? stringly(each) : each));
  return {
    "@odata.context": `${context.origin}/adminapi/beta/${caller.tenant.id}/$metadata#Collection(Exchange.GenericHashTable)`,
    "@adminapi.warnings": warnings,
    value: value.map((each) => ({ ...each, "Identity@odata.type": "#String" })),
    ...(end < found.length && { "@odata.nextLink": page.link(end) }),
  };
}

function stringly(object: Json): Json {
  const text = (value: unknown) => (value === true ? "True" : value === false ? "False" : value);
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, text(value)]));
}
