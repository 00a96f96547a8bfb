import fs from "node:fs";
import path from "node:path";
import { Client } from "pg";
import { readIfExists, writeFileAtomically } from "../files";
import { lastWords } from "../last-words";
import type { SandboxLayout } from "../layout";
import { becomesTrue } from "../operators/poll";
import { endStray } from "../operators/stray";
import { choosePort } from "../ports";
import { running, start, stop, type RunRecord } from "../processes";
import { Programs } from "./programs";
import { pgHbaConf, postgresqlConf, type ServerSettings } from "./settings";
import { socketDirectory } from "./socket";
import { removeStaleLock } from "./stale-lock";

/** One database server as its cluster's specification asks for it. */
export interface Server {
  readonly namespace: string;
  readonly cluster: string;
  /** Options of the first initialization, as `initdb` takes them. */
  readonly initdb: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  /** Libraries that the specification wants preloaded; those that this build lacks are left out. */
  readonly preload: readonly string[];
  readonly hba: readonly string[];
  /** Certificate and key of the server, PEM. */
  readonly tls: { readonly certificate: string; readonly key: string };
}

/** Real PostgreSQL servers of one sandbox, one for each cluster. They outlive whoever started them. */
export class Servers {
  private readonly programs: Programs;

  constructor(
    private readonly layout: SandboxLayout,
    /** Folder with `bin/`, `lib/` and `share/` of PostgreSQL. */
    installation: string,
  ) {
    this.programs = new Programs(layout.dir, installation);
  }

  /** Uid of the pod that the living process serves; undefined where no process lives. */
  servedPod(namespace: string, cluster: string): string | undefined {
    if (!this.process(namespace, cluster)) return undefined;
    return readIfExists(this.servesFile(namespace, cluster)) ?? "unknown";
  }

  /** Starts the server on its data; initializes the data first where there is none. Returns once the process runs: it answers a second later. */
  async start(server: Server, podUid: string): Promise<void> {
    const { namespace, cluster } = server;
    const dir = this.layout.postgres(namespace, cluster);
    const data = path.join(dir, "data");
    this.programs.makeFolder(dir, 0o755);
    if (!fs.existsSync(path.join(data, "PG_VERSION"))) await this.programs.initialize(dir, data, server.initdb);
    await this.writeConfiguration(server);
    await endStray(await this.portOf(namespace, cluster), data);
    removeStaleLock(data);
    writeFileAtomically(this.servesFile(namespace, cluster), podUid);
    await start(this.layout, {
      name: processName(namespace, cluster),
      command: this.programs.command("postgres", ["-D", data]),
      // SIGTERM would wait for every client to leave.
      stopSignal: "SIGINT",
    });
  }

  /** Brings the configuration files to the specification; true if the running server has to take them up. */
  async writeConfiguration(server: Server): Promise<boolean> {
    const { namespace, cluster } = server;
    const data = path.join(this.layout.postgres(namespace, cluster), "data");
    const settings = await this.settingsOf(server);
    const files = {
      "postgresql.conf": postgresqlConf(settings),
      "pg_hba.conf": pgHbaConf(settings),
      [CERTIFICATE_FILE]: server.tls.certificate,
      [KEY_FILE]: server.tls.key,
    };
    const changed = Object.entries(files).filter(([name, text]) => readIfExists(path.join(data, name)) !== text);
    for (const [name, text] of changed) {
      writeFileAtomically(path.join(data, name), text, 0o600);
      this.programs.own(path.join(data, name));
    }
    return changed.length > 0;
  }

  /** Makes the running server take up its files; true if some of them need a restart to count. */
  async reload(namespace: string, cluster: string): Promise<boolean> {
    return this.asSuperuser(namespace, cluster, "postgres", async (client) => {
      const loadedAt = async (): Promise<string> => {
        const { rows } = await client.query<{ at: string }>("SELECT pg_conf_load_time()::text AS at");
        return rows[0]?.at ?? "";
      };
      const before = await loadedAt();
      await client.query("SELECT pg_reload_conf()");
      if (!(await becomesTrue(async () => (await loadedAt()) !== before, RELOAD_DEADLINE_MS))) {
        throw new Error(`the server refuses its new configuration: ${this.lastWords(namespace, cluster)}`);
      }
      const { rowCount } = await client.query("SELECT FROM pg_settings WHERE pending_restart");
      return (rowCount ?? 0) > 0;
    });
  }

  async answers(namespace: string, cluster: string): Promise<boolean> {
    if (!this.process(namespace, cluster)) return false;
    try {
      await this.asSuperuser(namespace, cluster, "postgres", (client) => client.query("SELECT 1"));
      return true;
    } catch {
      return false;
    }
  }

  /** Runs `work` on a connection of `postgres` by the Unix socket, which asks for no password. */
  async asSuperuser<T>(
    namespace: string,
    cluster: string,
    database: string,
    work: (client: Client) => Promise<T>,
  ): Promise<T> {
    const client = new Client({
      host: this.socketDir(namespace, cluster),
      port: await this.portOf(namespace, cluster),
      user: "postgres",
      database,
      connectionTimeoutMillis: 2_000,
      application_name: "sandbox",
    });
    // A server that stops ends idle connections, which is no error of the work's.
    client.on("error", () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  /** Ends the server as `pg_ctl stop -m fast`: clients are cut off, data is written. */
  async stop(namespace: string, cluster: string): Promise<void> {
    const record = this.process(namespace, cluster);
    if (record) await stop(this.layout, record);
  }

  /** Removes what an initialization that was never finished left; what is noted beside the data stays. */
  async discard(namespace: string, cluster: string): Promise<void> {
    await this.stop(namespace, cluster);
    fs.rmSync(path.join(this.layout.postgres(namespace, cluster), "data"), { recursive: true, force: true });
  }

  /** Ends the server and removes its data. */
  async remove(namespace: string, cluster: string): Promise<void> {
    await this.stop(namespace, cluster);
    fs.rmSync(this.socketDir(namespace, cluster), { recursive: true, force: true });
    fs.rmSync(this.layout.postgres(namespace, cluster), { recursive: true, force: true });
  }

  lastWords(namespace: string, cluster: string): string {
    return lastWords(this.layout, processName(namespace, cluster));
  }

  portOf(namespace: string, cluster: string): Promise<number> {
    return choosePort(this.layout, processName(namespace, cluster));
  }

  private async settingsOf(server: Server): Promise<ServerSettings> {
    const { namespace, cluster, parameters, preload, hba } = server;
    const socketDir = this.socketDir(namespace, cluster);
    this.programs.makeFolder(socketDir, 0o700);
    return {
      port: await this.portOf(namespace, cluster),
      socketDir,
      parameters,
      preload: preload.filter((name) => this.programs.hasLibrary(name)),
      hba,
      // Relative to the data folder.
      tls: { certificate: CERTIFICATE_FILE, key: KEY_FILE },
    };
  }

  private socketDir(namespace: string, cluster: string): string {
    return socketDirectory(this.layout.postgres(namespace, cluster));
  }

  private servesFile(namespace: string, cluster: string): string {
    return path.join(this.layout.postgres(namespace, cluster), "pod-uid");
  }

  private process(namespace: string, cluster: string): RunRecord | undefined {
    return running(this.layout, processName(namespace, cluster));
  }
}

const CERTIFICATE_FILE = "server.crt";
const KEY_FILE = "server.key";
const RELOAD_DEADLINE_MS = 10_000;

const processName = (namespace: string, cluster: string): string => `postgres/${namespace}/${cluster}`;
