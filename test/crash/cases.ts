import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { repository } from "../support/repository";

/** A stack's configuration, by key. */
export type Values = Record<string, unknown>;

/** A stack that is made, changed and removed. */
export interface CrashCase {
  name: string;
  /** Folder below `examples/`. @default - the root stack */
  example?: string;
  /** One of its stacks. */
  config: string;
  /** What its configuration has beside. @default - nothing */
  start?: Values;
  /** What its configuration becomes: something that happens in the life of such a stack. */
  update: Values;
}

export const cases: readonly CrashCase[] = [
  {
    // Another group and other mailboxes; an owner and a user less.
    name: "people-ai",
    example: "people-ai",
    config: "full",
    update: {
      "people-ai:groupAddress": "people-ai-sales@contoso.com",
      "people-ai:mailboxes": ["henriettam@contoso.com", "leeg@contoso.com", "adelev@contoso.com"],
      "people-ai:owners": ["alexw@contoso.com"],
      "people-ai:assignedUsers": ["henriettam@contoso.com"],
    },
  },
  {
    // From access policy to RBAC for Applications.
    name: "people-ai-mechanism",
    example: "people-ai",
    config: "default",
    update: { "people-ai:mechanism": "rbac" },
  },
  {
    // RBAC for Applications, with another mailbox.
    name: "people-ai-rbac",
    example: "people-ai",
    config: "hardened",
    update: { "people-ai:mailboxes": ["henriettam@contoso.com", "adelev@contoso.com"] },
  },
  {
    // A second certificate, another permission, the other way round to choose mailboxes, another owner.
    name: "three-cx",
    example: "three-cx",
    config: "full",
    update: {
      "three-cx:certificates": [...certificatesOf("three-cx", "full"), ...certificatesOf("three-cx", "hardened")],
      "three-cx:readUsersBy": "Directory.Read.All",
      "three-cx:except": [],
      "three-cx:only": ["henriettam@contoso.com", "leeg@contoso.com"],
      "three-cx:owners": ["alexw@contoso.com"],
    },
  },
  {
    name: "callplease",
    example: "callplease",
    config: "full",
    update: {
      "callplease:executives": ["meganb@contoso.com", "adelev@contoso.com"],
      "callplease:approvers": ["alexw@contoso.com", "jonis@contoso.com"],
      "callplease:userConsent": "off",
      "callplease:consent": "grant",
    },
  },
  {
    name: "contreli",
    example: "contreli",
    config: "full",
    update: {
      "contreli:owners": ["johannal@contoso.com", "jonis@contoso.com"],
      "contreli:firstUsers": ["christiec@contoso.com", "adelev@contoso.com"],
    },
  },
  {
    // A second certificate and another name.
    name: "xphone-connect",
    example: "xphone-connect",
    config: "full",
    update: {
      "xphone-connect:certificates": [
        ...certificatesOf("xphone-connect", "full"),
        ...certificatesOf("xphone-connect", "hardened"),
      ],
      "xphone-connect:displayName": "XPhone Connect partners",
    },
  },
  {
    // A client secret in Key Vault, and a second one.
    name: "xphone-connect-secret",
    example: "xphone-connect",
    config: "full",
    start: {
      "xphone-connect:certificates": [],
      "xphone-connect:vaultName": "kv-consentra",
      "xphone-connect:vaultResourceGroup": "rg-consentra",
      "xphone-connect:secretSlots": ["first"],
    },
    update: { "xphone-connect:secretSlots": ["first", "second"] },
  },
  {
    // All vendors and the tenant's settings: one app less, other settings.
    name: "root",
    config: "dev",
    update: {
      "consentra:apps": without("contreli", valuesOf(undefined, "dev")["consentra:apps"] as Values),
      "consentra:tenant": { adminConsentWorkflow: { reviewerUsers: ["jonis@contoso.com"] } },
    },
  },
];

/** The configuration of a stack as it is in the repository. */
export function valuesOf(example: string | undefined, config: string): Values {
  const folder = example === undefined ? repository : join(repository, "examples", example);
  return (parse(readFileSync(join(folder, `Pulumi.${config}.yaml`), "utf8")) as { config: Values }).config;
}

function certificatesOf(example: string, config: string): unknown[] {
  return valuesOf(example, config)[`${example}:certificates`] as unknown[];
}

function without(name: string, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([each]) => each !== name));
}
