import {
  AclOperations,
  AclPermissionTypes,
  describeUserScramCredentialsV0,
  ResourcePatternTypes,
  ResourceTypes,
} from "@platformatic/kafka";
import type { CallContext } from "../../providers/kind";
import type { KafkaClient } from "../../providers/kafka/client";
import type { Kafka } from "./resources";

/** Users that brokers know and no `KafkaUser` speaks of. Strimzi's user operator removes them [Strimzi KafkaUserOperator.getAllUsers]. */

/** By environment, as the `Kafka` has no field for it: users of these names are somebody else's business. */
const IGNORED = "STRIMZI_IGNORED_USERS_PATTERN";
/** Rules for everybody and for who doesn't log in are nobody's in particular. */
const NOBODY: readonly string[] = ["*", "ANONYMOUS"];

/** Principals of all users with a login, a rule or a quota, as the brokers have them: `shop`, `CN=shop`. */
export async function principalsOn(client: KafkaClient, context: CallContext): Promise<readonly string[]> {
  const credentials = await client.runRaw(context, (connection) =>
    describeUserScramCredentialsV0.api.async(connection, []),
  );
  const rules = await client.run(context, (admin) => admin.describeAcls({ filter: EVERY_RULE }));
  const quotas = await client.run(context, (admin) =>
    admin.describeClientQuotas({ components: [{ entityType: "user", matchType: ANY_NAMED }], strict: true }),
  );
  const names = [
    ...credentials.results.map(({ user }) => user),
    ...rules.flatMap(({ acls }) => acls.map(({ principal }) => principal.replace(/^User:/, ""))),
    ...quotas.flatMap(({ entity }) => entity.flatMap(({ entityName }) => entityName ?? [])),
  ];
  return [...new Set(names)];
}

/** Those of them that are to go. */
export function strangersAmong(
  principals: readonly string[],
  known: ReadonlySet<string>,
  ignored: RegExp | undefined,
): readonly string[] {
  return principals.filter(
    (principal) =>
      !known.has(principal) && !NOBODY.includes(principal) && !ignored?.test(principal.replace(/^CN=/, "")),
  );
}

/** As Java's `matches`, the pattern is for the whole name. */
export function ignoredBy({ spec }: Kafka): RegExp | undefined {
  const variables = spec.entityOperator?.template?.userOperatorContainer?.env ?? [];
  const pattern = variables.find(({ name }) => name === IGNORED)?.value;
  return pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`);
}

const ANY_NAMED = 2;

const EVERY_RULE = {
  resourceType: ResourceTypes.ANY,
  resourceName: null,
  resourcePatternType: ResourcePatternTypes.ANY,
  principal: null,
  host: null,
  operation: AclOperations.ANY,
  permissionType: AclPermissionTypes.ANY,
};
