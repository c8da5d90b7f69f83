import assert from "node:assert/strict";
import { idFor, startSandbox, type Sandbox } from "@consentra/sandbox/tenant";
import { createTenantClient, type Answer, type GraphBody, type TenantClient } from "./tenant-client";

interface BatchAnswer {
  id: string;
  status: number;
  body: GraphBody;
}

interface Page {
  value: { id: string }[];
  "@odata.nextLink"?: string;
}

const user = (alias: string) => idFor("Contoso", "user", alias);
const group = (name: string) => idFor("Contoso", "group", name);

describe("users, groups and queries of the simulated tenant", () => {
  let sandbox: Sandbox;
  let client: TenantClient;
  let graph: TenantClient["graph"];

  before(async () => {
    sandbox = await startSandbox();
    client = createTenantClient(sandbox);
    graph = client.graph;
  });
  after(async () => {
    client.close();
    await sandbox.close();
  });

  const names = async (path: string, headers?: Record<string, string>): Promise<string[]> => {
    const { status, body } = await graph("GET", path, undefined, headers);
    assert.equal(status, 200, JSON.stringify(body));
    return body.value.map((item) => item.displayName);
  };
  const error = async (method: string, path: string, body?: unknown): Promise<[number, string, string]> => {
    const answer = await graph(method, path, body);
    return [answer.status, answer.body.error.code, answer.body.error.message];
  };

  describe("$filter", () => {
    const advanced = { consistencylevel: "eventual" };
    const cases: [filter: string, expected: string[]][] = [
      ["userPrincipalName eq 'MEGANB@contoso.com'", ["Megan Bowen"]],
      ["displayName eq 'O''Neill'", []],
      ["startswith(displayName,'Meg') or startsWith(displayName,'Lee')", ["Megan Bowen", "Lee Gu"]],
      ["jobTitle in ('Controller','Payroll Specialist') and accountEnabled eq true", ["Noah Dekker", "Ines Carvalho"]],
      ["(givenName eq 'Megan' or givenName eq 'Lee') and surname eq 'Gu'", ["Lee Gu"]],
      ["assignedLicenses/any(l:l/skuId eq 66b55226-6b4f-492c-910c-a3b7a3c9d993)", ["Wanda Nowak"]],
      ["department eq 'Operations' and accountEnabled eq false", ["Gerhard Moeller"]],
      ["createdDateTime lt 2020-01-01T00:00:00Z", []],
    ];
    for (const [filter, expected] of cases) {
      it(filter, async () =>
        assert.deepEqual(await names(`/v1.0/users?$select=displayName&$filter=${filter}`), expected),
      );
    }
    it("wants an advanced query for ne, not and endswith", async () => {
      const filter = "userType ne 'Member' and not startswith(displayName,'Robin')";
      const text = "Unsupported or invalid query filter clause specified for property 'userType' of resource 'User'.";
      assert.deepEqual(await error("GET", `/v1.0/users?$filter=${filter}`), [400, "Request_UnsupportedQuery", text]);
      assert.deepEqual(await names(`/v1.0/users?$count=true&$filter=${filter}`, advanced), [
        "Selma Yilmaz",
        "Victor Duarte",
      ]);
      assert.deepEqual(await names("/v1.0/users?$count=true&$filter=endswith(mail,'@adatum.example')", advanced), [
        "Victor Duarte",
      ]);
    });
    it("refuses what it does not know, by name", async () => {
      const bad = (message: string) => [400, "BadRequest", message];
      assert.deepEqual(
        await error("GET", "/v1.0/users?$filter=colour eq 'red'"),
        bad("Invalid filter clause: Could not find a property named 'colour' on type 'microsoft.graph.user'."),
      );
      assert.deepEqual(
        await error("GET", "/v1.0/users?$filter=displayName eq"),
        bad(
          "Invalid filter clause: Syntax error: found the end, expected a literal at position 14 in 'displayName eq'.",
        ),
      );
      assert.deepEqual(
        await error("GET", "/v1.0/users?$filter=contains(mail,'x')"),
        bad("Invalid filter clause: The function 'contains' is not supported at position 0 in 'contains(mail,'x')'."),
      );
      assert.deepEqual(
        await error("GET", "/v1.0/users?$select=colour"),
        bad(
          "Parsing OData Select and Expand failed: Could not find a property named 'colour' on type 'microsoft.graph.user'.",
        ),
      );
    });
  });

  it("pages through a collection, each object once", async () => {
    const seen: string[] = [];
    let next: string | undefined = "/v1.0/users?$top=7&$select=id";
    let pages = 0;
    while (next) {
      const { body }: Answer<Page> = await graph<Page>("GET", next);
      seen.push(...body.value.map(({ id }) => id));
      next = body["@odata.nextLink"]?.slice(sandbox.origin.length);
      pages += 1;
    }
    assert.deepEqual(seen, [...sandbox.tenants.contoso.users.keys()]);
    assert.equal(pages, Math.ceil(seen.length / 7));
    const text = "Invalid page size specified: '1000'. Must be between 1 and 999 inclusive.";
    assert.deepEqual(await error("GET", "/v1.0/users?$top=1000"), [400, "Request_BadRequest", text]);
    const [, code] = await error("GET", "/v1.0/users?$skiptoken=forged");
    assert.equal(code, "Directory_ExpiredPageToken");
  });

  it("counts only eventually", async () => {
    assert.deepEqual(await error("GET", "/v1.0/users/$count"), [
      400,
      "Request_BadRequest",
      "$count is not currently supported.",
    ]);
    const { body } = await graph("GET", "/v1.0/users/$count", undefined, { consistencylevel: "eventual" });
    assert.equal(body, String(sandbox.tenants.contoso.users.size));
  });

  it("answers what is not implemented with 501 and its name", async () => {
    assert.deepEqual(await error("GET", "/v1.0/devices"), [
      501,
      "NotImplemented",
      "GET /v1.0/devices is not implemented by the simulated tenant.",
    ]);
    assert.deepEqual(await error("PUT", "/v1.0/users"), [
      501,
      "NotImplemented",
      "PUT /v1.0/users is not implemented by the simulated tenant.",
    ]);
    const [status, code, message] = await error("GET", "/v1.0/users?$search=x");
    assert.deepEqual([status, code], [501, "NotImplemented"]);
    assert.ok(message.startsWith("The query option '$search' of GET /v1.0/users is not implemented"), message);
  });

  it("shows a user by ID and name, with Graph's default properties, and the manager", async () => {
    const { body } = await graph("GET", "/v1.0/users/adelev@contoso.com");
    assert.deepEqual(body, {
      "@odata.context": `${sandbox.origin}/v1.0/$metadata#users/$entity`,
      id: user("adelev"),
      businessPhones: [],
      mobilePhone: null,
      preferredLanguage: null,
      userPrincipalName: "adelev@contoso.com",
      displayName: "Adele Vance",
      givenName: "Adele",
      surname: "Vance",
      mail: "adelev@contoso.com",
      jobTitle: "Executive Assistant",
      officeLocation: "Building 1",
    });
    assert.equal((await graph("GET", `/v1.0/users/${user("adelev")}/manager`)).body.displayName, "Megan Bowen");
    const gone = "Resource 'manager' does not exist or one of its queried reference-property objects are not present.";
    assert.deepEqual(await error("GET", `/v1.0/users/${user("meganb")}/manager`), [
      404,
      "Request_ResourceNotFound",
      gone,
    ]);
    const { body: licences } = await graph("GET", "/v1.0/users/wandan@contoso.com/licenseDetails");
    const plans = licences.value[0]?.["servicePlans"] as { servicePlanName: string }[];
    assert.equal(plans[0]?.servicePlanName, "EXCHANGE_S_DESKLESS");
  });

  describe("groups", () => {
    it("are created with members and owners, changed and deleted", async () => {
      const bind = (alias: string) => [`${sandbox.origin}/beta/directoryObjects/${user(alias)}`];
      const created = await graph("POST", "/beta/groups", {
        displayName: "Pilot",
        mailEnabled: false,
        mailNickname: "pilot",
        securityEnabled: true,
        "owners@odata.bind": bind("alexw"),
        "members@odata.bind": bind("leeg"),
      });
      assert.equal(created.status, 201);
      const path = `/v1.0/groups/${created.body.id}`;
      const reference = { "@odata.id": `${sandbox.origin}/v1.0/directoryObjects/${group("Executives")}` };
      assert.equal((await graph("POST", `${path}/members/$ref`, reference)).status, 204);
      const already =
        "One or more added object references already exist for the following modified properties: 'members'.";
      assert.deepEqual(await error("POST", `${path}/members/$ref`, reference), [400, "Request_BadRequest", already]);
      assert.deepEqual(await names(`${path}/members`), ["Lee Gu", "Executives"]);
      assert.deepEqual(await names(`${path}/transitiveMembers`), [
        "Lee Gu",
        "Executives",
        "Megan Bowen",
        "Patti Fernandez",
        "Isaiah Langer",
        "Nestor Wilke",
      ]);
      assert.deepEqual(await names(`/v1.0/users/${user("leeg")}/memberOf?$filter=displayName eq 'Pilot'`), ["Pilot"]);
      const last = "The group must have at least one owner, hence this owner cannot be removed.";
      assert.deepEqual(await error("DELETE", `${path}/owners/${user("alexw")}/$ref`), [
        400,
        "Request_BadRequest",
        last,
      ]);
      assert.equal((await graph("DELETE", `${path}/members/${user("leeg")}/$ref`)).status, 204);
      assert.equal((await graph("PATCH", path, { displayName: "Pilot 2" })).status, 204);
      assert.equal((await graph("DELETE", path)).status, 204);
      assert.equal((await graph("GET", path)).status, 404);
    });
    it("of Exchange are read-only, and those of an on-premises directory too", async () => {
      const exchange = (verb: string) => [
        400,
        "Request_BadRequest",
        `Cannot ${verb} a mail-enabled security groups and or distribution list.`,
      ];
      const created = { displayName: "M", mailEnabled: true, mailNickname: "m", securityEnabled: true };
      assert.deepEqual(await error("POST", "/v1.0/groups", created), exchange("Create"));
      const path = `/v1.0/groups/${group("Sales Mailboxes")}`;
      const reference = { "@odata.id": `${sandbox.origin}/v1.0/directoryObjects/${user("meganb")}` };
      assert.deepEqual(await error("POST", `${path}/members/$ref`, reference), exchange("Update"));
      assert.deepEqual(await error("DELETE", path), exchange("Delete"));
      const [status, , message] = await error("PATCH", `/v1.0/groups/${group("Plant Mailboxes")}`, {
        description: "x",
      });
      assert.equal(status, 400);
      assert.ok(message.includes("on-premises mastered Directory Sync objects"), message);
    });
  });

  it("answers several requests in one batch, in order and by dependency", async () => {
    const { body } = await graph<{ responses: BatchAnswer[] }>("POST", "/v1.0/$batch", {
      requests: [
        { id: "1", method: "GET", url: "/users/meganb@contoso.com?$select=displayName" },
        { id: "2", method: "GET", url: `/groups/${idFor("nobody")}` },
        { id: "3", method: "GET", url: "/organization?$select=displayName", dependsOn: ["2"] },
      ],
    });
    const [first, second, third] = body.responses;
    assert.deepEqual([first?.id, first?.status, first?.body.displayName], ["1", 200, "Megan Bowen"]);
    assert.deepEqual([second?.status, second?.body.error.code], [404, "Request_ResourceNotFound"]);
    assert.deepEqual([third?.status, third?.body.error.code], [424, "FailedDependency"]);
    const many = Array.from({ length: 21 }, (_, index) => ({ id: String(index), method: "GET", url: "/users" }));
    assert.deepEqual(await error("POST", "/v1.0/$batch", { requests: many }), [
      400,
      "BadRequest",
      "Number of batch request steps exceeds the maximum value of 20.",
    ]);
  });

  it("lets every other read miss a new object while it replicates", async () => {
    sandbox.cloud.options.replicationDelay = 60_000;
    const { id } = (await graph("POST", "/v1.0/applications", { displayName: "Lagging" })).body;
    const statuses = [];
    for (let read = 0; read < 4; read += 1) statuses.push((await graph("GET", `/v1.0/applications/${id}`)).status);
    assert.deepEqual(statuses, [404, 200, 404, 200]);
    sandbox.cloud.clock.advance(61_000);
    assert.equal((await graph("GET", `/v1.0/applications/${id}`)).status, 200);
    sandbox.cloud.options.replicationDelay = 0;
  });
});
