import fs from "node:fs";
import path from "node:path";

/** What runs Kafka's classes. */
export interface KafkaTools {
  /** The `java` executable, 17 or later. */
  readonly java: string;
  /** Folder of Kafka's jars. */
  readonly libs: string;
}

/** Beside the jars, where `archive.ts` made one: loaded classes as memory pages, which halves the start of a broker. */
export const ARCHIVE = "kafka.jsa";

/** Jars in a fixed order: the archive holds good for the very class path that it was made with. */
export function classPath({ libs }: KafkaTools): string {
  return fs
    .readdirSync(libs)
    .filter((file) => file.endsWith(".jar"))
    .sort()
    .map((jar) => path.join(libs, jar))
    .join(path.delimiter);
}

/** A small virtual machine that starts quickly: brokers of a sandbox are many and idle. */
const FLAGS = [
  "-Xms64m",
  "-Xmx256m",
  "-XX:MaxDirectMemorySize=64m",
  "-XX:+UseSerialGC",
  "-XX:TieredStopAtLevel=1",
  "-XX:+ExitOnOutOfMemoryError",
  "-Xshare:auto",
  "-Xlog:disable",
  "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
  "-Dorg.slf4j.simpleLogger.showDateTime=true",
  "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
] as const;

/** The command line of one of Kafka's main classes. */
export function kafkaCommand(
  tools: KafkaTools,
  mainClass: string,
  args: readonly string[],
  flags: readonly string[] = sharedArchive(tools),
): [string, ...string[]] {
  return [tools.java, ...FLAGS, ...flags, "-cp", classPath(tools), mainClass, ...args];
}

function sharedArchive({ libs }: KafkaTools): readonly string[] {
  const archive = path.join(libs, ARCHIVE);
  return fs.existsSync(archive) ? [`-XX:SharedArchiveFile=${archive}`] : [];
}
