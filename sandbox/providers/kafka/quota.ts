/** `kafka.Quota`. */
import type { ClientQuotaKeyValue, describeClientQuotasV0 } from "@platformatic/kafka";
import { oneOf } from "../bridged/check";
import type { BridgedResource } from "../bridged/resource";
import { text, textMap, type Schema } from "../bridged/schema";
import { waitFor } from "../bridged/wait";
import type { CallContext, Props } from "../kind";
import type { KafkaClient } from "./client";

const ENTITY_TYPES = ["client-id", "user", "ip"] as const;
type EntityType = (typeof ENTITY_TYPES)[number];
const MATCH = { exact: 0, default: 1 } as const;

const schema: Schema = {
  entityName: { type: "string", forceNew: true },
  entityType: { type: "string", required: true, forceNew: true, validate: oneOf(ENTITY_TYPES) },
  config: { type: "map", forceNew: true },
};

export function quotaResource(client: KafkaClient): BridgedResource {
  const alter = async (props: Props, remove: boolean, context: CallContext): Promise<void> => {
    const entities = [{ entityType: entityTypeOf(props), entityName: text(props, "entityName") || null }];
    const ops = Object.entries(textMap(props, "config")).map(([key, value]) =>
      remove ? { key: quotaKey(key), remove } : { key: quotaKey(key), value: Number(value), remove },
    );
    await client.run(context, (admin) => admin.alterClientQuotas({ entries: [{ entities, ops }] }));
  };
  const describe = async (
    props: Props,
    context: CallContext,
  ): Promise<Readonly<Record<string, string>> | undefined> => {
    const [entry] = await client.run(context, (admin) =>
      admin.describeClientQuotas({ components: [component(props)], strict: true }),
    );
    return entry && Object.fromEntries(entry.values.map(({ key, value }) => [key, String(value)]));
  };

  return {
    token: "kafka:index/quota:Quota",
    schema,
    async create(planned, context) {
      await alter(planned, false, context);
      await waitFor(() => describe(planned, context), {
        timeoutMs: client.timeoutMs,
        everyMs: 100,
        signal: context.signal,
        onTimeout: () =>
          new Error(
            `error waiting for quota (${quotaId(planned)}) to be created: timeout while waiting for state to become 'Created'`,
          ),
      });
      return { id: quotaId(planned), state: planned };
    },
    async read(id, state, context) {
      const config = await describe(state, context);
      return config && { id, state: { ...state, config } };
    },
    update: () => Promise.reject(new Error("doesn't support update")),
    delete: (_id, state, context) => alter(state, true, context),
  };
}

/** `app|client-id`, or `entity-default|user` for the quota of everyone without one. */
export function quotaId(props: Props): string {
  return `${text(props, "entityName") || "entity-default"}|${text(props, "entityType")}`;
}

function component(props: Props): describeClientQuotasV0.DescribeClientQuotasRequestComponent {
  const match = text(props, "entityName");
  const entityType = entityTypeOf(props);
  return match === "" ? { entityType, matchType: MATCH.default } : { entityType, matchType: MATCH.exact, match };
}

function entityTypeOf(props: Props): EntityType {
  return ENTITY_TYPES.find((type) => type === text(props, "entityType")) ?? "client-id";
}

const KEYS = [
  "producer_byte_rate",
  "consumer_byte_rate",
  "request_percentage",
  "controller_mutation_rate",
  "connection_creation_rate",
] as const;

function quotaKey(key: string): ClientQuotaKeyValue {
  const found = KEYS.find((known) => known === key);
  if (found === undefined) throw new Error(`kafka server: unknown quota ${key}: can be ${KEYS.join(", ")}`);
  return found;
}
