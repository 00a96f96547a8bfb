import { base64 } from "../../../core/base64";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { dns63 } from "../../../core/names";
import type { KafkaTopic } from "../../../schemas/types/KafkaTopic";
import type { KafkaUser } from "../../../schemas/types/KafkaUser";
import { STRIMZI_LABELS } from "../strimzi/names";
import type { TopicPlan } from "../topics/plan";
import type { AccessRule, UserPlan } from "../users/plan";

/** The cluster whose operators make the topics and users. */
export interface ManagedScope {
  readonly cluster: string;
  readonly namespace: string;
  readonly partOf: string;
}

const labels = ({ cluster, partOf }: ManagedScope) => ({
  [STRIMZI_LABELS.cluster]: cluster,
  "app.kubernetes.io/part-of": partOf,
});

type Annotations = Readonly<Record<string, string>>;

/** Kafka's names may have capitals and underscores, Kubernetes' may not. */
const objectName = (topic: string): string => (/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(topic) ? topic : dns63(topic));

export const topicObject = (
  scope: ManagedScope,
  { name, partitions, replication, config }: TopicPlan,
  annotations: Annotations,
): KafkaTopic => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "KafkaTopic",
  metadata: { name: objectName(name), namespace: scope.namespace, labels: labels(scope), annotations },
  spec: { topicName: name, partitions, replicas: replication, config },
});

const passwordName = (user: string): string => `${user}-password`;

/** The user's password, ours, where the user operator looks for it. */
export const passwordSecret = (
  scope: ManagedScope,
  user: string,
  password: pulumi.Output<string>,
): k8s.types.input.core.v1.Secret => ({
  metadata: {
    name: passwordName(user),
    namespace: scope.namespace,
    labels: { "app.kubernetes.io/name": user, "app.kubernetes.io/part-of": scope.partOf },
  },
  type: "Opaque",
  data: { password: password.apply(base64) },
});

export const userObject = (scope: ManagedScope, { name, rules }: UserPlan, annotations: Annotations): KafkaUser => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "KafkaUser",
  metadata: { name, namespace: scope.namespace, labels: labels(scope), annotations },
  spec: {
    authentication: {
      type: "scram-sha-512",
      password: { valueFrom: { secretKeyRef: { name: passwordName(name), key: "password" } } },
    },
    authorization: { type: "simple", acls: rules.map(acl) },
  },
});

const TYPES = { Topic: "topic", Group: "group", TransactionalID: "transactionalId", Cluster: "cluster" } as const;

const acl = ({ resource, name, pattern, operation }: AccessRule) => ({
  resource:
    resource === "Cluster"
      ? { type: TYPES[resource] }
      : {
          type: TYPES[resource],
          name,
          patternType: pattern === "Prefixed" ? ("prefix" as const) : ("literal" as const),
        },
  operations: [operation],
});
