import { type UserPlan, planUser } from "../components/kafka/users/plan";
import { APPHUB } from "./apphub-names";

/** What core mirrors, each switched on by a flag of its own. */
const MIRRORS = [
  "apphub.core.events",
  "apphub.ingestion.telemetry",
  "apphub.workflows.events",
  "apphub.workflows.runs",
  "apphub.jobs.runs",
] as const;
const INPUT = "apphub.streaming.input";
const AGGREGATES = "apphub.streaming.aggregates";

const own = (name: string) => ({ name, namespace: APPHUB.namespace });

/** One user per workload: core mirrors, Flink turns input into aggregates, timestore reads what the others wrote. */
export const APPHUB_USERS: readonly UserPlan[] = [
  planUser(own(APPHUB.users.core), { writes: MIRRORS }),
  planUser(own(APPHUB.users.timestore), { reads: [...MIRRORS, AGGREGATES] }),
  planUser(own(APPHUB.users.flink), { reads: [INPUT], writes: [AGGREGATES], transactions: true }),
];
