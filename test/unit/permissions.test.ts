import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  apis,
  exchangeApplicationRole,
  findPermission,
  findPermissionById,
  isFilteredByAccessPolicy,
  nearestPermissions,
  permissions,
  reachesMailboxes,
} from "consentra/graph";
import fc from "fast-check";
import { itWithFacts } from "../support/facts";
import { repository } from "../support/repository";

type Fact = [value: string, kind: "R" | "S", id: string, adminConsent: 0 | 1, level: number];

const factsFile = join(repository, "..", "shared", "data", "graph-permissions.json");
const tiersFile = join(repository, "..", "shared", "data", "permission-tiers.json");

interface Tier {
  value: string;
  kind: "Role" | "Scope";
  tier: string | number;
  why: string;
  source: string;
}

const scopingFile = join(repository, "..", "shared", "data", "mailbox-scoping.json");

/** Families that are complete: everything that Microsoft Graph has of them can be named and judged. */
const families = {
  mailbox: /^(?:Mail|IMAP|POP|SMTP|EWS)/,
  calendar: /^(?:Calendars|Place\.)/,
  contacts: /^(?:Contacts|OrgContact|People)\b/,
  directory: /^(?:Directory|AdministrativeUnit|Domain|Organi[sz]ation|OrgSettings|OnPremDirectory)/,
  user: /^(?:User|ProfilePhoto|Presence)/,
  group: /^(?:Group|Member\.)/,
  application: /^(?:Application|AppRole|DelegatedPermission|ServicePrincipal|CustomAuthenticationExtension)/,
  role: /^(?:Role|Privileged)/,
  policy: /^Policy/,
  files: /^(?:Files|FileStorage)/,
  sites: /^(?:Sites|SitesPermission|List)/,
  Teams: /^(?:Team|Channel|Chat|OnlineMeeting|Call)/,
  audit: /^AuditLog/,
};

/** What others say of how bad a permission is, as the index of a level of ours. */
const levels = ["low", "medium", "high", "critical"];
const foreignLevels: Record<string, number> = { "0": 3, High: 2, Medium: 1, Low: 0, privilegeLevel4: 2 };

/** Where the table is more than one level away from what others say, and why. */
const otherRisk: { why: string; names: RegExp }[] = [
  {
    why: "it is of one product, looks, or advice, and gives no rights",
    names:
      /^(?:OrgSettings-(?!AppsAndServices)|OrganizationalBranding|DirectoryRecommendations|Policy\.ReadWrite\.FeatureRollout)/,
  },
  {
    why: "it reads, and changes nothing",
    names:
      /^(?:Policy\.Read\..*|CustomSecAttributeDefinition\.Read\.All|Member\.Read\.Hidden|CustomAuthenticationExtension\.Receive\.Payload)$/,
  },
  {
    why: "it reaches what was granted or chosen item by item, or the app's own folder",
    names: /^(?:Files|Sites)\..*(?:Selected|AppFolder)$/,
  },
  {
    why: "it is for the signed-in user, and little of what is theirs",
    names: /^(?:Mail\.ReadBasic\.Shared|MailboxSettings\.Read|Notes\.Create|People\.Read)$/,
  },
  {
    why: "what it changes is a nuisance that shows, and opens nothing",
    names:
      /^(?:Device\.Command|Group-NestingSupport|RoleManagementAlert|ServicePrincipalEndpoint|User\.RevokeSessions)/,
  },
];

describe("the permission table", () => {
  it("has more than 800 permissions, each once by name and once by id", () => {
    assert.ok(permissions.length > 800, String(permissions.length));
    const names = permissions.map(({ api, kind, name }) => `${api} ${kind} ${name}`);
    assert.equal(new Set(names).size, names.length);
    const ids = permissions.map(({ api, kind, id }) => `${api} ${kind} ${id}`);
    assert.equal(new Set(ids).size, ids.length);
  });

  it("says of each in one sentence what it lets an app do", () => {
    for (const { name, reason } of permissions) {
      assert.match(reason, /^[A-Z].{12,}\.$/, name);
      assert.doesNotMatch(reason, /[{}]/, name);
    }
  });

  it("names narrower permissions that exist as the same kind and are not the permission itself", () => {
    const known = new Set(permissions.map(({ kind, name }) => `${kind} ${name}`));
    for (const { kind, name, narrower } of permissions) {
      for (const each of narrower) {
        assert.ok(known.has(`${kind} ${each}`), `${each}, narrower than ${kind} ${name}`);
        assert.notEqual(each, name);
      }
    }
    const mailReadWrite = findPermission("Microsoft Graph", "application", "Mail.ReadWrite");
    assert.ok(mailReadWrite?.narrower.includes("Mail.Read"));
  });

  itWithFacts(factsFile, "agrees with Microsoft's facts on id, kind and consent", () => {
    const facts = JSON.parse(readFileSync(factsFile, "utf8")) as Fact[];
    const wanted = new Map(facts.map(([value, kind, id, admin]) => [`${kind} ${value}`, `${id} ${admin}`]));
    for (const { api, kind, name, id, adminConsent } of permissions) {
      if (api !== "Microsoft Graph") continue;
      const key = `${kind === "application" ? "R" : "S"} ${name}`;
      assert.equal(`${id} ${adminConsent ? 1 : 0}`, wanted.get(key), key);
    }
  });

  for (const [family, pattern] of Object.entries(families)) {
    itWithFacts(factsFile, `holds every ${family} permission of Microsoft Graph`, () => {
      const facts = JSON.parse(readFileSync(factsFile, "utf8")) as Fact[];
      const wanted = facts.filter(([name]) => pattern.test(name));
      assert.ok(wanted.length > 2, String(wanted.length));
      const missing = wanted.filter(
        ([name, kind]) => !findPermission("Microsoft Graph", kind === "R" ? "application" : "delegated", name),
      );
      assert.deepEqual(missing, []);
    });
  }

  itWithFacts(tiersFile, "judges risk as others do, by one level more or less, or says why", () => {
    const { tiers } = JSON.parse(readFileSync(tiersFile, "utf8")) as { tiers: Tier[] };
    const used = new Set<string>();
    let compared = 0;
    const found = tiers.flatMap(({ value, kind, tier, why, source }) => {
      const foreign = foreignLevels[String(tier)];
      assert.ok(foreign !== undefined, String(tier));
      const ofKind = permissions.filter(
        (each) => each.api === "Microsoft Graph" && (each.kind === "application") === (kind === "Role"),
      );
      // A word without a dot stands for every permission that begins with it.
      const named = ofKind.filter(({ name }) => (value.includes(".") ? name === value : name.split(".")[0] === value));
      compared += named.length;
      return named.flatMap(({ name, risk }) => {
        if (Math.abs(levels.indexOf(risk) - foreign) <= 1) return [];
        const reason = otherRisk.find(({ names }) => names.test(name));
        if (reason) used.add(reason.why);
        return reason ? [] : [`${kind} ${name}: ${risk} here, ${tier} (${why}) in ${source}`];
      });
    });
    if (found.length > 0) assert.fail(found.join("\n"));
    assert.ok(compared > 400, String(compared));
    assert.deepEqual(
      otherRisk.filter(({ why }) => !used.has(why)),
      [],
    );
  });

  it("knows which permissions an access policy filters", () => {
    const filtered = permissions.filter(isFilteredByAccessPolicy).map(({ name }) => name);
    assert.equal(filtered.length, 12);
    for (const permission of permissions.filter(isFilteredByAccessPolicy)) assert.ok(reachesMailboxes(permission));
  });

  itWithFacts(scopingFile, "agrees with Microsoft's facts on what confines a permission", () => {
    const filtered = permissions.filter(isFilteredByAccessPolicy).map(({ name }) => name);
    const facts = JSON.parse(readFileSync(scopingFile, "utf8")) as {
      applicationAccessPolicy: { graphRoles: { value: string }[]; other: { value: string }[] };
      rbacForApplications: { roles: { role: string }[] };
    };
    const { graphRoles, other } = facts.applicationAccessPolicy;
    assert.deepEqual(filtered.sort(), [...graphRoles, ...other].map(({ value }) => value).sort());
    const roles = new Set(facts.rbacForApplications.roles.map(({ role }) => role));
    for (const permission of permissions) {
      const role = exchangeApplicationRole(permission);
      if (role !== undefined) assert.ok(roles.has(role), role);
    }
  });

  it("finds by name exactly and by id in any case", () => {
    const mail = findPermission("Microsoft Graph", "application", "Mail.Read");
    assert.equal(mail?.id, "810c84a8-4a9e-49e6-bf7d-12d183f40d01");
    assert.equal(findPermission("Microsoft Graph", "application", "mail.read"), undefined);
    assert.equal(
      findPermissionById(apis["Microsoft Graph"].clientId.toUpperCase(), "application", mail.id.toUpperCase()),
      mail,
    );
    assert.equal(findPermissionById("Microsoft Graph", "delegated", mail.id), undefined);
  });

  it("suggests the name that was meant, for any single typing error", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("Mail.ReadWrite", "Calendars.Read", "User.Read.All", "Directory.Read.All"),
        fc.nat(),
        (name, seed) => {
          const at = seed % name.length;
          const typo = name.slice(0, at) + name.slice(at + 1);
          return nearestPermissions("Microsoft Graph", "application", typo).includes(name);
        },
      ),
    );
    assert.deepEqual(nearestPermissions("Microsoft Graph", "application", "completely-different-thing"), []);
  });
});
