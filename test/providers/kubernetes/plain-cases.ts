/** What the kubernetes provider must do with kinds that ask nothing special of it: the same story for each, from a row. */
import type { KubeObject } from "../../../sandbox/kube";
import { becomesTrue } from "../../../sandbox/operators/poll";
import type { WireProps } from "../../../sandbox/providers/protocol/wire";
import { UNKNOWN_INPUT, type KindCases } from "../conformance/cases";
import { NAMESPACE, type KubernetesWorld } from "./cases";

interface PlainKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  /** What the object has beside its identity, and the same with one thing changed. */
  readonly body: WireProps;
  readonly changed: WireProps;
  /** A field's wrong value, and how the server says so. */
  readonly refused: { readonly body: WireProps; readonly reason: RegExp };
  /** A body that only another object can have, and what is then replaced. */
  readonly replaced?: { readonly body: WireProps; readonly because: string };
  /** Where the server fills in what the program leaves out: there an import differs. */
  readonly filledIn?: readonly string[];
  /** A controller of its own writes to the object when it likes. */
  readonly restless?: true;
}

const pod = (image: string): WireProps => ({
  metadata: { labels: { app: "plain" } },
  spec: { terminationGracePeriodSeconds: 0, containers: [{ name: "main", image }] },
});
const rule = (expr: string): WireProps => ({ groups: [{ name: "plain", rules: [{ alert: "Plain", expr }] }] });
const selector: WireProps = { matchLabels: { app: "plain" } };
const peer = (app: string): WireProps => ({
  ...{ podSelector: selector, policyTypes: ["Ingress"] },
  ingress: [{ from: [{ podSelector: { matchLabels: { app } } }], ports: [{ port: 9092, protocol: "TCP" }] }],
});
const cron = (schedule: string): WireProps => ({
  schedule,
  jobTemplate: {
    spec: { template: { spec: { ...(pod("example.com/j:1").spec as WireProps), restartPolicy: "Never" } } },
  },
});
const rights = (verb: string): WireProps => ({
  rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: [verb] }],
});
const binding = (role: string, subject: string): WireProps => ({
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role },
  subjects: [{ kind: "ServiceAccount", name: subject, namespace: NAMESPACE }],
});
const deployment = (replicas: number, label = "plain"): WireProps => ({
  ...{ replicas, selector: { matchLabels: { app: label } } },
  template: { ...pod("example.com/m:1"), metadata: { labels: { app: label } } },
});

const KINDS: readonly PlainKind[] = [
  {
    ...{ apiVersion: "apps/v1", kind: "Deployment", plural: "deployments" },
    body: { spec: deployment(1) },
    changed: { spec: deployment(2) },
    replaced: { body: { spec: deployment(2, "other") }, because: "spec" },
    refused: { body: { spec: { ...deployment(1), replicas: -1 } }, reason: /spec.replicas/ },
    // The controller notes its revision in an annotation.
    ...{ filledIn: ["metadata", "spec"], restless: true },
  },
  {
    ...{ apiVersion: "batch/v1", kind: "CronJob", plural: "cronjobs" },
    body: { spec: cron("0 3 1 1 *") },
    changed: { spec: cron("0 4 1 1 *") },
    refused: { body: { spec: cron("at three") }, reason: /spec.schedule/ },
    ...{ filledIn: ["spec"], restless: true },
  },
  {
    ...{ apiVersion: "policy/v1", kind: "PodDisruptionBudget", plural: "poddisruptionbudgets" },
    body: { spec: { maxUnavailable: 1, selector } },
    changed: { spec: { maxUnavailable: 2, selector } },
    refused: { body: { spec: { maxUnavailable: -1, selector } }, reason: /spec.maxUnavailable/ },
    restless: true,
  },
  {
    ...{ apiVersion: "v1", kind: "ResourceQuota", plural: "resourcequotas" },
    body: { spec: { hard: { "count/secrets": "100" } } },
    changed: { spec: { hard: { "count/secrets": "200" } } },
    refused: { body: { spec: { hard: { "count/secrets": "-1" } } }, reason: /spec.hard/ },
    restless: true,
  },
  {
    ...{ apiVersion: "v1", kind: "LimitRange", plural: "limitranges" },
    body: { spec: { limits: [{ type: "Pod", max: { cpu: "64" } }] } },
    changed: { spec: { limits: [{ type: "Pod", max: { cpu: "32" } }] } },
    refused: {
      body: { spec: { limits: [{ type: "Pod", max: { cpu: "1" }, min: { cpu: "2" } }] } },
      reason: /spec.limits/,
    },
  },
  {
    ...{ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", plural: "networkpolicies" },
    body: { spec: peer("one") },
    changed: { spec: peer("another") },
    refused: { body: { spec: { ...peer("one"), policyTypes: ["Sideways"] } }, reason: /spec.policyTypes/ },
  },
  {
    ...{ apiVersion: "v1", kind: "ServiceAccount", plural: "serviceaccounts" },
    body: { automountServiceAccountToken: true },
    changed: { automountServiceAccountToken: false },
    refused: { body: { automountServiceAccountToken: "maybe" }, reason: /automountServiceAccountToken|bool/ },
  },
  {
    ...{ apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", plural: "roles" },
    body: rights("get"),
    changed: rights("list"),
    refused: { body: { rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: [] }] }, reason: /verbs/ },
  },
  {
    ...{ apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", plural: "rolebindings" },
    body: binding("reader", "one"),
    changed: binding("reader", "another"),
    replaced: { body: binding("writer", "another"), because: "roleRef" },
    refused: { body: { ...binding("reader", "one"), subjects: [{ kind: "Stranger", name: "x" }] }, reason: /subjects/ },
  },
  {
    ...{ apiVersion: "monitoring.coreos.com/v1", kind: "ServiceMonitor", plural: "servicemonitors" },
    body: { spec: { selector, endpoints: [{ port: "metrics" }] } },
    changed: { spec: { selector, endpoints: [{ port: "other" }] } },
    refused: { body: { spec: { selector, endpoints: "metrics" } }, reason: /spec.endpoints/ },
  },
  {
    ...{ apiVersion: "monitoring.coreos.com/v1", kind: "PodMonitor", plural: "podmonitors" },
    body: { spec: { selector, podMetricsEndpoints: [{ port: "metrics" }] } },
    changed: { spec: { selector, podMetricsEndpoints: [{ port: "other" }] } },
    refused: {
      body: { spec: { selector, podMetricsEndpoint: [] } },
      reason: /unknown field "spec.podMetricsEndpoint"/,
    },
  },
  {
    ...{ apiVersion: "monitoring.coreos.com/v1", kind: "PrometheusRule", plural: "prometheusrules" },
    body: { spec: rule("up == 0") },
    changed: { spec: rule("up == 1") },
    refused: { body: { spec: { groups: [{ rules: [] }] } }, reason: /spec.groups\[0\].name/ },
  },
];

interface Rolling {
  readonly metadata: { readonly generation: number };
  readonly spec: { readonly replicas: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly availableReplicas?: number;
  };
}

const isRolledOut = (live: KubeObject | undefined): boolean => {
  const { metadata, spec, status } = live as unknown as Rolling;
  const seen = [status?.replicas, status?.availableReplicas];
  return status?.observedGeneration === metadata.generation && seen.every((count) => count === spec.replicas);
};

const ROLLOUT_MS = 60_000;
const NAME = "plain";
const MANAGER = "?fieldManager=kubectl-patch";

export const plainCases: readonly KindCases<KubernetesWorld>[] = KINDS.map((plain) => {
  const { apiVersion, kind, plural, body, changed, replaced } = plain;
  const path = `${apiVersion === "v1" ? "/api" : "/apis"}/${apiVersion}/namespaces/${NAMESPACE}/${plural}/${NAME}`;
  const object = (content: WireProps, name = NAME): WireProps => ({
    ...{ apiVersion, kind, metadata: { name, namespace: NAMESPACE } },
    ...content,
  });
  const [field = ""] = Object.keys(changed).filter((key) => JSON.stringify(body[key]) !== JSON.stringify(changed[key]));
  return {
    token: `kubernetes:${apiVersion === "v1" ? "core/v1" : apiVersion}:${kind}`,
    inputs: object(body),
    id: `${NAMESPACE}/${NAME}`,
    outputs: { kind, metadata: { name: NAME } },
    ...(plain.restless && { unsettled: ["metadata", "status"] }),
    updates: [{ title: "a changed field", inputs: object(changed), changes: [field], outputs: {} }],
    replacements: [
      {
        title: "another name",
        inputs: object(changed, "other"),
        ...{ because: ["metadata"], deleteBeforeReplace: false },
      },
      ...(replaced
        ? [
            {
              title: "a field that can't change",
              inputs: object(replaced.body),
              ...{ because: [replaced.because], deleteBeforeReplace: true },
            },
          ]
        : []),
    ],
    drift: [
      {
        title: "an edited field",
        change: async ({ kube }) => {
          const contentType = "application/merge-patch+json";
          await kube.request("PATCH", `${path}${MANAGER}`, { body: { [field]: body[field] }, contentType });
          // Until its controller has followed, a Deployment can't be told from one that never gets ready.
          if (kind === "Deployment") await becomesTrue(async () => isRolledOut(await kube.get(path)), ROLLOUT_MS);
        },
        outputs: {},
        changes: [field],
      },
    ],
    unknown: { inputs: { ...object(body), [field]: UNKNOWN_INPUT }, outputs: [field] },
    imported: {
      id: `${NAMESPACE}/${NAME}`,
      inputs: object(changed),
      ...(plain.filledIn && { changes: plain.filledIn }),
    },
    refused: [
      {
        title: "a value that can't be",
        inputs: object(plain.refused.body),
        reason: plain.refused.reason,
        by: "create",
      },
    ],
    remove: async ({ kube }) => {
      await kube.request("DELETE", path, { body: { propagationPolicy: "Background" } });
    },
  };
});
