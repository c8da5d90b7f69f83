// @peculiar/x509 needs the polyfill before it is loaded.
import "reflect-metadata";
import assert from "node:assert/strict";
import { generateKeyPairSync, webcrypto } from "node:crypto";
import { join } from "node:path";
import * as x509 from "@peculiar/x509";
import { azureDevOpsWorkload, gitHubWorkload, pulumiCloudWorkload } from "consentra";
import { createCertificate } from "../sandbox/certificate";
import { repository } from "../support/repository";

const built = (file: string) => join(repository, "components", "dist", file);
const { readCertificate } = require(
  built("credential/certificate"),
) as typeof import("../../components/credential/certificate");
const { readLifetime } = require(built("credential/lifetime")) as typeof import("../../components/credential/lifetime");
const { checkFederated } = require(
  built("credential/federated"),
) as typeof import("../../components/credential/federated");
const { checkRedirectUris } = require(
  built("registration/redirect-uris"),
) as typeof import("../../components/registration/redirect-uris");
const { checkLogo } = require(built("registration/logo")) as typeof import("../../components/registration/logo");
const { Faults } = require(built("faults")) as typeof import("../../components/faults");

const faultsOf = (check: (faults: InstanceType<typeof Faults>) => void): string[] => {
  const faults = new Faults();
  check(faults);
  return faults.all.map(({ path, reason }) => `${path}: ${reason}`);
};

/** A self-signed certificate of another kind of key. */
async function certificateOf(
  algorithm: webcrypto.RsaHashedKeyGenParams | webcrypto.EcKeyGenParams,
  signing: object,
): Promise<string> {
  x509.cryptoProvider.set(webcrypto);
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: "CN=app.example",
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 86_400_000),
    signingAlgorithm: signing as never,
    keys,
  });
  return certificate.toString("pem");
}

describe("a certificate that somebody gives", () => {
  it("is read from PEM and from base64 of DER, with thumbprint and expiry", async () => {
    const { certificatePem, sha1 } = await createCertificate(30);
    const der = certificatePem.replace(/-----[A-Z ]+-----|\s/g, "");
    for (const text of [certificatePem, `\n${certificatePem}\n`, der]) {
      const faults = new Faults();
      const read = readCertificate(text, "c", faults);
      assert.deepEqual(faults.all, []);
      assert.equal(read?.thumbprint, sha1);
      assert.match(read.notAfter, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      assert.match(read.pem, /^-----BEGIN CERTIFICATE-----\n/);
    }
  });

  it("is refused with private key material, of which nothing is repeated", async () => {
    const { certificatePem, privateKeyPem } = await createCertificate();
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const der = (type: "pkcs8" | "pkcs1") => privateKey.export({ format: "der", type }).toString("base64");
    for (const text of [privateKeyPem, certificatePem + privateKeyPem, der("pkcs8"), der("pkcs1")]) {
      const [said = "", ...others] = faultsOf((faults) => readCertificate(text, "certificates[0]", faults));
      assert.deepEqual(others, []);
      assert.match(said, /^certificates\[0\]: found a private key, expected one X\.509 certificate/);
      assert.ok(!said.includes(text.slice(60, 90)));
    }
  });

  it("is refused as a chain, expired, with a short or another kind of key, and as something else", async () => {
    const { certificatePem } = await createCertificate();
    const rsa = (modulusLength: number) => ({
      name: "RSASSA-PKCS1-v1_5",
      hash: "SHA-256",
      publicExponent: new Uint8Array([1, 0, 1]),
      modulusLength,
    });
    const short = await certificateOf(rsa(1024), rsa(1024));
    const ec = await certificateOf({ name: "ECDSA", namedCurve: "P-256" }, { name: "ECDSA", hash: "SHA-256" });
    const later = new Date(Date.now() + 3650 * 86_400_000);
    const said = (text: string, now?: Date) => faultsOf((faults) => readCertificate(text, "c", faults, now))[0] ?? "";
    assert.match(said(certificatePem + certificatePem), /found a chain of 2 certificates.*leave the authorities out/);
    assert.match(said(certificatePem, later), /found a certificate that expired at \d{4}-/);
    assert.match(said(short), /found an RSA key of 1024 bits, expected at least 2048 bits/);
    assert.match(said(ec), /found a key of type ec, expected an RSA key/);
    assert.match(said("-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----"), /PEM that is no certificate/);
    assert.match(said("hello"), /found \d+ bytes that are no certificate/);
  });
});

describe("a lifetime", () => {
  it("has a unit and an end", () => {
    const hours = (text: string) => readLifetime(text, "l", new Faults());
    assert.deepEqual(["12h", "180d", "26w", "730d"].map(hours), [12, 4320, 4368, 17520]);
    for (const text of ["180", "6m", "1y", "0d", "731d", "-1d", ""]) {
      assert.equal(faultsOf((faults) => readLifetime(text, "l", faults)).length, 1, text);
    }
  });
});

describe("a federated credential", () => {
  it("is built for GitHub, Azure DevOps and Pulumi Cloud", () => {
    const gitHub = { name: "deploy", organization: "contoso", repository: "sync" };
    assert.deepEqual(
      [
        gitHubWorkload({ ...gitHub, environment: "production" }).subject,
        gitHubWorkload({ ...gitHub, branch: "main" }).subject,
        gitHubWorkload({ ...gitHub, tag: "v1" }).subject,
        gitHubWorkload({ ...gitHub, pullRequests: true }).subject,
      ],
      [
        "repo:contoso/sync:environment:production",
        "repo:contoso/sync:ref:refs/heads/main",
        "repo:contoso/sync:ref:refs/tags/v1",
        "repo:contoso/sync:pull_request",
      ],
    );
    assert.throws(() => gitHubWorkload(gitHub), /deploy: found 0 of environment, branch, tag and pullRequests/);
    assert.throws(() => gitHubWorkload({ ...gitHub, branch: "main", tag: "v1" }), /found 2 of/);
    const devOps = { organizationId: "11111111-2222-4333-8444-555555555555", organization: "contoso", project: "it" };
    assert.deepEqual(azureDevOpsWorkload({ name: "deploy", ...devOps, serviceConnection: "entra" }), {
      name: "deploy",
      issuer: "https://vstoken.dev.azure.com/11111111-2222-4333-8444-555555555555",
      subject: "sc://contoso/it/entra",
    });
    const cloud = {
      name: "deploy",
      organization: "contoso",
      project: "access",
      stack: "prod",
      operation: "update",
    } as const;
    assert.equal(
      pulumiCloudWorkload(cloud).subject,
      "pulumi:deploy:org:contoso:project:access:stack:prod:operation:update:scope:write",
    );
  });

  it("is refused where it would let in more than one workload, or Entra would refuse it", () => {
    const good = { name: "deploy", issuer: "https://issuer.example", subject: "s" };
    const said = faultsOf((faults) =>
      checkFederated(
        [
          good,
          { ...good, name: "Deploy" },
          { ...good, name: "x", subject: "repo:*" },
          { ...good, name: "abc", issuer: "http://i" },
        ],
        "federated",
        faults,
      ),
    );
    assert.deepEqual(
      said.map((each) => each.split(":")[0]),
      ["federated[1].name", "federated[1].subject", "federated[2].name", "federated[2].subject", "federated[3].issuer"],
    );
  });
});

describe("redirect URIs and a logo", () => {
  it("are refused where codes would go to somebody else, all at once", () => {
    const said = faultsOf((faults) =>
      checkRedirectUris(
        {
          web: [
            "https://app.example/a",
            "http://app.example/b",
            "https://*.app.example",
            "http://localhost/c",
            "app/d",
          ],
          spa: ["https://app.example/a", "https://app.example/#e"],
          publicClient: ["http://localhost:3000", "http://127.0.0.1", "http://10.0.0.1", "https://u:p@app.example"],
        },
        "redirectUris",
        faults,
      ),
    );
    assert.deepEqual(
      said.map((each) => each.split(": ")[0]),
      [
        "redirectUris.web[1]",
        "redirectUris.web[2]",
        "redirectUris.web[3]",
        "redirectUris.web[4]",
        "redirectUris.spa[0]",
        "redirectUris.spa[1]",
        "redirectUris.publicClient[2]",
        "redirectUris.publicClient[3]",
      ],
    );
    assert.match(said[2] ?? "", /move it to publicClient, or use https/);
  });

  it("has to be a picture of the size that Entra takes", () => {
    const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.alloc(10)]);
    assert.deepEqual(
      faultsOf((faults) => checkLogo(png.toString("base64"), "logo", faults)),
      [],
    );
    const large = Buffer.concat([png, Buffer.alloc(200_000)]).toString("base64");
    assert.match(faultsOf((faults) => checkLogo(large, "logo", faults))[0] ?? "", /at most 102400 bytes/);
    assert.match(faultsOf((faults) => checkLogo("PHN2Zz4=", "logo", faults))[0] ?? "", /PNG, JPEG, GIF/);
  });
});
