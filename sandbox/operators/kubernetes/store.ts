import {
  KubeConfig,
  ListWatch,
  Watch,
  type KubernetesListObject,
  type KubernetesObject,
} from "@kubernetes/client-node";
import { setTimeout as pause } from "node:timers/promises";
import { KubeError, type KubeClient } from "../../kube";
import type { Log } from "../log";
import type { Live } from "./objects";
import { collectionPath, type ResourceType } from "./resources";

export type Listener = (object: Live) => void;

/** The objects that are known, for those who only look. */
export type Reader = Pick<Store, "get" | "list">;

/** What the API server has, kept up to date by watches that survive its restarts. */
export class Store {
  private readonly watches = new Map<string, ListWatch<KubernetesObject>>();
  private readonly config = new KubeConfig();
  private stopped = false;

  constructor(
    kubeconfig: string,
    private readonly client: KubeClient,
    private readonly log: Log,
  ) {
    this.config.loadFromFile(kubeconfig);
  }

  /** Begins to follow a kind; done once all its objects are known. A kind that the server doesn't have (yet) counts as known and empty. */
  follow(type: ResourceType, listener: Listener): Promise<void> {
    const path = collectionPath(type);
    const known = this.watches.get(path);
    if (known) {
      listenTo(known, listener);
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const list = async (): Promise<KubernetesListObject<KubernetesObject>> => {
        const answer = (await this.client.request("GET", path)) as KubernetesListObject<KubernetesObject>;
        // After the watch has taken the list in.
        setImmediate(resolve);
        // A list's items don't name their kind; a watch's objects do.
        return {
          ...answer,
          items: answer.items.map((item) => ({ ...item, apiVersion: type.apiVersion, kind: type.kind })),
        };
      };
      const watch = new ListWatch(path, new Watch(this.config), list, false);
      this.watches.set(path, watch);
      listenTo(watch, listener);
      watch.on("error", (error: unknown) => {
        const isMissing = error instanceof KubeError && error.status === 404;
        if (isMissing) resolve();
        else this.log.complain(`watching ${type.plural}: ${error instanceof Error ? error.message : String(error)}`);
        void pause(isMissing ? MISSING_DELAY_MS : RETRY_DELAY_MS, undefined, { ref: false }).then(() =>
          this.restart(watch),
        );
      });
      void this.restart(watch);
    });
  }

  get<T extends Live>(type: ResourceType<T>, namespace: string | undefined, name: string): T | undefined {
    return this.watches.get(collectionPath(type))?.get(name, namespace) as T | undefined;
  }

  list<T extends Live>(type: ResourceType<T>, namespace?: string): readonly T[] {
    return (this.watches.get(collectionPath(type))?.list(namespace) ?? []) as unknown as readonly T[];
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([...this.watches.values()].map((watch) => watch.stop()));
  }

  private async restart(watch: ListWatch<KubernetesObject>): Promise<void> {
    if (!this.stopped) await watch.start();
  }
}

/** Until the next try when the server can't be reached, and when it doesn't have the kind. */
const RETRY_DELAY_MS = 500;
const MISSING_DELAY_MS = 2_000;

function listenTo(watch: ListWatch<KubernetesObject>, listener: Listener): void {
  const tell = (object: KubernetesObject): void => listener(object as unknown as Live);
  for (const verb of ["add", "update", "delete"] as const) watch.on(verb, tell);
}
