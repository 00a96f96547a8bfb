import { KubeError, type KubeObject } from "../../kube";
import { DONE, type Kind, type Name, type Player, type World } from "../kind";
import { Applier } from "../kubernetes/applier";
import type { Live } from "../kubernetes/objects";
import {
  CONFIG_MAPS,
  DAEMON_SETS,
  DEPLOYMENTS,
  NAMESPACES,
  objectPath,
  SERVICES,
  STATEFUL_SETS,
  type ResourceType,
} from "../kubernetes/resources";
import { deleteIfThere } from "../kubernetes/writes";
import type { Outcome } from "../queue";
import { RELEASED } from "../released/objects";
import { WANTED, wantedIn } from "../released/wanted";

const RELEASED_TYPES: readonly ResourceType[] = [DEPLOYMENTS, STATEFUL_SETS, DAEMON_SETS, SERVICES];
const AGAIN_MS = 500;

/** Plays Helm: in each namespace, once it is there, the workloads and Services that the charts of operators and monitoring would bring. */
export const releasedPods: Kind = {
  name: "released-pods",
  reality:
    "operators, Prometheus, Alertmanager and Grafana are pods only, with the requests that the plan has for them: nothing is scraped, no alert fires",
  play,
};

function play(world: World): Player {
  const applier = new Applier(world.client);
  const named = (name: string): Name => ({ namespace: "", name });
  const isWanted = ({ metadata }: Live): boolean =>
    metadata.namespace === WANTED.namespace && metadata.name === WANTED.name;
  return {
    watches: [
      { type: NAMESPACES, concerns: ({ metadata }) => [named(metadata.name)] },
      {
        type: CONFIG_MAPS,
        concerns: (map) =>
          isWanted(map) ? world.store.list(NAMESPACES).map(({ metadata }) => named(metadata.name)) : [],
      },
      ...RELEASED_TYPES.map((type) => ({
        type,
        concerns: (object: Live): readonly Name[] => (isReleased(object) ? [named(object.metadata.namespace)] : []),
      })),
    ],
    reconcile: ({ name }) => reconcile(world, applier, name),
  };
}

const isReleased = ({ metadata }: Live): boolean =>
  Object.entries(RELEASED).every(([key, value]) => metadata.labels?.[key] === value);

async function reconcile({ store, client, log }: World, applier: Applier, namespace: string): Promise<Outcome> {
  const found = store.get(NAMESPACES, undefined, namespace);
  if (!found || found.metadata.deletionTimestamp !== undefined) return DONE;
  const all = wantedIn(store.get(CONFIG_MAPS, WANTED.namespace, WANTED.name));
  const wanted = all.filter(({ metadata }) => metadata.namespace === namespace);
  for (const type of RELEASED_TYPES) {
    const surplus = store
      .list(type, namespace)
      .filter(isReleased)
      .filter(({ kind, metadata }) => !wanted.some((w) => w.kind === kind && w.metadata.name === metadata.name));
    for (const { metadata } of surplus) await remove(type, metadata.name);
  }
  for (const object of wanted) {
    const type = RELEASED_TYPES.find(({ kind }) => kind === object.kind);
    if (!type) continue;
    if (!store.get(type, namespace, object.metadata.name)) await applier.forget(object);
    if (!(await applied(object))) {
      await remove(type, object.metadata.name);
      return { againInMs: AGAIN_MS };
    }
  }
  return DONE;

  /** False where the object can't become this one, as with another volume: it is made anew. */
  async function applied(object: KubeObject): Promise<boolean> {
    try {
      await applier.apply([object]);
      return true;
    } catch (error) {
      if (error instanceof KubeError && error.status === 422) return false;
      throw error;
    }
  }

  async function remove(type: ResourceType, name: string): Promise<void> {
    await deleteIfThere(client, objectPath(type, namespace, name), { propagationPolicy: "Background" });
    log.say(`released ${type.kind} ${namespace}/${name} removed`);
  }
}
