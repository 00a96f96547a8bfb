import type { Scrape } from "../../../../core/alerts/exporter";

export interface RedpandaAlertsArgs {
  readonly namespace: string;
  readonly cluster: string;
  readonly brokers: number;
  /** A topic for the examples, and the pattern of all that count. */
  readonly topic: string;
  readonly topics: string;
  /** Events per minute of one topic above which its quota is looked at again. */
  readonly quotaPerMinute: number;
  readonly metrics: Scrape;
  readonly internal: Scrape;
  readonly state: Scrape;
}
