import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox } from "@consentra/sandbox";
import {
  addManyPeople,
  addManyVendorApps,
  CALLPLEASE_APP_ID,
  CONTRELI_APP_ID,
  PEOPLE_AI_APP_ID,
} from "@consentra/sandbox/tenant";
import { parse } from "yaml";
import { repository } from "../../support/repository";

/** One way to do the work. */
export interface Subject {
  name: "Consentra" | "by hand";
  projectDir: string;
  config: Record<string, unknown>;
}

const consentra = (apps: object): Subject => ({
  name: "Consentra",
  projectDir: repository,
  config: { "consentra:apps": apps },
});

const byHand = (apps: object, domain: string): Subject => ({
  name: "by hand",
  projectDir: join(repository, "test", "bench", "by-hand-scale"),
  config: { "by-hand-scale:apps": apps, "by-hand-scale:domain": domain },
});

/** One application that so many users may sign in to. */
export function usersSubjects({ cloud, tenants: { contoso } }: Sandbox, size: number): Subject[] {
  const users = addManyPeople(contoso, size);
  const [clientId = ""] = addManyVendorApps(cloud, 1);
  const delegated = ["User.Read"];
  return [
    consentra({
      "sign-in": { profile: "custom", vendor: "Sign-in", clientId, permissions: { delegated }, assignment: { users } },
    }),
    byHand({ "sign-in": { clientId, delegated, users } }, contoso.initialDomain),
  ];
}

/** So many applications that read three mailboxes each and are signed in to by two users. */
export function applicationsSubjects({ cloud, tenants: { contoso } }: Sandbox, size: number): Subject[] {
  const people = addManyPeople(contoso, 3 * size);
  const application = ["Mail.Read", "User.Read.All"];
  const apps = addManyVendorApps(cloud, size).map((clientId, index) => {
    const mailboxes = people.slice(3 * index, 3 * index + 3);
    return { name: `app-${index}`, clientId, mailboxes, users: mailboxes.slice(0, 2) };
  });
  const ours = apps.map(({ name, clientId, mailboxes, users }) => {
    const mailboxScope = { allow: { members: mailboxes }, managedBy: mailboxes.slice(0, 1) };
    const args = { vendor: name, clientId, permissions: { application }, mailboxScope, assignment: { users } };
    return [name, { profile: "custom", ...args }] as const;
  });
  const theirs = apps.map(({ name, ...app }) => [name, { ...app, application }] as const);
  return [consentra(Object.fromEntries(ours)), byHand(Object.fromEntries(theirs), contoso.initialDomain)];
}

interface RootConfiguration {
  config: { "consentra:apps": Record<string, { certificates?: [string] }> };
}

/** Apps of five vendors for a tenant with these people and this domain. */
export function fiveVendors(people: readonly string[], domain: string): Subject[] {
  const written = readFileSync(join(repository, "Pulumi.dev.yaml"), "utf8");
  const { "consentra:apps": known } = (parse(written) as RootConfiguration).config;
  const [pbx = "", server = ""] = ["pbx", "mail-contacts"].map((name) => known[name]?.certificates?.[0]);
  const [first = "", second = "", third = ""] = people;
  const [three, two] = [
    [first, second, third],
    [first, second],
  ];
  return [
    consentra({
      "people-ai": { profile: "people-ai", mailboxes: three, managedBy: [first] },
      pbx: {
        profile: "three-cx",
        pbxUrl: "https://pbx.contoso.com:5001",
        certificates: [pbx],
        only: two,
        readUsersBy: "User.Read.All",
      },
      callplease: { profile: "callplease", clientId: CALLPLEASE_APP_ID, executives: two },
      contreli: { profile: "contreli", clientId: CONTRELI_APP_ID, owners: [first], firstUsers: two },
      "mail-contacts": { profile: "xphone-connect", certificates: [server] },
    }),
    byHand(
      {
        "people-ai": {
          clientId: PEOPLE_AI_APP_ID,
          application: ["Calendars.Read", "Contacts.Read", "Mail.Read", "User.Read.All"],
          mailboxes: three,
        },
        pbx: { certificate: pbx, application: ["Calendars.Read", "Contacts.Read", "User.Read.All"], mailboxes: two },
        callplease: {
          clientId: CALLPLEASE_APP_ID,
          delegated: ["Contacts.ReadWrite", "User.Read", "offline_access"],
          users: two,
        },
        contreli: { clientId: CONTRELI_APP_ID, owners: [first], users: two },
        "mail-contacts": { certificate: server, application: ["OrgContact.Read.All"] },
      },
      domain,
    ),
  ];
}
