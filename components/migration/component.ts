import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { databaseLogin } from "../postgres/login";
import { migrationJob } from "./job";
import type { MigrationPlan } from "./plan";

export interface MigrationArgs {
  readonly plan: MigrationPlan;
  readonly deps: {
    readonly namespace: pulumi.Resource;
    /** The database with its roles and grants. */
    readonly database: pulumi.Resource;
    /** Of the role that owns the tables. */
    readonly password: pulumi.Output<string>;
  };
}

/** Minutes that a Job may wait for its pod to be scheduled, and Kubernetes may take to say that it is over. */
const SLACK_MINUTES = 5;

/** Brings an application's tables to what its image expects, whenever that image or its command changes. */
export class Migration extends PlatformComponent {
  static readonly token = "streaming:migration:Migration";

  constructor(name: string, { plan, deps }: MigrationArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { namespace, database } = plan.login;
    super(Migration.token, name, { namespace, database }, opts, [deps.namespace, deps.database]);
    const login = this.add(k8s.core.v1.Secret, "login", databaseLogin(plan.login, deps.password));
    const minutes = `${Math.ceil(plan.timeoutMs / 60_000) + SLACK_MINUTES}m`;
    this.add(k8s.batch.v1.Job, "job", migrationJob(plan), {
      after: [login],
      customTimeouts: { create: minutes, update: minutes },
    });
    this.registerOutputs({});
  }
}
