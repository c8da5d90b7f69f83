// A headless Chromium for the tests of the review's page: the one that is there, else Debian's package. Where neither can be had, the tests
// are pending and say why.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { say } from "./shell.mjs";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const minutes = 5;

/**
 * Sets CONSENTRA_CHROMIUM for the tests, or CONSENTRA_NO_CHROMIUM to the reason why there is none. Never fails: without a browser everything
 * else is tested all the same.
 */
export function prepareBrowser(mayInstall, environment = process.env) {
  const none = { reason: "no Chromium on PATH, and only a run of all tests installs one" };
  const found = findBrowser(environment) ?? (mayInstall ? installBrowser(environment) : none);
  if (found.path === undefined) {
    environment.CONSENTRA_NO_CHROMIUM = found.reason;
    say(`Browser: none (${found.reason})`);
  } else {
    environment.CONSENTRA_CHROMIUM = found.path;
    say(`Browser: ${found.path}`);
  }
  return 0;
}

function findBrowser({ CONSENTRA_CHROMIUM: given, PATH = "" }) {
  if (given)
    return isExecutable(given) ? { path: given } : { reason: `CONSENTRA_CHROMIUM is ${given}, which cannot be run` };
  const folders = PATH.split(delimiter).filter((folder) => folder !== "");
  const path = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
  return path && { path };
}

function installBrowser(environment) {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
    return { reason: "no Chromium on PATH; install it, or name one in CONSENTRA_CHROMIUM" };
  say("Browser: installing Debian's chromium (apt-get), for the tests of the review's page ...");
  const env = { ...environment, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update", "-q"],
    ["install", "-q", "-y", "--no-install-recommends", "chromium"],
  ]) {
    const { status, stderr } = spawnSync("/usr/bin/apt-get", args, {
      env,
      stdio: ["ignore", "ignore", "pipe"],
      timeout: minutes * 60_000,
      killSignal: "SIGKILL",
    });
    if (status !== 0)
      return {
        reason: `apt-get ${args[0]} did not succeed: ${lastLine(stderr) || `no end within ${minutes} minutes`}`,
      };
  }
  return findBrowser(environment) ?? { reason: "Debian's chromium was installed, but is not on PATH" };
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// The reason becomes part of a test's title, in parentheses of its own.
function lastLine(text) {
  return String(text ?? "")
    .trim()
    .split("\n")
    .at(-1)
    .replace(/[()]/g, "")
    .slice(0, 200);
}
