import * as pulumi from "@pulumi/pulumi";
import { VendorApp } from "consentra";
import { contreli, type ContreliOptions } from "consentra/vendors";

const config = new pulumi.Config();

/** An empty value in the configuration means that it is left to the profile. */
const list = (key: string) => {
  const values = config.requireObject<string[]>(key);
  return values.length > 0 ? values : undefined;
};

const access = new VendorApp(
  "contreli",
  contreli({
    clientId: config.require("clientId"),
    owners: config.requireObject<string[]>("owners"),
    firstUsers: list("firstUsers"),
    firstGroups: list("firstGroups"),
    consent: config.require("consent") as ContreliOptions["consent"],
    adopt: config.requireBoolean("adopt"),
  }),
);

/** For the vendor: the tenant ID, and the users' e-mail addresses as the owners keep them. */
export const handOff = access.handOff;
