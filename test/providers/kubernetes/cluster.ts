import type { Props } from "../../../sandbox/providers/kind";
import { KubeClient } from "../../../sandbox/providers/kubernetes/api/client";
import { Connection } from "../../../sandbox/providers/kubernetes/api/connection";
import type { Cluster } from "../../../sandbox/providers/kubernetes/cluster";
import { readSettings } from "../../../sandbox/providers/kubernetes/settings";

/** A provider whose cluster nobody can reach: for what is decided without asking. */
export function offlineCluster(config: Props = {}): Cluster {
  return {
    client: new KubeClient(new Connection({ server: "https://127.0.0.1:1" })),
    settings: readSettings(config, {}),
    namespace: "default",
    unreachable: "it is offline",
  };
}
