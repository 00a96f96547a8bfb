import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { readIfExists } from "./files";

/**
 * When a process started, as the system counts it: together with the id this names one process for good, as ids are used again.
 * Undefined where no such process runs (a zombie doesn't).
 */
export function startTimeOf(pid: number): string | undefined {
  if (process.platform !== "linux") return lstartOf(pid);
  const stat = readIfGiven(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : startTimeIn(stat);
}

/** The start time in a process's line of `/proc/<pid>/stat`; undefined for a zombie, of which nothing is left but this line. */
export function startTimeIn(stat: string): string | undefined {
  // The command's name, in parentheses, may hold spaces and parentheses itself; field 3 follows the last one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, threads] = [fields[0], Number(fields[17])];
  // While other threads of it are yet to end, its ports and files are still taken.
  const isGone = state === "X" || (state === "Z" && threads <= 1);
  return isGone ? undefined : fields[19];
}

/** The start time where there is no /proc (macOS). */
function lstartOf(pid: number): string | undefined {
  try {
    const line = execFileSync("ps", ["-o", "state=,lstart=", "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [state, ...started] = line.trim().split(/\s+/);
    return !state || state.startsWith("Z") ? undefined : started.join(" ");
  } catch {
    return undefined;
  }
}

/** When a process started, in milliseconds since 1970, to a second or so; undefined where it doesn't run or can't be read (no /proc). */
export function startedAt(pid: number): number | undefined {
  const ticks = Number(startTimeOf(pid));
  const boot = Number(/^btime (\d+)$/m.exec(readIfGiven("/proc/stat") ?? "")?.[1]);
  return Number.isFinite(ticks) && Number.isFinite(boot) ? (boot + ticks / TICKS_PER_SECOND) * 1000 : undefined;
}

/** What Linux tells programs that its clock has (USER_HZ), on every architecture in use. */
const TICKS_PER_SECOND = 100;

/** Processes that were started with this variable in their environment, as far as this user may read it (Linux). */
export function processesWith(variable: string, value: string): readonly number[] {
  return processIds().filter((pid) => {
    const environment = readIfGiven(`/proc/${pid}/environ`);
    return environment !== undefined && startTimeOf(pid) !== undefined && holds(environment, `${variable}=${value}`);
  });
}

const holds = (environment: string, entry: string): boolean => environment.split("\0").includes(entry);

/** The command line of a process, as far as this user may read it. */
export function commandOf(pid: number): string | undefined {
  const text = readIfGiven(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ").trim();
  return text === "" ? undefined : text;
}

/** Processes that a process has started and that still belong to it (Linux). */
export function childrenOf(pid: number): readonly number[] {
  return threadsOf(pid).flatMap((thread) =>
    (readIfGiven(`/proc/${pid}/task/${thread}/children`) ?? "").split(" ").filter(Boolean).map(Number),
  );
}

function threadsOf(pid: number): readonly string[] {
  try {
    return fs.readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** The most memory that a process has held at a time (peak resident set), in bytes (Linux). */
export function peakMemoryOf(pid: number): number | undefined {
  const kibibytes = /^VmHWM:\s*(\d+) kB$/m.exec(readIfGiven(`/proc/${pid}/status`) ?? "")?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}

/** Which process listens on a port; undefined where none does or it can't be read (other users' processes, no /proc). */
export function listenerOn(port: number): { readonly pid: number; readonly command: string } | undefined {
  const inodes = new Set(
    listeningSockets()
      .filter((s) => s.port === port)
      .map((s) => `socket:[${s.inode}]`),
  );
  if (inodes.size === 0) return undefined;
  for (const pid of processIds()) {
    if (socketsOf(pid).some((link) => inodes.has(link))) return { pid, command: commandOf(pid) ?? "?" };
  }
  return undefined;
}

export interface ListeningSocket {
  /** As the kernel prints it: hexadecimal, byte order of the machine. */
  readonly address: string;
  readonly loopback: boolean;
  readonly port: number;
  readonly inode: string;
}

/** Every TCP socket that listens in this network namespace (Linux). */
export function listeningSockets(): readonly ListeningSocket[] {
  const lines = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => (readIfExists(file) ?? "").split("\n").slice(1));
  return lines.flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    const [address, port] = (local ?? "").split(":");
    if (!address || !port || !inode || state !== LISTEN) return [];
    return [{ address, loopback: LOOPBACK.test(address), port: parseInt(port, 16), inode }];
  });
}

/** Sockets that a process holds, as `socket:[inode]`. */
export function socketsOf(pid: number): readonly string[] {
  try {
    return fs.readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return [fs.readlinkSync(`/proc/${pid}/fd/${fd}`)];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

const LISTEN = "0A";
/** 127.0.0.0/8, ::1, and ::ffff:127.0.0.0/8. */
const LOOPBACK = /^(?:[0-9A-F]{6}7F|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F)$/;

/** Everything that runs, as far as there is a /proc. */
export function processIds(): readonly number[] {
  try {
    return fs
      .readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** A process's file under /proc may vanish, or refuse, between two looks. */
function readIfGiven(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
