/**
 * Signs in as the provider's command does, in a process of its own: Node reads NODE_EXTRA_CA_CERTS only when it starts, and the library reads
 * some variables from the process alone. Reads environments from standard input, adds each to the process's, and writes what came of it.
 */
import { text } from "node:stream/consumers";
import tls from "node:tls";
import { RestGraphReader } from "consentra/live";
import { tokenSource } from "consentra/credentials";

export interface SignIn {
  environment: Record<string, string>;
  scope: string;
  /** Also asks Graph for the organisation, with the token. */
  graph?: boolean;
  /** Forgets the token as if the service had refused it, and asks for another. */
  renew?: boolean;
}

export interface SignedIn {
  /** Claims of the token. */
  claims?: Record<string, unknown>;
  error?: string;
  /** Whether the token after the first was forgotten is another one. */
  renewed?: boolean;
  /** How many connections were opened. */
  connections: number;
}

let connections = 0;
const { connect } = tls;
tls.connect = ((...args: Parameters<typeof connect>) => {
  connections++;
  return connect(...args);
}) as typeof connect;

async function signIn({ environment, scope, graph, renew }: SignIn): Promise<SignedIn> {
  const before = connections;
  try {
    const tokens = tokenSource({ ...process.env, ...environment });
    const token = await tokens.getToken(scope);
    const kept = await tokens.getToken(scope);
    if (renew) tokens.forget(scope);
    const renewed = kept === token && renew === true && (await tokens.getToken(scope)) !== token;
    if (graph) await new RestGraphReader(tokens).list("/organization");
    const claims = JSON.parse(
      Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"),
    ) as SignedIn["claims"];
    return { claims, renewed, connections: connections - before };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error), connections: connections - before };
  }
}

async function main(): Promise<void> {
  const results: SignedIn[] = [];
  for (const each of JSON.parse(await text(process.stdin)) as SignIn[]) results.push(await signIn(each));
  process.stdout.write(JSON.stringify(results));
}

void main();
