import type { Page } from "../../core/alerts/page";
import { commandsOf } from "../streamflow-commands";
import type { StreamflowFacts } from "../streamflow-facts";
import { airflowPages } from "./airflow";
import { backupPage } from "./backup";
import { businessPages } from "./business";
import { flinkPages } from "./flink";
import { kafkaPages } from "./kafka";
import { monitoringPages } from "./monitoring";
import { postgresPages } from "./postgres";

/** StreamFlow's runbook. */
export function streamflowPages(facts: StreamflowFacts): readonly Page[] {
  const run = commandsOf(facts);
  return [
    ...kafkaPages(facts, run),
    ...flinkPages(facts, run),
    ...postgresPages(facts, run),
    backupPage(facts, run),
    ...businessPages(facts, run),
    ...airflowPages(facts, run),
    ...monitoringPages(facts),
  ];
}
