import { Field } from "./field";
import { type ValueMap, isValueMap } from "./value";

/** What Pulumi is told of a resource; absent where a resource doesn't come from Pulumi. */
export interface ResourceOptions {
  readonly protect?: boolean;
  readonly deleteBeforeReplace?: boolean;
  readonly ignoreChanges?: readonly string[];
  /** Per property, the URNs of the resources that it is made from. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/** One resource as rules see it, whether it comes from a plan, the engine, or a file. */
export interface Resource {
  /** Pulumi's URN; for what comes from files, the file with the object. */
  readonly urn: string;
  /** Type token: `kubernetes:apps/v1:StatefulSet`. */
  readonly type: string;
  readonly name: string;
  readonly props: ValueMap;
  readonly opts?: ResourceOptions | undefined;
  readonly parent?: string | undefined;
}

/** A Kubernetes object, or any other resource, with what rules ask of every one. */
export class Item {
  /** `apps/StatefulSet`, `core/Pod`, `kafka.strimzi.io/Kafka`: Kubernetes kinds without version; other resources by their token. */
  readonly kind: string;
  readonly props: Field;

  constructor(readonly resource: Resource) {
    this.kind = kindOf(resource);
    this.props = new Field("", resource.props, this);
  }

  get spec(): Field {
    return this.props.at("spec");
  }

  /** Name of the object; Pulumi's name where it has none. */
  get name(): string {
    return plainText(this.resource, "name") ?? this.resource.name;
  }

  /** A chart says it itself. Objects without one are in `default`; a Namespace is its own; what is no object of Kubernetes, or of the whole cluster, has none. */
  get namespace(): string {
    if (this.kind === "core/Namespace") return this.name;
    if (CLUSTER_WIDE.test(this.kind) || !this.resource.type.startsWith("kubernetes:")) return "";
    const { namespace } = this.resource.props;
    return plainText(this.resource, "namespace") ?? (typeof namespace === "string" ? namespace : "default");
  }

  label(key: string): string | undefined {
    return this.props.at("metadata", "labels", key).text;
  }

  annotation(key: string): string | undefined {
    return this.props.at("metadata", "annotations", key).text;
  }

  get opts(): ResourceOptions | undefined {
    return this.resource.opts;
  }

  get urn(): string {
    return this.resource.urn;
  }
}

const CLUSTER_WIDE =
  /^core\/(PersistentVolume|Node)$|\/(StorageClass|VolumeSnapshotClass|CustomResourceDefinition|ClusterRole|ClusterRoleBinding|ClusterImageCatalog|ClusterIssuer|PriorityClass|RuntimeClass|IngressClass|APIService|ValidatingWebhookConfiguration|MutatingWebhookConfiguration)$/;

/** An unknown name isn't worth giving up for: Pulumi's stands for it. */
function plainText({ props }: Resource, key: "name" | "namespace"): string | undefined {
  const { metadata } = props;
  const value = isValueMap(metadata) ? metadata[key] : undefined;
  return typeof value === "string" ? value : undefined;
}

export function kindOf({ type, props }: Pick<Resource, "type" | "props">): string {
  if (!type.startsWith("kubernetes:")) return type;
  const { apiVersion, kind } = props;
  if (isWord(apiVersion) && isWord(kind) && !type.endsWith("Patch")) return `${groupOf(apiVersion)}/${kind}`;
  const [, version = "", token = ""] = /^kubernetes:([^:]+):(.+)$/.exec(type) ?? [];
  return `${groupOf(version)}/${token}`;
}

const isWord = (value: unknown): value is string => typeof value === "string" && value !== "";

/** `apps/v1` → `apps`, `v1` and `core/v1` → `core`. */
function groupOf(apiVersion: string): string {
  const [group = "", version] = apiVersion.split("/");
  return version === undefined ? "core" : group;
}
