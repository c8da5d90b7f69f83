import * as z from "zod";
import type { TokenSource } from "../credentials";
import { anchorMailbox } from "../exchange/rest-routing";
import { http } from "../http/client";

const entry = z.object({ exportedCmdlets: z.string() });
const answer = z.object({ value: z.union([entry, z.array(entry).min(1)]) });

/** Version of the module whose catalogue is asked for. */
const moduleVersion = "3.9.2";

/**
 * The cmdlets that the caller may run, lower case: the list that the ExchangeOnlineManagement module asks for when it connects. It reads, and
 * tells of management roles whatever they were given by.
 *
 * @returns undefined where Exchange does not say, e.g. because the caller may not manage Exchange at all
 * @see https://learn.microsoft.com/powershell/exchange/connect-to-exchange-online-powershell
 */
export async function exchangeCmdlets(tokens: TokenSource): Promise<ReadonlySet<string> | undefined> {
  const { exchange, exchangeResource } = tokens.cloud;
  const token = await tokens.getToken(`${exchangeResource}/.default`);
  const url = `${exchange}/adminapi/v1.0/${tokens.tenantId}/EXOModuleFile?Version=${moduleVersion}`;
  // A redirect is not followed: the token would go along.
  const response = await (tokens.http ?? http)
    .send({
      method: "GET",
      url,
      timeout: 30_000,
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/json",
        "accept-encoding": "identity",
        commandname: "*",
        "x-anchormailbox": anchorMailbox(tokens.tenantId),
      },
    })
    .catch(() => undefined);
  if (response?.status !== 200) return undefined;
  const parsed = answer.safeParse(json(response.body.toString("utf8")));
  if (!parsed.success) return undefined;
  const { value } = parsed.data;
  const list = (Array.isArray(value) ? value : [value]).map((each) => each.exportedCmdlets).join(",");
  return new Set(list.split(",").flatMap((name) => name.trim().toLowerCase() || []));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
