import { X509Certificate } from "node:crypto";
import { applicationOf, guidOf, type Finder, type Reader } from "./finder";

interface Credential {
  keyId: string;
  /** Base64; only of certificates. */
  key?: string | null;
  displayName?: string | null;
  startDateTime?: string;
}

interface Holder {
  displayName: string;
  keyCredentials?: Credential[];
  passwordCredentials?: Credential[];
}

/** A certificate is known by the ID that the stack gives it. */
export const certificate: Finder = async (planned, graph) => {
  const [application, keyId] = [applicationOf(planned), guidOf(planned.inputs.keyId)];
  if (application === undefined || keyId === undefined) return [];
  const holder = await holderOf(application, graph);
  return (holder?.keyCredentials ?? [])
    .filter((each) => guidOf(each.keyId) === keyId)
    .map((each) => {
      const value = pemOf(each);
      const words = `the certificate ${each.keyId} of the application ${holder?.displayName} (${application})`;
      const id = `${application}/certificate/${each.keyId}`;
      return value === undefined
        ? { id, words: `${words}: it cannot be read; remove it`, fate: "leave" }
        : { id, words, fate: "take", secrets: { value } };
    });
};

/** As the stack gives it. */
function pemOf({ key }: Credential): string | undefined {
  try {
    return new X509Certificate(Buffer.from(key ?? "", "base64")).toString();
  } catch {
    return undefined;
  }
}

/** What a client secret is was told once, to a process that is gone. */
export const password: Finder = async (planned, graph, { recorded }) => {
  const application = applicationOf(planned);
  const { displayName } = planned.inputs;
  if (application === undefined || typeof displayName !== "string") return [];
  const holder = await holderOf(application, graph);
  return (holder?.passwordCredentials ?? [])
    .map((each) => ({ each, id: `${application}/password/${each.keyId}` }))
    .filter(({ each, id }) => each.displayName === displayName && !recorded.has(id))
    .map(({ each, id }) => ({
      id,
      words: `the client secret ${displayName} (${each.keyId}) of the application ${holder?.displayName} (${application})`,
      fate: "remove",
    }));
};

/** The names of an application's federated credentials are unique. */
export const federatedCredential: Finder = async (planned, graph) => {
  const application = applicationOf(planned);
  const { displayName } = planned.inputs;
  if (application === undefined || typeof displayName !== "string") return [];
  const found = await graph.list<{ id: string; name: string; issuer: string }>(
    `/applications/${application}/federatedIdentityCredentials`,
  );
  return found
    .filter(({ name }) => name === displayName)
    .map(({ id, name, issuer }) => ({
      id: `${application}/federatedIdentityCredential/${id}`,
      words: `the federated credential ${name} (issuer ${issuer}) of the application ${application}`,
      fate: "take",
    }));
};

async function holderOf(application: string, graph: Reader): Promise<Holder | undefined> {
  const [answer] = await graph.batch([
    `/applications/${application}?$select=displayName,keyCredentials,passwordCredentials`,
  ]);
  return answer?.status === 200 ? (answer.body as unknown as Holder) : undefined;
}
