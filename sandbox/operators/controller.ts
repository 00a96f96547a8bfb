import { KubeError } from "../kube";
import type { Kind, Name, Player, World } from "./kind";
import { nameOf } from "./kind";
import { Queue } from "./queue";

/** How often every object is looked at though nothing changed: a safety net, not the way that work is found. */
const RESYNC_MS = 30_000;

/** Runs one kind: turns changes into looks at objects. */
export class Controller {
  private readonly player: Player;
  private readonly queue: Queue;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    kind: Kind,
    private readonly world: World,
  ) {
    this.player = kind.play(world);
    this.queue = new Queue({
      work: (key) => this.player.reconcile(nameFrom(key)),
      failed: (key, error) => {
        // Somebody else changed the object meanwhile: the next look sees it.
        if (error instanceof KubeError && error.reason === "Conflict") return;
        world.log.complain(`${kind.name} ${key}: ${error instanceof Error ? error.message : String(error)}`);
      },
    });
  }

  /** Follows what the kind watches; the objects' first looks come in `start`, when all kinds know what there is. */
  async follow(): Promise<void> {
    await Promise.all(
      this.player.watches.map(({ type, concerns }) =>
        this.world.store.follow(type, (object) => {
          if (this.timer)
            for (const name of concerns ? concerns(object) : [nameOf(object)]) this.queue.add(keyOf(name));
        }),
      ),
    );
  }

  start(): void {
    this.timer = setInterval(() => this.lookAtAll(), RESYNC_MS);
    this.lookAtAll();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.queue.close();
  }

  private lookAtAll(): void {
    const known = this.player.watches.flatMap(({ type, concerns }) =>
      this.world.store.list(type).flatMap((object) => (concerns ? concerns(object) : [nameOf(object)])),
    );
    const keys = new Set([...known, ...(this.player.leftovers?.() ?? [])].map(keyOf));
    for (const key of keys) this.queue.add(key);
  }
}

const keyOf = ({ namespace, name }: Name): string => `${namespace}/${name}`;

function nameFrom(key: string): Name {
  const [namespace = "", name = ""] = key.split("/");
  return { namespace, name };
}
