import { step, type Page } from "../../core/alerts/page";
import type { Commands } from "../streamflow-commands";
import type { StreamflowFacts } from "../streamflow-facts";
import { SQL } from "./sql";

export const backupPage = ({ postgres }: StreamflowFacts, run: Commands): Page => ({
  slug: "backup-recovery",
  title: "Backups and recovery",
  component: "PostgreSQL",
  impact: "without a good backup a recovery loses data",
  symptoms: [
    "The last good backup is older than 26 hours; over 50 it is critical.",
    "The newest backup failed.",
    "No backup is reported at all.",
  ],
  causes: [
    "The object store can't be reached, or its keys are wrong.",
    "The bucket's policy refuses.",
    "The schedule was suspended.",
  ],
  investigation: [
    step(
      "Which backups are there? A daily one begins at 02:00 UTC and takes less than ten minutes.",
      `kubectl get backups -n ${postgres.namespace}\nkubectl get scheduledbackup -n ${postgres.namespace}`,
    ),
    step(
      "Why did one fail?",
      `kubectl describe backups -n ${postgres.namespace}\nkubectl logs -n ${postgres.namespace} ${postgres.cluster}-1 -c plugin-barman-cloud --tail=100`,
    ),
    step("Is the log archived?", run.write(SQL.archiver)),
  ],
  resolution: [
    {
      when: "Immediately (10 minutes)",
      steps: [
        step(
          "Make a backup now.",
          `kubectl cnpg backup ${postgres.cluster} -n ${postgres.namespace} --method plugin --plugin-name barman-cloud.cloudnative-pg.io\nkubectl get backups -n ${postgres.namespace}`,
        ),
        step(
          "One layer to a file of yours, for a report or before a risky change. (The server's container has no folder to write to.)",
          `${run.server(`pg_dump -U postgres -d ${postgres.database} -n gold -F c`)} > gold_export.dump`,
        ),
      ],
    },
    {
      when: "Recovery",
      steps: [
        step(
          "A backup is restored into a _new_ cluster (`bootstrap.recovery`), to any moment of the last seven days; clients are switched to it afterwards. There is no restore in place.",
        ),
        step(
          "A single layer from a file: restore it on the primary.",
          run.restore(`pg_restore -U postgres -d ${postgres.database} -n gold -c`, "gold_export.dump"),
        ),
      ],
    },
    {
      when: "Bronze or silver is corrupt: again from Kafka (one to two hours)",
      steps: [
        step("How far back does Kafka reach? What is older is in the backups alone.", run.oldest),
        step("Stop the job, so that nothing is written meanwhile.", run.stopJob),
        step("Empty what will be made again: bronze.", run.write(SQL.truncateBronze)),
        step("And silver, if it is wrong as well; the pipelines fill it from bronze.", run.write(SQL.truncateSilver)),
        step("Set the job's group back and start the job without its state.", `${run.resetGroup}\n${run.startJobAnew}`),
        step("Watch the rows come back.", run.sql(SQL.countBronze)),
      ],
    },
  ],
  verification: [
    step("The newest backup is completed.", `kubectl get backups -n ${postgres.namespace}`),
    step("The log is archived: the last failure is older than the last success.", run.write(SQL.archiver)),
  ],
  prevention: [
    "Restore a backup into a cluster of its own once in a while: only that proves it.",
    "Backups are in the object store, off the node.",
  ],
  escalation: ["Two backups missed: Database team."],
  related: ["health-postgres", "maintenance"],
});
