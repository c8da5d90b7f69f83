/** Names of variables, and of parameters in an address, that hold a secret. */
const secretName = /SECRET|PASSWORD|PASSPHRASE|TOKEN|_KEY$|CERTIFICATE$/i;
/** Where a secret is, instead of the secret. */
const secretPlace = /_(?:PATH|FILE|URL)$/i;

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
 * Takes secrets out of what Pulumi and its plugins say: some of their errors name the whole address of the backend.
 *
 * @param environment what they were given
 */
export function redactor(environment: NodeJS.ProcessEnv): (text: string) => string {
  const values = Object.entries(environment).flatMap(([name, value = ""]) =>
    holdsSecret(name) ? [value] : name === "PULUMI_BACKEND_URL" ? secretsInAddress(value) : [],
  );
  // The longest first: one may be a part of another. A text of three letters is found everywhere.
  const secrets = [...new Set(values)]
    .filter(({ length }) => length > 3)
    .sort((one, other) => other.length - one.length);
  return (text) =>
    secrets
      .reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text)
      // Written in another way than it was given.
      .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@?#]*):[^\s/@?#]+@/gi, "$1:[secret]@");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
