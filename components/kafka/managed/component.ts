import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { TargetConfig } from "../../../core/config/target";
import { PlatformComponent } from "../../component";
import { stateful } from "../../stateful";
import { waitFor } from "../../waits";
import type { TopicPlan } from "../topics/plan";
import type { UserPlan } from "../users/plan";
import { type LoginScope, loginSecret } from "../users/secret";
import { type ManagedScope, passwordSecret, topicObject, userObject } from "./objects";

export interface ManagedContentsArgs {
  readonly plan: {
    readonly scope: ManagedScope;
    readonly target: TargetConfig["kind"];
    readonly topics: readonly TopicPlan[];
    readonly users: readonly UserPlan[];
    readonly logins: LoginScope;
  };
  readonly deps: {
    /** The brokers, and whatever else must be there before they are reached. */
    readonly cluster: pulumi.Resource;
    /** Where the logins are kept. */
    readonly namespaces: readonly pulumi.Resource[];
    /** Where brokers ask for one. */
    readonly login: Login | undefined;
  };
}

interface Login {
  readonly passwordOf: (user: string) => pulumi.Output<string>;
  /** PEM: whom the users' clients trust. */
  readonly authority: pulumi.Output<string>;
}

/** Topics and users that Strimzi's operators make, for runners that can't reach the brokers. Stateful. */
export class ManagedContents extends PlatformComponent {
  static readonly token = "streaming:kafka:ManagedContents";

  constructor(name: string, { plan, deps }: ManagedContentsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(ManagedContents.token, name, {}, opts, [deps.cluster, ...deps.namespaces]);
    const { CustomResource } = k8s.apiextensions;
    const topic = waitFor("KafkaTopic");
    for (const wanted of plan.topics)
      this.add(CustomResource, wanted.name, topicObject(plan.scope, wanted, topic.annotations), {
        ...stateful(plan.target),
        customTimeouts: topic.customTimeouts,
      });
    if (deps.login !== undefined) this.addUsers(plan, deps.login);
    this.registerOutputs({});
  }

  private addUsers({ users, scope, logins }: ManagedContentsArgs["plan"], { passwordOf, authority }: Login): void {
    const { CustomResource } = k8s.apiextensions;
    const { Secret } = k8s.core.v1;
    const { annotations, customTimeouts } = waitFor("KafkaUser");
    for (const user of users) {
      const username = user.name;
      const password = passwordOf(username);
      const secret = this.add(Secret, `${username}-password`, passwordSecret(scope, username, password));
      this.add(CustomResource, username, userObject(scope, user, annotations), { customTimeouts, after: [secret] });
      this.add(Secret, `${username}-login`, loginSecret(logins, user.namespace, { username, password, authority }));
    }
  }
}
