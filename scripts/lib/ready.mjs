// Makes a fresh checkout ready: Node's version, dependencies, compiled code. Says nothing when there is nothing to do.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compile } from "./compile.mjs";
import { root, run, say, stage } from "./shell.mjs";

/** Returns 0, or the exit code of what failed. */
export async function readyToRun() {
  return checkNode() || (await install()) || compile();
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return 0;
  say(
    `Node.js ${process.versions.node} is too old or no long-term release: 20.19 or newer of 20, or 22.12 or newer is needed.`,
  );
  say("Install it from https://nodejs.org or with your version manager, and run this again.");
  return 1;
}

async function install() {
  if (sameAsLock()) return 0;
  return stage("Installing dependencies", () => {
    const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    const stdio = ["ignore", 2, 2];
    // the npm that started us, else the one beside this Node, else the one on PATH
    const npm = [process.env.npm_execpath, join(dirname(process.execPath), "../lib/node_modules/npm/bin/npm-cli.js")];
    const found = npm.find((path) => path?.endsWith(".js") && existsSync(path));
    return found ? run(process.execPath, [found, ...args], { stdio }) : run("npm", args, { stdio });
  });
}

/** npm keeps beside what it installed a lock of that. What is optional may be left out (another platform's files). */
function sameAsLock() {
  const installed = packagesOf("node_modules/.package-lock.json");
  const wanted = packagesOf("package-lock.json");
  if (installed === undefined || wanted === undefined) return false;
  return Object.entries(wanted).every(([path, { version, integrity, link, optional }]) => {
    if (!path.includes("node_modules/")) return true;
    const found = installed[path];
    if (found === undefined) return optional === true;
    return found.version === version && found.integrity === integrity && found.link === link;
  });
}

function packagesOf(lock) {
  const path = join(root, lock);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : undefined;
}
