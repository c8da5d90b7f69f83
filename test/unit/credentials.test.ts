import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tokenSource } from "consentra/credentials";
import { createCertificate } from "../sandbox/certificate";
import { room } from "../support/exchange-transport";

const { Variables } = room("credentials/variables") as typeof import("../../components/credentials/variables");
const { readSettings } = room("credentials/settings") as typeof import("../../components/credentials/settings");
const { pemOf } = room("credentials/certificate") as typeof import("../../components/credentials/certificate");
const { cloudEndpoints } = room("clouds") as typeof import("../../components/clouds");

const tenantId = "11111111-2222-3333-4444-555555555555";
const clientId = "66666666-7777-8888-9999-000000000000";
const otherId = "99999999-7777-8888-9999-000000000000";
const secret = "not-to-be-shown";

describe("credentials", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "credentials-"))));
  after(() => rmSync(folder, { recursive: true }));

  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  /** What getToken says of an environment that cannot sign in; no request is made. */
  async function refusal(environment: Record<string, string>): Promise<string> {
    const source = tokenSource({ ARM_TENANT_ID: tenantId, ARM_METADATA_HOSTNAME: "localhost:1", ...environment });
    try {
      await source.getToken("https://graph.microsoft.com/.default");
    } catch (error) {
      return (error as Error).message;
    }
    return assert.fail("a token was had");
  }

  /** The form that an environment leads to. */
  function formOf(environment: Record<string, string>): string | undefined {
    const variables = new Variables({ ARM_CLIENT_ID: clientId, ...environment });
    const settings = readSettings(variables, cloudEndpoints({}));
    assert.deepEqual(variables.faults, []);
    return settings?.form === "federated" ? settings.assertion.from : settings?.form;
  }

  it("are of a tenant that is named", () => {
    assert.throws(() => tokenSource({}), /ARM_TENANT_ID \(or AZURE_TENANT_ID\) is not set/);
    assert.equal(tokenSource({ AZURE_TENANT_ID: tenantId }).tenantId, tenantId);
    assert.equal(tokenSource({ ARM_TENANT_ID: tenantId, AZURE_TENANT_ID: "other" }).tenantId, tenantId);
  });

  it("are chosen in the azuread provider's order", () => {
    const gitHub = { ACTIONS_ID_TOKEN_REQUEST_URL: "https://github.example/", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "t" };
    const devOps = { SYSTEM_OIDCREQUESTURI: "https://devops.example/", SYSTEM_ACCESSTOKEN: "t" };
    const msi = { ARM_USE_MSI: "true" };
    const oidc = { ARM_USE_OIDC: "true" };
    const connection = { ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID: "c" };
    const token = { ARM_OIDC_TOKEN: "t" };
    const everything = { ...msi, ...oidc, ...devOps, ...gitHub, ...connection, ...token };
    const certificate = { ARM_CLIENT_CERTIFICATE: "AAAA" };
    const cases: [string | undefined, Record<string, string>][] = [
      ["certificate", { ...everything, ARM_CLIENT_SECRET: secret, ...certificate }],
      ["secret", { ...everything, ARM_CLIENT_SECRET: secret }],
      ["file", { ...everything, ARM_OIDC_TOKEN_FILE_PATH: file("t", "t") }],
      ["value", everything],
      ["azureDevOps", { ...msi, ...oidc, ...devOps, ...connection }],
      ["azureDevOps", { ...msi, ...oidc, ...gitHub, ...connection }],
      ["gitHub", { ...msi, ...oidc, ...gitHub }],
      ["managedIdentity", { ...msi, ...gitHub, ...devOps }],
      ["managedIdentity", { ...msi, ...token }],
      ["azureCli", { ...gitHub, ...devOps }],
      ["azureCli", { AZURE_FEDERATED_TOKEN_FILE: "/var/run/token" }],
      ["azureCli", { ARM_USE_OIDC: "false", ARM_USE_MSI: "0", ARM_USE_CLI: "T" }],
      [undefined, { ARM_USE_CLI: "false" }],
    ];
    for (const [expected, environment] of cases) {
      assert.equal(formOf(environment), expected, JSON.stringify(environment));
    }
  });

  it("are refused where they are half there or contradict each other, with every fault and no value", async () => {
    const no = "the credential in the environment is not valid";
    const given = { ARM_CLIENT_ID: clientId };
    const cases: [Record<string, string>, string | RegExp][] = [
      [{ ARM_CLIENT_SECRET: secret }, `${no}: ARM_CLIENT_SECRET is set, but ARM_CLIENT_ID (or AZURE_CLIENT_ID) is not`],
      [
        { ARM_CLIENT_CERTIFICATE_PATH: "/nowhere" },
        `${no}, 2 faults:\n` +
          "  - the file that ARM_CLIENT_CERTIFICATE_PATH names cannot be read: /nowhere (ENOENT)\n" +
          "  - ARM_CLIENT_CERTIFICATE_PATH is set, but ARM_CLIENT_ID (or AZURE_CLIENT_ID) is not",
      ],
      [
        { ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: secret },
        `${no}: ARM_USE_OIDC is set, but ARM_CLIENT_ID (or AZURE_CLIENT_ID) is not`,
      ],
      [{ ...given, ARM_OIDC_TOKEN: secret }, `${no}: ARM_OIDC_TOKEN is set, but ARM_USE_OIDC=true is not`],
      [
        given,
        /^no credential in the environment: set ARM_CLIENT_ID and one of ARM_CLIENT_SECRET, ARM_CLIENT_CERT.*ARM_OIDC_TOKEN/,
      ],
      [{ ...given, ARM_USE_CLI: "false", ARM_METADATA_HOSTNAME: "" }, /^no credential in the environment/],
      [{ ...given, ARM_CLIENT_SECRET: secret, ARM_USE_MSI: "perhaps" }, `${no}: ARM_USE_MSI is neither true nor false`],
      [
        {
          ARM_CLIENT_ID: clientId,
          ARM_CLIENT_ID_FILE_PATH: file("id", otherId),
          ARM_CLIENT_SECRET: secret,
          ARM_CLIENT_SECRET_FILE_PATH: file("empty", "\n"),
          ARM_USE_OIDC: "y",
        },
        `${no}, 3 faults:\n` +
          "  - ARM_CLIENT_ID and the file that ARM_CLIENT_ID_FILE_PATH names differ; unset one of them\n" +
          "  - ARM_USE_OIDC is neither true nor false\n" +
          `  - the file that ARM_CLIENT_SECRET_FILE_PATH names is empty: ${join(tmpdir(), "…")}`,
      ],
      [
        { ...given, ARM_CLIENT_SECRET: secret, ARM_CLIENT_SECRET_FILE_PATH: file("secret", "another") },
        `${no}: ARM_CLIENT_SECRET and the file that ARM_CLIENT_SECRET_FILE_PATH names differ; unset one of them`,
      ],
      [
        { ...given, AZURE_CLIENT_ID: otherId, AZURE_CLIENT_SECRET: secret },
        /AZURE_CLIENT_SECRET belongs to the application of AZURE_CLIENT_ID, but ARM_CLIENT_ID is another one/,
      ],
      [
        { ...given, ARM_CLIENT_CERTIFICATE: "not base64!", ARM_CLIENT_CERTIFICATE_PATH: file("c.pem", secret) },
        `${no}, 2 faults:\n` +
          "  - ARM_CLIENT_CERTIFICATE and ARM_CLIENT_CERTIFICATE_PATH are both set; unset one of them\n" +
          "  - ARM_CLIENT_CERTIFICATE is not base64 of a PKCS#12 file",
      ],
      [
        { ...given, ARM_USE_OIDC: "true" },
        /ARM_USE_OIDC is set, but no token is: .*a GitHub workflow needs the permission id-token: write$/,
      ],
      [
        { ...given, ARM_USE_OIDC: "true", ARM_OIDC_REQUEST_URL: "https://x.example/" },
        /ARM_USE_OIDC is set with ARM_OIDC_REQUEST_URL, but none of ARM_OIDC_REQUEST_TOKEN, ACTIONS_ID_TOKEN_REQUEST_TOKEN, SYSTEM_ACCESSTOKEN is set/,
      ],
      [
        { ...given, ARM_USE_OIDC: "true", ARM_OIDC_REQUEST_URL: "http://x.example/", ARM_OIDC_REQUEST_TOKEN: secret },
        `${no}: ARM_OIDC_REQUEST_URL is no https URL: the pipeline's token would travel in the clear`,
      ],
      [
        { ...given, ARM_USE_OIDC: "true", SYSTEM_OIDCREQUESTURI: "https://x.example/", SYSTEM_ACCESSTOKEN: secret },
        /ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID is not set: Azure DevOps gives a token for a service connection only/,
      ],
      [
        {
          ...given,
          ARM_USE_AKS_WORKLOAD_IDENTITY: "true",
          AZURE_CLIENT_ID: otherId,
          AZURE_TENANT_ID: otherId,
          AZURE_AUTHORITY_HOST: "https://login.microsoftonline.com/",
          AZURE_FEDERATED_TOKEN_FILE: file("pod", "t"),
        },
        /^the credential in the environment is not valid, 3 faults:\n.*ARM_TENANT_ID is another tenant than the pod's AZURE_TENANT_ID.*\n.*ARM_CLIENT_ID is another application than the pod's AZURE_CLIENT_ID.*\n.*AZURE_AUTHORITY_HOST is https:\/\/login\.microsoftonline\.com\/, but the cloud simulated signs in at https:\/\/localhost:1/,
      ],
      [
        { ...given, ARM_USE_AKS_WORKLOAD_IDENTITY: "true" },
        /ARM_USE_AKS_WORKLOAD_IDENTITY is set, but AZURE_FEDERATED_TOKEN_FILE is not: is the pod labelled/,
      ],
      [
        { ...given, ARM_USE_MSI: "true", ARM_MSI_ENDPOINT: "http://10.0.0.1/token" },
        /ARM_MSI_ENDPOINT is neither the machine's own \(IDENTITY_ENDPOINT\) nor of the form/,
      ],
    ];
    for (const [environment, expected] of cases) {
      const message = await refusal(environment);
      const shown = message.replaceAll(folder, tmpdir()).replace(/\/(?:empty)$/m, "/…");
      if (typeof expected === "string") assert.equal(shown, expected);
      else assert.match(shown, expected);
      for (const value of [secret, otherId]) assert.ok(!message.includes(value), message);
    }
  });

  it("that are wrong are told the same however often a token is wanted", async () => {
    const source = tokenSource({ ARM_TENANT_ID: tenantId, ARM_CLIENT_SECRET: secret });
    for (const scope of ["https://graph.microsoft.com/.default", "https://outlook.office365.com/.default"]) {
      await assert.rejects(source.getToken(scope), {
        message:
          "the credential in the environment is not valid: ARM_CLIENT_SECRET is set, but ARM_CLIENT_ID (or AZURE_CLIENT_ID) is not",
      });
    }
  });

  it("of a cloud that is not known are refused before anything is sent", () => {
    assert.throws(
      () => tokenSource({ ARM_TENANT_ID: tenantId, ARM_METADATA_HOSTNAME: "evil.example" }),
      /evil\.example/,
    );
  });

  it("by certificate are read before anybody is asked, and nothing of them is repeated", async () => {
    const { certificatePem, privateKeyPem } = await createCertificate();
    const stranger = await createCertificate();
    const given = (content: string | Buffer, password?: string) => ({
      content: Buffer.from(content),
      source: "ARM_CLIENT_CERTIFICATE_PATH",
      password,
    });
    const cases: [ReturnType<typeof given>, RegExp, Date?][] = [
      [given(certificatePem), /found 0 private keys and 1 certificates in PEM, expected one key and its certificate$/],
      [given(privateKeyPem), /found 1 private keys and 0 certificates/],
      [given(privateKeyPem + privateKeyPem + certificatePem), /found 2 private keys/],
      [given(privateKeyPem + stranger.certificatePem), /no certificate in it belongs to its private key$/],
      [
        given(`-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n${certificatePem}`),
        /private key cannot be read$/,
      ],
      [
        given(`${privateKeyPem}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----`),
        /a certificate in it cannot be read$/,
      ],
      [
        given(privateKeyPem + certificatePem),
        /the certificate expired at \d{4}-.*; give the application a new one$/,
        new Date("2099-01-01"),
      ],
      [
        given(Buffer.from([0x30, 3, 1, 2, 3])),
        /neither PEM nor a PKCS#12 file, or it needs one \(ARM_CLIENT_CERTIFICATE_PASSWORD\)$/,
      ],
      [given("hello", "wrong"), /neither PEM nor a PKCS#12 file, or its password is wrong$/],
    ];
    for (const [certificate, expected, now] of cases) {
      await assert.rejects(pemOf(certificate, now), (error: Error) => {
        assert.match(error.message, /^ARM_CLIENT_CERTIFICATE_PATH: /);
        assert.match(error.message, expected);
        assert.ok(!error.message.includes(privateKeyPem.slice(60, 90)));
        return true;
      });
    }
  });
});
