import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import forge from "node-forge";

/** A form in which a secret may lie somewhere. */
interface Needle {
  secret: string;
  bytes: Buffer;
  /** Whether it is a part of a private key. */
  isKey: boolean;
}

/** Any signed token, whoever issued it: an access token, an ID token, an assertion. */
const signedToken = /eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{32,}/;

/** Looks for secrets in everything that is left behind, in the forms that they take on the way. */
export class SecretHunt {
  readonly #needles: Needle[] = [];

  /** A password, a client secret, a control key. */
  text(secret: string, value: string): void {
    const forms = [
      Buffer.from(value),
      Buffer.from(Buffer.from(value).toString("base64").replace(/=+$/, "")),
      Buffer.from(Buffer.from(value).toString("base64url")),
      Buffer.from(Buffer.from(value).toString("hex")),
      Buffer.from(encodeURIComponent(value)),
      Buffer.from(JSON.stringify(value).slice(1, -1)),
      Buffer.from(value, "utf16le"),
    ];
    for (const bytes of unique(forms)) this.#needles.push({ secret, bytes, isKey: false });
  }

  /** A private key: as PEM in lines, as its base64 without line ends, as DER and as the numbers in it. */
  privateKey(secret: string, pem: string): void {
    const lines = pem.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("-----"));
    const whole = lines.join("");
    const { d, p, q } = forge.pki.privateKeyFromPem(pem);
    const numbers = [d, p, q].map((each) => Buffer.from(each.toString(16).padStart(64, "0"), "hex").subarray(8, 40));
    const texts = [lines.at(5) ?? "", whole.slice(300, 364)].flatMap((each) => [
      Buffer.from(each),
      Buffer.from(each, "utf16le"),
    ]);
    for (const bytes of unique([...texts, ...numbers])) this.#needles.push({ secret, bytes, isKey: true });
  }

  /** @returns names of what was found; tokens are known by their form */
  in(content: Buffer | string, except: readonly string[] = []): string[] {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    const found = this.#needles.filter((needle) => bytes.includes(needle.bytes)).map(({ secret }) => secret);
    if (hasToken(bytes)) found.push("a token");
    return unique(found).filter((each) => !except.includes(each));
  }

  /** The same for large contents, and for private keys and tokens only. */
  keysIn(bytes: Buffer): string[] {
    const keys = this.#needles.filter(({ isKey }) => isKey);
    const found = keys.filter((needle) => bytes.includes(needle.bytes)).map(({ secret }) => secret);
    return unique([...found, ...(hasToken(bytes) ? ["a token"] : [])]);
  }

  /** @returns `file: secret` of every file below a folder that was written since then and holds one */
  inFolder(folder: string, since = 0): string[] {
    return filesBelow(folder, since).flatMap((file) => {
      const found = [...this.in(readFileSync(file)), ...this.in(file)];
      return found.map((each) => `${file}: ${each}`);
    });
  }
}

/** Files below a folder that were written since then, packages apart. @param since milliseconds */
export function filesBelow(folder: string, since = 0): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesBelow(path, since);
    return entry.isFile() && lstatSync(path).mtimeMs >= since ? [path] : [];
  });
}

/** How the header of a token begins: with its algorithm, its kind or its key, of which JSON may tell any first. */
const beginnings = ["alg", "typ", "kid", "x5t"].map((name) => Buffer.from(`{"${name}"`).toString("base64").slice(0, 7));

function hasToken(bytes: Buffer): boolean {
  return beginnings.some((beginning) => {
    for (let at = bytes.indexOf(beginning); at >= 0; at = bytes.indexOf(beginning, at + 1))
      if (signedToken.test(bytes.toString("latin1", at, at + 4_096))) return true;
    return false;
  });
}

function unique<T extends Buffer | string>(values: readonly T[]): T[] {
  return [...new Map(values.map((each) => [each.toString("latin1" as never), each])).values()];
}
