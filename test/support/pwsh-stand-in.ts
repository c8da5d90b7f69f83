/**
 * A program that speaks as components/exchange/powershell/exchange.ps1 does, in place of PowerShell. What it has to do is in `scenario.json` beside
 * the program's own file; what it got is appended to `log.jsonl` there.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { request } from "node:https";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

export interface StandInFault {
  message: string;
  types?: string[];
  id?: string;
}

/** What is done about one request. */
export type Reply =
  | { objects: Record<string, unknown>[] }
  | { fault: StandInFault }
  /** Ends with this code, after some last words on standard error. */
  | { exit: number; words?: string }
  /** Says nothing, ever. */
  | { silent: true }
  /** Writes lines as they are. */
  | { lines: string[] };

export interface Scenario {
  /** @default the session opens */
  opening?: Reply | { stage: "module" | "connect"; fault: StandInFault };
  module?: string;
  /** Lines of standard output before each answer. */
  noise?: string[];
  /** Replies by cmdlet, one after the other, over all processes; the last one stays. */
  replies?: Record<string, Reply[]>;
  /** Cmdlets without a reply are carried out by a simulated tenant. */
  forward?: { origin: string; caFile: string; tenantId: string };
}

export type LogEntry =
  | { started: string[]; environment: Record<string, string>; folder: string; pid: number }
  | { opening: Record<string, string> }
  | { id: number; cmdlet: string; parameters: Record<string, unknown>; first?: number }
  | { ended: true };

type Request = Extract<LogEntry, { cmdlet: string }>;

const folder = dirname(process.argv[1] ?? "");
const scenario = JSON.parse(readFileSync(join(folder, "scenario.json"), "utf8")) as Scenario;
const logFile = join(folder, "log.jsonl");
const log = (entry: LogEntry) => appendFileSync(logFile, `${JSON.stringify(entry)}\n`);
const past = () =>
  existsSync(logFile)
    ? readFileSync(logFile, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as LogEntry)
    : [];

let token = "";

async function main(): Promise<void> {
  log({
    started: process.argv.slice(2),
    environment: process.env as Record<string, string>,
    folder: process.cwd(),
    pid: process.pid,
  });
  let opened = false;
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line) as Record<string, string> | Request;
    if (opened) await answer(message as Request);
    else if (!(await open(message as Record<string, string>))) return;
    opened = true;
  }
  log({ ended: true });
}

async function open(message: Record<string, string>): Promise<boolean> {
  log({ opening: message });
  token = message.accessToken ?? "";
  const { opening } = scenario;
  if (opening === undefined) {
    say({ ready: true, module: scenario.module ?? "3.9.2", powershell: "7.5.0" });
    return true;
  }
  if ("stage" in opening) say({ stage: opening.stage, powershell: "7.5.0", fault: whole(opening.fault) });
  else await reply(0, opening);
  return false;
}

async function answer(message: Request): Promise<void> {
  const before = past().filter((each) => "cmdlet" in each && each.cmdlet === message.cmdlet).length;
  log(message);
  const replies = scenario.replies?.[message.cmdlet] ?? [];
  await reply(message.id, replies[before] ?? replies.at(-1) ?? (await forwarded(message)));
}

async function reply(id: number, given: Reply): Promise<void> {
  for (const line of scenario.noise ?? []) process.stdout.write(`${line}\n`);
  if ("objects" in given) say({ id, objects: given.objects });
  else if ("fault" in given) say({ id, fault: whole(given.fault) });
  else if ("lines" in given) for (const line of given.lines) process.stdout.write(`${line}\n`);
  else if ("exit" in given) {
    process.stderr.write(given.words ?? "");
    process.exit(given.exit);
  }
}

function say(message: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ consentra: 1, ...message })}\n`);
}

function whole({ message, types = [], id = "x" }: StandInFault) {
  return { message, types, id };
}

/** Asks the simulated tenant, as the module asks the service; errors become what the module makes of them. */
async function forwarded({ cmdlet, parameters, first }: Request): Promise<Reply> {
  if (!scenario.forward) return { fault: { message: `${cmdlet} was not expected` } };
  const { origin, tenantId } = scenario.forward;
  const objects: Record<string, unknown>[] = [];
  let url: string | undefined = `${origin}/adminapi/beta/${tenantId}/InvokeCommand`;
  while (url !== undefined) {
    const { status, body } = await post(url, { CmdletInput: { CmdletName: cmdlet, Parameters: parameters } });
    if (status === 403 && !body.startsWith("{")) return { fault: { message: "not offered", id: "NotOffered" } };
    const wire = JSON.parse(body) as {
      value: Record<string, unknown>[];
      "@odata.nextLink"?: string;
      error?: { details?: { message: string }[]; message: string };
    };
    if (wire.error) return { fault: { message: wire.error.details?.[0]?.message ?? wire.error.message } };
    for (const row of wire.value) {
      objects.push(Object.fromEntries(Object.entries(row).filter(([name]) => !name.includes("@"))));
    }
    url = first === undefined ? wire["@odata.nextLink"] : undefined;
  }
  return { objects };
}

function post(url: string, body: unknown): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const ca = readFileSync(scenario.forward?.caFile ?? "");
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const sent = request(url, { method: "POST", ca, headers }, (incoming) => {
      let text = "";
      incoming.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, body: text }));
    });
    sent.on("error", reject);
    sent.end(JSON.stringify(body));
  });
}

void main();
