import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** Debian keeps the server's programs off PATH, one folder for each version. */
const debian = "/usr/lib/postgresql";

/** The folder of PostgreSQL's server programs; undefined where there is no server on this machine. */
export function postgresPrograms(): string | undefined {
  const onPath = (process.env.PATH ?? "").split(delimiter);
  const newest = new Intl.Collator("en", { numeric: true }).compare;
  const packaged = existsSync(debian) ? readdirSync(debian).sort(newest).reverse() : [];
  const folders = [...onPath, ...packaged.map((version) => join(debian, version, "bin"))];
  return folders.find((each) => ["initdb", "pg_ctl", "psql"].every((name) => existsSync(join(each, name))));
}

const user = "keeper";

/** A PostgreSQL server of this test alone: an empty database, reached by a socket in a temporary folder, with a password. */
export class PostgresServer {
  private constructor(
    private readonly programs: string,
    private readonly folder: string,
    readonly password: string,
  ) {}

  /** @param password of the only user; it may hold anything but a line break */
  static start(programs: string, password: string): PostgresServer {
    const folder = mkdtempSync(join(everybodysFolder(), "consentra-postgres-"));
    const server = new PostgresServer(programs, folder, password);
    const passwordFile = join(folder, "password");
    writeFileSync(passwordFile, password);
    mkdirSync(server.#data);
    const { uid, gid } = serverUser();
    for (const path of [folder, passwordFile, server.#data]) {
      chmodSync(path, 0o700);
      chownSync(path, uid, gid);
    }
    server.#run("initdb", [server.#data, "-U", user, "-A", "scram-sha-256", "--pwfile", passwordFile, "--no-sync"]);
    const settings = `-k ${folder} -c listen_addresses='' -c fsync=off`;
    server.#run("pg_ctl", ["start", "-w", "-D", server.#data, "-l", join(folder, "log"), "-o", settings]);
    return server;
  }

  /** Where Pulumi keeps its state there. @param password @default the right one */
  address(password = this.password): string {
    return `postgres://${user}:${encodeURIComponent(password)}@/postgres?host=${encodeURIComponent(this.folder)}`;
  }

  /** The first column of a query's rows. */
  query(sql: string): string[] {
    const args = ["-h", this.folder, "-U", user, "-d", "postgres", "-tAc", sql];
    return this.#run("psql", args, { PGPASSWORD: this.password }).split("\n").filter(Boolean);
  }

  stop(): void {
    this.#run("pg_ctl", ["stop", "-w", "-m", "fast", "-D", this.#data]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #data(): string {
    return join(this.folder, "data");
  }

  #run(program: string, args: string[], more: Record<string, string> = {}): string {
    const env = { PATH: process.env.PATH, LC_ALL: "C", ...more };
    const options = { cwd: this.folder, env, encoding: "utf8", ...asServerUser() } as const;
    // The server that pg_ctl leaves running would keep a pipe open; then there is no output.
    if (program === "pg_ctl") execFileSync(join(this.programs, program), args, { ...options, stdio: "ignore" });
    else return execFileSync(join(this.programs, program), args, options);
    return "";
  }
}

/** Root's own temporary folder may be closed to the user that the server runs as. */
function everybodysFolder(): string {
  return process.getuid?.() === 0 ? "/tmp" : tmpdir();
}

/** PostgreSQL refuses to run as root: then as the user that owns nothing. */
function serverUser(): { uid: number; gid: number } {
  const uid = process.getuid?.() ?? 0;
  return uid === 0 ? { uid: 65534, gid: 65534 } : { uid, gid: process.getgid?.() ?? uid };
}

const asServerUser = () => (process.getuid?.() === 0 ? serverUser() : {});
