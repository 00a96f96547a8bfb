import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../components/component";
import { ManagedContents } from "../components/kafka/managed/component";
import { SUPERUSER } from "../components/kafka/names";
import { Topics } from "../components/kafka/topics/component";
import { Users } from "../components/kafka/users/component";
import { authorityOf } from "../core/pem";
import type { BrokerSecrets } from "./streamflow";
import { BROKERS } from "./streamflow-inputs";
import type { StreamflowPlan } from "./streamflow-plan";

export interface BrokerContentsArgs {
  readonly plan: StreamflowPlan;
  readonly deps: {
    readonly cluster: pulumi.Resource;
    readonly namespaces: readonly pulumi.Resource[];
    readonly secrets: BrokerSecrets | undefined;
  };
}

/** What is inside StreamFlow's brokers: topics, and users where they ask for a login. */
export class BrokerContents extends PlatformComponent {
  static readonly token = "streaming:stacks:BrokerContents";

  constructor(name: string, { plan, deps }: BrokerContentsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(BrokerContents.token, name, {}, opts);
    const { target, access, topics, users } = plan;
    const { cluster, namespaces, secrets } = deps;
    const authority = secrets?.certificate.apply(authorityOf);
    const logins = { partOf: "streamflow", brokers: BROKERS };
    if (plan.kafka.managedBy === "operator" || access.kafka === undefined) {
      const scope = { cluster: plan.kafka.cluster, namespace: plan.kafka.namespace, partOf: "streamflow" };
      this.add(ManagedContents, "managed", {
        plan: { scope, target, topics, users, logins },
        deps: { cluster, namespaces, login: secrets && authority && { passwordOf: secrets.passwordOf, authority } },
      });
    } else {
      const { provider } = this.add(Topics, "topics", {
        plan: { topics, access: access.kafka, target },
        deps: {
          cluster,
          login: secrets && authority && { username: SUPERUSER, password: secrets.superuserPassword, authority },
        },
      });
      if (secrets && authority)
        this.add(Users, "users", {
          plan: { users, secrets: logins },
          deps: { cluster, namespaces, provider, authority, passwordOf: secrets.passwordOf },
        });
    }
    this.registerOutputs({});
  }
}
