import { isDeepStrictEqual } from "node:util";
import type { Acl, AclFilter } from "@platformatic/kafka";
import type { CallContext } from "../../providers/kind";
import { aclCodes } from "../../providers/kafka/acl-names";
import type { KafkaClient } from "../../providers/kafka/client";
import { quotaResource } from "../../providers/kafka/quota";
import { scramResource } from "../../providers/kafka/scram";
import type { AclRule, KafkaUser } from "./resources";
import { principalOf } from "./user-secrets";

/** What a user is and may do on the brokers. */

const MECHANISM = "SCRAM-SHA-512";
const ITERATIONS = 4096;

/** `password` where it is to be set: brokers don't tell whether theirs is another one. */
export async function setRights(
  client: KafkaClient,
  context: CallContext,
  user: KafkaUser,
  password: string | undefined,
): Promise<void> {
  const principal = principalOf(user);
  if (password !== undefined) {
    await scramResource(client).create(
      { username: principal, scramMechanism: MECHANISM, scramIterations: ITERATIONS, password },
      context,
    );
  }
  await setAcls(client, context, principal, user.spec?.authorization?.acls ?? []);
  await setQuotas(client, context, principal, user.spec?.quotas ?? {});
}

export async function removeRights(client: KafkaClient, context: CallContext, principal: string): Promise<void> {
  await setAcls(client, context, principal, []);
  await setQuotas(client, context, principal, {});
  const login = { username: principal, scramMechanism: MECHANISM, scramIterations: ITERATIONS };
  const scram = scramResource(client);
  if (await scram.read("", login, context)) await scram.delete("", login, context);
}

async function setAcls(
  client: KafkaClient,
  context: CallContext,
  principal: string,
  rules: readonly AclRule[],
): Promise<void> {
  const wanted = rules.flatMap((rule) => aclsOf(principal, rule));
  const found = await client.run(context, (admin) => admin.describeAcls({ filter: filterOf(principal) }));
  const current = found.flatMap(({ acls, resourceType, resourceName, resourcePatternType }) =>
    acls.map((acl): Acl => ({ ...acl, resourceType, resourceName, resourcePatternType })),
  );
  const key = (acl: Acl): string =>
    JSON.stringify([
      acl.resourceType,
      acl.resourcePatternType,
      acl.resourceName,
      acl.host,
      acl.operation,
      acl.permissionType,
    ]);
  const has = (list: readonly Acl[], acl: Acl): boolean => list.some((other) => key(other) === key(acl));
  const creations = wanted.filter((acl) => !has(current, acl));
  const filters: AclFilter[] = current.filter((acl) => !has(wanted, acl));
  if (creations.length > 0) await client.run(context, (admin) => admin.createAcls({ creations }));
  if (filters.length > 0) await client.run(context, (admin) => admin.deleteAcls({ filters }));
}

/** Everything that a principal has. */
function filterOf(principal: string): AclFilter {
  const { operations, permissions, patterns, resources } = aclCodes();
  return {
    resourceType: resources.Any,
    resourceName: null,
    resourcePatternType: patterns.Any,
    principal: `User:${principal}`,
    host: null,
    operation: operations.Any,
    permissionType: permissions.Any,
  };
}

/** The word of `KafkaUser` and that of the other tools. */
const RESOURCES: Readonly<Record<string, "Topic" | "Group" | "Cluster" | "TransactionalID">> = {
  topic: "Topic",
  group: "Group",
  cluster: "Cluster",
  transactionalId: "TransactionalID",
};

function aclsOf(principal: string, { type = "allow", host = "*", operations, resource }: AclRule): readonly Acl[] {
  const codes = aclCodes();
  const known: Readonly<Record<string, Acl["operation"]>> = codes.operations;
  return operations.flatMap((name) => {
    const operation = known[name];
    const kind = RESOURCES[resource.type];
    if (operation === undefined || kind === undefined) return [];
    return [
      {
        operation,
        resourceType: codes.resources[kind],
        permissionType: type === "allow" ? codes.permissions.Allow : codes.permissions.Deny,
        resourcePatternType: resource.patternType === "prefix" ? codes.patterns.Prefixed : codes.patterns.Literal,
        resourceName: resource.type === "cluster" ? "kafka-cluster" : (resource.name ?? "*"),
        principal: `User:${principal}`,
        host,
      },
    ];
  });
}

/** The words of `KafkaUser` and of the brokers. */
const QUOTAS: Readonly<Record<string, string>> = {
  producerByteRate: "producer_byte_rate",
  consumerByteRate: "consumer_byte_rate",
  requestPercentage: "request_percentage",
  controllerMutationRate: "controller_mutation_rate",
};

async function setQuotas(
  client: KafkaClient,
  context: CallContext,
  principal: string,
  quotas: Readonly<Record<string, number>>,
): Promise<void> {
  const resource = quotaResource(client);
  const entity = { entityName: principal, entityType: "user" };
  const wanted = Object.fromEntries(
    Object.entries(quotas).flatMap(([name, value]) => (QUOTAS[name] ? [[QUOTAS[name], String(value)]] : [])),
  );
  const current = await resource.read("", entity, context);
  if (isDeepStrictEqual(current?.state.config ?? {}, wanted)) return;
  if (current) await resource.delete("", current.state, context);
  if (Object.keys(wanted).length > 0) await resource.create({ ...entity, config: wanted }, context);
}
