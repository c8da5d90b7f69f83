/**
 * The vendor's side, played by Microsoft's own client libraries as they are: MSAL for the token, the Graph client for the mailboxes.
 * A program of its own, because Node reads NODE_EXTRA_CA_CERTS only when a process starts.
 *
 * Standard input: {@link VendorRequest} as JSON. Standard output: {@link VendorAnswer} as JSON.
 */
import { readFileSync } from "node:fs";
import { ConfidentialClientApplication, type Configuration } from "@azure/msal-node";
import { Client, GraphError } from "@microsoft/microsoft-graph-client";

export interface VendorRequest {
  origin: string;
  tenantId: string;
  clientId: string;
  credential: { clientSecret: string } | { certificate: { privateKey: string; thumbprintSha256: string } };
  mailboxes: string[];
  /** Collections to read of each mailbox, e.g. `messages`. */
  collections: string[];
}

export interface VendorRead {
  mailbox: string;
  collection: string;
  status: number;
  /** Number of items read, where it was allowed. */
  items: number;
  /** Graph's error, where it was not. */
  code?: string;
  message?: string;
}

export interface VendorAnswer {
  /** The application permissions in the token. */
  roles: string[];
  reads: VendorRead[];
  /** Why no token was to be had. */
  tokenError?: string;
}

async function main(): Promise<void> {
  const request = JSON.parse(readFileSync(0, "utf8")) as VendorRequest;
  const configuration: Configuration = {
    auth: {
      clientId: request.clientId,
      authority: `${request.origin}/${request.tenantId}`,
      knownAuthorities: [new URL(request.origin).host],
      ...("clientSecret" in request.credential
        ? { clientSecret: request.credential.clientSecret }
        : { clientCertificate: request.credential.certificate }),
    },
  };
  const answer: VendorAnswer = { roles: [], reads: [] };
  try {
    const token = await new ConfidentialClientApplication(configuration).acquireTokenByClientCredential({
      scopes: ["https://graph.microsoft.com/.default"],
    });
    if (!token) throw new Error("no token");
    const claims = JSON.parse(Buffer.from(token.accessToken.split(".")[1] ?? "", "base64url").toString("utf8")) as {
      roles?: string[];
    };
    answer.roles = [...(claims.roles ?? [])].sort();
    const graph = Client.init({
      baseUrl: request.origin,
      customHosts: new Set([new URL(request.origin).hostname]),
      authProvider: (done) => done(null, token.accessToken),
    });
    for (const mailbox of request.mailboxes) {
      for (const collection of request.collections) answer.reads.push(await read(graph, mailbox, collection));
    }
  } catch (error) {
    answer.tokenError = error instanceof Error ? error.message : String(error);
  }
  process.stdout.write(JSON.stringify(answer));
}

async function read(graph: Client, mailbox: string, collection: string): Promise<VendorRead> {
  try {
    const page = (await graph.api(`/users/${mailbox}/${collection}`).top(5).get()) as { value: unknown[] };
    return { mailbox, collection, status: 200, items: page.value.length };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return {
      mailbox,
      collection,
      status: error.statusCode,
      items: 0,
      code: error.code ?? undefined,
      message: error.message,
    };
  }
}

void main();
