import { readFileSync } from "node:fs";
import { servePlugin } from "../rpc/server";
import { CommandProvider } from "./provider";

const manifest = JSON.parse(readFileSync(require.resolve("@pulumi/command/package.json"), "utf8")) as {
  version: string;
};

servePlugin(new CommandProvider(manifest.version));
