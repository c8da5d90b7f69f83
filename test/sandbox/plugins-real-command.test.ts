import assert from "node:assert/strict";
import { differences } from "../support/differences";
import { itWithRealPlugins } from "../support/real-plugins";
import { secret, startPlugin, startPluginBy, unknown, type Plugin, type Properties } from "./plugins-client";

const type = "command:local:Command";
const run = "command:local:run";

type Ask = (plugin: Plugin) => Promise<unknown>;

const show = 'echo "$PULUMI_COMMAND_STDOUT-${PULUMI_COMMAND_STDERR-unset}"';
const olds: Properties = { create: "a", environment: { A: "1" }, triggers: [1, 2], stdout: "before", stderr: "" };

const check =
  (news: Properties): Ask =>
  (plugin) =>
    plugin.check(type, news);
const diff =
  (news: Properties, before = olds): Ask =>
  (plugin) =>
    plugin.diff(type, before, news);
const create =
  (inputs: Properties, preview = false): Ask =>
  (plugin) =>
    plugin.create(type, inputs, preview);
const update =
  (news: Properties, preview = false): Ask =>
  (plugin) =>
    plugin.update(type, "it1", olds, news, preview);

const cases: Record<string, Ask> = {
  "checks what is right": check({
    create: "true",
    environment: { A: secret("b") },
    stdin: unknown,
    triggers: [1, { a: [true] }],
  }),
  "checks nothing": check({}),
  "checks an unknown field": check({ command: "true" }),
  "checks a map of numbers": check({ environment: { A: 1 } }),
  "checks a text for a list": check({ interpreter: "node" }),
  "checks a number for a text": check({ create: 1 }),
  "checks a list for a text": check({ create: ["true"] }),
  "checks a map for a text": check({ create: { a: "true" } }),
  "checks a truth value for a text": check({ create: true }),
  "checks a map for a list": check({ interpreter: { a: "b" } }),
  "checks a map for a truth value": check({ addPreviousOutputInEnv: {} }),
  "checks a map for triggers": check({ triggers: {} }),
  "checks a map of maps": check({ environment: { A: {} } }),
  "checks a list of maps": check({ interpreter: [{}] }),
  "checks a secret number for a text": check({ create: secret(1) }),
  "checks a text for a map": check({ environment: "A=1" }),
  "checks a list for a map": check({ environment: ["A=1"] }),
  "checks a map of lists": check({ environment: { B: [], C: "c" } }),
  "checks a list of numbers": check({ interpreter: ["node", 1, {}] }),
  "checks a text for triggers": check({ triggers: "a" }),
  "checks a number for a truth value": check({ addPreviousOutputInEnv: 1 }),
  "checks several faults": check({ command: "true", create: 1, stdin: 2, dir: 3 }),
  "checks unknowns": check({ create: unknown, environment: { A: unknown }, interpreter: [unknown], triggers: unknown }),
  "checks nothing in place of a value": check({ create: null, environment: { A: null } }),
  "checks a wrong choice": check({ logging: "all" }),
  "checks a text for a truth value": check({ addPreviousOutputInEnv: "yes" }),
  "finds nothing changed": diff({ create: "a", environment: { A: "1" }, triggers: [1, 2] }),
  "replaces for a trigger": diff({ create: "a", environment: { A: "1" }, triggers: [1, 3] }),
  "replaces for a longer list of triggers": diff({ create: "a", environment: { A: "1" }, triggers: [1, 2, 3] }),
  "replaces when triggers come": diff({ create: "a", triggers: [1] }, { create: "a", stdout: "", stderr: "" }),
  "replaces when triggers go": diff({ create: "a", environment: { A: "1" } }),
  "replaces for an unknown trigger": diff({ create: "a", environment: { A: "1" }, triggers: [1, unknown] }),
  "updates for the rest": diff({ create: "b", environment: { A: "2", B: "3" }, triggers: [1, 2], stdin: unknown }),
  "updates for what goes": diff({ triggers: [1, 2] }),
  "compares secrets": diff(
    { create: "a", stdin: secret("s"), triggers: [{ a: 1 }] },
    { create: "a", stdin: secret("s"), triggers: [{ a: 1 }], stdout: "", stderr: "" },
  ),
  creates: create({ create: "echo a; echo b >&2" }),
  "creates with input, environment and interpreter": create({
    create: "process.stdin.on('data', (d) => console.log(`${d}${process.env.A}${process.env.INHERITED}\\n`))",
    interpreter: ["node", "-e"],
    stdin: "in ",
    environment: { A: "a " },
  }),
  "creates in another folder": create({ create: "pwd", dir: "/" }),
  "creates with a secret": create({ create: "cat; echo e >&2", stdin: secret("s") }),
  "creates with a secret in the environment": create({ create: "echo $A", environment: { A: secret("s") } }),
  "creates with a wrong choice of logging": create({ create: "echo a", logging: "all" }),
  "fails to create with a program that is missing": create({ create: "x", interpreter: ["no-such-program"] }),
  "fails to create in a folder that is missing": create({ create: "x", dir: "/no/such" }),
  "fails to create when killed": create({ create: "kill -9 $$" }),
  "fails to create with quotes": create({ create: 'exit 3 # it\'s "so"\n' }),
  "creates without a command": create({ delete: "true" }),
  "previews a creation": create({ create: "exit 1" }, true),
  "previews a secret creation": create({ create: "exit 1", stdin: secret("s") }, true),
  "fails to create": create({ create: "echo out; exit 3" }),
  "fails to create with words on both": create({ create: "echo err >&2; exit 3" }),
  "fails to create after silence": create({ create: "exit 3" }),
  "updates by create": update({ create: show, triggers: [1, 2] }),
  "updates by update": update({ create: "exit 1", update: show }),
  "updates without the output before": update({ create: show, addPreviousOutputInEnv: false }),
  "updates nothing": update({ delete: "true" }),
  "previews an update": update({ create: show }, true),
  "fails to update": update({ create: "exit 1", update: `${show}; exit 4` }),
  deletes: (plugin) => plugin.delete(type, "it1", { delete: "true", stdout: "o", stderr: "e" }),
  "deletes without a command": (plugin) => plugin.delete(type, "it1", { create: "a", stdout: "o", stderr: "e" }),
  "fails to delete": (plugin) => plugin.delete(type, "it1", { delete: `${show}; exit 1`, stdout: "o", stderr: "e" }),
  reads: (plugin) => plugin.read(type, "it1", olds, { create: "a", environment: { A: "1" }, triggers: [1, 2] }),
  runs: (plugin) => plugin.invoke(run, { command: "cat", stdin: "x" }),
  "runs nothing": (plugin) => plugin.invoke(run, {}),
  "fails to run": (plugin) => plugin.invoke(run, { command: "echo out; exit 5" }),
};

/** What was answered or refused, without what is made up for each. */
async function answerOf(plugin: Plugin, ask: Ask): Promise<unknown> {
  try {
    return withoutId(await ask(plugin));
  } catch (error) {
    return { refused: (error as Error).message };
  }
}

function withoutId(answer: unknown): unknown {
  if (typeof answer !== "object" || answer === null || !("id" in answer)) return answer;
  return { ...answer, id: String(answer.id).replace(/[0-9a-f]{8}$/, "<random>") };
}

describe("The offline command plugin beside Pulumi's own", function () {
  this.timeout(120_000);

  itWithRealPlugins(["command"], "answers alike, in checks, plans, runs and refusals", async (executable) => {
    const environment = { INHERITED: "yes" };
    const plugins = await Promise.all([startPluginBy([executable], environment), startPlugin("command", environment)]);
    try {
      for (const plugin of plugins) await plugin.configure();
      const [real, offline] = plugins;
      const answers = async (plugin: Plugin): Promise<Record<string, unknown>> => {
        const all: Record<string, unknown> = {};
        for (const [name, ask] of Object.entries(cases)) all[name] = await answerOf(plugin, ask);
        return all;
      };
      assert.deepEqual(differences(await answers(offline), await answers(real), ["offline", "real"]), {});
    } finally {
      for (const plugin of plugins) await plugin.stop();
    }
  });
});
