import { type UserPlan, planUser } from "../components/kafka/users/plan";
import { STREAMFLOW } from "./streamflow-names";

const { users, namespaces } = STREAMFLOW;

/**
 * One user per workload: the generator writes what comes in, Flink turns it into what the others read, Airflow's fraud batch keeps the
 * blacklist. Groups begin with their user's name, as `flink-fraud-detector` does. Logins of what runs elsewhere lie beside the brokers.
 */
export const STREAMFLOW_USERS: readonly UserPlan[] = [
  planUser(
    { name: users.flink, namespace: namespaces.processing },
    {
      reads: ["transactions.raw", "fraud.blacklist"],
      writes: ["transactions.enriched", "fraud.alerts", "fraud.scored"],
      transactions: true,
    },
  ),
  planUser(
    { name: users.airflow, namespace: namespaces.orchestration },
    { reads: ["fraud.alerts", "fraud.scored"], writes: ["fraud.blacklist"] },
  ),
  planUser(
    { name: users.analytics, namespace: namespaces.kafka },
    { reads: ["transactions.enriched", "fraud.alerts", "fraud.scored"] },
  ),
  planUser({ name: users.eventGenerator, namespace: namespaces.kafka }, { writes: ["transactions.raw"] }),
];
