import { GiB, KiB, MiB } from "../../core/units";

/** A server's configuration files, from what its cluster's specification asks for. */

export interface ServerSettings {
  readonly port: number;
  /** Folder of the Unix socket, by which the sandbox itself administers the server. */
  readonly socketDir: string;
  /** `spec.postgresql.parameters` of the cluster. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Libraries to preload that this build of PostgreSQL has. */
  readonly preload: readonly string[];
  /** `spec.postgresql.pg_hba`: lines that come before the last rule. */
  readonly hba: readonly string[];
  /** PEM files of the server's certificate; without one the server speaks no TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/** Memory that every server takes at once when touched: more than this helps nobody on a shared machine. */
const MOST_SHARED_BUFFERS = 128 * MiB;

/** `postgresql.conf`: the operator's defaults, the cluster's parameters, then what a sandbox can't do otherwise. */
export function postgresqlConf(settings: ServerSettings): string {
  const { parameters, preload } = settings;
  const all: Record<string, string> = {
    ...OPERATORS_DEFAULTS,
    ...parameters,
    ...(parameters.shared_buffers === undefined
      ? {}
      : { shared_buffers: cappedSharedBuffers(parameters.shared_buffers) }),
    ...(preload.length === 0 ? {} : { shared_preload_libraries: preload.join(",") }),
    ...fixed(settings),
  };
  return Object.entries(all)
    .map(([name, value]) => `${name} = ${quoted(value)}\n`)
    .join("");
}

/** `pg_hba.conf` as the operator writes it: local trust, the cluster's own lines, passwords for everybody else. */
export function pgHbaConf({ hba }: ServerSettings): string {
  return ["local all all trust", ...hba, "host all all all scram-sha-256"].map((line) => `${line}\n`).join("");
}

/** What CloudNativePG sets where the cluster says nothing (as far as a single server shows it). */
const OPERATORS_DEFAULTS: Readonly<Record<string, string>> = {
  max_parallel_workers: "32",
  max_worker_processes: "32",
  max_replication_slots: "32",
  wal_level: "logical",
};

function fixed({ port, socketDir, tls }: ServerSettings): Record<string, string> {
  return {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: socketDir,
    // The data of a sandbox survives the end of any process, not a power cut.
    fsync: "off",
    full_page_writes: "off",
    password_encryption: "scram-sha-256",
    dynamic_shared_memory_type: "mmap",
    huge_pages: "off",
    // Nothing is archived here, so segments must not wait for it.
    archive_mode: "off",
    logging_collector: "off",
    log_destination: "stderr",
    ssl: tls ? "on" : "off",
    ...(tls ? { ssl_cert_file: tls.certificate, ssl_key_file: tls.key } : {}),
  };
}

export function cappedSharedBuffers(value: string): string {
  const bytes = postgresBytes(value);
  return bytes === undefined || bytes <= MOST_SHARED_BUFFERS ? value : `${MOST_SHARED_BUFFERS / MiB}MB`;
}

/** Bytes of a memory setting as PostgreSQL reads it: `256MB`; a bare number counts blocks of 8 KiB. */
function postgresBytes(value: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(B|kB|MB|GB|TB)?\s*$/.exec(value);
  if (!match?.[1]) return undefined;
  const unit = { B: 1, kB: KiB, MB: MiB, GB: GiB, TB: 1024 * GiB }[match[2] ?? ""] ?? 8 * KiB;
  return Number(match[1]) * unit;
}

const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;
