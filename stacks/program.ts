import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { AppHub, type AppHubOutputs } from "./apphub";
import { APPHUB_KAFKA_SECRETS, passwordKeyOf } from "./apphub-secrets";
import { planAppHub } from "./apphub-plan";
import type { StackConfig } from "./config";
import { APPHUB_SECRETS } from "./secrets";

/** What `pulumi stack output` shows: one entry per platform that is switched on. */
export interface StackOutputs {
  readonly apphub?: AppHubOutputs;
}

/** Declares everything that the config asks for. Keeps nothing between two calls, so that one process can plan many stacks. */
export function program(config: StackConfig): StackOutputs {
  const cluster = new k8s.Provider("kubernetes", {
    ...(config.access.kubernetes === undefined ? {} : { context: config.access.kubernetes.context }),
    // Without it, an address that changes would replace everything on the cluster.
    clusterIdentifier: "streaming",
    enableConfigMapMutable: true,
    enableSecretMutable: true,
  });
  return { ...(config.apphub === undefined ? {} : { apphub: declareAppHub(config, config.apphub, cluster) }) };
}

function declareAppHub(
  { target, access }: StackConfig,
  config: NonNullable<StackConfig["apphub"]>,
  provider: k8s.Provider,
): AppHubOutputs {
  const { kafka, postgres } = access.apphub ?? {};
  if (kafka === undefined || postgres === undefined)
    throw new Error("a parsed config has access for every platform that is switched on");
  const plan = planAppHub(config, target, { kafka, postgres });
  const deps = {
    superuserPassword: secret(APPHUB_SECRETS.superuserPassword),
    corePassword: secret(APPHUB_SECRETS.corePassword),
    kafka: plan.redpanda.secured
      ? {
          superuserPassword: secret(APPHUB_KAFKA_SECRETS.superuserPassword),
          certificate: secret(APPHUB_KAFKA_SECRETS.certificate),
          passwordOf: (user: string) => secret(passwordKeyOf(user)),
        }
      : undefined,
  };
  return new AppHub("apphub", { plan, deps }, { providers: [provider] }).outputs;
}

/** A full key such as `streaming:apphubSequencerDbPassword`. */
function secret(key: string): pulumi.Output<string> {
  const [namespace, name = ""] = key.split(":");
  return new pulumi.Config(namespace).requireSecret(name);
}
