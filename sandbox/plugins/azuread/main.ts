import { readFileSync } from "node:fs";
import { servePlugin } from "../rpc/server";
import { AzureadProvider } from "./provider";

const manifest = JSON.parse(readFileSync(require.resolve("@pulumi/azuread/package.json"), "utf8")) as {
  version: string;
};

servePlugin(new AzureadProvider(manifest.version));
