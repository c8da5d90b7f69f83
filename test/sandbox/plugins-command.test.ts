import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { secret, startPlugin, unknown, type Plugin } from "./plugins-client";

const command = "command:local:Command";

describe("The offline command plugin", () => {
  let plugin: Plugin;
  before(async () => {
    plugin = await startPlugin("command", { INHERITED: "yes" });
    await plugin.configure();
  });
  after(() => plugin.stop());

  it("says that it is in use", () =>
    assert.deepEqual(plugin.log, ["Offline command plugin in use: it serves local commands."]));

  describe("Check", () => {
    it("keeps the inputs as they are", async () => {
      const inputs = { create: "true", environment: { A: secret("b") }, stdin: unknown, triggers: [1, { a: [true] }] };
      assert.deepEqual(await plugin.check(command, inputs), { inputs, failures: [] });
    });

    it("says everything that is wrong", async () => {
      const { failures } = await plugin.check(command, {
        command: "true",
        environment: { A: 1 },
        interpreter: "node",
        assetPaths: ["*"],
      });
      assert.deepEqual(failures.sort(), [
        "Field 'environment[A] value' on 'local.CommandInputs' must be a 'string'; got 'float64' instead",
        "Field 'interpreter' on 'local.CommandInputs' must be a '[]string'; got 'string' instead",
        "Unrecognized field 'command' on 'local.CommandInputs'",
        "the offline command plugin returns no files: leave 'assetPaths' out, or use Pulumi's own command plugin",
      ]);
    });
  });

  describe("Diff", () => {
    it("updates, and replaces when triggers come or go: for a changed one the SDK asks for it", async () => {
      const olds = { create: "a", environment: { A: "1" }, triggers: [1, 2], stdout: "o", stderr: "" };
      const news = { create: "b", environment: { A: "2", B: "3" }, triggers: [1, 3], stdin: unknown };
      assert.deepEqual(await plugin.diff(command, olds, news), {
        changes: {
          create: "UPDATE",
          "environment.A": "UPDATE",
          "environment.B": "ADD",
          stdin: "ADD",
          "triggers[1]": "UPDATE",
        },
        replaces: [],
        deleteBeforeReplace: false,
      });
      const gone = await plugin.diff(command, olds, { create: "a", environment: { A: "1" } });
      assert.deepEqual(gone, {
        changes: { triggers: "DELETE_REPLACE" },
        replaces: ["triggers"],
        deleteBeforeReplace: false,
      });
    });

    it("is empty for the same", async () => {
      const inputs = { create: "a", stdin: secret("s"), triggers: [{ a: 1 }] };
      assert.deepEqual((await plugin.diff(command, { ...inputs, stdout: "", stderr: "" }, inputs)).changes, {});
    });
  });

  it("runs create with input, environment and interpreter, and takes one newline off", async () => {
    const program = "process.stdin.on('data', (d) => console.log(`${d}${process.env.A}${process.env.INHERITED}\\n`))";
    const inputs = { create: program, interpreter: ["node", "-e"], stdin: "in ", environment: { A: "a " } };
    const { id, outputs } = await plugin.create(command, inputs);
    assert.match(id, /^it[0-9a-f]{8}$/);
    assert.deepEqual(outputs, { ...inputs, stdout: "in a yes\n", stderr: "" });
  });

  it("runs nothing in a preview and leaves the output open", async () => {
    const { outputs } = await plugin.create(command, { create: "exit 1" }, true);
    assert.deepEqual(outputs, { create: "exit 1", stdout: unknown, stderr: unknown });
  });

  it("does not make the output secret when an input is, as Pulumi's own does not", async () => {
    const inputs = { create: "cat; echo e >&2", stdin: secret("s") };
    const { outputs } = await plugin.create(command, inputs);
    assert.deepEqual(outputs, { ...inputs, stdout: "s", stderr: "e" });
  });

  it("fails with everything that the command said", async () => {
    await assert.rejects(plugin.create(command, { create: "echo out; echo err >&2; exit 3" }), (error: Error) => {
      assert.match(error.message, /^exit status 3: running "echo out; echo err >&2; exit 3":\n/);
      assert.deepEqual(error.message.split("\n").slice(1).sort(), ["", "err", "out"]);
      return true;
    });
  });

  it("says which program or folder is missing", async () => {
    await assert.rejects(
      plugin.create(command, { create: "x", interpreter: ["no-such-program"] }),
      /^Error: exec: "no-such-program": executable file not found in \$PATH: running "x":\n/,
    );
    await assert.rejects(
      plugin.create(command, { create: "x", dir: "/no/such" }),
      /^Error: chdir \/no\/such: no such file or directory: running "x":\n/,
    );
  });

  it("hands the output before on to update and delete, and only when it is wanted", async () => {
    const olds = { create: "a", stdout: "before", stderr: "" };
    const show = 'echo "$PULUMI_COMMAND_STDOUT-${PULUMI_COMMAND_STDERR-unset}"';
    const update = async (news: object) => (await plugin.update(command, "it1", olds, { ...news })).stdout;
    assert.equal(await update({ create: show }), "before-unset");
    assert.equal(await update({ create: "exit 1", update: show }), "before-unset");
    assert.equal(await update({ create: show, addPreviousOutputInEnv: false }), "-unset");
    await assert.rejects(
      plugin.delete(command, "it1", { delete: `${show}; exit 1`, stdout: "o", stderr: "e" }),
      /\no-e\n/,
    );
  });

  it("keeps the output where there is nothing to run", async () => {
    const outputs = await plugin.update(command, "it1", { stdout: "o", stderr: "e" }, { delete: "true" });
    assert.deepEqual(outputs, { delete: "true", stdout: "o", stderr: "e" });
  });

  it("shows the lines of output as wanted", async () => {
    const lines = async (logging: string) => {
      const before = plugin.log.length;
      await plugin.create(command, { create: "printf 'a\\nb'; echo c >&2", logging });
      return plugin.log.slice(before).sort();
    };
    assert.deepEqual(await lines("stdoutAndStderr"), ["a", "b", "c"]);
    assert.deepEqual(await lines("stderr"), ["c"]);
    assert.deepEqual(await lines("none"), []);
  });

  it("runs a function's command, and refuses one without", async () => {
    assert.deepEqual(await plugin.invoke("command:local:run", { command: "cat", stdin: "x" }), {
      command: "cat",
      stdin: "x",
      stdout: "x",
      stderr: "",
    });
    await assert.rejects(plugin.invoke("command:local:run", {}), /Missing required field 'command'/);
  });

  it("returns the state when it reads, and runs nothing", async () => {
    const olds = { create: "exit 1", stdout: "o", stderr: "" };
    assert.deepEqual(await plugin.read(command, "it1", olds, { create: "exit 1" }), {
      id: "it1",
      outputs: olds,
      inputs: { create: "exit 1" },
    });
  });
});

describe("The offline command plugin, when it is to stop", function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "plugins-command-"))));
  afterEach(() => rm(folder, { recursive: true }));

  /** A command that starts another one, tells its process id, and would outlast any test. */
  const endless = () => ({ create: `sleep 3600 & echo $! > ${folder}/pid; echo started; wait` });

  async function started(plugin: Plugin): Promise<number> {
    while (!plugin.log.includes("started")) await new Promise((resolve) => setImmediate(resolve));
    return Number(await readFile(join(folder, "pid"), "utf8"));
  }

  const isGone = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  };

  /** A killed process is there until its parent, or init, takes note of it. */
  async function waitUntilGone(pid: number): Promise<void> {
    while (!isGone(pid) && !(await isZombie(pid))) await new Promise((resolve) => setImmediate(resolve));
  }

  const isZombie = async (pid: number): Promise<boolean> =>
    (await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")).includes(") Z ");

  it("ends the command and what it started on Cancel", async () => {
    const plugin = await startPlugin("command");
    const creation = assert.rejects(plugin.create(command, endless()), /^Error: signal: killed: running /);
    const pid = await started(plugin);
    await plugin.cancel();
    await creation;
    await waitUntilGone(pid);
    await assert.rejects(plugin.create(command, { create: "true" }), /cancelled/);
    await plugin.stop();
  });

  it("ends with them on SIGTERM", async () => {
    const plugin = await startPlugin("command");
    plugin.create(command, endless()).catch(() => undefined);
    const pid = await started(plugin);
    process.kill(plugin.pid, "SIGTERM");
    assert.equal(await plugin.ended, 0);
    await waitUntilGone(pid);
    await plugin.stop();
  });
});
