/** One fault per test, with the whole message that a user reads. */
import { describe, expect, test } from "vitest";
import { refusal } from "./refused";

describe("Flink and Airflow", () => {
  test("a source that is no topic", () => {
    expect(refusal("prod", { "streamflow.flink.sources": ["transactions.row"] })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.flink.sources[0]  must be one of the topics; did you mean transactions.raw?, got "transactions.row""
    `);
  });

  test("no source", () => {
    expect(refusal("prod", { "streamflow.flink.sources": [] })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.flink.sources  must name at least one topic, got []"
    `);
  });

  test("no measured rate per core", () => {
    expect(refusal("prod", { "streamflow.flink.ratePerCore": undefined })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.flink.ratePerCore  is required; it must be events per s, min, h or d, such as 100/s or 50000/min"
    `);
  });

  test("no size of state", () => {
    expect(refusal("prod", { "streamflow.flink.state": undefined })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.flink.state  is required; it must be a size with Ki, Mi, Gi, Ti (or k, M, G, T), such as 20Gi"
    `);
  });

  test("an unknown state backend", () => {
    expect(refusal("prod", { "streamflow.flink.stateBackend": "rocks" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.flink.stateBackend  must be one of rocksdb, hashmap, got "rocks""
    `);
  });

  test("a checkpoint that times out before the next", () => {
    expect(refusal("prod", { "streamflow.flink.checkpoints.timeout": "30s" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.flink.checkpoints.timeout  must be at least the interval of 60s, got "30s""
    `);
  });

  test("no slots", () => {
    expect(refusal("prod", { "streamflow.flink.slots": 0 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.flink.slots  must be at least 1, got 0"
    `);
  });

  test("TaskManagers in quotes", () => {
    expect(refusal("prod", { "streamflow.flink.taskManagers": "5" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.flink.taskManagers  must be a whole number without quotes, got "5""
    `);
  });

  test("a standby JobManager on one node", () => {
    expect(refusal("dev", { "streamflow.flink.jobManager.replicas": 2 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.flink.jobManager.replicas  must be 1 on a single-node target: a standby there is lost with the leader, got 2"
    `);
  });

  test("more state changed than there is", () => {
    expect(refusal("prod", { "streamflow.flink.checkpoints.changed": 2 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.flink.checkpoints.changed  must be at most 1, got 2"
    `);
  });

  test("Flink's way of writing memory", () => {
    expect(refusal("prod", { "streamflow.flink.taskManager.memory": "2048m" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.flink.taskManager.memory  must be a size with Ki, Mi, Gi, Ti (or k, M, G, T), such as 20Gi, got "2048m""
    `);
  });

  test("no number of tasks", () => {
    expect(refusal("prod", { "streamflow.airflow.tasks": undefined })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.airflow.tasks  is required; it must be a whole number without quotes"
    `);
  });

  test("an executor that isn't offered", () => {
    expect(refusal("prod", { "streamflow.airflow.executor": "kubernetes" })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.airflow.executor  must be one of local, celery, got "kubernetes""
    `);
  });

  test("workers with the local executor", () => {
    expect(refusal("dev", { "streamflow.airflow.workers": 2 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.airflow.workers  must be left out with the local executor, which runs tasks in the scheduler, got 2"
    `);
  });

  test("an empty pool", () => {
    expect(refusal("prod", { "streamflow.airflow.pool.size": 0 })).toMatchInlineSnapshot(`
      "stack.yaml has 1 problem(s)
        streamflow.airflow.pool.size  must be at least 1, got 0"
    `);
  });
});
