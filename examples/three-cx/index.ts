import * as pulumi from "@pulumi/pulumi";
import { VendorApp } from "consentra";
import { threeCx, type ThreeCxOptions } from "consentra/vendors";

const config = new pulumi.Config();

/** An empty value in the configuration means that it is left to the profile. */
const list = (key: string) => {
  const values = config.requireObject<string[]>(key);
  return values.length > 0 ? values : undefined;
};
const text = (key: string) => config.require(key) || undefined;

const access = new VendorApp(
  "three-cx",
  threeCx({
    pbxUrl: config.require("pbxUrl"),
    certificates: config.requireObject<string[]>("certificates"),
    only: list("only"),
    onlyGroup: text("onlyGroup"),
    except: list("except"),
    exceptGroup: text("exceptGroup"),
    everyone: text("everyone"),
    readUsersBy: config.require("readUsersBy") as ThreeCxOptions["readUsersBy"],
    description: config.require("description"),
    displayName: config.require("displayName"),
    consent: config.require("consent") as ThreeCxOptions["consent"],
    owners: list("owners"),
    purge: config.requireBoolean("purge"),
  }),
);

/** For the PBX and for `consentra check`. */
export const handOff = access.handOff;
/** Where an administrator consents, when consent is "request". */
export const adminConsentUrl = access.adminConsentUrl;
