/**
 * The script that somebody without Consentra would write beside the stack: one token, one cmdlet, no check and no read back.
 * `node exchange.js create|delete`, a list of cmdlets as JSON on standard input.
 */
import { readFileSync } from "node:fs";

interface Call {
  CmdletName: string;
  Parameters: Record<string, unknown>;
}

async function main(): Promise<void> {
  const { create, remove } = JSON.parse(readFileSync(0, "utf8")) as { create: Call[]; remove: Call[] };
  const origin = `https://${process.env.ARM_METADATA_HOSTNAME}`;
  const tenant = process.env.ARM_TENANT_ID;
  const token = await fetch(`${origin}/${tenant}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: process.env.ARM_CLIENT_ID ?? "",
      client_secret: process.env.ARM_CLIENT_SECRET ?? "",
      scope: "https://outlook.office365.com/.default",
    }),
  });
  const { access_token: accessToken } = (await token.json()) as { access_token: string };
  for (const call of process.argv[2] === "delete" ? remove : create) {
    const answer = await fetch(`${origin}/adminapi/beta/${tenant}/InvokeCommand`, {
      method: "POST",
      headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
      body: JSON.stringify({ CmdletInput: call }),
    });
    if (!answer.ok) throw new Error(`${call.CmdletName}: ${answer.status} ${await answer.text()}`);
  }
}

void main();
