import fc from "fast-check";
import type { TenantClient } from "../sandbox/tenant-client";
import { hostileJson, hostileText } from "./inputs";
import type { Target } from "./targets";

/** The tenant may refuse anything, in words; it never breaks. */
function check(status: number, what: string): void {
  if (status >= 500 && status !== 501) throw new Error(`${what} was answered ${status}`);
}

/** Half a character cannot be sent in an address. */
const wellFormed = (text: string) => Buffer.from(text, "utf8").toString("utf8");

/** OData filters of Graph. */
export function graphFilterTarget(client: TenantClient): Target {
  const filters = [
    "displayName eq 'Executives'",
    "startswith(mail,'a') and not (userType eq 'Guest')",
    "appId in ('11111111-2222-4333-8444-555555555555', 'x') or accountEnabled ne false",
  ];
  return {
    name: "OData filters",
    inputs: fc.tuple(fc.constantFrom("users", "groups", "servicePrincipals"), hostileText(filters)),
    read: async ([collection, filter]: [string, string]) => {
      const query = encodeURIComponent(wellFormed(filter));
      const { status } = await client.send("GET", `/v1.0/${collection}?$filter=${query}`, undefined, {
        authorization: `Bearer ${await client.deployerToken()}`,
      });
      check(status, "the filter");
    },
    refusal: () => false,
  };
}

/** Bodies of cmdlets, reads only: what they would write is another matter. */
export function invokeCommandTarget(client: TenantClient, tenantId: string): Target {
  const invocations = [
    { CmdletInput: { CmdletName: "Get-Recipient", Parameters: { Filter: "Alias -eq 'adelev'" } } },
    { CmdletInput: { CmdletName: "Get-ApplicationAccessPolicy", Parameters: {} } },
    { CmdletInput: { CmdletName: "Get-DistributionGroupMember", Parameters: { Identity: "x" } } },
    { CmdletInput: { CmdletName: "Test-ApplicationAccessPolicy", Parameters: { Identity: "x", AppId: "y" } } },
  ];
  return {
    name: "bodies of InvokeCommand",
    inputs: fc.tuple(fc.constantFrom("InvokeCommand", "$batch"), hostileJson(invocations)),
    read: async ([route, body]: [string, unknown]) => {
      const content = route === "InvokeCommand" ? body : { requests: [{ id: "1", method: "POST", body }] };
      const { status } = await client.send(
        "POST",
        `/adminapi/beta/${tenantId}/${route}`,
        content === undefined ? "" : JSON.stringify(content),
        {
          authorization: `Bearer ${await client.deployerToken("https://outlook.office365.com")}`,
          "content-type": "application/json",
        },
      );
      check(status, "the body");
    },
    refusal: () => false,
  };
}

/** What asks for a token, and tokens themselves. */
export function tokenTarget(client: TenantClient, tenantId: string): Target {
  const header = Buffer.from('{"alg":"RS256","typ":"JWT","x5t":"AAAA"}').toString("base64url");
  const claims = Buffer.from('{"iss":"x","sub":"x","aud":"y","exp":4102444800,"jti":"1"}').toString("base64url");
  const token = hostileText([`${header}.${claims}.AAAA`, `${header}.${claims}.`, "a.b.c"]);
  return {
    name: "tokens and assertions",
    inputs: token,
    read: async (text: string) => {
      const asked = await client.token(tenantId, {
        grant_type: "client_credentials",
        client_id: "6135b4c8-8900-475f-84db-b8ee65fbb329",
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: wellFormed(text),
        scope: "https://graph.microsoft.com/.default",
      });
      if (asked.status < 400) throw new Error("a made-up assertion was taken");
      check(asked.status, "the assertion");
      const used = await client.send("GET", "/v1.0/users", undefined, {
        // A header takes a single line of plain characters.
        authorization: `Bearer ${text.replace(/[^\x20-\x7e]/g, "?")}`,
      });
      if (used.status < 400) throw new Error("a made-up token was taken");
      check(used.status, "the token");
    },
    refusal: () => false,
  };
}
