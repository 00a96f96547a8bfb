import type { Brokers } from "../kafka/brokers";
import type { KubeClient } from "../kube";
import type { SandboxLayout } from "../layout";
import type { Servers } from "../postgres/servers";
import type { Live } from "./kubernetes/objects";
import type { ResourceType } from "./kubernetes/resources";
import type { Store } from "./kubernetes/store";
import type { Log } from "./log";
import type { Outcome } from "./queue";

/** One kind that is played: what a real operator (or kubelet) would do about its objects. */
export interface Kind {
  /** As the log names it: `cnpg-cluster`. */
  readonly name: string;
  /** For people: what of this kind is a real process, what is only an object. */
  readonly reality: string;
  readonly play: (world: World) => Player;
}

/** A kind at work: it looks at an object again whenever something that this depends on changes. */
export interface Player {
  readonly watches: readonly Watched[];
  /** Objects to look at besides those that a change points at, e.g. processes whose object went while nobody watched. */
  readonly leftovers?: () => readonly Name[];
  /** Brings reality to what the object asks for. Called again and again: must do nothing where nothing is to be done. */
  readonly reconcile: (name: Name) => Promise<Outcome>;
}

export interface Name {
  readonly namespace: string;
  readonly name: string;
}

export interface Watched {
  readonly type: ResourceType;
  /** Which objects of the kind to look at when this one changed; the object itself where absent. */
  readonly concerns?: (changed: Live) => readonly Name[];
}

/** What kinds work with. */
export interface World {
  readonly layout: SandboxLayout;
  readonly store: Store;
  readonly client: KubeClient;
  readonly brokers: Brokers;
  readonly servers: Servers;
  readonly log: Log;
}

export function nameOf(object: Live): Name {
  return { namespace: object.metadata.namespace, name: object.metadata.name };
}

/** Changes of nothing that is to be looked at again. */
export const DONE: Outcome = {};
