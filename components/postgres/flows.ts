/** Flows of a CloudNativePG cluster and its pooler. */
import { apiServerFlow, storeFlow, tcp, type Flow, type Pods } from "../namespace/flows";
import { POSTGRES_PORT } from "./names";

/** Where instances tell the operator how they are. */
const STATUS_PORT = 8000;
const OPERATOR: Pods = { namespace: "cnpg-system", pods: { "app.kubernetes.io/name": "cloudnative-pg" } };

/** An object store; without an endpoint, AWS. */
export interface StoreAddress {
  readonly endpoint?: string | undefined;
}

export interface PostgresFlowScope {
  readonly cluster: string;
  readonly namespace: string;
  /** Where backups and archived WAL go; absent where none are made. */
  readonly archive?: StoreAddress;
}

/** Instances of the primary and the standbys; not the poolers, whose labels name the cluster as well. */
export const instancePods = (namespace: string, cluster: string): Pods => ({
  namespace,
  pods: { "cnpg.io/cluster": cluster, "cnpg.io/podRole": "instance" },
});

export const poolerPods = (namespace: string, pooler: string): Pods => ({
  namespace,
  pods: { "cnpg.io/poolerName": pooler },
});

/** [CloudNativePG docs, Networking: 8000 and 5432 from the operator; instances speak to the API server themselves.] */
export function postgresFlows({ cluster, namespace, archive }: PostgresFlowScope): readonly Flow[] {
  const instances = instancePods(namespace, cluster);
  /** Instances, poolers, and the Jobs that initialise a cluster or join a standby. */
  const all: Pods = { namespace, pods: { "cnpg.io/cluster": cluster } };
  return [
    {
      name: `${cluster}-operator`,
      from: OPERATOR,
      to: instances,
      ports: tcp(STATUS_PORT, POSTGRES_PORT),
      why: "the operator asks instances for their state, promotes and switches over",
    },
    {
      name: `${cluster}-replication`,
      from: all,
      to: instances,
      ports: tcp(POSTGRES_PORT, STATUS_PORT),
      why: "standbys stream from the primary, a joining one copies it, the pooler passes queries on",
    },
    apiServerFlow(
      `${cluster}-api`,
      all,
      "instances, Jobs and poolers read their objects there, and the primary keeps its lock",
    ),
    ...(archive === undefined
      ? []
      : [storeFlow(`${cluster}-archive`, all, archive.endpoint, "backups and WAL go to the object store")]),
  ];
}
