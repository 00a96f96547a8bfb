import type { ScrapeTarget } from "../monitoring/monitors";
import { AIRFLOW_PORTS, airflowNames, apiServerUrl } from "./names";

/** The exporter to which every part sends. */
export const airflowTarget = (namespace: string, partOf: string): ScrapeTarget => ({
  name: airflowNames.statsd,
  namespace,
  partOf,
  through: "service",
  pods: { "app.kubernetes.io/name": airflowNames.statsd },
  endpoints: [{ port: "metrics", number: AIRFLOW_PORTS.metrics }],
});

/** The api-server, through the probe: its samples are about what is asked, not about the probe. */
export const airflowProbeTarget = (namespace: string, partOf: string): ScrapeTarget => ({
  name: airflowNames.probe,
  namespace,
  partOf,
  pods: { "app.kubernetes.io/name": airflowNames.probe },
  endpoints: [
    {
      port: "probe",
      number: AIRFLOW_PORTS.probe,
      path: "/probe",
      params: { module: ["http_2xx"], target: [`${apiServerUrl(namespace)}/api/v2/version`] },
      labels: { job: airflowNames.apiServer, instance: apiServerUrl(namespace) },
    },
  ],
});
