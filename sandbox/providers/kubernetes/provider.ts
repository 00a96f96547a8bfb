/** Stand-in for `pulumi-resource-kubernetes`: any kind that the API server knows, by server-side apply. */
import type { CheckResult, ConfiguredProvider, ProviderDefinition, Props } from "../kind";
import { KubeClient } from "./api/client";
import { Connection } from "./api/connection";
import type { Endpoint } from "./api/connection";
import type { Cluster } from "./cluster";
import { activeCluster, ambientKubeconfig, endpointOf, parseKubeconfig } from "./kubeconfig";
import { at, textAt } from "./objects";
import { diffProviderConfig } from "./provider-diff";
import { resourceKinds } from "./resource";
import type { Settings } from "./settings";
import { readSettings } from "./settings";

/** How long a cluster that doesn't answer is waited for before it counts as unreachable. */
const configurePatience = 5_000;

interface Target {
  readonly endpoint: Endpoint;
  readonly namespace: string;
}

function targetOf({ kubeconfig, context, cluster, namespace }: Settings): Target {
  const config = kubeconfig ? parseKubeconfig(kubeconfig) : ambientKubeconfig();
  const active = activeCluster(config, { ...(context && { context }), ...(cluster && { cluster }) });
  if (!active) throw new Error(`the kubeconfig has no context ${context || textAt(config.content, "current-context")}`);
  return { endpoint: endpointOf(active, config.folder), namespace: namespace || active.namespace };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A cluster that can't be reached is no error yet: previews work without one. */
async function connect(settings: Settings): Promise<Cluster> {
  try {
    const { endpoint, namespace } = targetOf(settings);
    const client = new KubeClient(new Connection(endpoint));
    const unreachable = await client.version(configurePatience).then(() => undefined, messageOf);
    return { client, settings, namespace, unreachable };
  } catch (error) {
    const client = new KubeClient(new Connection({ server: "https://127.0.0.1:1" }));
    return { client, settings, namespace: settings.namespace, unreachable: messageOf(error) };
  }
}

function checkConfig(news: Props): CheckResult {
  const strict = news["strictMode"] === "true" || news["strictMode"] === true;
  const missing = strict
    ? ["kubeconfig", "context"].filter((key) => at(news, key) === undefined || news[key] === "")
    : [];
  const failures = missing.map((property) => ({
    property,
    reason: `strict mode requires Provider "${property}" argument`,
  }));
  const render = textAt(news, "renderYamlToDirectory")
    ? [{ property: "renderYamlToDirectory", reason: "rendering to a directory is not offered by this stand-in" }]
    : [];
  return { inputs: news, failures: [...failures, ...render] };
}

export const provider: ProviderDefinition = {
  name: "kubernetes",
  version: "4.34.2",
  acceptSecrets: true,
  checkConfig: (news) => Promise.resolve(checkConfig(news)),
  diffConfig: (olds, news) => Promise.resolve(diffProviderConfig(olds, news)),
  async configure(config): Promise<ConfiguredProvider> {
    const cluster = await connect(readSettings(config));
    return {
      kinds: resourceKinds(cluster),
      close: () => {
        cluster.client.close();
        return Promise.resolve();
      },
    };
  },
};
