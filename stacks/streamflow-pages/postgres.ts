import { step, type Page } from "../../core/alerts/page";
import type { Commands } from "../streamflow-commands";
import type { StreamflowFacts } from "../streamflow-facts";
import { BY_CONFIG } from "./by-config";
import { SQL } from "./sql";

export const postgresPages = (facts: StreamflowFacts, run: Commands): readonly Page[] => [
  connections(facts, run),
  volume(facts, run),
  health(facts, run),
];

const status = ({ postgres }: StreamflowFacts): string =>
  `kubectl get cluster ${postgres.cluster} -n ${postgres.namespace}\nkubectl get pods -n ${postgres.namespace}`;

const connections = (facts: StreamflowFacts, run: Commands): Page => ({
  slug: "postgres-high-connections",
  title: "PostgreSQL runs out of connections",
  component: "PostgreSQL",
  impact: "clients are refused: Airflow's tasks fail, and the job can't write",
  symptoms: [
    "More than 80 % of max_connections are in use; over 95 % it is critical.",
    "Clients read: too many connections.",
    "Airflow's tasks fail with connection errors.",
  ],
  causes: [
    "An application leaks connections.",
    "Idle connections aren't given back.",
    "Airflow's workers don't close theirs.",
    "The pools are larger together than the server allows.",
  ],
  investigation: [
    step("How many are in use?", run.sql(SQL.connectionsUsed)),
    step("Who has them, and how many are idle?", run.sql(SQL.connectionsByApplication)),
  ],
  resolution: [
    {
      when: "Immediately (5 minutes)",
      steps: [
        step("End connections that have been idle for ten minutes.", run.write(SQL.endIdle)),
        ...(facts.airflow.celery
          ? [
              step(
                "Restart Airflow's workers; that frees theirs. (With the local executor there are none: restart airflow-scheduler.)",
                `kubectl rollout restart deployment/airflow-worker -n ${facts.airflow.namespace}`,
              ),
            ]
          : [
              step(
                "Restart Airflow's scheduler, which runs the tasks; that frees theirs.",
                `kubectl rollout restart deployment/airflow-scheduler -n ${facts.airflow.namespace}`,
              ),
            ]),
      ],
    },
    {
      when: "Within the hour",
      steps: [
        step(
          `More connections: \`streamflow.postgres.maxConnections: 200\`. ${BY_CONFIG}; the instances restart one after the other.`,
        ),
        step(`Smaller pools: \`streamflow.airflow.pool\`, 5 and an overflow of 10. ${BY_CONFIG}.`),
      ],
    },
    { when: "Later", steps: [step("Send every client through the pooler; look for leaks in the applications.")] },
  ],
  verification: [step("Less than 80 % are in use.", run.sql(SQL.connectionsUsed))],
  prevention: [
    "The plan adds up what every client may open and sets max_connections by it; a client that isn't in the stack file isn't counted.",
  ],
  escalation: ["Still over 95 % after 15 minutes: Database team (the alert pages them then)."],
  related: ["health-postgres"],
});

const volume = ({ postgres }: StreamflowFacts, run: Commands): Page => ({
  slug: "postgres-pvc-nearly-full",
  title: "A volume of PostgreSQL is nearly full",
  component: "PostgreSQL",
  impact: "PostgreSQL stops when a volume is full",
  symptoms: [
    "A volume is more than 80 % full; over 95 % it is critical.",
    "PostgreSQL says: No space left on device.",
    "Writes fail.",
  ],
  causes: [
    "The bronze layer grows without bound.",
    "Old data isn't deleted.",
    "The write-ahead log can't be archived, or a dead standby holds it back.",
    "Tables are bloated by dead rows.",
  ],
  investigation: [
    step(
      "How full are data and write-ahead log?",
      run.server("df -h /var/lib/postgresql/data /var/lib/postgresql/wal"),
    ),
    step("Which tables are the largest?", run.sql(SQL.largestTables)),
    step("Is the log archived, and who holds it back?", run.write(SQL.walHeld)),
  ],
  resolution: [
    {
      when: "Immediately (15 minutes)",
      steps: [
        step(
          "Delete bronze data older than seven days; Kafka and the higher layers have what is needed.",
          run.write(SQL.deleteOldBronze),
        ),
        step(
          "Give the room back. VACUUM FULL locks the table and needs room for a second copy of it; without that room, plain VACUUM.",
          run.write(SQL.vacuumFull),
        ),
      ],
    },
    {
      when: "Within the hour",
      steps: [
        step(
          `A larger volume: \`streamflow.postgres.volume: 100Gi\` or \`walVolume\`. ${BY_CONFIG}. Volumes of \`local-path\` are limited by the node's disk alone: make room there.`,
        ),
        step("Let the maintenance DAG delete: bronze after 7 days, silver to the archive after 30."),
      ],
    },
    { when: "Later", steps: [step("Partition tables by date; archive old ones to the object store.")] },
  ],
  verification: [
    step("Less than 80 % are in use.", run.server("df -h /var/lib/postgresql/data /var/lib/postgresql/wal")),
    step("The claims have the size that was asked for.", `kubectl get pvc -n ${postgres.namespace}`),
  ],
  prevention: [
    "The plan sizes the volume by rows, retention and bloat: keep `streamflow.postgres.tables` true.",
    "Volumes of `local-path` aren't measured; there the alert watches the node's disk.",
  ],
  escalation: ["Over 95 %: SRE at once (the alert pages them)."],
  related: ["health-postgres", "maintenance"],
});

const health = (facts: StreamflowFacts, run: Commands): Page => ({
  slug: "health-postgres",
  title: "Health of PostgreSQL",
  component: "PostgreSQL",
  impact: "without a primary nothing is written; with a standby missing the next loss may stop it",
  symptoms: [
    "The cluster isn't in a healthy state.",
    "No primary, or fewer instances than there should be.",
    "A standby is more than 10 MiB behind; over 100 MiB it is critical.",
    "Tables with more than 100,000 dead rows, or not vacuumed for two days.",
  ],
  causes: [
    "An instance restarts or its node is lost.",
    "The network or the standby's disk is slow.",
    "A long transaction keeps dead rows from being removed.",
    "The maintenance DAG didn't run.",
  ],
  investigation: [
    step("What does the operator say?", status(facts)),
    step(
      "Which instance is the primary?",
      `kubectl get cluster ${facts.postgres.cluster} -n ${facts.postgres.namespace} -o jsonpath='{.status.currentPrimary}'`,
    ),
    step("How far behind are standbys? (Ask the primary.)", run.write(SQL.replication)),
    step("Which tables hold dead rows?", run.sql(SQL.deadRows)),
    step("Which are the largest?", run.sql(SQL.largestTables)),
    step("How many connections are in use?", run.sql(SQL.connectionsUsed)),
    step("Which transaction is the oldest?", run.sql(SQL.longQueries)),
  ],
  resolution: [
    {
      when: "Immediately",
      steps: [
        step(
          "Look around yourself.",
          run.server(`psql -U postgres -d ${facts.postgres.database}`).replace("exec", "exec -it"),
        ),
        step(
          "No primary: the operator fails over by itself. If it doesn't, look at why no instance is ready.",
          `kubectl describe cluster ${facts.postgres.cluster} -n ${facts.postgres.namespace}`,
        ),
        step("Dead rows: vacuum the table.", run.write(SQL.vacuum)),
      ],
    },
    {
      when: "Within the hour",
      steps: [
        step(
          "A standby that doesn't catch up: delete its pod; if that doesn't help, its claim as well, and the operator makes a new copy.",
        ),
      ],
    },
  ],
  verification: [
    step("All instances are ready, one is the primary.", status(facts)),
    step("Standbys are less than 10 MiB behind.", run.write(SQL.replication)),
  ],
  prevention: [
    "On many nodes three instances, one of which must confirm each commit.",
    "End what has been idle in a transaction for long.",
  ],
  escalation: ["No primary for 15 minutes: Database team."],
  related: ["postgres-high-connections", "backup-recovery"],
});
