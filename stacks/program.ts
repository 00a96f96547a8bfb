import { Provider as AwsProvider } from "@pulumi/aws/provider";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { awsSettings } from "../components/object-store/provider";
import { AppHub, type AppHubOutputs } from "./apphub";
import { APPHUB_BROKERS } from "./apphub-secrets";
import { declareClusterParts } from "./cluster-parts";
import { planAppHub } from "./apphub-plan";
import type { StackConfig } from "./config";
import { raiseWall } from "./guard/wall";
import { type SecuredBrokers, keysOf, passwordKeyOf } from "./kafka-secrets";
import { APPHUB_SECRETS, OBJECT_STORE_KEY } from "./secrets";
import { sharedParts } from "./shared-parts";
import { Streamflow } from "./streamflow";
import type { StreamflowOutputs } from "./streamflow-outputs";
import { planStreamflow } from "./streamflow-plan";
import { STREAMFLOW_BROKERS, STREAMFLOW_SECRETS, rolePasswordKey } from "./streamflow-secrets";

/** What `pulumi stack output` shows: one entry per platform that is switched on. */
export interface StackOutputs {
  readonly apphub?: AppHubOutputs;
  readonly streamflow?: StreamflowOutputs;
}

/** Declares everything that the config asks for. Keeps nothing between two calls, so that one process can plan many stacks. */
export function program(config: StackConfig): StackOutputs {
  raiseWall(config);
  const cluster = new k8s.Provider("kubernetes", {
    ...(config.access.kubernetes === undefined ? {} : { context: config.access.kubernetes.context }),
    // Without it, an address that changes would replace everything on the cluster.
    clusterIdentifier: "streaming",
    enableConfigMapMutable: true,
    enableSecretMutable: true,
  });
  const { apphub, streamflow, objectStore, access } = config;
  const providers =
    objectStore === undefined || objectStore.endpoint !== undefined
      ? [cluster]
      : [cluster, new AwsProvider("aws", awsSettings(objectStore, access.aws))];
  const parts: Surroundings = { providers, ready: declareClusterParts(config, secret, providers) };
  return {
    ...(apphub === undefined ? {} : { apphub: declareAppHub(config, apphub, parts) }),
    ...(streamflow === undefined ? {} : { streamflow: declareStreamflow(config, streamflow, parts) }),
  };
}

/** What every platform is put into. */
interface Surroundings {
  readonly providers: pulumi.ProviderResource[];
  /** What must be on the cluster first. */
  readonly ready: readonly pulumi.Resource[];
}

function declareAppHub(
  stack: StackConfig,
  config: NonNullable<StackConfig["apphub"]>,
  { providers, ready }: Surroundings,
): AppHubOutputs {
  const { target, access } = stack;
  const { kafka, postgres } = access.apphub ?? {};
  if (kafka === undefined || postgres === undefined)
    throw new Error("a parsed config has access for every platform that is switched on");
  const plan = planAppHub(config, target, { kafka, postgres, runners: access.runners }, sharedParts(stack));
  const deps = {
    ready,
    storeSecretKey: storeSecretKey(stack),
    superuserPassword: secret(APPHUB_SECRETS.superuserPassword),
    corePassword: secret(APPHUB_SECRETS.corePassword),
    kafka: plan.redpanda.secured ? brokerSecrets(APPHUB_BROKERS) : undefined,
  };
  return new AppHub("apphub", { plan, deps }, { providers }).outputs;
}

function declareStreamflow(
  stack: StackConfig,
  config: NonNullable<StackConfig["streamflow"]>,
  { providers, ready }: Surroundings,
): StreamflowOutputs {
  const { target, access } = stack;
  const { kafka, postgres } = access.streamflow ?? {};
  if (postgres === undefined) throw new Error("a parsed config has access for every platform that is switched on");
  const plan = planStreamflow(config, {
    target,
    access: { kafka, postgres, runners: access.runners },
    ...sharedParts(stack),
  });
  const deps = {
    ready,
    storeSecretKey: storeSecretKey(stack),
    kafka: plan.kafka.secured ? brokerSecrets(STREAMFLOW_BROKERS) : undefined,
    postgres: {
      superuserPassword: secret(STREAMFLOW_SECRETS.superuserPassword),
      passwordOf: (role: string) => secret(rolePasswordKey(role)),
    },
    airflow: {
      encryption: secret(STREAMFLOW_SECRETS.encryption),
      api: secret(STREAMFLOW_SECRETS.api),
      tokens: secret(STREAMFLOW_SECRETS.tokens),
      adminPassword: secret(STREAMFLOW_SECRETS.adminPassword),
      brokerPassword: plan.airflow.executor === "celery" ? secret(STREAMFLOW_SECRETS.brokerPassword) : undefined,
      mailPassword: config.airflow.mail?.user === undefined ? undefined : secret(STREAMFLOW_SECRETS.mailPassword),
    },
  };
  return new Streamflow("streamflow", { plan, deps }, { providers }).outputs;
}

/** Of an S3-compatible store; AWS knows roles instead. */
const storeSecretKey = ({ objectStore }: StackConfig): pulumi.Output<string> | undefined =>
  objectStore?.endpoint === undefined ? undefined : secret(OBJECT_STORE_KEY);

const brokerSecrets = (brokers: SecuredBrokers) => ({
  superuserPassword: secret(keysOf(brokers).superuserPassword),
  certificate: secret(keysOf(brokers).certificate),
  passwordOf: (user: string) => secret(passwordKeyOf(brokers, user)),
});

/** A full key such as `streaming:apphubSequencerDbPassword`. */
function secret(key: string): pulumi.Output<string> {
  const [namespace, name = ""] = key.split(":");
  return new pulumi.Config(namespace).requireSecret(name);
}
