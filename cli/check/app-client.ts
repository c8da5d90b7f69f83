import { Client, GraphError } from "@microsoft/microsoft-graph-client";
import { tokenSource } from "consentra/credentials";
import type { HandOff } from "consentra/handoff";
import { UsageError } from "../exit";
import type { AppCredential } from "./credential";
import type { ReadResult } from "./report";

interface UserRow {
  userPrincipalName: string;
  mail: string | null;
  userType: string | null;
  accountEnabled: boolean;
}

/** What came of reading a collection to its end. */
export interface CollectionRead {
  status: number;
  items: number;
  pages: number;
  /** Whether there were more pages than were wanted. */
  more: boolean;
  /** Whether the service said where changes are told from now on. */
  deltaLink: boolean;
  code?: string;
}

interface CollectionPage {
  value: unknown[];
  "@odata.nextLink"?: string;
  "@odata.deltaLink"?: string;
}

/** Acts as the vendor's app: its own credential, Microsoft's client. */
export class AppClient {
  private constructor(
    private readonly graph: Client,
    /** The application permissions in the token. */
    readonly roles: readonly string[],
  ) {}

  /** @throws UsageError where the tenant cannot be reached or gives no token */
  static async signIn(handOff: HandOff, credential: AppCredential, environment: NodeJS.ProcessEnv): Promise<AppClient> {
    const tokens = tokenSource({
      ARM_ENVIRONMENT: environment.ARM_ENVIRONMENT,
      ARM_METADATA_HOSTNAME: environment.ARM_METADATA_HOSTNAME,
      ARM_USE_CLI: "false",
      ARM_TENANT_ID: handOff.tenantId,
      ARM_CLIENT_ID: handOff.clientId,
      ARM_CLIENT_SECRET: credential.clientSecret,
      ARM_CLIENT_CERTIFICATE_PATH: credential.certificatePath,
    });
    let token: string;
    try {
      token = await tokens.getToken(`${tokens.cloud.graphResource}/.default`);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw new UsageError(
        `no token for application ${handOff.clientId} in tenant ${handOff.tenantId}: ${said}\nCheck the app's credential and that the stack is up.`,
      );
    }
    const graph = Client.init({
      baseUrl: tokens.cloud.graph,
      customHosts: new Set([new URL(tokens.cloud.graph).hostname]),
      authProvider: (done) => done(null, token),
    });
    return new AppClient(graph, rolesOf(token));
  }

  async read(mailbox: string, collection: string): Promise<ReadResult> {
    try {
      const page = (await this.graph
        .api(`/users/${encodeURIComponent(mailbox)}/${collection}`)
        .top(5)
        .get()) as {
        value: unknown[];
      };
      return { mailbox, collection, status: 200, items: page.value.length };
    } catch (error) {
      if (!(error instanceof GraphError) || error.statusCode < 400) throw error;
      return { mailbox, collection, status: error.statusCode, items: 0, ...(error.code && { code: error.code }) };
    }
  }

  /**
   * Reads a collection page by page; the client waits as long as a throttling answer asks for.
   *
   * @param path with its query, below the version
   */
  async readAll(path: string, mostPages: number): Promise<CollectionRead> {
    const read: CollectionRead = { status: 200, items: 0, pages: 0, more: false, deltaLink: false };
    let next: string | undefined = path;
    try {
      while (next !== undefined && read.pages < mostPages) {
        const page = (await this.graph.api(next).get()) as CollectionPage;
        read.pages++;
        read.items += page.value.length;
        read.deltaLink = page["@odata.deltaLink"] !== undefined;
        next = page["@odata.nextLink"];
      }
      return { ...read, more: next !== undefined };
    } catch (error) {
      if (!(error instanceof GraphError) || error.statusCode < 400) throw error;
      return { ...read, status: error.statusCode, ...(error.code && { code: error.code }) };
    }
  }

  /** Addresses of enabled members, as far as the app may list users; undefined where it may not. */
  async memberAddresses(): Promise<string[] | undefined> {
    try {
      const page = (await this.graph
        .api("/users")
        .select(["userPrincipalName", "mail", "userType", "accountEnabled"])
        .top(200)
        .get()) as { value: UserRow[] };
      return page.value.flatMap(({ mail, userType, accountEnabled }) =>
        mail !== null && userType === "Member" && accountEnabled ? [mail.toLowerCase()] : [],
      );
    } catch (error) {
      if (error instanceof GraphError && error.statusCode === 403) return undefined;
      throw error;
    }
  }
}

function rolesOf(token: string): string[] {
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) as {
    roles?: string[];
  };
  return [...(claims.roles ?? [])].sort();
}
