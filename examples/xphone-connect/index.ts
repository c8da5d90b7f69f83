import * as pulumi from "@pulumi/pulumi";
import { VendorApp } from "consentra";
import { xphoneConnect, type XphoneConnectOptions } from "consentra/vendors";

const config = new pulumi.Config();

/** An empty value in the configuration means that it is left to the profile. */
const list = (key: string) => {
  const values = config.requireObject<string[]>(key);
  return values.length > 0 ? values : undefined;
};
const text = (key: string) => config.require(key) || undefined;

const vaultName = text("vaultName");

const access = new VendorApp(
  "xphone-connect",
  xphoneConnect({
    dataSource: config.require("dataSource"),
    certificates: list("certificates"),
    secret: vaultName
      ? {
          vaultName,
          resourceGroupName: config.require("vaultResourceGroup"),
          secretName: config.require("secretName"),
          slots: config.requireObject<string[]>("secretSlots"),
        }
      : undefined,
    displayName: text("displayName"),
    consent: config.require("consent") as XphoneConnectOptions["consent"],
    owners: list("owners"),
    purge: config.requireBoolean("purge"),
  }),
);

/** For XPhone Connect and for `consentra check`. */
export const handOff = access.handOff;
/** Where an administrator consents, when consent is "request". */
export const adminConsentUrl = access.adminConsentUrl;
