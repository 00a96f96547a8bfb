/** Kafka by Strimzi on many nodes: brokers, controllers and the superuser by its kinds, topics, users and rules on the brokers themselves. */
import * as kafka from "@pulumi/kafka";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as objects from "./objects";

const { NAMESPACE, SUPERUSER, SUPERUSER_SECRET, TLS_SECRET } = objects;
const config = new pulumi.Config();
/** PEM in JSON, as the CLI takes a value that begins with dashes for an option. */
const pem = (name: string): pulumi.Output<string> => config.requireSecretObject<string>(name);
const password = (name: string): pulumi.Output<string> => config.requireSecret(`${name}Password`);

const cluster = new k8s.Provider("cluster", {
  kubeconfig: config.requireSecret("kubeconfig"),
  context: config.require("context"),
});
const onCluster = { provider: cluster };
const namespace = new k8s.core.v1.Namespace(
  "namespace",
  { metadata: { name: NAMESPACE, labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
  onCluster,
);
const inNamespace = { ...onCluster, dependsOn: [namespace] };
// Nobody gives a container what it doesn't ask for: there is no LimitRange.
const quota = new k8s.core.v1.ResourceQuota(
  "quota",
  {
    metadata: { name: "all", namespace: NAMESPACE },
    spec: { hard: { "requests.cpu": "2", "requests.memory": "6656Mi", "limits.cpu": "4", "limits.memory": "6656Mi" } },
  },
  inNamespace,
);
const secret = (name: string, stringData: Record<string, pulumi.Input<string>>): k8s.core.v1.Secret =>
  new k8s.core.v1.Secret(name, { metadata: { name, namespace: NAMESPACE }, stringData }, inNamespace);
const secrets = [
  secret(TLS_SECRET, { "tls.crt": pem("certificate"), "tls.key": pem("key") }),
  secret(SUPERUSER_SECRET, { password: password(SUPERUSER) }),
];

const custom = (
  name: string,
  object: k8s.apiextensions.CustomResourceArgs,
  after: readonly pulumi.Resource[],
): k8s.apiextensions.CustomResource =>
  new k8s.apiextensions.CustomResource(name, object, { ...onCluster, dependsOn: [...after] });
const pools = [
  custom("controllers", objects.pool("controller", "controller", "[100-199]"), [quota]),
  custom("brokers", objects.pool("kafka", "broker", "[0-99]"), [quota]),
];
const brokers = custom("kafka", objects.kafka, [...pools, ...secrets]);
const superuser = custom(
  "superuser",
  objects.user(SUPERUSER, {
    authentication: {
      type: "scram-sha-512",
      password: { valueFrom: { secretKeyRef: { name: SUPERUSER_SECRET, key: "password" } } },
    },
  }),
  [brokers],
);
custom(
  "auditor",
  objects.user("auditor", {
    authentication: { type: "scram-sha-512" },
    authorization: {
      type: "simple",
      acls: [
        { resource: { type: "topic", name: "bookings" }, operations: ["Read", "Describe"] },
        { resource: { type: "group", name: "auditor", patternType: "prefix" }, operations: ["Read"] },
      ],
    },
  }),
  [brokers],
);

const provider = new kafka.Provider("brokers", {
  bootstrapServers: config.requireObject("bootstrap"),
  tlsEnabled: true,
  caCert: config.requireObject<string>("authority"),
  saslMechanism: "scram-sha512",
  saslUsername: SUPERUSER,
  saslPassword: password(SUPERUSER),
});
const onBrokers = { provider, dependsOn: [superuser] };
for (const name of ["bookings", "balances"])
  new kafka.Topic(name, { name, partitions: 3, replicationFactor: 3, config: {} }, onBrokers);
const clerk = new kafka.UserScramCredential(
  "clerk",
  { username: "program-clerk", scramMechanism: "SCRAM-SHA-512", password: password("clerk") },
  onBrokers,
);
for (const operation of ["Write", "Describe"])
  new kafka.Acl(
    `clerk-${operation}`,
    {
      ...{ aclPrincipal: "User:program-clerk", aclHost: "*", aclPermissionType: "Allow", aclOperation: operation },
      ...{ aclResourceType: "Topic", aclResourceName: "bookings", resourcePatternTypeFilter: "Literal" },
    },
    { provider, dependsOn: [clerk] },
  );
