/** A vendor's app with the mailbox scope that the configuration holds as JSON. */
import * as pulumi from "@pulumi/pulumi";
import { VendorApp, type VendorAppArgs } from "consentra";

const config = new pulumi.Config();

const access = new VendorApp("people-ai", {
  vendor: "People.ai",
  clientId: "6135b4c8-8900-475f-84db-b8ee65fbb329",
  permissions: { application: ["Mail.Read", "User.Read.All"] },
  ...(JSON.parse(config.require("args")) as Partial<VendorAppArgs>),
});

export const handOff = access.handOff;
