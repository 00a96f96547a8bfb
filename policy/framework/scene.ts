import type { Cluster, Node } from "../../core/capacity/nodes/cluster";
import { nodesOf } from "../../core/capacity/nodes/allocatable";
import { clusterOf } from "../../core/capacity/nodes/target";
import type { TargetConfig } from "../../core/config/target";
import { CannotProve } from "./field";
import { type Complaint, type Complaints, unproved } from "./finding";
import { Item, type Resource } from "./resource";
import type { Kind } from "./rule";
import type { Workload } from "./workload";

/** What resources are judged against: it comes from the stack's config, never from what is judged. */
export interface Surroundings {
  readonly target: TargetConfig;
  readonly workload: Workload;
  /** `stack`: everything that is deployed is there to be seen. `files`: what isn't there may be elsewhere. */
  readonly source: "stack" | "files";
}

/** All resources of a stack, with what rules work out of them in common. */
export class Scene {
  readonly items: readonly Item[];
  readonly kind: Kind;
  readonly workload: Workload;
  readonly source: Surroundings["source"];
  /** Stands for the cluster in complaints that are about no single resource. */
  readonly whole: Item;
  readonly target: TargetConfig;
  private readonly byKind = new Map<string, Item[]>();
  private readonly derived = new Map<unknown, { readonly value: unknown; readonly unproved: Complaints }>();
  private readonly collectors: Complaint[][] = [];

  constructor(resources: readonly Resource[], { target, workload, source }: Surroundings) {
    this.items = resources.map((resource) => new Item(resource));
    for (const item of this.items) {
      const same = this.byKind.get(item.kind);
      if (same === undefined) this.byKind.set(item.kind, [item]);
      else same.push(item);
    }
    this.target = target;
    this.kind = target.kind;
    this.workload = workload;
    this.source = source;
    this.whole = new Item({ urn: "", type: "streaming:policy:Target", name: "target", props: {} });
  }

  /** Items of these kinds, kind by kind. */
  of(...kinds: readonly string[]): readonly Item[] {
    return kinds.flatMap((kind) => this.byKind.get(kind) ?? []);
  }

  /** Items of these kinds in one namespace. */
  in(namespace: string, ...kinds: readonly string[]): readonly Item[] {
    const byPlace = this.get(byNamespace);
    return kinds.flatMap((kind) => byPlace.get(`${namespace}/${kind}`) ?? []);
  }

  /** What a function makes of the scene; worked out once, however many rules ask. */
  get<T>(derive: (scene: Scene) => T): T {
    const known = this.derived.get(derive) ?? this.collecting(() => derive(this));
    this.derived.set(derive, known);
    this.collectors.at(-1)?.push(...known.unproved);
    return known.value as T;
  }

  /** With what `attempt` couldn't read on the way. */
  collecting<T>(run: () => T): { readonly value: T; readonly unproved: Complaints } {
    const unread: Complaint[] = [];
    this.collectors.push(unread);
    try {
      return { value: run(), unproved: unread };
    } finally {
      this.collectors.pop();
    }
  }

  /** One part of a whole: where something in it is unknown it is left out, and every rule that asks for the whole tells so. */
  attempt<T>(item: Item, make: () => readonly T[]): readonly T[] {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof CannotProve)) throw error;
      this.collectors.at(-1)?.push(unproved(error, item));
      return [];
    }
  }

  get cluster(): Cluster {
    return this.get(clusterOfScene);
  }

  get nodes(): readonly Node[] {
    return this.get(nodesOfScene);
  }
}

function byNamespace({ items }: Scene): ReadonlyMap<string, readonly Item[]> {
  const places = new Map<string, Item[]>();
  for (const item of items) {
    const place = `${item.namespace}/${item.kind}`;
    const others = places.get(place);
    if (others === undefined) places.set(place, [item]);
    else others.push(item);
  }
  return places;
}

const clusterOfScene = ({ target }: Scene): Cluster => clusterOf(target);
const nodesOfScene = ({ cluster }: Scene): readonly Node[] => nodesOf(cluster);
