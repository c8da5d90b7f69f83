import { textOf } from "@consentra/policy-kit";
import { isMicrosoftClientId } from "consentra/graph";

/** Microsoft's own clients whose IDs are not of the reserved form. */
const clients = new Set([
  "04b07795-8ddb-461a-bbee-02f9e1bf7b46", // Azure CLI
  "14d82eec-204b-4c2f-b7e8-296a70dab67e", // Microsoft Graph Command Line Tools
  "1950a258-227b-4e31-a9cf-717495945fc2", // Azure PowerShell
  "1fec8e78-bce4-4aaf-ab1b-5451cc387264", // Microsoft Teams
  "d3590ed6-52b3-4102-aeff-aad2292ab01c", // Microsoft Office
]);

/** Whether a service principal is of one of Microsoft's own applications, as far as a preview knows. */
export function isMicrosofts(props: Record<string, unknown>): boolean {
  const clientId = textOf(props, "clientId");
  return typeof clientId === "string" && (isMicrosoftClientId(clientId) || clients.has(clientId.toLowerCase()));
}
