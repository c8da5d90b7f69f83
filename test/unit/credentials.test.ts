import assert from "node:assert/strict";
import { tokenSource } from "consentra/credentials";

const tenantId = "11111111-2222-3333-4444-555555555555";
const clientId = "66666666-7777-8888-9999-000000000000";
const secret = "not-to-be-shown";

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

describe("credentials", () => {
  it("are of a tenant that is named", () => {
    assert.throws(() => tokenSource({}), /ARM_TENANT_ID \(or AZURE_TENANT_ID\) is not set/);
    assert.equal(tokenSource({ AZURE_TENANT_ID: tenantId }).tenantId, tenantId);
    assert.equal(tokenSource({ ARM_TENANT_ID: tenantId, AZURE_TENANT_ID: "other" }).tenantId, tenantId);
  });

  it("say which variable is missing, and never a value", async () => {
    for (const [environment, expected] of [
      [{ ARM_CLIENT_SECRET: secret }, /ARM_CLIENT_ID \(or AZURE_CLIENT_ID\) is not/],
      [{ ARM_CLIENT_CERTIFICATE_PATH: "/nowhere" }, /ARM_CLIENT_ID \(or AZURE_CLIENT_ID\) is not/],
      [{ ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: secret }, /ARM_CLIENT_ID \(or AZURE_CLIENT_ID\) is not/],
      [{ ARM_CLIENT_ID: clientId }, /ARM_CLIENT_SECRET.*ARM_CLIENT_CERTIFICATE_PATH.*ARM_OIDC_TOKEN/],
      [
        { ARM_CLIENT_ID: clientId, ARM_USE_CLI: "false", ARM_METADATA_HOSTNAME: "" },
        /no credential in the environment/,
      ],
    ] as const) {
      const message = await refusal(environment);
      assert.match(message, expected);
      assert.ok(!message.includes(secret));
    }
  });

  it("of a cloud that is not known are refused before anything is sent", () => {
    assert.throws(
      () => tokenSource({ ARM_TENANT_ID: tenantId, ARM_METADATA_HOSTNAME: "evil.example" }),
      /evil\.example/,
    );
  });
});
