import fs from "node:fs";
import path from "node:path";
import { schemaOfValidator } from "./validator-schema";

interface Kind {
  readonly kind: string;
  readonly plural: string;
  readonly scope?: "Namespaced" | "Cluster";
  /** `kubectl scale` sets `spec.instances`. */
  readonly scalable?: true;
  readonly hasStatus?: boolean;
}

const KINDS: readonly Kind[] = [
  { kind: "Cluster", plural: "clusters", scalable: true },
  { kind: "Pooler", plural: "poolers", scalable: true },
  { kind: "ScheduledBackup", plural: "scheduledbackups" },
  { kind: "Backup", plural: "backups" },
  { kind: "Database", plural: "databases" },
  { kind: "ImageCatalog", plural: "imagecatalogs", hasStatus: false },
  { kind: "ClusterImageCatalog", plural: "clusterimagecatalogs", scope: "Cluster", hasStatus: false },
];

const GROUP = "postgresql.cnpg.io";
const SCALE = { specReplicasPath: ".spec.instances", statusReplicasPath: ".status.instances" };

/** CloudNativePG publishes its definitions as validators only, so they are rebuilt from those. */
export function cloudNativePgDefinitions(): readonly object[] {
  const folder = path.join(path.dirname(require.resolve("@kubernetes-models/cloudnative-pg/package.json")), "_schemas");
  return KINDS.map((kind) =>
    definition(kind, fs.readFileSync(path.join(folder, `PostgresqlCnpgIoV1${kind.kind}.js`), "utf8")),
  );
}

function definition(
  { kind, plural, scope = "Namespaced", scalable, hasStatus = true }: Kind,
  validator: string,
): object {
  const schema = schemaOfValidator(validator);
  const openAPIV3Schema = {
    ...schema,
    // The API server checks these itself, and wants nothing said about them here.
    properties: {
      ...schema.properties,
      apiVersion: { type: "string" },
      kind: { type: "string" },
      metadata: { type: "object" },
    },
  };
  const subresources = { ...(hasStatus ? { status: {} } : {}), ...(scalable ? { scale: SCALE } : {}) };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${GROUP}` },
    spec: {
      group: GROUP,
      scope,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema }, subresources }],
    },
  };
}
