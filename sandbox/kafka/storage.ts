import fs from "node:fs";
import path from "node:path";
import { listIfExists, readIfExists, writeFileAtomically } from "../files";
import type { SandboxLayout } from "../layout";
import { clusterIdOf, votersOf, type Quorum } from "./identity";

/**
 * Where brokers keep their data. A broker's data belongs to a volume: it stays when the pod is restarted or replaced, and goes when the volume
 * is deleted, as it would with the disk.
 */

/** What holds the data in a broker's folder. */
interface Storage {
  readonly cluster: string;
  /** Name of the persistent volume, or another name that lives as long as the data should. */
  readonly volume: string;
}

export interface BrokerFolder {
  readonly dir: string;
  readonly properties: string;
  readonly logDir: string;
}

export function brokerFolder(layout: SandboxLayout, namespace: string, pod: string): BrokerFolder {
  const dir = layout.kafka(namespace, pod);
  return { dir, properties: path.join(dir, "server.properties"), logDir: path.join(dir, "data") };
}

/** Makes the folder this volume's: data of another volume is removed first. */
export function claimStorage(layout: SandboxLayout, namespace: string, pod: string, storage: Storage): void {
  const { dir } = brokerFolder(layout, namespace, pod);
  const before = storageOf(dir);
  if (before && before.volume !== storage.volume) removeStorage(layout, namespace, pod);
  writeFileAtomically(path.join(dir, STORAGE_FILE), JSON.stringify(storage));
}

/** The data is ready for a broker to start on. */
export function isFormatted({ logDir }: BrokerFolder): boolean {
  return fs.existsSync(path.join(logDir, "meta.properties"));
}

/** Removes a broker's data, and with the last of a cluster's also the memory of who voted. The broker must not run. */
export function removeStorage(layout: SandboxLayout, namespace: string, pod: string): void {
  const { dir } = brokerFolder(layout, namespace, pod);
  const storage = storageOf(dir);
  fs.rmSync(dir, { recursive: true, force: true });
  if (!storage || brokersWithData(layout).some((b) => b.namespace === namespace && b.cluster === storage.cluster))
    return;
  fs.rmSync(quorumFile(layout, namespace, storage.cluster), { force: true });
}

export interface BrokerWithData extends Storage {
  readonly namespace: string;
  readonly pod: string;
}

export function brokersWithData(layout: SandboxLayout): readonly BrokerWithData[] {
  const root = path.join(layout.dir, "kafka");
  return listIfExists(root).flatMap((namespace) =>
    listIfExists(path.join(root, namespace)).flatMap((pod) => {
      const storage = storageOf(layout.kafka(namespace, pod));
      return storage ? [{ namespace, pod, ...storage }] : [];
    }),
  );
}

/** The cluster's voters: those of its data where there is data, else chosen from the brokers that it has now. */
export function quorumOf(
  layout: SandboxLayout,
  namespace: string,
  cluster: string,
  nodeIds: readonly number[],
): Quorum {
  const file = quorumFile(layout, namespace, cluster);
  const kept = readIfExists(file);
  if (kept !== undefined) return JSON.parse(kept) as Quorum;
  const quorum = { clusterId: clusterIdOf(layout.stack, namespace, cluster), voters: votersOf(nodeIds) };
  writeFileAtomically(file, JSON.stringify(quorum));
  return quorum;
}

const STORAGE_FILE = "storage.json";

function storageOf(dir: string): Storage | undefined {
  const text = readIfExists(path.join(dir, STORAGE_FILE));
  return text === undefined ? undefined : (JSON.parse(text) as Storage);
}

const quorumFile = (layout: SandboxLayout, namespace: string, cluster: string): string =>
  path.join(layout.dir, "kafka", namespace, `${cluster}.quorum.json`);
