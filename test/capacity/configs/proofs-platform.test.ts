/** One fault per test, with the whole message that a user reads. */
import { describe, expect, test } from "vitest";
import { unproven } from "./refused";

describe("what the model proves of databases, monitoring and nodes", () => {
  test("too few connections for pools and sinks", () => {
    expect(unproven("prod", { "streamflow.postgres.maxConnections": 100 })).toMatchInlineSnapshot(
      `"- postgres-connections (streamflow.postgres.maxConnections): needs 139 connections, may use 80: 3 reserved + 5 operator + 3 psql + 20 direct + what the poolers may open, against 80 % of 100. To do: raise streamflow.postgres.maxConnections or lower the pools."`,
    );
  });

  test("too little memory for the connections", () => {
    expect(unproven("prod", { "streamflow.postgres.memory": "2Gi" })).toMatchInlineSnapshot(
      `"- postgres-memory (streamflow.postgres.memory): needs 3,056 MiB, may use 1,843: 25 % buffers + 180 backends × (work_mem + 8 MiB) + 3 autovacuum workers, against 90 % of 2 GiB. To do: raise streamflow.postgres.memory or lower streamflow.postgres.maxConnections."`,
    );
  });

  test("a database volume too small for its tables", () => {
    expect(unproven("prod", { "streamflow.postgres.volume": "2Ti" })).toMatchInlineSnapshot(
      `"- postgres-volume (streamflow.postgres.volume): needs 2,296 GiB, may use 1,638: tables with bloat: 2.24 TiB; 80 % of 2 TiB may be filled. To do: raise streamflow.postgres.volume to 2871Gi or lower a retention."`,
    );
  });

  test("no room for VACUUM FULL", () => {
    expect(
      unproven("prod", {
        "streamflow.postgres.volume": "2871Gi",
        'streamflow.postgres.tables["silver.transactions_enriched"].vacuumFull': true,
      }),
    ).toMatchInlineSnapshot(
      `"- postgres-volume (streamflow.postgres.volume): needs 3,745 GiB, may use 2,297: tables with bloat and a second copy for VACUUM FULL: 3.66 TiB; 80 % of 2.8 TiB may be filled. To do: raise streamflow.postgres.volume to 4681Gi or lower a retention."`,
    );
  });

  test("a WAL volume that an archive outage fills", () => {
    expect(unproven("prod", { "streamflow.postgres.walVolume": "50Gi" })).toMatchInlineSnapshot(
      `"- postgres-wal-volume (streamflow.postgres.walVolume): needs 102 GiB, may use 40: max_wal_size + kept segments + slots + what an archive outage piles up; a full WAL volume stops the server. To do: raise streamflow.postgres.walVolume or lower streamflow.postgres.archiveOutage."`,
    );
  });

  test("clients that one PgBouncer can't take alone", () => {
    expect(unproven("prod", { "streamflow.postgres.pooler.maxClientConn": 150 })).toMatchInlineSnapshot(
      `"- pooler-clients (streamflow.postgres.pooler.maxClientConn): needs 190 connections, may use 150: clients' pools, against 1 PgBouncer × 150. To do: raise streamflow.postgres.pooler.maxClientConn or streamflow.postgres.pooler.instances."`,
    );
  });

  test("more tasks started than run", () => {
    expect(
      unproven("prod", {
        "streamflow.airflow.schedulers": 3,
        "streamflow.airflow.workers": 1,
        "streamflow.airflow.tasks": 16,
      }),
    ).toMatchInlineSnapshot(
      `"- airflow-slots (streamflow.airflow.tasks): needs 18 tasks, may use 16: parallelism 6 × 3 scheduler(s) may start them; 1 worker(s) × 16 run them. To do: lower streamflow.airflow.tasks."`,
    );
  });

  test("a Prometheus volume too small for its retention", () => {
    expect(unproven("prod", { "monitoring.volume": "10Gi" })).toMatchInlineSnapshot(
      `"- prometheus-volume (monitoring.volume): needs 13.4 GiB, may use 8: 10 d of blocks, against retentionSize = 80 % of 10 GiB. To do: raise monitoring.volume or lower monitoring.retention."`,
    );
  });

  test("a Prometheus without memory for its series", () => {
    expect(unproven("prod", { "monitoring.memory": "1Gi" })).toMatchInlineSnapshot(
      `"- prometheus-memory (monitoring.memory): needs 1,953 MiB, may use 1,024: 250,000 series × 8 KiB. To do: raise monitoring.memory or drop series."`,
    );
  });

  test("a topic that forgets sooner than what is rebuilt from it", () => {
    expect(unproven("prod", { 'streamflow.topics["transactions.raw"].retention': "3d" })).toMatchInlineSnapshot(`
      "- replay-chain (streamflow.topics["fraud.alerts"].retention): needs 7 d, may use 3: fraud.alerts keeps 7 d and would be rebuilt from transactions.raw, which keeps 3 d. To do: raise the retention of transactions.raw to 7 d, or rebuild fraud.alerts from a backup.
      - replay-chain (streamflow.postgres.tables["bronze.transactions"].retention): needs 7 d, may use 3: bronze.transactions keeps 7 d and would be rebuilt from transactions.raw, which keeps 3 d. To do: raise the retention of transactions.raw to 7 d, or rebuild bronze.transactions from a backup."
    `);
  });

  test("a quota below what its pods ask for", () => {
    expect(
      unproven("dev", {
        "streamflow.quotas.streamflow-kafka": {
          requests: { cpu: "500m", memory: "1Gi" },
          limits: { cpu: "2", memory: "4Gi" },
        },
      }),
    ).toMatchInlineSnapshot(`
      "- quota-requests-cpu (streamflow.quotas.streamflow-kafka.requests.cpu): needs 1,000 millicores, may use 500: requests of the pods of streamflow-kafka, rollouts included. To do: raise the quota or leave it out to have it derived.
      - quota-requests-memory (streamflow.quotas.streamflow-kafka.requests.memory): needs 2,432 MiB, may use 1,024: requests of the pods of streamflow-kafka, rollouts included. To do: raise the quota or leave it out to have it derived.
      - quota-limits-cpu (streamflow.quotas.streamflow-kafka.limits.cpu): needs 3,400 millicores, may use 2,000: limits of the pods of streamflow-kafka, rollouts included. To do: raise the quota or leave it out to have it derived."
    `);
  });

  test("quotas that the node can't bear", () => {
    expect(
      unproven("dev", {
        "monitoring.quota": { requests: { cpu: "8", memory: "20Gi" }, limits: { cpu: "16", memory: "40Gi" } },
      }),
    ).toMatchInlineSnapshot(`
      "- quotas-cpu (target.nodes): needs 12,890 millicores, may use 8,290: quotas' requests together; 11.8 cores × 1 − 3.51 of namespaces without quota. To do: lower the quotas or add nodes.
      - quotas-memory (target.nodes): needs 34,880 MiB, may use 22,522: quotas' requests together; 29 GiB × 1 − 7.05 GiB of namespaces without quota. To do: lower the quotas or add nodes.
      - quotas-memory-limits (target.nodes): needs 55,360 MiB, may use 35,693: quotas' memory limits are 186 % of the allocatable memory; at most 120 %. To do: lower the quotas or add nodes."
    `);
  });

  test("local volumes beyond the node's disk", () => {
    expect(unproven("dev", { "target.nodes[0].disk": "500Gi" })).toMatchInlineSnapshot(
      `"- node-disk (target.nodes): needs 474 GiB, may use 400: local volumes on node-1; 80 % of its 500 GiB may be claimed. To do: a larger disk, or less retention."`,
    );
  });

  test("K3s without any reserve", () => {
    expect(unproven("dev", { "target.kubelet": undefined })).toMatchInlineSnapshot(`
      "- k3s-memory (target.kubelet.kubeReserved.memory): needs 1,522 MiB, may use 0: the K3s server with its datastore takes 1,596 MB. To do: set target.kubelet.kubeReserved.memory to 1523Mi.
      - k3s-cpu (target.kubelet.kubeReserved.cpu): needs 60 millicores, may use 0: the K3s server takes 6 % of a core. To do: set target.kubelet.kubeReserved.cpu to 60m.
      - os-memory (target.kubelet.systemReserved.memory): needs 400 MiB, may use 0: operating system and container runtime. To do: set target.kubelet.systemReserved.memory to 400Mi.
      - eviction-memory (target.kubelet.evictionHard.memory): needs 983 MiB, may use 0: max(256 MiB, 3 % of the node): below it the kubelet evicts, before the kernel kills. To do: set target.kubelet.evictionHard.memory to 984Mi."
    `);
  });

  test("an eviction threshold below 3 % of the node", () => {
    expect(unproven("dev", { "target.kubelet.evictionHard.memory": "256Mi" })).toMatchInlineSnapshot(
      `"- eviction-memory (target.kubelet.evictionHard.memory): needs 983 MiB, may use 256: max(256 MiB, 3 % of the node): below it the kubelet evicts, before the kernel kills. To do: set target.kubelet.evictionHard.memory to 984Mi."`,
    );
  });

  test("a node too small", () => {
    expect(
      unproven("dev", {
        "target.nodes[0].cpu": "4",
        "target.nodes[0].memory": "12Gi",
        "target.kubelet.evictionHard.memory": "400Mi",
      }),
    ).toMatchInlineSnapshot(`
      "- apphub-system/sequencer-db-1 may stay Pending: 0/1 nodes are available: 1 Insufficient cpu
      - streamflow-kafka/streamflow-kafka-kafka-0 may stay Pending: 0/1 nodes are available: 1 Insufficient cpu
      - streamflow-data/streamflow-postgres-1 may stay Pending: 0/1 nodes are available: 1 Insufficient cpu
      - streamflow-processing/flink-jobmanager-0 may stay Pending: 0/1 nodes are available: 1 Insufficient cpu
      - streamflow-processing/flink-jobmanager-taskmanager-1-1 may stay Pending: 0/1 nodes are available: 1 Insufficient cpu
      - streamflow-orchestration/airflow-probe-0 may stay Pending: 0/1 nodes are available: 1 Insufficient cpu
      - streamflow-orchestration/airflow-scheduler-0 may stay Pending: 0/1 nodes are available: 1 Insufficient cpu
      - streamflow-orchestration/airflow-dag-processor-0 may stay Pending: 0/1 nodes are available: 1 Insufficient cpu
      - streamflow-orchestration/airflow-webserver-0 may stay Pending: 0/1 nodes are available: 1 Insufficient cpu
      - streamflow-orchestration/airflow-triggerer-0 may stay Pending: 0/1 nodes are available: 1 Insufficient cpu
      - requests-cpu (target.nodes): needs 7,266 millicores, may use 3,230: pods ask for 7.27 of 3.8 cores; 15 % stay free for rollouts and debugging. To do: add nodes, take larger ones, or switch something off.
      - requests-memory (target.nodes): needs 18,032 MiB, may use 8,405: pods ask for 17.6 GiB of 9.66 GiB; 15 % stay free for rollouts and debugging. To do: add nodes, take larger ones, or switch something off.
      - memory-overcommit (target.nodes): needs 19,302 MiB, may use 11,866: limits add up to 195 % of the allocatable memory; at most 120 %, or one spike takes others down. To do: lower memory limits or add memory.
      - quotas-cpu (target.nodes): needs 5,694 millicores, may use 290: quotas' requests together; 3.8 cores × 1 − 3.51 of namespaces without quota. To do: lower the quotas or add nodes.
      - quotas-memory (target.nodes): needs 16,512 MiB, may use 2,666: quotas' requests together; 9.66 GiB × 1 − 7.05 GiB of namespaces without quota. To do: lower the quotas or add nodes.
      - quotas-memory-limits (target.nodes): needs 17,372 MiB, may use 11,866: quotas' memory limits are 176 % of the allocatable memory; at most 120 %. To do: lower the quotas or add nodes.
      - Would do: 1 node of 12 CPU / 24 GiB."
    `);
  });

  test("too few nodes", () => {
    expect(unproven("prod", { "target.nodes[0].count": 5 })).toMatchInlineSnapshot(`
      "- streamflow-data/streamflow-postgres-3 may stay Pending: 0/5 nodes are available: 5 Insufficient cpu
      - requests-cpu (target.nodes): needs 37,618 millicores, may use 31,640: pods ask for 37.6 of 39.6 cores; 20 % stay free for rollouts and debugging. To do: add nodes, take larger ones, or switch something off.
      - Would do: 6 nodes of 8 CPU / 32 GiB, or 5 nodes of 12 CPU / 48 GiB."
    `);
  });

  test("nodes that hold everything but not the loss of one", () => {
    expect(unproven("prod", { "target.nodes[0].count": 7, "target.nodes[0].cpu": "6" })).toMatchInlineSnapshot(`
      "- Without node-1: TaskManagers 3 of 5, need 5 (parallelism 10 needs every slot again).
      - Without node-2: airflow-scheduler 1 of 2, need 2 (all must run again).
      - Without node-4: TaskManagers 3 of 5, need 5 (parallelism 10 needs every slot again).
      - Without node-6: airflow-worker 1 of 2, need 2 (all must run again).
      - Without node-7: TaskManagers 4 of 5, need 5 (parallelism 10 needs every slot again).
      - Without zone eu-central-1a: TaskManagers 0 of 5, need 5 (parallelism 10 needs every slot again); airflow-worker 1 of 2, need 2 (all must run again).
      - Without zone eu-central-1b: airflow-scheduler 1 of 2, need 2 (all must run again); airflow-webserver 1 of 2, need 2 (all must run again).
      - Without zone eu-central-1c: airflow-webserver 1 of 2, need 2 (all must run again); airflow-worker 1 of 2, need 2 (all must run again).
      - requests-cpu (target.nodes): needs 38,202 millicores, may use 33,124: pods ask for 38.2 of 41.4 cores; 20 % stay free for rollouts and debugging. To do: add nodes, take larger ones, or switch something off.
      - Would do: 9 nodes of 6 CPU / 32 GiB, or 7 nodes of 8 CPU / 24 GiB."
    `);
  });

  test("zones of unequal size, of which the larger may not go", () => {
    expect(unproven("prod", { "target.nodes[0].count": 7, "target.nodes[0].cpu": "7" })).toMatchInlineSnapshot(`
      "- Without zone eu-central-1a: TaskManagers 3 of 5, need 5 (parallelism 10 needs every slot again).
      - Would do: 8 nodes of 7 CPU / 32 GiB, or 7 nodes of 8 CPU / 24 GiB."
    `);
  });
});
