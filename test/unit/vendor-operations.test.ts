import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { vendorAppFaults, type VendorApp as VendorAppType, type VendorAppArgs } from "consentra";
import { findPermission, leastPermissions, narrowerFor, type PermissionKind } from "consentra/graph";
import { callPlease, contreli, peopleAi, threeCx, xphoneConnect } from "consentra/vendors";
import { createCertificate } from "../sandbox/certificate";
import { MockEngine, valueOf } from "../support/mocks";

const clientId = "6135b4c8-8900-475f-84db-b8ee65fbb329";

describe("operations of a VendorApp", () => {
  const engine = new MockEngine();
  let VendorApp: typeof VendorAppType;

  before(async () => {
    await engine.start();
    ({ VendorApp } = await import("consentra"));
  });
  beforeEach(() => engine.reset());

  const args = (operations?: string[]): VendorAppArgs => ({
    vendor: "Vendor",
    clientId,
    permissions: { application: ["User.Read.All"] },
    operations,
  });
  const inputs = async (operations?: string[]) => {
    await valueOf(new VendorApp("vendor", args(operations)).handOff);
    return engine.inputsOf("vendor");
  };

  it("are kept in the component's inputs, sorted and as the table spells them", async () => {
    assert.deepEqual(await inputs(["get /v1.0/users/abc/messages?$top=5", "GET /contacts/delta"]), {
      operations: ["GET /contacts/delta", "GET /users/{id}/messages"],
    });
  });

  it("are absent where none are given", async () => {
    assert.deepEqual(await inputs(), {});
  });

  const faultsOf = (operations: unknown) =>
    vendorAppFaults(args(operations as string[])).map(({ path, reason }) => `${path}: ${reason}`);

  it("are refused where they are not known, given twice, or no list", () => {
    assert.deepEqual(faultsOf(["GET /users", "GET /userz", "get /v1.0/Users?$top=1", 5]), [
      'operations[1]: found "GET /userz", expected method and path of an operation of Microsoft Graph that is known; ' +
        "did you mean GET /users or GET /teams or GET /users/{id}?",
      'operations[2]: found "get /v1.0/Users?$top=1", expected each operation once; remove one: it is GET /users',
      "operations[3]: found 5, expected method and path of an operation of Microsoft Graph that is known; " +
        "search with `consentra permissions`; where an app calls what is not known, leave all operations out",
    ]);
    assert.deepEqual(faultsOf("GET /users"), [
      'operations: found "GET /users", expected a list of operations, such as GET /users; name them one by one',
    ]);
    assert.deepEqual(faultsOf([]), []);
    assert.throws(
      () => new VendorApp("wrong", args(["GET /userz"])),
      (error) => pulumi.InputPropertiesError.isInstance(error) && error.errors[0]?.propertyPath === "operations[0]",
    );
  });
});

describe("operations of the vendors' profiles", () => {
  let pem: string;
  let profiles: Record<string, VendorAppArgs>;

  const pbx = (readUsersBy?: "User.Read.All") =>
    threeCx({ pbxUrl: "https://pbx.contoso.com:5001", certificates: [pem], only: ["ann@contoso.com"], readUsersBy });

  before(async () => {
    pem = (await createCertificate()).certificatePem;
    profiles = {
      "People.ai": peopleAi({ mailboxes: ["ann@contoso.com"] }),
      "3CX": pbx(),
      CallPlease: callPlease({ clientId, executives: ["ann@contoso.com"] }),
      Contreli: contreli({ clientId, owners: ["ann@contoso.com"] }),
      "XPhone Connect": xphoneConnect({ certificates: [pem] }),
    };
  });

  /** What suffices, by each permission that is wider than what the vendor calls needs. */
  const wider = ({ permissions, operations }: VendorAppArgs): [string, string[]][] =>
    (["application", "delegated"] as const).flatMap((kind) =>
      (permissions?.[kind] ?? []).flatMap((name: string): [string, string[]][] => {
        const permission = findPermission("Microsoft Graph", kind, name);
        assert.ok(permission);
        const narrower = narrowerFor(permission, operations ?? []);
        return narrower ? [[name, narrower]] : [];
      }),
    );

  it("are known, and each is possible with the profile's permissions", () => {
    for (const [vendor, args] of Object.entries(profiles)) {
      assert.deepEqual(vendorAppFaults(args), [], vendor);
      const { application, delegated } = args.permissions ?? {};
      const kind: PermissionKind = application ? "application" : "delegated";
      const given: readonly string[] = application ?? delegated ?? [];
      const needed = leastPermissions(args.operations ?? [], kind);
      assert.deepEqual(needed.notOffered, [], vendor);
      const missing = needed.permissions.map((each) => each.permission).filter((each) => !given.includes(each));
      assert.deepEqual(missing, vendor === "3CX" ? ["User.Read.All"] : [], vendor);
    }
  });

  it("show one permission that is wider than needed: 3CX reads users by Directory.Read.All", () => {
    const found = Object.entries(profiles).flatMap(([vendor, args]) => wider(args).map((each) => [vendor, ...each]));
    assert.deepEqual(found, [["3CX", "Directory.Read.All", ["User.Read.All"]]]);
    assert.deepEqual(wider(pbx("User.Read.All")), []);
  });
});
