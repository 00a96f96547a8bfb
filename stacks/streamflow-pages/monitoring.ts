import { RELEASE, monitoringNames } from "../../components/monitoring/names";
import { step, type Page } from "../../core/alerts/page";
import type { StreamflowFacts } from "../streamflow-facts";

export const monitoringPages = ({ monitoring: { namespace } }: StreamflowFacts): readonly Page[] => [
  {
    slug: "health-monitoring",
    title: "Health of the monitoring",
    component: "Prometheus, Alertmanager, Grafana",
    impact: "alerts may be missing without anybody noticing",
    symptoms: [
      "A target can't be scraped.",
      "Prometheus, Alertmanager or Grafana isn't ready.",
      "A dashboard stays empty.",
    ],
    causes: [
      "The scraped pod is down.",
      "A network policy or a changed port is in the way.",
      "Prometheus has no room: memory or disk.",
      "A label of a monitor doesn't fit what Prometheus selects.",
    ],
    investigation: [
      step("Which pods run?", `kubectl get pods -n ${namespace}`),
      step(
        "Which targets are down, and why? Open http://localhost:9090/targets.",
        `kubectl port-forward -n ${namespace} svc/${monitoringNames.prometheusAlias} 9090:9090`,
      ),
      step(
        "Are rules and monitors there?",
        "kubectl get prometheusrules -A\nkubectl get podmonitors -A\nkubectl get servicemonitors -A",
      ),
      step(
        "What fires? Open http://localhost:9093.",
        `kubectl port-forward -n ${namespace} svc/${RELEASE}-alertmanager 9093:9093`,
      ),
      step(
        "Do dashboards load? Open http://localhost:3000; user and password are in the Secret `grafana-admin`.",
        `kubectl port-forward -n ${namespace} svc/${monitoringNames.grafana} 3000:80`,
      ),
    ],
    resolution: [
      {
        when: "Immediately",
        steps: [
          step("A target is down because its pod is: that pod has alerts of its own; begin there."),
          step(
            "Grafana hangs: restart it.",
            `kubectl rollout restart deployment/${monitoringNames.grafana} -n ${namespace}`,
          ),
          step(
            "Prometheus or Alertmanager hangs: delete its pod, it comes back with its data.",
            `kubectl delete pod ${monitoringNames.prometheus(0)} -n ${namespace}`,
          ),
        ],
      },
      {
        when: "Within the hour",
        steps: [
          step(
            "No room: `monitoring.memory`, `monitoring.volume` or `monitoring.retention`. Edit the stack file, then `pulumi up`.",
          ),
        ],
      },
    ],
    verification: [
      step("All pods are ready.", `kubectl get pods -n ${namespace}`),
      step(
        "No target is down; no critical alert fires.",
        `kubectl port-forward -n ${namespace} svc/${monitoringNames.prometheusAlias} 9090:9090`,
      ),
    ],
    prevention: [
      "Give `monitoring.series` the true number: `prometheus_tsdb_head_series`. Memory and disk follow from it.",
    ],
    escalation: [],
  },
];
