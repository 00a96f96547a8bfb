import type { Scrape } from "../../../core/alerts/exporter";

export interface PostgresAlertsArgs {
  readonly namespace: string;
  readonly cluster: string;
  readonly instances: number;
  /** Schemas whose tables are looked after. */
  readonly schemas: readonly string[];
  /** Whether the kubelet measures volumes; if not, the node's disk is watched. */
  readonly volumeStats: boolean;
  readonly exporter: Scrape;
  readonly kubelet: Scrape;
  readonly node: Scrape;
}
