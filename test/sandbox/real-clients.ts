/**
 * Programs that nobody here wrote, pointed at a simulated tenant. Runs as a process of its own, since Node reads NODE_EXTRA_CA_CERTS
 * only when it starts. Reads a {@link ClientTask} from standard input and writes {@link ClientResults}.
 */
import { ClientCertificateCredential, ClientSecretCredential } from "@azure/identity";
import { ConfidentialClientApplication } from "@azure/msal-node";
import { Client, PageIterator, type PageCollection } from "@microsoft/microsoft-graph-client";
import { text } from "node:stream/consumers";

export interface ClientTask {
  origin: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
  certificatePem: string;
  privateKeyPem: string;
  sha256: string;
  certificateFile: string;
}

export interface ClientResults {
  msalSecret: string;
  msalCertificate: string;
  msalWrongSecret: string;
  identitySecret: string;
  identityCertificate: string;
  graphNames: string[];
  graphError: { statusCode: number; code: string };
}

const scopes = ["https://graph.microsoft.com/.default"];

async function run(task: ClientTask): Promise<ClientResults> {
  const { clientId, clientSecret, tenantId } = task;
  const authority = `${task.origin}/${tenantId}`;
  const host = new URL(task.origin).host;
  const msal = (
    auth: { clientSecret: string } | { clientCertificate: { thumbprintSha256: string; privateKey: string } },
  ) => new ConfidentialClientApplication({ auth: { clientId, authority, knownAuthorities: [host], ...auth } });
  const certificate = { clientCertificate: { thumbprintSha256: task.sha256, privateKey: task.privateKeyPem } };
  const options = { authorityHost: task.origin, disableInstanceDiscovery: true };
  const secretCredential = new ClientSecretCredential(tenantId, clientId, clientSecret, options);
  const certificateCredential = new ClientCertificateCredential(
    tenantId,
    clientId,
    { certificatePath: task.certificateFile },
    options,
  );
  const graph = Client.init({
    baseUrl: task.origin,
    customHosts: new Set(["localhost"]),
    authProvider: (done) => {
      secretCredential.getToken(scopes).then(
        (token) => done(null, token.token),
        (error: unknown) => done(error, null),
      );
    },
  });
  return {
    msalSecret: await tokenOf(msal({ clientSecret })),
    msalCertificate: await tokenOf(msal(certificate)),
    msalWrongSecret: await messageOf(msal({ clientSecret: "wrong" }).acquireTokenByClientCredential({ scopes })),
    identitySecret: (await secretCredential.getToken(scopes)).token,
    identityCertificate: (await certificateCredential.getToken(scopes)).token,
    graphNames: await allNames(graph),
    graphError: await graphErrorOf(graph.api("/users/nobody@contoso.com").get()),
  };
}

const tokenOf = async (client: ConfidentialClientApplication): Promise<string> =>
  (await client.acquireTokenByClientCredential({ scopes }))?.accessToken ?? "";

async function allNames(graph: Client): Promise<string[]> {
  const names: string[] = [];
  const firstPage = (await graph
    .api("/users")
    .select("displayName")
    .filter("department eq 'Sales'")
    .top(4)
    .get()) as PageCollection;
  await new PageIterator(
    graph,
    firstPage,
    (user: { displayName: string }) => names.push(user.displayName) > 0,
  ).iterate();
  return names;
}

async function graphErrorOf(call: Promise<unknown>): Promise<ClientResults["graphError"]> {
  const error = await call.then(
    () => undefined,
    (reason: ClientResults["graphError"]) => reason,
  );
  return { statusCode: error?.statusCode ?? 0, code: error?.code ?? "" };
}

const messageOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "no error",
    (error: Error) => error.message,
  );

void text(process.stdin)
  .then((input) => run(JSON.parse(input) as ClientTask))
  .then((results) => process.stdout.write(JSON.stringify(results)));
