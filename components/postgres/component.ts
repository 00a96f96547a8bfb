import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { monitor } from "../monitoring/monitors";
import { stateful } from "../stateful";
import { waitFor } from "../waits";
import { objectStore, scheduledBackup } from "./backup";
import { cluster, externalService, hasQueries, queries, superuserSecret } from "./cluster";
import { postgresNames } from "./names";
import type { PostgresPlan } from "./plan";
import { pooler, poolerBudget } from "./pooler";
import { postgresTargets } from "./scrape";

export interface PostgresClusterArgs {
  readonly plan: PostgresPlan;
  readonly deps: {
    readonly namespace: pulumi.Resource;
    readonly superuserPassword: pulumi.Output<string>;
    /** What holds the bucket of the backups and the right to use it. */
    readonly store: pulumi.Resource | undefined;
  };
}

/** PostgreSQL servers run by CloudNativePG, with their pooler, backups and metrics. Stateful. */
export class PostgresCluster extends PlatformComponent {
  static readonly token = "streaming:postgres:PostgresCluster";

  constructor(name: string, { plan, deps }: PostgresClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const before = deps.store === undefined ? [deps.namespace] : [deps.namespace, deps.store];
    super(PostgresCluster.token, name, { namespace: plan.namespace, cluster: plan.cluster }, opts, before);
    const { annotations, customTimeouts } = waitFor("Cluster", plan);
    const superuser = this.add(k8s.core.v1.Secret, "superuser", superuserSecret(plan, deps.superuserPassword));
    const needed: pulumi.Resource[] = [superuser];
    if (hasQueries(plan)) needed.push(this.add(k8s.core.v1.ConfigMap, "queries", queries(plan)));
    if (plan.backup !== undefined)
      needed.push(this.add(k8s.apiextensions.CustomResource, "backup-store", objectStore(plan, plan.backup)));
    const servers = this.add(k8s.apiextensions.CustomResource, "cluster", cluster(plan, annotations), {
      ...stateful(plan.target),
      customTimeouts,
      after: needed,
    });
    const after = [servers];
    if (plan.externalPort !== undefined)
      this.add(k8s.core.v1.Service, "external-service", externalService(plan, plan.externalPort), { after });
    if (plan.backup !== undefined)
      this.add(k8s.apiextensions.CustomResource, "backup-schedule", scheduledBackup(plan, plan.backup), { after });
    if (plan.pooler !== undefined) {
      this.add(k8s.apiextensions.CustomResource, "pooler", pooler(plan, plan.pooler), { after });
      if (plan.pooler.instances > 1)
        this.add(k8s.policy.v1.PodDisruptionBudget, "pooler-budget", poolerBudget(plan), { after });
    }
    this.declareMonitors(plan);
    this.registerOutputs({});
  }

  /** The operator's own monitors are deprecated [CloudNativePG docs, monitoring]. */
  private declareMonitors({ scraped, namespace, cluster, partOf, pooler }: PostgresPlan): void {
    if (!scraped) return;
    const name = pooler && postgresNames.pooler(cluster);
    const [servers, poolers] = postgresTargets({ namespace, cluster, partOf, pooler: name });
    if (servers !== undefined) this.add(k8s.apiextensions.CustomResource, "monitor", monitor(servers));
    if (poolers !== undefined) this.add(k8s.apiextensions.CustomResource, "pooler-monitor", monitor(poolers));
  }
}
