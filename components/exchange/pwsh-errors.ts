import type { PwshAnswer, PwshEnded, PwshFault } from "./pwsh-process";
import { ExchangeError, toExchangeError } from "./rest-errors";

/** Versions of the module, as far as anything is known of them. */
export const goodModule = "3.9.2";
const brokenModule = "3.10.0";

const toRest = "or unset CONSENTRA_EXCHANGE_TRANSPORT to reach Exchange by REST";

const install =
  `pwsh -NoProfile -Command "Install-Module ExchangeOnlineManagement -RequiredVersion ${goodModule} -Scope CurrentUser" ` +
  `(${goodModule} is known to work; with ${brokenModule} every cmdlet fails in PowerShell 7.6 on macOS)`;

export function missingProgram(reason: string): Error {
  return new Error(
    `PowerShell is needed for CONSENTRA_EXCHANGE_TRANSPORT=pwsh, but ${reason}. Install PowerShell 7.4 or newer ` +
      `(https://learn.microsoft.com/powershell/scripting/install/installing-powershell), ${toRest}.`,
  );
}

/** What to say to who has a module of which it is known that it does not work. */
export function moduleAdvice(module: string, platform: NodeJS.Platform): string | undefined {
  if (module !== brokenModule || platform !== "darwin") return undefined;
  return `ExchangeOnlineManagement ${brokenModule} is known to fail with every cmdlet in PowerShell 7.6 on macOS; install ${goodModule} with ${install}`;
}

/** Reads why there is no session. */
export function toSessionError({ stage, powershell, fault }: Extract<PwshAnswer, { stage: string }>): Error {
  switch (stage) {
    case "module":
      return new Error(
        `the module ExchangeOnlineManagement 3.1.0 or newer cannot be loaded in PowerShell ${powershell}: ${fault.message}\n` +
          `Install it with ${install}, ${toRest}.`,
      );
    case "connect":
      return toCmdletError("Connect-ExchangeOnline", fault);
    case "start":
      return new Error(`the script of the PowerShell transport could not begin: ${fault.message}`);
  }
}

/** Exceptions of the network and of waiting for it, wherever in the chain they are. */
const networkTypes =
  /^System\.(?:Net\.(?:Http\.HttpRequestException|Sockets\.SocketException|WebException)|TimeoutException|IO\.IOException|Threading\.Tasks\.TaskCanceledException)$/;

/**
 * Reads a cmdlet's exception. The module hands on the service's `id|type|text`, or the whole answer of its endpoint behind
 * `HttpStatusCode=500 ErrorMessage=`.
 */
export function toCmdletError(cmdlet: string, fault: PwshFault): ExchangeError {
  if (fault.id === "NotOffered") {
    return new ExchangeError({ cmdlet, status: 403, kind: "notAllowed", serviceMessage: fault.message });
  }
  const status = statusOf(fault.message);
  if (status === undefined && fault.types.some((type) => networkTypes.test(type))) {
    return new ExchangeError({ cmdlet, status: 0, kind: "transient", serviceMessage: fault.message });
  }
  return toExchangeError(cmdlet, status ?? 400, bodyOf(fault));
}

function statusOf(message: string): number | undefined {
  const named = /(?:HttpStatusCode=|does not indicate success: )([1-5]\d\d)\b/.exec(message)?.[1];
  if (named) return Number(named);
  // Words of the sign-in, of the role that an application lacks, and of throttling.
  if (/\bunauthorized\b/i.test(message)) return 401;
  if (/isn't supported in this scenario|\bforbidden\b/i.test(message)) return 403;
  if (/\btoo many requests\b/i.test(message)) return 429;
  return undefined;
}

function bodyOf({ message, types }: PwshFault): string {
  const wire = /ErrorMessage=(\{[\s\S]*\})/.exec(message)?.[1];
  if (wire !== undefined && isJson(wire)) return wire;
  const type = types.find((each) => each.startsWith("Microsoft.Exchange."));
  const detail = type === undefined || message.split("|").length >= 3 ? message : `|${type}|${message}`;
  return JSON.stringify({ error: { details: [{ message: detail }] } });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** PowerShell was gone before it answered: whether it did what it was asked for is not known. */
export function toEndedError(cmdlet: string, { message }: PwshEnded): ExchangeError {
  return new ExchangeError({ cmdlet, status: 0, kind: "transient", serviceMessage: message });
}
