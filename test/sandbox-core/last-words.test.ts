import { expect, test } from "vitest";
import { noRoomIn } from "../../sandbox/last-words";

/** As Kafka 4.1 and PostgreSQL 18 write them on a file system without room. */
const WORDS = {
  "a broker that was writing": [
    "[data-plane-kafka-request-handler-0] ERROR o.a.k.s.i.l.LogDirFailureChannel - Error while appending records to t-0 in dir /d",
    "java.io.IOException: No space left on device",
    "\tat java.base/sun.nio.ch.FileDispatcherImpl.write0(Native Method)",
    "[LogDirFailureHandler] ERROR kafka.log.LogManager - Shutdown broker because all log dirs in /d have failed",
  ],
  "a broker that was starting": [
    "[main] ERROR kafka.server.SharedServer - [SharedServer id=0] Got exception while starting SharedServer",
    "java.lang.InternalError: a fault occurred in a recent unsafe memory access operation in compiled Java code",
    "\tat java.base/java.nio.ByteBuffer.putLong(ByteBuffer.java:2203)",
  ],
  "a broker whose exception has a cause": ["Caused by: java.io.IOException: File too large", "\tat kafka.Kafka.main()"],
  "a database": [
    `2026-01-01 PANIC:  could not write to file "pg_wal/xlogtemp.1": No space left on device`,
    "2026-01-01 LOG:  database system is shut down",
  ],
};

test.each([
  ["a broker that was writing", "java.io.IOException: No space left on device"],
  [
    "a broker that was starting",
    "java.lang.InternalError: a fault occurred in a recent unsafe memory access operation in compiled Java code",
  ],
  ["a broker whose exception has a cause", "java.io.IOException: File too large"],
  ["a database", "No space left on device"],
] as const)("%s without room says so", (who, words) => {
  expect(noRoomIn(WORDS[who].join("\n"))).toBe(words);
});

test.each([
  "",
  "[main] ERROR kafka.Kafka$ - Exiting Kafka due to fatal exception\njava.net.BindException: Address already in use",
])("%j tells of no full disk", (log) => {
  expect(noRoomIn(log)).toBeUndefined();
});

test("what was said long before the end is no reason of it", () => {
  const log = [...WORDS["a database"], ...Array.from({ length: 500 }, (_, i) => `LOG:  checkpoint ${i}`)];
  expect(noRoomIn(log.join("\n"))).toBeUndefined();
});
