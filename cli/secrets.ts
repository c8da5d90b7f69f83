/** Names of variables, and of parameters in an address, that hold a secret. */
const secretName = /SECRET|PASSWORD|PASSPHRASE|TOKEN|CONNECTION_?STRING|_KEY$|CERTIFICATE$/i;
/** Where a secret is, instead of the secret. */
const secretPlace = /_(?:PATH|FILE|URL)$/i;
/** Values that are several, of which some are secret: a shared access signature, a connection string of Azure Storage. */
const composed = /(?:SAS_TOKEN|CONNECTION_?STRING)$/i;

/** Whether a variable's value is a secret, by its name. */
export function holdsSecret(name: string): boolean {
  return secretName.test(name) && !secretPlace.test(name);
}

/**
 * What is secret in the address of a backend: a password before its host, and parameters such as `password`. Each as it is written and as it is
 * meant.
 */
export function secretsInAddress(address: string): string[] {
  const [, user = ""] = /^[a-z0-9+.-]+:\/\/([^/?#]*)@/i.exec(address) ?? [];
  const [, query = ""] = /\?([^#]*)/.exec(address) ?? [];
  const parameters = query.split("&").map((each) => each.split(/=(.*)/s));
  const written = [
    user.includes(":") ? user.slice(user.indexOf(":") + 1) : "",
    ...parameters.map(([name = "", value = ""]) => (holdsSecret(name) ? value : "")),
  ].filter((each) => each !== "");
  return [...new Set(written.flatMap((each) => [each, decoded(each)]))];
}

/**
 * Takes secrets out of what Pulumi and its plugins say: some of their errors name the whole address of the backend, or of a request to it.
 *
 * @param environment what they were given
 */
export function redactor(environment: NodeJS.ProcessEnv): (text: string) => string {
  const values = Object.entries(environment).flatMap(([name, value = ""]) => {
    if (name === "PULUMI_BACKEND_URL") return secretsInAddress(value);
    if (!holdsSecret(name)) return [];
    return composed.test(name) ? [value, ...secretParts(value)] : [value];
  });
  // The longest first: one may be a part of another. A text of three letters is found everywhere.
  const secrets = [...new Set(values.flatMap((each) => [each, encoded(each)]))]
    .filter(({ length }) => length > 3)
    .sort((one, other) => other.length - one.length);
  return (text) =>
    secrets
      .reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text)
      // Written in another way than it was given.
      .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@?#]*):[^\s/@?#]+@/gi, "$1:[secret]@")
      .replace(/([?&]sig=)[^&\s"'<>]+/gi, "$1[secret]");
}

/**
 * The signature and the key in a composed value: Azure's library takes it to pieces, and a failed request is told with its parameters in another
 * order.
 */
function secretParts(value: string): string[] {
  const found = [...value.matchAll(/(?:^|[?&;=])(?:sig|AccountKey)=([^&;]+)/gi)];
  return found.flatMap(([, part = ""]) => [part, decoded(part)]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}
