import assert from "node:assert/strict";
import { join } from "node:path";
import type { ExchangeObject } from "../../components/exchange/transport";
import type { DirectoryRequest } from "../../components/lookup/request";
import { repository } from "../support/repository";

// Rooms of the package that it does not export: loaded by path, with their types.
const components = join(repository, "components", "dist");
const { readDirectory } = require(join(components, "lookup", "read")) as typeof import("../../components/lookup/read");
const { directoryRequest } = require(
  join(components, "lookup", "request"),
) as typeof import("../../components/lookup/request");
const { ExchangeError } = require(
  join(components, "exchange", "rest-errors"),
) as typeof import("../../components/exchange/rest-errors");

const tenantId = "11111111-2222-3333-4444-555555555555";
const user = (name: string, more: object = {}) => ({
  id: `id-${name}`,
  userPrincipalName: `${name}@contoso.com`,
  mail: `${name}@contoso.com`,
  userType: "Member",
  accountEnabled: true,
  ...more,
});
const recipient = (name: string, RecipientTypeDetails = "UserMailbox"): ExchangeObject => ({
  ExternalDirectoryObjectId: `id-${name}`,
  PrimarySmtpAddress: `${name}@Contoso.com`,
  DisplayName: name,
  RecipientTypeDetails,
});

/** A tenant of users by address, groups by display name and recipients by address. */
function tenantOf(known: {
  users?: Record<string, object[]>;
  groups?: Record<string, object[]>;
  recipients?: Record<string, ExchangeObject[]>;
}) {
  const requests = { graph: 0, exchange: 0 };
  const answer = (path: string): { status: number; body: Record<string, unknown> } => {
    const url = new URL(path, "https://graph.microsoft.com");
    const filter = url.searchParams.get("$filter") ?? "";
    if (url.pathname === "/domains") {
      const value = [
        { id: "contoso.com", isDefault: true, isInitial: false },
        { id: "contoso.onmicrosoft.com", isDefault: false, isInitial: true },
      ];
      return { status: 200, body: { value } };
    }
    if (url.pathname === "/servicePrincipals") return { status: 200, body: { value: [] } };
    const table = url.pathname === "/users" ? known.users : known.groups;
    const alike = /^startswith\(userPrincipalName,'(.*)'\)$/.exec(filter)?.[1];
    const wanted = / eq '(.*?)'/.exec(filter)?.[1] ?? "";
    const value =
      alike === undefined
        ? (table?.[wanted] ?? [])
        : Object.entries(known.users ?? {}).flatMap(([name, users]) => (name.startsWith(alike) ? users : []));
    return { status: 200, body: { value } };
  };
  const look = (request: DirectoryRequest) =>
    readDirectory(
      directoryRequest.parse(request),
      tenantId,
      {
        batch: async (paths) => {
          requests.graph++;
          return paths.map(answer);
        },
        applicationPermissions: async () => [],
        list: async () => [],
      },
      {
        invoke: async () => [],
        batch: async (reads) => {
          requests.exchange++;
          return reads.map(
            ({ cmdlet, parameters }) =>
              known.recipients?.[String(parameters.Identity)] ??
              new ExchangeError({ cmdlet, status: 404, kind: "notFound", serviceMessage: "couldn't be found" }),
          );
        },
      },
    );
  return { look, requests };
}

const named = (...values: string[]) => values.map((value, index) => ({ path: `p[${index}]`, value }));

describe("the directory look-up", () => {
  it("answers everything in one request to each service, and one more about groups within assigned ones", async () => {
    const { look, requests } = tenantOf({
      users: { "ann@contoso.com": [user("ann")] },
      groups: { Sales: [{ id: "g1", displayName: "Sales", mail: null, mailEnabled: false, securityEnabled: true }] },
      recipients: {
        "ann@contoso.com": [recipient("ann")],
        "scope@contoso.com": [recipient("scope", "MailUniversalSecurityGroup")],
      },
    });
    const { directory, faults } = await look({
      users: named("ann@contoso.com"),
      groups: named("Sales"),
      mailboxes: named("ann@contoso.com"),
      scopeGroups: [{ path: "group", value: "scope@contoso.com" }],
      servicePrincipals: [{ path: "permissions", appId: "00000003-0000-0000-c000-000000000000" }],
      defaultDomain: true,
    });
    assert.deepEqual(faults, []);
    assert.deepEqual(requests, { graph: 2, exchange: 1 });
    assert.deepEqual(directory, {
      tenantId,
      initialDomain: "contoso.onmicrosoft.com",
      defaultDomain: "contoso.com",
      users: {
        "ann@contoso.com": {
          id: "id-ann",
          userPrincipalName: "ann@contoso.com",
          mail: "ann@contoso.com",
          userType: "Member",
          accountEnabled: true,
        },
      },
      groups: { Sales: { id: "g1", displayName: "Sales", mail: null, mailEnabled: false, securityEnabled: true } },
      mailboxes: {
        "ann@contoso.com": { id: "id-ann", primarySmtpAddress: "ann@contoso.com", recipientTypeDetails: "UserMailbox" },
      },
      scopeGroups: {
        "scope@contoso.com": { id: "id-scope", primarySmtpAddress: "scope@contoso.com", displayName: "scope" },
      },
      servicePrincipals: { "00000003-0000-0000-c000-000000000000": null },
      warnings: [],
    });
  });

  it("lists every fault, each with its path and remedy", async () => {
    const { look } = tenantOf({
      users: {
        "anna@contoso.com": [user("anna")],
        "guest@contoso.com": [user("guest", { userType: "Guest" })],
        "nolicence@contoso.com": [user("nolicence")],
      },
      groups: {
        Twins: [
          { id: "g1", displayName: "Twins" },
          { id: "g2", displayName: "Twins" },
        ],
      },
      recipients: {
        "list@contoso.com": [recipient("list", "MailUniversalDistributionGroup")],
        "visitor@contoso.com": [recipient("visitor", "GuestMailUser")],
      },
    });
    const { faults } = await look({
      users: [{ path: "owners[0]", value: "ann@contoso.com" }],
      groups: [{ path: "groups[0]", value: "Twins" }],
      mailboxes: named(
        "guest@contoso.com",
        "nolicence@contoso.com",
        "nobody@contoso.com",
        "list@contoso.com",
        "visitor@contoso.com",
      ),
      scopeGroups: [{ path: "group", value: "list@contoso.com" }],
    });
    const fixOf = (path: string) => faults.filter((fault) => fault.path === path).map((fault) => fault.fix);
    assert.equal(faults.length, 8);
    assert.deepEqual(fixOf("owners[0]"), ["did you mean anna@contoso.com?"]);
    assert.match(fixOf("groups[0]")[0] ?? "", /2 groups.*g1, g2/);
    assert.match(fixOf("p[0]")[0] ?? "", /guest's mailbox is in another organisation/);
    assert.match(fixOf("p[1]")[0] ?? "", /assign a licence with Exchange Online/);
    assert.match(fixOf("p[2]")[0] ?? "", /check the spelling/);
    assert.match(fixOf("p[3]")[0] ?? "", /name the mailboxes one by one/);
    assert.match(fixOf("p[4]")[0] ?? "", /guest's mailbox is in another organisation/);
    assert.match(fixOf("group")[0] ?? "", /is a MailUniversalDistributionGroup/);
  });

  it("never takes the first of several users or recipients", async () => {
    const { look } = tenantOf({
      users: { "ann@contoso.com": [user("ann"), user("other", { mail: "ann@contoso.com" })] },
      recipients: { Sales: [recipient("one"), recipient("two")] },
    });
    const { directory, faults } = await look({
      users: [{ path: "users[0]", value: "ann@contoso.com" }],
      mailboxes: [{ path: "mailboxes[0]", value: "Sales" }],
      scopeGroups: [{ path: "group", value: "Sales" }],
    });
    assert.deepEqual(faults.map(({ path }) => path).sort(), ["group", "mailboxes[0]", "users[0]"]);
    assert.deepEqual([directory.users, directory.mailboxes, directory.scopeGroups], [{}, {}, {}]);
    assert.match(faults.find(({ path }) => path === "users[0]")?.fix ?? "", /id-ann, id-other/);
  });

  it("warns of a disabled account and refuses a request that it does not know", async () => {
    const { look } = tenantOf({ users: { "ann@contoso.com": [user("ann", { accountEnabled: false })] } });
    const { directory, faults } = await look({ users: named("ann@contoso.com") });
    assert.deepEqual(faults, []);
    assert.deepEqual(directory.warnings, ["p[0]: the account of ann@contoso.com is disabled"]);
    assert.throws(() => directoryRequest.parse({ owners: [] }), /Unrecognized key/);
  });

  it("passes on what is no missing object", async () => {
    const denied = new ExchangeError({ cmdlet: "Get-Recipient", status: 403, kind: "notAllowed", serviceMessage: "" });
    const request = directoryRequest.parse({ mailboxes: named("ann@contoso.com") });
    const graph = { batch: async () => [], applicationPermissions: async () => [], list: async () => [] };
    const exchange = { invoke: async () => [], batch: async () => [denied] };
    await assert.rejects(readDirectory(request, tenantId, graph, exchange), denied);
  });
});
