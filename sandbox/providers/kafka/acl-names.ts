/** The provider's words for the numbers that an access rule is made of on the wire, and a rule's id. */
import type { Acl } from "@platformatic/kafka";
import { text } from "../bridged/schema";
import type { Props } from "../kind";
import { library } from "./library";

/** Read when a rule is made: loading the library takes long. */
export function aclCodes() {
  const { AclOperations, AclPermissionTypes, ResourcePatternTypes, ResourceTypes } = library();
  return {
    operations: {
      Unknown: AclOperations.UNKNOWN,
      Any: AclOperations.ANY,
      All: AclOperations.ALL,
      Read: AclOperations.READ,
      Write: AclOperations.WRITE,
      Create: AclOperations.CREATE,
      Delete: AclOperations.DELETE,
      Alter: AclOperations.ALTER,
      Describe: AclOperations.DESCRIBE,
      ClusterAction: AclOperations.CLUSTER_ACTION,
      DescribeConfigs: AclOperations.DESCRIBE_CONFIGS,
      AlterConfigs: AclOperations.ALTER_CONFIGS,
      IdempotentWrite: AclOperations.IDEMPOTENT_WRITE,
    },
    permissions: {
      Unknown: AclPermissionTypes.UNKNOWN,
      Any: AclPermissionTypes.ANY,
      Deny: AclPermissionTypes.DENY,
      Allow: AclPermissionTypes.ALLOW,
    },
    resources: {
      Unknown: ResourceTypes.UNKNOWN,
      Any: ResourceTypes.ANY,
      Topic: ResourceTypes.TOPIC,
      Group: ResourceTypes.GROUP,
      Cluster: ResourceTypes.CLUSTER,
      TransactionalID: ResourceTypes.TRANSACTIONAL_ID,
    },
    patterns: {
      Any: ResourcePatternTypes.ANY,
      Match: ResourcePatternTypes.MATCH,
      Literal: ResourcePatternTypes.LITERAL,
      Prefixed: ResourcePatternTypes.PREFIXED,
    },
  } as const;
}

/** The fields in the order of the id. */
const ID_FIELDS = [
  "aclPrincipal",
  "aclHost",
  "aclOperation",
  "aclPermissionType",
  "aclResourceType",
  "aclResourceName",
  "resourcePatternTypeFilter",
] as const;

function code<T extends number>(known: Readonly<Record<string, T>>, word: string, what: string): T {
  const found = known[word];
  if (found === undefined) throw new Error(`Unknown ${what}: ${word}`);
  return found;
}

export function aclOf(props: Props): Acl {
  const { operations, permissions, resources, patterns } = aclCodes();
  return {
    operation: code(operations, text(props, "aclOperation"), "operation"),
    permissionType: code(permissions, text(props, "aclPermissionType"), "permission type"),
    resourceType: code(resources, text(props, "aclResourceType"), "resource type"),
    resourcePatternType: code(patterns, text(props, "resourcePatternTypeFilter"), "pattern type filter"),
    resourceName: text(props, "aclResourceName"),
    principal: text(props, "aclPrincipal"),
    host: text(props, "aclHost"),
  };
}

/** `User:app|*|Read|Allow|Topic|orders|Literal` */
export function aclId(props: Props): string {
  return ID_FIELDS.map((field) => text(props, field)).join("|");
}

export function parseAclId(id: string): Props {
  const parts = id.split("|");
  if (parts.length !== ID_FIELDS.length) {
    throw new Error(
      "failed importing resource; expected format is acl_principal|acl_host|acl_operation|acl_permission_type|resource_type|resource_name|" +
        `resource_pattern_type_filter - got ${parts.length} segments instead of 7`,
    );
  }
  return Object.fromEntries(ID_FIELDS.map((field, index) => [field, parts[index] ?? ""]));
}
