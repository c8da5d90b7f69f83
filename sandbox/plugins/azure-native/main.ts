import { readFileSync } from "node:fs";
import { servePlugin } from "../rpc/server";
import { AzureNativeProvider } from "./provider";

const manifest = JSON.parse(readFileSync(require.resolve("@pulumi/azure-native/package.json"), "utf8")) as {
  version: string;
};

servePlugin(new AzureNativeProvider(manifest.version));
