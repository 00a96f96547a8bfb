/** One fault per test, with the whole message that a user reads. */
import { describe, expect, test } from "vitest";
import { unproven } from "./refused";

describe("what the model proves of brokers and jobs", () => {
  test("a Kafka volume too small for the retention", () => {
    expect(unproven("prod", { "streamflow.kafka.volume": "500Gi" })).toMatchInlineSnapshot(
      `"- kafka-disk (streamflow.kafka.volume): needs 958 GiB, may use 300: topics put 958 GiB on each broker; 60 % of 500 GiB may be filled. To do: raise streamflow.kafka.volume to 1596Gi, lower a retention, or add brokers."`,
    );
  });

  test("a day's retention too many for a volume that is set", () => {
    expect(
      unproven("dev", { "streamflow.kafka.volume": "120Gi", 'streamflow.topics["transactions.raw"].retention': "8d" }),
    ).toMatchInlineSnapshot(
      `"- kafka-disk (streamflow.kafka.volume): needs 104 GiB, may use 96: topics put 104 GiB on each broker; 80 % of 120 GiB may be filled. To do: raise streamflow.kafka.volume to 131Gi, lower a retention, or add brokers."`,
    );
  });

  test("brokers without the cores for the peak", () => {
    expect(unproven("prod", { "streamflow.kafka.cpu": "500m" })).toMatchInlineSnapshot(
      `"- kafka-cpu (streamflow.kafka.cpu): needs 330 millicores, may use 250: 6.29 MiB/s write-equivalent per broker ÷ 20 MB/s per core, at half load. To do: raise streamflow.kafka.cpu or add brokers."`,
    );
  });

  test("brokers without memory for heap and page cache", () => {
    expect(unproven("prod", { "streamflow.kafka.memory": "2Gi", "streamflow.kafka.heap": "2Gi" }))
      .toMatchInlineSnapshot(`
      "- kafka-memory (streamflow.kafka.memory): needs 2,502 MiB, may use 2,048: heap 2 GiB + 307 MiB + 30 s × 4.9 MiB/s of page cache. To do: raise streamflow.kafka.memory.
      - kafka-heap (streamflow.kafka.heap): needs 2,048 MiB, may use 1,024: heap is at most half of the memory; the rest is page cache. To do: lower streamflow.kafka.heap or raise streamflow.kafka.memory."
    `);
  });

  test("a heap of more than half the memory", () => {
    expect(
      unproven("prod", { "streamflow.kafka.memory": "4Gi", "streamflow.kafka.heap": "2560Mi" }),
    ).toMatchInlineSnapshot(
      `"- kafka-heap (streamflow.kafka.heap): needs 2,560 MiB, may use 2,048: heap is at most half of the memory; the rest is page cache. To do: lower streamflow.kafka.heap or raise streamflow.kafka.memory."`,
    );
  });

  test("more writes than a volume takes", () => {
    expect(
      unproven("prod", {
        'streamflow.topics["transactions.raw"].peakFactor': 70,
        "streamflow.flink.sources": ["fraud.alerts"],
        "target.nodes[0].cpu": "16",
        "target.nodes[0].memory": "64Gi",
      }),
    ).toMatchInlineSnapshot(
      `"- kafka-disk-throughput (streamflow.kafka.brokers): needs 71.3 MiB/s, may use 62.5: 71.3 MiB/s at the peak × RF 3 ÷ 3 broker(s), against half of a gp3 volume's 125 MiB/s. To do: add brokers."`,
    );
  });

  test("more partitions than the brokers carry", () => {
    expect(unproven("prod", { 'streamflow.topics["transactions.raw"].partitions': 3600 })).toMatchInlineSnapshot(
      `"- kafka-partitions (streamflow.kafka.brokers): needs 3,724 replicas, may use 1,000: replicas per broker with internal topics, against the limit for 5 GiB. To do: add brokers or memory, or lower the partitions."`,
    );
  });

  test("no room for a dead broker's replicas", () => {
    expect(unproven("prod", { "streamflow.kafka.brokers": 4, "streamflow.kafka.volume": "900Gi" }))
      .toMatchInlineSnapshot(`
      "- kafka-disk (streamflow.kafka.volume): needs 750 GiB, may use 540: topics put 750 GiB on each broker; 60 % of 900 GiB may be filled. To do: raise streamflow.kafka.volume to 1250Gi, lower a retention, or add brokers.
      - kafka-disk-after-loss (streamflow.kafka.volume): needs 1,000 GiB, may use 900: a dead broker's replicas on the others: 750 GiB × 4 ÷ 3. To do: raise streamflow.kafka.volume."
    `);
  });

  test("a Redpanda volume too small for the retention", () => {
    expect(unproven("prod", { "apphub.redpanda.volume": "600Gi" })).toMatchInlineSnapshot(
      `"- redpanda-disk (apphub.redpanda.volume): needs 446 GiB, may use 360: topics put 446 GiB on each broker; 60 % of 600 GiB may be filled, and with 5 GiB left all brokers refuse producers. To do: raise apphub.redpanda.volume to 744Gi, lower a retention, or add brokers."`,
    );
  });

  test("a Redpanda volume too small for what it reserves", () => {
    expect(unproven("dev", { "apphub.redpanda.volume": "20Gi" })).toMatchInlineSnapshot(
      `"- redpanda-floor (apphub.redpanda.volume): needs 29.9 GiB, may use 20: 10.4 GiB of data + 5 GiB + 2 × 128 MiB for each of 58 replicas. To do: raise apphub.redpanda.volume to 30Gi or lower the partitions."`,
    );
  });

  test("more replicas than Redpanda's memory carries", () => {
    expect(unproven("prod", { 'apphub.topics["apphub.core.events"].partitions': 9000 })).toMatchInlineSnapshot(
      `"- redpanda-replicas (apphub.redpanda.memory): needs 9,052 replicas, may use 4,246: replicas per broker with internal topics, against 5,000 per core, 10 % of memory ÷ 200 KiB, and memory ÷ 2 MB. To do: raise apphub.redpanda.memory or lower the partitions."`,
    );
  });

  test("TaskManagers without heap", () => {
    expect(unproven("prod", { "streamflow.flink.taskManager.memory": "1Gi" })).toMatchInlineSnapshot(`
      "- flink-task-heap (streamflow.flink.taskManager.memory): needs 384 MiB, may use 25.6: user code below this collects garbage all the time; a process of 1 GiB leaves 25.6 MiB. To do: raise streamflow.flink.taskManager.memory.
      - flink-managed-memory (streamflow.flink.taskManager.memory): needs 256 MiB, may use 230: RocksDB, 2 slots × 128 MiB; a process of 1 GiB leaves 230 MiB. To do: raise streamflow.flink.taskManager.memory."
    `);
  });

  test("TaskManagers without managed memory for their slots", () => {
    expect(
      unproven("prod", {
        "streamflow.flink.slots": 8,
        "streamflow.flink.taskManagers": 1,
        "streamflow.flink.taskManager.memory": "2Gi",
      }),
    ).toMatchInlineSnapshot(
      `"- flink-managed-memory (streamflow.flink.taskManager.memory): needs 1,024 MiB, may use 635: RocksDB, 8 slots × 128 MiB; a process of 2 GiB leaves 635 MiB. To do: raise streamflow.flink.taskManager.memory."`,
    );
  });

  test("TaskManagers without network buffers for their width", () => {
    expect(
      unproven("prod", {
        "streamflow.flink.slots": 16,
        "streamflow.flink.taskManagers": 10,
        "streamflow.flink.stateBackend": "hashmap",
        "streamflow.flink.taskManager.memory": "3Gi",
        "target.nodes[0].count": 12,
      }),
    ).toMatchInlineSnapshot(
      `"- flink-network-memory (streamflow.flink.taskManager.memory): needs 320 MiB, may use 251: buffers of an all-to-all shuffle at parallelism 160; a process of 3 GiB leaves 251 MiB. To do: raise streamflow.flink.taskManager.memory."`,
    );
  });

  test("a job that can't keep up", () => {
    expect(
      unproven("prod", { "streamflow.flink.ratePerCore": "300/s", "streamflow.flink.taskManager.cpu": "1" }),
    ).toMatchInlineSnapshot(
      `"- flink-throughput (streamflow.flink.taskManagers): needs 2,000 events/s, may use 900: the lesser of 10 slots and the TaskManagers' cores × 300/s, planned to 60 %. To do: raise streamflow.flink.taskManagers or streamflow.flink.taskManager.cpu."`,
    );
  });

  test("a job that never catches up", () => {
    expect(unproven("prod", { "streamflow.flink.ratePerCore": "220/s", "streamflow.flink.taskManager.cpu": "1" }))
      .toMatchInlineSnapshot(`
      "- flink-throughput (streamflow.flink.taskManagers): needs 2,000 events/s, may use 660: the lesser of 10 slots and the TaskManagers' cores × 220/s, planned to 60 %. To do: raise streamflow.flink.taskManagers or streamflow.flink.taskManager.cpu.
      - flink-catch-up (streamflow.flink.catchUp): needs 5 h, may use 2: 30 min of backlog at 1,000/s ÷ (1,100/s − 1,000/s). To do: raise streamflow.flink.taskManagers or streamflow.flink.catchUp.within."
    `);
  });

  test("fewer partitions than subtasks", () => {
    expect(unproven("prod", { 'streamflow.topics["transactions.raw"].partitions': 6 })).toMatchInlineSnapshot(
      `"- flink-source-partitions (streamflow.topics["transactions.raw"].partitions): needs 10 partitions, may use 6: parallelism 10 of flink-jobmanager on 6 partitions leaves 4 subtasks idle. To do: raise the partitions of transactions.raw, or lower streamflow.flink.taskManagers or slots."`,
    );
  });

  test("more parallel than there are key groups", () => {
    expect(unproven("prod", { "streamflow.flink.maxParallelism": 8 })).toMatchInlineSnapshot(
      `"- flink-max-parallelism (streamflow.flink.maxParallelism): needs 10 slots, may use 8: a job can't be more parallel than its key groups. To do: lower streamflow.flink.taskManagers or slots; another streamflow.flink.maxParallelism drops the state."`,
    );
  });
});
