import { nameOf, type World } from "../kind";
import { isRunning } from "../kubernetes/pods";
import type { CnpgCluster } from "./cluster";
import { credentialsOf, serverCertificate } from "./credentials";
import { applyCredentials, bootstrap, createExtensions, serverOf } from "./database";
import type { Instance } from "./instances";
import { answersAtLast, becomesTrue } from "../poll";
import { PHASES, type Phase } from "./status";
import { claimStorage, isBootstrapped, markBootstrapped } from "./storage";

/** Why the database can't be used now. */
export interface Fault {
  readonly phase: Phase;
  readonly reason: string;
}

/** Keeps the one real server of a cluster: it runs while the primary's pod does, on the data of its volumes, as specified. Undefined when it serves. */
export async function keepServer(
  world: World,
  cluster: CnpgCluster,
  instances: readonly Instance[],
  primary: Instance | undefined,
): Promise<Fault | undefined> {
  const { layout, servers, log } = world;
  const name = nameOf(cluster);
  const pod = primary?.pod;
  const served = servers.servedPod(name.namespace, name.name);
  const isOthers = served !== undefined && served !== pod?.metadata.uid;
  if (isOthers || (served !== undefined && pod && !isRunning(pod))) await stopServer(world, name);
  if (!pod || !isRunning(pod))
    return { phase: PHASES.firstPrimary, reason: `pod ${primary?.name ?? ""} is not running` };
  const volumes = instances.flatMap(({ claim }) => claim.spec.volumeName ?? []);
  const tls = serverCertificate(world, cluster);
  const credentials = credentialsOf(world, cluster);
  if ("missing" in credentials)
    return { phase: PHASES.waitingForUser, reason: `Secret ${credentials.missing} does not exist` };
  if (!tls || volumes.length === 0)
    return { phase: PHASES.firstPrimary, reason: "the server's certificate or volume is not there yet" };

  await claimStorage(layout, servers, name, volumes);
  const server = serverOf(cluster, tls);
  const start = async (): Promise<void> => {
    await servers.start(server, pod.metadata.uid);
    log.say(`database ${name.namespace}/${name.name} started`);
    await untilItAnswers(world, cluster);
  };
  if (servers.servedPod(name.namespace, name.name) === undefined) {
    if (!isBootstrapped(layout, name)) await servers.discard(name.namespace, name.name);
    await start();
  } else if ((await servers.writeConfiguration(server)) && (await servers.reload(name.namespace, name.name))) {
    await stopServer(world, name);
    await start();
  } else if (!(await answersAtLast(() => servers.answers(name.namespace, name.name)))) {
    return { phase: PHASES.waiting, reason: "the database does not answer" };
  }
  if (!isBootstrapped(layout, name)) {
    await bootstrap(servers, cluster);
    markBootstrapped(layout, name);
    log.say(`database ${name.namespace}/${name.name} initialized`);
  }
  await applyCredentials(layout, servers, cluster, credentials);
  await createExtensions(servers, cluster);
  return undefined;
}

export async function stopServer(
  { servers, log }: World,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<void> {
  if (servers.servedPod(namespace, name) === undefined) return;
  await servers.stop(namespace, name);
  log.say(`database ${namespace}/${name} stopped`);
}

const ANSWER_DEADLINE_MS = 30_000;

async function untilItAnswers({ servers }: World, { metadata: { namespace, name } }: CnpgCluster): Promise<void> {
  const isGone = (): boolean => servers.servedPod(namespace, name) === undefined;
  await becomesTrue(async () => (await servers.answers(namespace, name)) || isGone(), ANSWER_DEADLINE_MS);
  if (await servers.answers(namespace, name)) return;
  throw new Error(`the database ${isGone() ? "ended" : "does not answer"}: ${servers.lastWords(namespace, name)}`);
}
