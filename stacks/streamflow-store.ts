/** What of StreamFlow lies in the object store, off the nodes. */
import { ROLE_ANNOTATION } from "../components/object-store/names";
import type { ObjectStoreConfig } from "../components/object-store/config";
import { type ObjectStorePlan, type StoreAccess, planObjectStore } from "../components/object-store/plan";
import type { FlinkStorage } from "../components/flink/deployment";
import type { TargetConfig } from "../core/config/target";
import { STREAMFLOW } from "./streamflow-names";

const { namespaces, postgres, flink } = STREAMFLOW;

/** A deleted backup can be brought back for a week, a checkpoint for a day: the job itself deletes those that it has outlived. */
const BUCKETS = [
  { name: "backups", undeleteDays: 7 },
  { name: "flink-state", undeleteDays: 1 },
] as const;

const USERS = [
  { name: "postgres", bucket: "backups", serviceAccount: { namespace: namespaces.data, name: postgres } },
  { name: "flink", bucket: "flink-state", serviceAccount: { namespace: namespaces.processing, name: flink } },
] as const;

export const planStore = (target: TargetConfig["kind"], store: ObjectStoreConfig): ObjectStorePlan =>
  planObjectStore({ platform: "streamflow", target, buckets: BUCKETS, users: USERS }, store);

/** How one of its users gets at its bucket. */
export function storeAccess({ access }: ObjectStorePlan, user: (typeof USERS)[number]["name"]): StoreAccess {
  const found = access[user];
  if (found === undefined) throw new Error(`the object store has no user ${user}`);
  return found;
}

/** On AWS: the role that the workload's service account stands for. */
export const roleOf = ({ login }: StoreAccess): string | undefined =>
  login.kind === "role" ? login.annotations[ROLE_ANNOTATION] : undefined;

export const flinkStorage = ({ url, endpoint, login }: StoreAccess): FlinkStorage => ({
  uri: url,
  endpoint,
  keys: login.kind === "keys" ? { secret: login.secret, id: login.accessKey, key: login.secretKey } : undefined,
});
