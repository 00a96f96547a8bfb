import * as kafka from "@pulumi/kafka";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../../component";
import { SCRAM } from "../names";
import { type UserPlan, roleOf } from "./plan";
import { type LoginScope, loginSecret } from "./secret";

export interface UsersArgs {
  readonly plan: { readonly users: readonly UserPlan[]; readonly secrets: LoginScope };
  readonly deps: {
    /** The brokers, and whatever else must be there before they are reached. */
    readonly cluster: pulumi.Resource;
    /** Where the logins are kept. */
    readonly namespaces: readonly pulumi.Resource[];
    readonly provider: kafka.Provider;
    /** PEM: whom the users' clients trust. */
    readonly authority: pulumi.Output<string>;
    readonly passwordOf: (user: string) => pulumi.Output<string>;
  };
}

/** One login per workload with what it may do, and a Secret beside the workload that holds the login. */
export class Users extends PlatformComponent {
  static readonly token = "streaming:kafka:Users";

  constructor(name: string, { plan, deps }: UsersArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(Users.token, name, {}, opts, [deps.cluster, ...deps.namespaces]);
    const { provider, authority } = deps;
    for (const user of plan.users) {
      const username = user.name;
      const password = deps.passwordOf(username);
      const login = this.add(
        kafka.UserScramCredential,
        username,
        { username, scramMechanism: SCRAM, scramIterations: ITERATIONS, password },
        { provider },
      );
      for (const rule of user.rules)
        this.add(
          kafka.Acl,
          roleOf(username, rule),
          {
            aclPrincipal: `User:${username}`,
            aclHost: "*",
            aclPermissionType: "Allow",
            aclOperation: rule.operation,
            aclResourceType: rule.resource,
            aclResourceName: rule.name,
            resourcePatternTypeFilter: rule.pattern,
          },
          { provider, after: [login] },
        );
      this.add(
        k8s.core.v1.Secret,
        `${username}-login`,
        loginSecret(plan.secrets, user.namespace, { username, password, authority }),
      );
    }
    this.registerOutputs({});
  }
}

/** Rounds of hashing, as Kafka and Redpanda have them where nobody says. */
const ITERATIONS = 4096;
