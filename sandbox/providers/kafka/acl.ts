/** `kafka.Acl`: an access rule has no identity but its fields, so each change of it makes a new one. */
import { type AclFilter } from "@platformatic/kafka";
import type { BridgedResource } from "../bridged/resource";
import type { Field, Schema } from "../bridged/schema";
import { waitFor } from "../bridged/wait";
import type { CallContext, Props } from "../kind";
import { aclId, aclOf, parseAclId } from "./acl-names";
import type { KafkaClient } from "./client";

const part = { type: "string", required: true, forceNew: true } as const satisfies Field;

const schema: Schema = {
  aclPrincipal: part,
  aclHost: part,
  aclOperation: part,
  aclPermissionType: part,
  aclResourceType: { ...part, terraformName: "resource_type" },
  aclResourceName: { ...part, terraformName: "resource_name" },
  resourcePatternTypeFilter: { type: "string", forceNew: true, default: "Literal" },
};

/** Brokers learn of a rule a moment after the controller took it. */
const VISIBLE = { attempts: 10, everyMs: 200 } as const;

export function aclResource(client: KafkaClient): BridgedResource {
  const exists = async (props: Props, context: CallContext): Promise<boolean> => {
    const filter: AclFilter = aclOf(props);
    const found = await client.run(context, (admin) => admin.describeAcls({ filter }));
    return found.some(({ acls }) => acls.length > 0);
  };
  const settle = (props: Props, present: boolean, context: CallContext): Promise<true> =>
    waitFor(async () => ((await exists(props, context)) === present ? true : undefined), {
      timeoutMs: VISIBLE.attempts * VISIBLE.everyMs,
      everyMs: VISIBLE.everyMs,
      signal: context.signal,
      onTimeout: () =>
        new Error(
          `ACL ${aclId(props)} was ${present ? "not" : "still"} visible in Kafka after ${VISIBLE.attempts} attempts over 2s`,
        ),
    });

  return {
    token: "kafka:index/acl:Acl",
    schema,
    importState: parseAclId,

    async create(planned, context) {
      const acl = aclOf(planned);
      await client.run(context, (admin) => admin.createAcls({ creations: [acl] }));
      await settle(planned, true, context);
      return { id: aclId(planned), state: planned };
    },
    async read(id, state, context) {
      return (await exists(state, context)) ? { id, state } : undefined;
    },
    update: () => Promise.reject(new Error("doesn't support update")),
    async delete(_id, state, context) {
      const filter: AclFilter = aclOf(state);
      await client.run(context, (admin) => admin.deleteAcls({ filters: [filter] }));
      await settle(state, false, context);
    },
  };
}
