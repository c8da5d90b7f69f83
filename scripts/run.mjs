// What `npm run demo`, `npm test`, `npm run bench`, `npm run build` and `npm run consentra` start: makes the checkout ready, then runs the command.
// Needs nothing but Node. Whatever it has to say goes to standard error: standard output belongs to the command.
import { build } from "./lib/compile.mjs";
import { readyToRun } from "./lib/ready.mjs";
import { finish, root, runNode, say } from "./lib/shell.mjs";
import { runTests } from "./lib/tests.mjs";

const commands = {
  demo: (args) => runNode(["cli/dist/main.js", "demo", ...args], { cwd: caller }),
  consentra: (args) => runNode(["cli/dist/main.js", ...args], { cwd: caller }),
  fuzz: (args) => runNode(["test/dist/fuzz/main.js", ...args]),
  bench: (args) => runNode(["test/dist/bench/main.js", ...args]),
  interleavings: (args) => runNode(["test/dist/interleavings/main.js", ...args]),
  histories: (args) => runNode(["test/dist/histories/main.js", ...args]),
  crash: (args) => runNode(["test/dist/crash/main.js", ...args]),
  "record-states": (args) => runNode(["test/dist/upgrade/main.js", ...args]),
  test: runTests,
};

/** Wants everything installed, and makes everything anew: for a package that is about to be published. */
const unprepared = { build };

// npm runs scripts in the package's folder; paths in arguments are meant from where the user stands
const caller = process.env.INIT_CWD ?? root;

const [name = "", ...args] = process.argv.slice(2);
const command = commands[name];
if (Object.hasOwn(unprepared, name)) {
  finish(await unprepared[name](args));
} else if (command === undefined) {
  say(`usage: node scripts/run.mjs ${Object.keys({ ...commands, ...unprepared }).join("|")} [arguments]`);
  finish(2);
} else {
  finish((await readyToRun()) || (await command(args)));
}
