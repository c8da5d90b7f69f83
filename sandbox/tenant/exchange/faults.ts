import { randomBytes } from "node:crypto";
import type { ExchangeOptions } from "./options";

const notFoundType = "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException";
const existsType = "Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException";
const invalidType = "Microsoft.Exchange.Configuration.Tasks.RecipientTaskException";

/** A directory server as errors name it. */
export const DOMAIN_CONTROLLER = "DB3PR05A12DC001.EURPR05A012.PROD.OUTLOOK.COM";

/** A cmdlet that failed, as the service words it. */
export class CmdletFault extends Error {
  constructor(
    readonly status: number,
    /** Name of the service's exception type. */
    readonly type: string,
    message: string,
  ) {
    super(message);
    this.name = "CmdletFault";
  }
}

export const notFound = (identity: string): CmdletFault =>
  new CmdletFault(
    404,
    notFoundType,
    `The operation couldn't be performed because object '${identity}' couldn't be found on '${DOMAIN_CONTROLLER}'.`,
  );

export const exists = (name: string): CmdletFault =>
  new CmdletFault(400, existsType, `The object '${name}' already exists.`);

export const invalid = (message: string, type = invalidType): CmdletFault => new CmdletFault(400, type, message);

/** The organisation was never customised, so that it shares Microsoft's roles and scopes and has none of its own. */
export const dehydrated = (): CmdletFault =>
  new CmdletFault(
    400,
    "Microsoft.Exchange.Configuration.Tasks.CmdletInvalidOperationInDehydratedContextException",
    "The command you tried to run isn't currently allowed in your organization. To run this command, you first need to run the command: Enable-OrganizationCustomization.",
  );

/** Who may use a role may not assign it yet. */
export const notDelegated = (organization: string, assignment: string): CmdletFault =>
  new CmdletFault(
    400,
    "Microsoft.Exchange.Configuration.Tasks.TaskException",
    `You don't have access to create, change, or remove the "${organization}\\${assignment}" management role assignment. You must be assigned a delegating role assignment to the management role or its parent in the hierarchy without a scope restriction.`,
  );

/** The warning of a Set- cmdlet that found nothing to change. */
export const unchanged = (identity: string): string =>
  `The command completed successfully but no settings of '${identity}' have been modified.`;

/** The cmdlet is not known to the caller: not in any of its roles. The body is NUL bytes that are falsely labelled gzip. */
export class HiddenCmdlet extends Error {}

/** The body of a failed cmdlet, in one of the forms that the service uses. */
export function faultBody(fault: CmdletFault, status: number, form: ExchangeOptions["exchangeErrorForm"]) {
  const message =
    form === "json"
      ? JSON.stringify({ Message: fault.message, TypeName: fault.type, StackTrace: null, InnerError: null })
      : `${form === "bare" ? "" : `Ex${randomBytes(3).toString("hex").toUpperCase()}`}|${fault.type}|${fault.message}`;
  return {
    error: {
      code: status === 404 ? "NotFound" : "BadRequest",
      message: "Error executing cmdlet",
      details: form === "inner" ? [] : [{ code: "Context", target: "", message }],
      innererror: {
        message: "Error executing cmdlet",
        type: "Microsoft.Exchange.Admin.OData.Core.ODataServiceException",
        stacktrace: "",
        internalexception: { message: fault.message, type: fault.type, stacktrace: "" },
      },
    },
  };
}
