import * as pulumi from "@pulumi/pulumi";
import { VendorApp } from "consentra";
import { peopleAi, type PeopleAiOptions } from "consentra/vendors";

const config = new pulumi.Config();

/** An empty value in the configuration means that it is left to the profile. */
const list = (values: string[]) => (values.length > 0 ? values : undefined);

const access = new VendorApp(
  "people-ai",
  peopleAi({
    mailboxes: list(config.requireObject<string[]>("mailboxes")),
    group: config.require("group") || undefined,
    groupAddress: config.require("groupAddress") || undefined,
    managedBy: list(config.requireObject<string[]>("managedBy")),
    mechanism: config.require("mechanism") as PeopleAiOptions["mechanism"],
    description: config.require("description"),
    consent: config.require("consent") as PeopleAiOptions["consent"],
    owners: list(config.requireObject<string[]>("owners")),
    assignedUsers: list(config.requireObject<string[]>("assignedUsers")),
    assignedGroups: list(config.requireObject<string[]>("assignedGroups")),
    adopt: config.requireBoolean("adopt"),
  }),
);

/** For the vendor and for `consentra check`. */
export const handOff = access.handOff;
/** Where an administrator consents, when consent is "request". */
export const adminConsentUrl = access.adminConsentUrl;
