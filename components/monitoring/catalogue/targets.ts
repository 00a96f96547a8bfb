/** Labels that the Prometheus operator gives to a target [Prometheus operator docs, PodMonitor and ServiceMonitor]. */

interface PodTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Name of the port. */
  readonly endpoint: string;
}

const ADDRESS = "10.0.0.1";

/** Scraped through a PodMonitor, which names the job. */
export const podMonitored = (monitor: string, target: PodTarget): Readonly<Record<string, string>> => ({
  ...target,
  job: `${target.namespace}/${monitor}`,
  instance: `${ADDRESS}:9404`,
});

/** Scraped through a ServiceMonitor: the Service names the job. */
export const serviceMonitored = (service: string, target: PodTarget): Readonly<Record<string, string>> => ({
  ...target,
  service,
  job: service,
  instance: `${ADDRESS}:8080`,
});
